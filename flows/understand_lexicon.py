"""`content/phrases/<lang>.yaml`, checked and made ready: every family and pattern compiled once, immutable afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from flows.model import ContentError
from flows.strict_yaml import Document, read, validate
from flows.understand_models import PhrasesFile, SignEntry
from flows.understand_patterns import Item, Pattern, PatternError, parse
from flows.understand_scope import NEEDED
from flows.understand_tokens import Speller

COURSE = ("BETTER", "WORSE", "SAME", "RELAPSE", "RECENT")
COUNTED = (*COURSE, "PAIN_WORD", "NOT_PAIN", "ONE_WORD", "FEW", "SINCE_WORD", "NEG_LIST")
"""Families that the code looks for by name, besides those of `understand_scope`."""

PHRASES = Path(__file__).resolve().parent.parent / "content" / "phrases"


class Sign(msgspec.Struct, frozen=True):
    """A `SignEntry` with its patterns parsed."""

    id: str
    any: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    despite: tuple[Pattern, ...]
    flag: str | None
    weak: bool
    asked: bool
    at_once: bool
    denied_by: tuple[Pattern, ...]
    finding: tuple[str, str] | None
    lasting: bool
    family: bool
    any_one: bool


class Lexicon:
    """What the reader knows of one language."""

    def __init__(self, name: str, file: PhrasesFile) -> None:
        self.language = name
        self.file = file
        self.flags = tuple(file.flags)
        self.emoji = {one.replace("\ufe0f", ""): word for one, word in file.emoji.items()}
        self.rewrites = {old: tuple(new.split()) for old, new in file.rewrites.items() if " " not in old}
        self.joined: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
        for old, new in file.rewrites.items():
            if " " in old:
                self.joined[old.split()[0]].append((tuple(old.split()), tuple(new.split())))
        self._items: dict[tuple[str, ...], Item] = {}
        self.idioms = tuple(self._pattern(text) for text in file.idioms)
        self.signs = tuple(self._sign(one, entry) for one, entry in file.signs.items())
        self.by_id = {sign.id: sign for sign in self.signs}
        self.together = tuple((tuple(entry.signs), entry.flag) for entry in file.together.values())
        self.intents = tuple(
            (intent, tuple((points, self._pattern(text)) for points, texts in entry.points.items() for text in texts))
            for intent, entry in file.intents.items()
        )
        self.whole = {text: intent for intent, entry in file.intents.items() for text in entry.whole}
        self.intents_known = tuple(file.intents_known)
        self.numbers = dict(file.numbers)
        self.units = dict(file.units)
        self.needed = {family: self._item((family,)) for family in NEEDED}
        self.course_items = {family: self._item((family,)) for family in COURSE}
        self.pain_words = self._plain("PAIN_WORD")
        self.not_pain = self._plain("NOT_PAIN")
        self.few = {**dict.fromkeys(self._plain("ONE_WORD"), 1), **dict.fromkeys(self._plain("FEW"), 3)}
        self.since = self._plain("SINCE_WORD")
        self._words: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)
        self._rows: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for family, entries in file.families.items():
            self._learn(family, entries)
        self.names = {item.index: names for names, item in self._items.items()}
        self._of_name: dict[str, tuple[int, ...]] = {}
        for item in self._items.values():
            for one in item.names:
                self._of_name[one] = (*self._of_name.get(one, ()), item.index)
                if one.endswith("*"):
                    self._stems[one[:-1]].add(one)
                elif one not in file.families:
                    self._words[one].add(one)
        known = {
            *self._words,
            *(word for rows in self._rows.values() for row, _ in rows for word in row),
            *self.rewrites,
        }
        known |= {word for new in self.rewrites.values() for word in new} | set(self.numbers) | set(self.units)
        self.speller = Speller(known, self._stems, file.ordinary)
        self.items_of = lru_cache(maxsize=20_000)(self._items_of)
        self.rows: dict[tuple[str, str], tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]] = {}
        """The first two words of a row of words → such rows, each with the items that it fills."""
        for rows in self._rows.values():
            for row, family in sorted(rows, key=lambda one: (-len(one[0]), one)):
                known = self.rows.get((row[0], row[1]), ())
                self.rows[row[0], row[1]] = (*known, (row, self._indexes((family,))))
        self.listing = self._plain("NEG_LIST")

    def _rewritten(self, entry: str) -> tuple[str, ...]:
        """An entry as the words of a message will be once they are rewritten."""
        words = [word for piece in entry.split() for word in self.rewrites.get(piece, tuple(piece.split("'")))]
        place = 0
        while place < len(words):
            for row, instead in self.joined.get(words[place], ()):
                if tuple(words[place : place + len(row)]) == row:
                    words[place : place + len(row)] = instead
                    break
            place += 1
        return tuple(word for word in words if word)

    def _plain(self, family: str) -> frozenset[str]:
        return frozenset(entry for entry in self.file.families[family] if " " not in entry)

    def _learn(self, family: str, entries: Iterable[str]) -> None:
        for entry in entries:
            if entry.endswith("*"):
                self._stems[entry[:-1]].add(family)
            elif entry.isupper():
                self._learn(family, self.file.families[entry])
            else:
                row = self._rewritten(entry)
                if len(row) > 1:
                    self._rows[row[0]].append((row, family))
                else:
                    self._words[row[0]].add(family)

    def _item(self, names: tuple[str, ...], chain: tuple[Item, ...] = ()) -> Item:
        if chain:
            links = tuple(self._item(one.names) for one in chain)
            names = (" > ".join("|".join(one.names) for one in links),)
            if names not in self._items:
                self._items[names] = Item((), len(self._items), links)
            return self._items[names]
        names = tuple(sorted(set(names)))
        if names not in self._items:
            self._items[names] = Item(names, len(self._items))
        return self._items[names]

    def _pattern(self, text: str) -> Pattern:
        pattern = parse(text)
        items = tuple(self._item(item.names, item.chain) for item in pattern.items)
        needs = 0
        for item in items:
            for one in item.chain or (item,):
                needs |= 1 << one.index
        but_not = self._item(pattern.but_not.names) if pattern.but_not else None
        return msgspec.structs.replace(pattern, items=items, needs=needs, but_not=but_not)

    def _sign(self, name: str, entry: SignEntry) -> Sign:
        finding = tuple(entry.finding.split(".")) if entry.finding else None
        return Sign(
            name,
            tuple(self._pattern(text) for text in entry.any),
            tuple(self._pattern(text) for text in entry.unless),
            tuple(self._pattern(text) for text in entry.despite),
            entry.flag,
            entry.weak,
            entry.asked,
            entry.at_once,
            tuple(self._pattern(text) for text in entry.denied_by),
            (finding[0], finding[1]) if finding else None,
            entry.lasting,
            entry.family,
            entry.any_one,
        )

    def _indexes(self, names: Iterable[str]) -> tuple[int, ...]:
        return tuple(sorted({index for name in names for index in self._of_name.get(name, ())}))

    def _items_of(self, word: str) -> tuple[int, ...]:
        """The items that this word can fill."""
        names = set(self._words.get(word, ()))
        for size in range(3, len(word) + 1):
            names |= self._stems.get(word[:size], set())
        return self._indexes(names)


def load_lexicon(language: str = "en", phrases: Path = PHRASES, options: Collection[str] | None = None) -> Lexicon:
    """Read and check one language. `options` are the atoms of the check; where given, every finding must be one of them.

    Raises `ContentError` that lists every problem with its file and line.
    """
    document = read(phrases / f"{language}.yaml", phrases.parent.parent)
    if document.problems:
        raise ContentError(document.problems)
    file, problems = validate(document, PhrasesFile)
    if file is None:
        raise ContentError(problems)
    problems = list(_problems(document, file, options))
    if problems:
        raise ContentError(problems)
    return Lexicon(language, file)


def _problems(document: Document, file: PhrasesFile, options: Collection[str] | None) -> Iterable[str]:
    families = set(file.families)
    for family in (*NEEDED, *COUNTED):
        if family not in families:
            yield document.problem(f"the family {family} is missing; it says how words are meant.", "families")
    for family, entries in file.families.items():
        for number, entry in enumerate(entries):
            if entry.isupper():
                if entry not in families:
                    yield document.problem(
                        f"the family {family} takes in {entry}, which there is not.", "families", family, number
                    )
            elif entry != entry.lower() or entry != " ".join(entry.split()) or "*" in entry[:-1]:
                yield document.problem(
                    f"{entry!r} of {family} must be lower-case words with single spaces; a * only at the end.",
                    "families",
                    family,
                    number,
                )
    places: list[tuple[str, tuple[str | int, ...]]] = [(text, ("idioms", n)) for n, text in enumerate(file.idioms)]
    for name, entry in file.signs.items():
        for part in ("any", "unless", "despite", "denied_by"):
            places += [(text, ("signs", name, part, n)) for n, text in enumerate(getattr(entry, part))]
        if entry.flag is not None and entry.flag not in file.flags:
            yield document.problem(
                f"the sign {name} raises {entry.flag}, which is no flag of this file.", "signs", name, "flag"
            )
        if options is not None and entry.finding is not None and entry.finding not in options:
            yield document.problem(
                f"the sign {name} finds {entry.finding}, which is no option of any question.", "signs", name, "finding"
            )
    for intent, wanted in file.intents.items():
        if intent not in file.intents_known:
            yield document.problem(f"{intent} is no intent of this file.", "intents", intent)
        for points, texts in wanted.points.items():
            places += [(text, ("intents", intent, "points", str(points), n)) for n, text in enumerate(texts)]
    for text, place in places:
        try:
            pattern = parse(text)
        except PatternError as error:
            yield document.problem(f"{error}.", *place)
            continue
        for item in (*pattern.items, *([pattern.but_not] if pattern.but_not else [])):
            for name in (*item.names, *(one for link in item.chain for one in link.names)):
                if name.isupper() and name not in families:
                    yield document.problem(f"the pattern {text!r} has the family {name}, which there is not.", *place)
    for name, both in file.together.items():
        if both.flag not in file.flags:
            yield document.problem(f"{name} raises {both.flag}, which is no flag of this file.", "together", name)
        for sign in both.signs:
            if sign not in file.signs:
                yield document.problem(f"{name} has the sign {sign}, which there is not.", "together", name)
    for flag in file.flags:
        if flag not in file.records:
            yield document.problem(
                f"the flag {flag} has nothing under records that a confirmed one is kept as.", "records"
            )
    for flag, atoms in file.records.items():
        for number, atom in enumerate(atoms):
            if options is not None and atom not in options:
                yield document.problem(f"{atom} is no option of any question.", "records", flag, number)
