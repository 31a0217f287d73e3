"""The phrases of one language made ready: every family and pattern compiled once, immutable afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from flows.understand.checks import COURSE
from flows.understand.marks import NEEDED
from flows.understand.models import PhrasesFile, SignEntry
from flows.understand.patterns import Item, Pattern, parse
from flows.understand.tokens import Speller


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
    ask_excused: bool
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
        self.fallback = tuple(file.fallback)
        """Intents that are offered when nothing was recognised."""
        self.intents_known = tuple(file.intents_known)
        self.numbers = dict(file.numbers)
        self.units = dict(file.units)
        self.needed = {family: self._item((family,)) for family in NEEDED}
        self.course_items = {family: self._item((family,)) for family in COURSE}
        self.domain = self._item(("DOMAIN",))
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
        for phrases in self._rows.values():
            for row, family in sorted(phrases, key=lambda one: (-len(one[0]), one)):
                begun = self.rows.get((row[0], row[1]), ())
                self.rows[row[0], row[1]] = (*begun, (row, self._indexes((family,))))
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
            entry.ask_excused,
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
