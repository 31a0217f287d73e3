"""Typed text against what can be tapped: a number, a label, several of them, or a label with a typing mistake."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
from rapidfuzz import fuzz, process, utils

from flows.base.replies import Choice

SURE = 96.0
"""A likeness (0–100) from which a label counts as typed: what is left is case, punctuation and one letter in a long label."""
LIKELY = 78.0
"""A likeness from which a confirming tap is asked for."""
PART_LIKELY = 88.0
"""A likeness of the words that both have, from which a piece of a label is taken for the label."""
SHORTEST_PART = 4
"""Characters below which a text is no piece of a label."""
LONGEST = 200
"""Characters beyond which text is no label."""

NO_ALIASES: Mapping[str, tuple[str, ...]] = {}

_NUMBERS = re.compile(r"\d{1,2}(?:(?:[,;+&\s]|and)+\d{1,2})*\s*\.?")
_BETWEEN = re.compile(r"[;\n]|,\s*(?:and\s)?|\sand\s|\s&\s|\s\+\s")


class Meant(msgspec.Struct, frozen=True):
    """The choices that a text names. If `sure` is false, `choices` has one, to be confirmed."""

    choices: tuple[Choice, ...]
    sure: bool


def resolve(
    text: str,
    choices: tuple[Choice, ...],
    aliases: Mapping[str, tuple[str, ...]] = NO_ALIASES,
    negations: frozenset[str] = frozenset(),
) -> Meant | None:
    """What the text names of `choices`; None if nothing is near enough. Numbers count the choices from 1 as shown.

    `aliases` are other words for a choice, by its id; `negations` are words that turn a label into its contrary.
    """
    if not text or len(text) > LONGEST:
        return None
    numbered = [choice for choice in choices if choice.group != "nav" and choice.id not in ("done", "advice")]
    text = text.strip()
    if _NUMBERS.fullmatch(text):
        by_number = {choice.label: choice for choice in numbered if choice.group == "option"}
        if by_number and all(label.isdigit() for label in by_number):  # a scale: what is typed is the number itself
            meant = by_number.get(text.rstrip(". ").lstrip("0") or "0")
            return Meant((meant,), sure=True) if meant else None
        places = [int(number) for number in re.findall(r"\d+", text)]
        if all(1 <= place <= len(numbered) for place in places):
            named = tuple(dict.fromkeys(numbered[place - 1] for place in places))
            # "3" can be the third answer, or a pain of 3: asked back where the answers speak of numbers.
            return Meant(named, sure=len(named) > 1 or not any(map(str.isdigit, named[0].label)))
        return None
    plain = utils.default_process(text)
    if not plain:
        return None
    by_label = {utils.default_process(choice.label): choice for choice in choices}
    if plain in by_label:
        return Meant((by_label[plain],), sure=True)
    by_id = {choice.id.replace("_", " "): choice for choice in choices}
    if plain in by_id:
        return Meant((by_id[plain],), sure=True)
    also = [choice for choice in choices if plain in aliases.get(choice.id, ())]
    if also:
        return Meant((also[0],), sure=True)
    several = _several(text, {**by_id, **by_label})
    if several:
        return Meant(several, sure=True)
    if negations.intersection(plain.split()):  # "no coughing blood" is not nearly *Coughing blood*
        by_label = {label: choice for label, choice in by_label.items() if negations.intersection(label.split())}
    best = process.extract(plain, list(by_label), scorer=fuzz.ratio, limit=2)
    if not best or best[0][1] < LIKELY:
        return _part_of(plain, by_label)
    sure = best[0][1] >= SURE and (len(best) < 2 or best[1][1] < LIKELY)
    return Meant((by_label[best[0][0]],), sure=sure)


def _part_of(plain: str, by_label: dict[str, Choice]) -> Meant | None:
    """A piece of exactly one label, such as "coughing blood" of "coughing up blood"; always to be confirmed."""
    if len(plain) < SHORTEST_PART:
        return None
    # What says more than the label is no piece of it: "bruise and swelling" is not *Bruise*.
    longer = [label for label in by_label if len(label) >= len(plain)]
    near = process.extract(plain, longer, scorer=fuzz.token_set_ratio, score_cutoff=PART_LIKELY, limit=2)
    if not near or (len(near) > 1 and near[1][1] == near[0][1]):
        return None
    return Meant((by_label[near[0][0]],), sure=False)


def _several(text: str, by_label: dict[str, Choice]) -> tuple[Choice, ...]:
    cuts = [found.span() for found in _BETWEEN.finditer(text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    named: list[Choice] = []
    at = 0
    while at < len(starts):
        # The longest first: a label may have a comma or an "and" of its own.
        parts = (
            (last, utils.default_process(text[starts[at] : ends[last]])) for last in range(len(ends) - 1, at - 1, -1)
        )
        found = next(((last, by_label[part]) for last, part in parts if part in by_label), None)
        if found is None:
            return ()
        named.append(found[1])
        at = found[0] + 1
    return tuple(dict.fromkeys(named))
