"""The closed condition language of the content: parse it, ask whether it holds, and simplify it by what is known.

A condition is data: `{all: […]}`, `{any: […]}`, `{not: …}`, `{at_least: 2, of: […]}` over atoms, where an atom is
`question.option`, the name of a derived finding, or (in `ask_if` only) `{below: urgent_same_day}`, which compares the
urgency reached so far. Nothing is ever parsed out of strings and nothing is executed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from flows.base.urgency import URGENCIES


class Atom(msgspec.Struct, frozen=True):
    """An option was chosen."""

    name: str


class All(msgspec.Struct, frozen=True):
    """Every item holds; no items: always."""

    items: tuple[Node, ...]


class Any_(msgspec.Struct, frozen=True):
    """At least one item holds; no items: never."""

    items: tuple[Node, ...]


class Not(msgspec.Struct, frozen=True):
    """The item does not hold."""

    item: Node


class AtLeast(msgspec.Struct, frozen=True):
    """`count` or more of the items hold."""

    count: int
    items: tuple[Node, ...]


class Below(msgspec.Struct, frozen=True):
    """The urgency reached so far is lower than `level`, a position in `URGENCIES`."""

    level: int


Node = Atom | All | Any_ | Not | AtLeast | Below
ALWAYS = All(())
NEVER = Any_(())

Test = Callable[[int, int, int], bool]
"""(bits known true, bits known false, position of the urgency reached) -> does it hold?"""


class ConditionError(ValueError):
    """A condition in the content is not of the closed form; the message says what is wrong."""


def parse(data: Any, derived: Mapping[str, Node]) -> Node:
    """The condition in `data` (what YAML gave), with derived findings written out; raises `ConditionError`."""
    if isinstance(data, str):
        if "." in data:
            return Atom(data)
        if data in derived:
            return derived[data]
        raise ConditionError(f'"{data}" is neither question.option nor a derived finding defined above')
    if not isinstance(data, dict):
        raise ConditionError(f"a condition is an option, or one of all, any, not, at_least, below; found {data!r}")
    keys = set(data)
    if keys == {"all"} or keys == {"any"}:
        (key,) = keys
        items = tuple(parse(item, derived) for item in _items(data[key], key))
        return All(items) if key == "all" else Any_(items)
    if keys == {"not"}:
        return Not(parse(data["not"], derived))
    if keys == {"at_least", "of"}:
        count = data["at_least"]
        items = tuple(parse(item, derived) for item in _items(data["of"], "of"))
        if type(count) is not int or not 1 <= count <= len(items):
            raise ConditionError(f"at_least wants a number from 1 to {len(items)}; found {count!r}")
        return AtLeast(count, items)
    if keys == {"below"}:
        if data["below"] not in URGENCIES:
            raise ConditionError(f"below wants one of {', '.join(URGENCIES)}; found {data['below']!r}")
        return Below(URGENCIES.index(data["below"]))
    raise ConditionError(
        f"a condition has exactly one of all, any, not, at_least with of, below; found {sorted(map(str, keys))}"
    )


def _items(data: Any, key: str) -> list[Any]:
    if not isinstance(data, list) or not data:
        raise ConditionError(f"{key} wants a list with at least one condition")
    return data


def atoms(node: Node) -> Iterator[str]:
    """Every option named anywhere in the condition, in reading order, repeats included."""
    match node:
        case Atom(name):
            yield name
        case All(items) | Any_(items) | AtLeast(_, items):
            for item in items:
                yield from atoms(item)
        case Not(item):
            yield from atoms(item)
        case Below():
            return


def negated(node: Node, under: bool = False) -> Iterator[str]:
    """The options that count against the condition (they stand under an odd number of `not`)."""
    match node:
        case Atom(name):
            if under:
                yield name
        case All(items) | Any_(items) | AtLeast(_, items):
            for item in items:
                yield from negated(item, under)
        case Not(item):
            yield from negated(item, not under)
        case Below():
            return


def reads_urgency(node: Node) -> bool:
    """Whether `below` stands anywhere in it."""
    match node:
        case Below():
            return True
        case All(items) | Any_(items) | AtLeast(_, items):
            return any(reads_urgency(item) for item in items)
        case Not(item):
            return reads_urgency(item)
        case Atom():
            return False


def compile_must(node: Node, bit: Mapping[str, int]) -> Test:
    """A test that is true once the condition holds for certain, whatever the answers still to come may be."""
    return _compile(node, bit, certain=True)


def compile_may(node: Node, bit: Mapping[str, int]) -> Test:
    """A test that is true while the condition can still come to hold."""
    return _compile(node, bit, certain=False)


def _compile(node: Node, bit: Mapping[str, int], *, certain: bool) -> Test:
    # Options sit in the bits of an int, so that a rule over many options is one machine operation: rules run on every tap.
    match node:
        case Atom(name):
            mask = bit[name]
            return (lambda t, f, u: t & mask != 0) if certain else (lambda t, f, u: f & mask == 0)
        case All(items):
            masks, rest = _split(items, bit, certain=certain)
            if certain:
                return lambda t, f, u: t & masks == masks and all(test(t, f, u) for test in rest)
            return lambda t, f, u: f & masks == 0 and all(test(t, f, u) for test in rest)
        case Any_(items):
            masks, rest = _split(items, bit, certain=certain)
            if certain:
                return lambda t, f, u: t & masks != 0 or any(test(t, f, u) for test in rest)
            return lambda t, f, u: ~f & masks != 0 or any(test(t, f, u) for test in rest)
        case AtLeast(count, items):
            tests = [_compile(item, bit, certain=certain) for item in items]
            return lambda t, f, u: sum(test(t, f, u) for test in tests) >= count
        case Not(item):
            inner = _compile(item, bit, certain=not certain)
            return lambda t, f, u: not inner(t, f, u)
        case Below(level):
            return lambda t, f, u: u < level


def _split(items: tuple[Node, ...], bit: Mapping[str, int], *, certain: bool) -> tuple[int, list[Test]]:
    masks = 0
    rest = []
    for item in items:
        if isinstance(item, Atom):
            masks |= bit[item.name]
        else:
            rest.append(_compile(item, bit, certain=certain))
    return masks, rest


def simplify(node: Node, known: Mapping[str, bool], urgency: int | None = None) -> Node:
    """The condition with what is known put in, reduced to `ALWAYS`, `NEVER` or what is still open.

    `known` maps options to true or false; with `urgency` (a position in `URGENCIES`) `below` is settled too.
    """
    match node:
        case Atom(name):
            value = known.get(name)
            return node if value is None else ALWAYS if value else NEVER
        case Below(level):
            return node if urgency is None else ALWAYS if urgency < level else NEVER
        case Not(item):
            inner = simplify(item, known, urgency)
            return NEVER if inner == ALWAYS else ALWAYS if inner == NEVER else Not(inner)
        case All(items):
            return _join(items, known, urgency, stop=NEVER, skip=ALWAYS, kind=All)
        case Any_(items):
            return _join(items, known, urgency, stop=ALWAYS, skip=NEVER, kind=Any_)
        case AtLeast(count, items):
            open_items: list[Node] = []
            for item in items:
                inner = simplify(item, known, urgency)
                if inner == ALWAYS:
                    count -= 1
                elif inner != NEVER:
                    open_items.append(inner)
            if count <= 0:
                return ALWAYS
            if count > len(open_items):
                return NEVER
            return Any_(tuple(open_items)) if count == 1 else AtLeast(count, tuple(open_items))


def _join(
    items: tuple[Node, ...],
    known: Mapping[str, bool],
    urgency: int | None,
    *,
    stop: Node,
    skip: Node,
    kind: type[All] | type[Any_],
) -> Node:
    left: list[Node] = []
    for item in items:
        inner = simplify(item, known, urgency)
        if inner == stop:
            return stop
        if inner != skip and inner not in left:
            left.append(inner)
    if not left:
        return skip
    return left[0] if len(left) == 1 else kind(tuple(left))
