"""What can be wrong in a phrases file besides its shape, each told as `file:line: sentence`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from flows.content.strict_yaml import Document
from flows.understand.marks import NEEDED
from flows.understand.models import PhrasesFile
from flows.understand.patterns import PatternError, parse

COURSE = ("BETTER", "WORSE", "SAME", "RELAPSE", "RECENT")
COUNTED = (*COURSE, "DOMAIN", "PAIN_WORD", "NOT_PAIN", "ONE_WORD", "FEW", "SINCE_WORD", "NEG_LIST")
"""Families that the code looks for by name, besides those of `flows.understand.marks`."""

Place = tuple[str | int, ...]


def problems_of(document: Document, file: PhrasesFile, options: Collection[str] | None) -> Iterator[str]:
    """Every problem. `options` are the atoms of the check; where given, every finding must be one of them."""
    yield from _families(document, file)
    yield from _signs(document, file, options)
    for text, place in _patterns(file):
        sentence = _wrong_pattern(text, file)
        if sentence:
            yield document.problem(sentence, *place)
    for flag in file.flags:
        if flag not in file.records:
            yield document.problem(f"the flag {flag} has nothing under records that it is kept as.", "records")
    for flag, atoms in file.records.items():
        for number, atom in enumerate(atoms):
            if options is not None and atom not in options:
                yield document.problem(f"{atom} is no option of any question.", "records", flag, number)


def _families(document: Document, file: PhrasesFile) -> Iterator[str]:
    for family in (*NEEDED, *COUNTED):
        if family not in file.families:
            yield document.problem(f"the family {family} is missing; it says how words are meant.", "families")
    for family, entries in file.families.items():
        for number, entry in enumerate(entries):
            place = ("families", family, number)
            if entry.isupper():
                if entry not in file.families:
                    yield document.problem(f"{family} takes in the family {entry}, which there is not.", *place)
            elif entry != " ".join(entry.lower().split()) or "*" in entry[:-1]:
                wanted = "lower case, single spaces, a * only at the end"
                yield document.problem(f"{entry!r} of {family} is written differently: {wanted}.", *place)


def _signs(document: Document, file: PhrasesFile, options: Collection[str] | None) -> Iterator[str]:
    for name, entry in file.signs.items():
        if entry.flag is not None and entry.flag not in file.flags:
            sentence = f"the sign {name} raises {entry.flag}, which is no flag of this file."
            yield document.problem(sentence, "signs", name, "flag")
        if options is not None and entry.finding is not None and entry.finding not in options:
            sentence = f"the sign {name} finds {entry.finding}, which is no option of any question."
            yield document.problem(sentence, "signs", name, "finding")
    for name, both in file.together.items():
        if both.flag not in file.flags:
            yield document.problem(f"{name} raises {both.flag}, which is no flag of this file.", "together", name)
        for sign in both.signs:
            if sign not in file.signs:
                yield document.problem(f"{name} has the sign {sign}, which there is not.", "together", name)
    for intent in file.intents:
        if intent not in file.intents_known:
            yield document.problem(f"{intent} is no intent of this file.", "intents", intent)
    for number, intent in enumerate(file.fallback):
        if intent not in file.intents_known:
            yield document.problem(f"{intent} is no intent of this file.", "fallback", number)


def _patterns(file: PhrasesFile) -> Iterator[tuple[str, Place]]:
    for number, text in enumerate(file.idioms):
        yield text, ("idioms", number)
    for name, entry in file.signs.items():
        for part in ("any", "unless", "despite", "denied_by"):
            for number, text in enumerate(getattr(entry, part)):
                yield text, ("signs", name, part, number)
    for intent, wanted in file.intents.items():
        for points, texts in wanted.points.items():
            for number, text in enumerate(texts):
                yield text, ("intents", intent, "points", str(points), number)


def _wrong_pattern(text: str, file: PhrasesFile) -> str:
    try:
        pattern = parse(text)
    except PatternError as error:
        return f"{error}."
    for item in (*pattern.items, *([pattern.but_not] if pattern.but_not else [])):
        for name in (*item.names, *(one for link in item.chain for one in link.names)):
            if name.isupper() and name not in file.families:
                return f"the pattern {text!r} has the family {name}, which there is not."
    return ""
