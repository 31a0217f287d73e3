"""What a failed check against a model means, in words for the person who edits the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

Key = str | int

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "dict_type": "a mapping (key: value)",
    "mapping_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
    "dataclass_type": "a mapping (key: value)",
    "date_type": "a date such as 2026-01-31",
    "date_parsing": "a date such as 2026-01-31",
    "date_from_datetime_parsing": "a date such as 2026-01-31",
    "none_required": "nothing",
}


class _Miss(NamedTuple):
    """One error. `path` leads through the data; `branches` are the union members tried: (length of path, label)."""

    path: tuple[Key, ...]
    branches: tuple[tuple[int, Key], ...]
    error: dict[str, Any]


def sentences(data: Any, errors: Iterable[Any]) -> list[tuple[tuple[Key, ...], str]]:
    """Where in `data` and what, for each error of a `pydantic.ValidationError` (its `errors()`)."""
    found: dict[tuple[Key, ...], list[str]] = {}
    expected: dict[tuple[Key, ...], list[str]] = {}
    for miss in _meant([_miss(data, error) for error in errors]):
        place, what = _what(data, miss)
        into = expected if what in _EXPECTED.values() or what.startswith("one of ") else found
        if what not in into.setdefault(place, []):
            into[place].append(what)
    for place, wanted in expected.items():
        found.setdefault(place, []).insert(0, f"expected {' or '.join(wanted)}, not {_shown(data, place)}")
    return [(place, f"{_dotted(place)}{what}.") for place, all_of_it in found.items() for what in all_of_it]


def _miss(data: Any, error: dict[str, Any]) -> _Miss:
    """Tell the steps that lead through the data from the labels that pydantic puts between them for unions."""
    path: list[Key] = []
    branches: list[tuple[int, Key]] = []
    loc = error["loc"]
    here = data
    for number, step in enumerate(loc, 1):
        if step == "[key]":
            continue
        in_mapping = isinstance(here, dict) and step in here
        if in_mapping or (isinstance(here, list) and isinstance(step, int) and step < len(here)):
            here = here[step]
            path.append(step)
        elif number == len(loc) and error["type"] == "missing":
            path.append(step)
        else:
            branches.append((len(path), step))
    return _Miss(tuple(path), tuple(branches), error)


def _meant(misses: list[_Miss]) -> list[_Miss]:
    """A union reports what each member missed. Keep the member that was most likely meant: it fits furthest in."""
    plain = [miss for miss in misses if not miss.branches]
    unions: dict[tuple[Key, ...], dict[Key, list[_Miss]]] = {}
    for miss in misses:
        if miss.branches:
            depth, label = miss.branches[0]
            inner = miss._replace(branches=miss.branches[1:])
            unions.setdefault(miss.path[:depth], {}).setdefault(label, []).append(inner)
    for members in unions.values():
        ranked = {label: _nearness(inner) for label, inner in members.items()}
        best = max(ranked.values())
        # Members that fail at the very place itself (text or a list) are named together: "expected text or a list".
        kept = [inner for label, inner in members.items() if ranked[label] == best]
        plain += [miss for inner in kept for miss in _meant(inner)]
    return plain


def _nearness(misses: list[_Miss]) -> tuple[int, int, int]:
    """How near a union member came: how deep its first miss lies, then few unknown keys, then few misses at all."""
    unknown = sum(miss.error["type"] == "extra_forbidden" for miss in misses)
    return min(len(miss.path) for miss in misses), -unknown, -len(misses)


def _what(data: Any, miss: _Miss) -> tuple[tuple[Key, ...], str]:
    """The place to point at and what is wrong there."""
    kind, context, path = miss.error["type"], miss.error.get("ctx", {}), miss.path
    if kind == "missing":
        return path[:-1], f'the key "{path[-1]}" is missing'
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return path, "this key is unknown here"
    if miss.error["loc"][-1:] == ("[key]",):
        return path, f'the key "{path[-1]}" is not allowed here ({_lower(miss.error["msg"])})'
    if kind in _EXPECTED:
        return path, _EXPECTED[kind]
    if kind in ("literal_error", "enum"):
        return path, "one of " + context["expected"].replace("'", "").replace(" or ", ", ")
    if kind == "string_pattern_mismatch":
        return path, f"{_shown(data, path)} does not have the form {context['pattern']}"
    if kind == "string_too_short":
        return path, "this text is empty" if context[
            "min_length"
        ] == 1 else f"at least {context['min_length']} characters are needed"
    if kind == "string_too_long":
        return path, f"this text is longer than {context['max_length']} characters"
    if kind == "too_short":
        return path, f"at least {context['min_length']} needed, but there are {context['actual_length']}"
    if kind == "too_long":
        return path, f"at most {context['max_length']} allowed, but there are {context['actual_length']}"
    if kind in ("value_error", "assertion_error"):
        return path, str(context["error"]).rstrip(".")
    return path, _lower(miss.error["msg"])


def _shown(data: Any, path: tuple[Key, ...]) -> str:
    for step in path:
        data = data[step]
    if data is None:
        return "nothing"
    if isinstance(data, (dict, list)):
        return "a mapping" if isinstance(data, dict) else "a list"
    if isinstance(data, bool):
        return "true" if data else "false"
    if not isinstance(data, str):
        return f"the number {data}"
    return f'"{data[:40]}…"' if len(data) > 40 else f'"{data}"'


def _dotted(path: tuple[Key, ...]) -> str:
    text = ""
    for step in path:
        # People count list items from one.
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return f"{text}: " if text else ""


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")
