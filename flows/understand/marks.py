"""A message laid out for reading: its words in clauses and sentences, and where each family that says how words are meant stands.

The places come from families that `phrases/<lang>.yaml` fills; a language that leaves one empty loses what it says and
nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from flows.understand.tokens import HARD, Word

NEEDED = (
    "NEG NOT_NEG NEG_ALSO NEG_STOP SUBJECT RAISING LIST_NOUN CAUSE_NOUN OR_WORD BODY LATE_NO JOINS SPLIT "
    "SELF OBJECT NOTMINE CARED OTHER THIRD ANIMAL ASIDE REPORT GENERIC NEED "
    "PAST NOW PAST_VERB PRESENT_VERB IS CANNOT YEAR_BEFORE IF_WORD WHAT_IF CAUSES DESPITE_IT "
    "GENERAL_ASK ASK_START ASK_CAN HARDLY ASK_NORMAL "
    "HEDGE SETTLED BESIDE_POINT CONTRAST BREAK OPENER HAD KIN NAMED UNDONE"
).split()
"""Families that the code looks for by name."""

YEARS = range(1950, 2101)
"""Numbers that can be a year."""


class Marks:
    """One message. `spans[family]` are (first, last) word numbers; `at` first words and `inside` all words of a family."""

    def __init__(
        self, words: Sequence[Word], spans: Mapping[str, Sequence[tuple[int, int]]], sentence: Sequence[int]
    ) -> None:
        self.words = words
        self.spans = spans
        self.sentence = sentence
        self.count = len(words)
        self.at = {name: {start for start, _ in spans.get(name, ())} for name in NEEDED}
        self.inside = {
            name: {n for start, end in spans.get(name, ()) for n in range(start, end + 1)} for name in NEEDED
        }
        self.clause = self._clauses()
        self.clause_start: dict[int, int] = {}
        for place, clause in enumerate(self.clause):
            self.clause_start.setdefault(clause, place)
        self._breaks = list(accumulate(self._breaking(place) for place in range(self.count)))

    def _clauses(self) -> list[int]:
        """The clause of each word, counted from 0: they end at commas, at "but", and at an "and" that begins anew."""
        clauses, now = [], 0
        for place, word in enumerate(self.words):
            split = word.gap > 0 or place in self.at["SPLIT"]
            if place in self.at["JOINS"]:
                split = split or place + 1 in self.at["SUBJECT"] or place + 1 in self.at["NOW"]
            now += bool(split and place)
            clauses.append(now)
        return clauses

    def _breaking(self, place: int) -> bool:
        """Whether what stands before that word explains nothing that stands after it."""
        if place in self.at["BREAK"] or place in self.at["CONTRAST"]:
            return True
        if place in self.at["JOINS"] and place + 1 in self.at["SELF"]:
            return True
        gap = self.words[place].gap
        if not place or not gap:
            return False
        # "Well, …"; "…, can I still run?"
        opened = place - 1 in self.at["OPENER"] and self.words[place - 1].gap == HARD
        return opened or place in self.at["NEED"] or (place in self.at["ASK_CAN"] and place + 1 in self.at["SUBJECT"])

    def broken(self, first: int, last: int) -> bool:
        """Whether the one thing and the other are told apart: by "but", by a time, by a question in between."""
        return first < last and self._breaks[last] > self._breaks[first]

    def hard(self, place: int) -> bool:
        """Whether a sentence begins with that word."""
        return self.words[place].gap == HARD

    def near(self, family: str, first: int, last: int) -> bool:
        """Whether a word of the family begins from `first` up to, not including, `last`."""
        at = self.at[family]
        return any(place in at for place in range(max(0, first), min(self.count, last)))

    def year(self, place: int) -> bool:
        """Whether that word is a year ("in 2019")."""
        text = self.words[place].text
        if len(text) != 4 or not (text.isascii() and text.isdecimal()) or int(text) not in YEARS:
            return False
        return place > 0 and place - 1 in self.inside["YEAR_BEFORE"]
