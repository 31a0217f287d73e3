"""The condition language against brute force: what is certain, what may still be, and what simplifying leaves."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.base.urgency import URGENCIES
from flows.check.conditions import (
    ALWAYS,
    NEVER,
    All,
    Any_,
    AtLeast,
    Atom,
    Below,
    ConditionError,
    Node,
    Not,
    atoms,
    compile_may,
    compile_must,
    negated,
    parse,
    reads_urgency,
    simplify,
)

NAMES = tuple(f"q.{letter}" for letter in "abcde")
BIT = {name: 1 << place for place, name in enumerate(NAMES)}


def _several(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(inner, min_size=1, max_size=4).map(tuple)


def _at_least(items: tuple[Node, ...]) -> st.SearchStrategy[Node]:
    return st.integers(1, len(items)).map(lambda count: AtLeast(count, items))


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = _several(inner)
    return st.one_of(several.map(All), several.map(Any_), inner.map(Not), several.flatmap(_at_least))


leaves: st.SearchStrategy[Node] = st.one_of(
    st.sampled_from(NAMES).map(Atom), st.integers(0, len(URGENCIES) - 1).map(Below)
)
nodes: st.SearchStrategy[Node] = st.recursive(leaves, _grown, max_leaves=12)
knowledge = st.dictionaries(st.sampled_from(NAMES), st.booleans())
urgencies = st.integers(0, len(URGENCIES) - 1)


def holds(node: Node, chosen: frozenset[str], urgency: int) -> bool:
    """The meaning of a condition when everything is known, as plainly as it can be said."""
    match node:
        case Atom(name):
            return name in chosen
        case Below(level):
            return urgency < level
        case Not(item):
            return not holds(item, chosen, urgency)
        case All(items):
            return all(holds(item, chosen, urgency) for item in items)
        case Any_(items):
            return any(holds(item, chosen, urgency) for item in items)
        case AtLeast(count, items):
            return [holds(item, chosen, urgency) for item in items].count(True) >= count


def completions(known: dict[str, bool]) -> list[frozenset[str]]:
    """Everything that may turn out to be chosen, given what is known."""
    open_names = [name for name in NAMES if name not in known]
    sure = [name for name, value in known.items() if value]
    return [
        frozenset([*sure, *(name for name, value in zip(open_names, values, strict=True) if value)])
        for values in product((False, True), repeat=len(open_names))
    ]


def bits(known: dict[str, bool]) -> tuple[int, int]:
    return sum(BIT[name] for name in known if known[name]), sum(BIT[name] for name in known if not known[name])


def written(node: Node) -> Any:
    """The condition as YAML would give it."""
    match node:
        case Atom(name):
            return name
        case Below(level):
            return {"below": URGENCIES[level]}
        case Not(item):
            return {"not": written(item)}
        case All(items):
            return {"all": [written(item) for item in items]}
        case Any_(items):
            return {"any": [written(item) for item in items]}
        case AtLeast(count, items):
            return {"at_least": count, "of": [written(item) for item in items]}


@given(nodes, knowledge, urgencies)
def test_what_must_hold_holds_however_it_turns_out(node: Node, known: dict[str, bool], urgency: int) -> None:
    outcomes = {holds(node, chosen, urgency) for chosen in completions(known)}
    if compile_must(node, BIT)(*bits(known), urgency):
        assert outcomes == {True}
    if not compile_may(node, BIT)(*bits(known), urgency):
        assert outcomes == {False}


@given(nodes, st.frozensets(st.sampled_from(NAMES)), urgencies)
def test_with_all_known_must_and_may_are_the_plain_meaning(node: Node, chosen: frozenset[str], urgency: int) -> None:
    known = {name: name in chosen for name in NAMES}
    expected = holds(node, chosen, urgency)
    assert compile_must(node, BIT)(*bits(known), urgency) == expected
    assert compile_may(node, BIT)(*bits(known), urgency) == expected
    assert simplify(node, known, urgency) == (ALWAYS if expected else NEVER)


@given(nodes, knowledge, urgencies)
def test_simplifying_keeps_the_meaning(node: Node, known: dict[str, bool], urgency: int) -> None:
    settled = simplify(node, known, urgency)
    waiting = simplify(node, known)
    assert not set(atoms(waiting)) & set(known)
    assert not reads_urgency(settled)
    for chosen in completions(known):
        expected = holds(node, chosen, urgency)
        assert holds(settled, chosen, urgency) == expected
        assert holds(waiting, chosen, urgency) == expected


@given(nodes, knowledge, urgencies)
def test_simplifying_sees_as_much_as_the_compiled_tests(node: Node, known: dict[str, bool], urgency: int) -> None:
    # The proof walks with one and the check runs on the other: neither may be the cleverer one.
    settled = simplify(node, known, urgency)
    assert compile_must(node, BIT)(*bits(known), urgency) == (settled == ALWAYS)
    assert compile_may(node, BIT)(*bits(known), urgency) == (settled != NEVER)


@given(nodes, knowledge, knowledge, urgencies)
def test_what_is_certain_stays_certain(node: Node, known: dict[str, bool], more: dict[str, bool], urgency: int) -> None:
    test = compile_must(node, BIT)
    if test(*bits(known), urgency):
        assert test(*bits({**more, **known}), urgency)


@given(nodes, st.frozensets(st.sampled_from(NAMES)), st.sampled_from(NAMES), urgencies)
def test_only_a_negated_option_can_count_against_a_condition(
    node: Node, chosen: frozenset[str], name: str, urgency: int
) -> None:
    if name not in negated(node) and holds(node, chosen - {name}, urgency):
        assert holds(node, chosen | {name}, urgency)


@given(nodes)
def test_a_condition_is_read_back_from_what_is_written(node: Node) -> None:
    assert parse(written(node), {}) == node


def test_a_derived_finding_is_written_out() -> None:
    derived = {"sudden": Any_((Atom("onset.pop"), Atom("onset.gush")))}
    assert parse({"not": "sudden"}, derived) == Not(derived["sudden"])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("swollen", "neither question.option nor a derived finding"),
        (7, "found 7"),
        ({}, "exactly one of"),
        ({"all": ["q.a"], "any": ["q.b"]}, "exactly one of"),
        ({"every": ["q.a"]}, "exactly one of"),
        ({"all": []}, "at least one condition"),
        ({"any": "q.a"}, "at least one condition"),
        ({"at_least": 3, "of": ["q.a", "q.b"]}, "from 1 to 2"),
        ({"at_least": 0, "of": ["q.a"]}, "from 1 to 1"),
        ({"at_least": "2", "of": ["q.a", "q.b"]}, "found '2'"),
        ({"at_least": True, "of": ["q.a", "q.b"]}, "found True"),
        ({"at_least": 1}, "exactly one of"),
        ({"below": "yesterday"}, "found 'yesterday'"),
        ({"below": ["self_care"]}, "below wants one of"),
        ({"not": {"not": 3}}, "found 3"),
        ({1: "q.a"}, "exactly one of"),
    ],
)
def test_a_broken_condition_is_refused_with_what_is_wrong(data: Any, said: str) -> None:
    with pytest.raises(ConditionError, match=said.replace(".", r"\.")):
        parse(data, {})
