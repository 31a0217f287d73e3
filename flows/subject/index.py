"""Finding by what was typed: whole phrases against whole phrases, and word by word with typing mistakes allowed for.

A word counts by how few entries it stands in, so that "calf" and "how" say little and "magnesium" says much; that
needs no list of small words and no language. Everything about the phrases is worked out beforehand.
"""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Iterable, Mapping

import msgspec
from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import OSA

LONGEST = 200
"""Characters of a text that are read; what comes after them changes nothing."""
MOST_WORDS = 24
MOST_STRANGE = 10
"""Words of a text that are looked for among the known ones although none is the same."""
WHOLE_LIKELY = 85.0
"""Likeness of a whole phrase (0–100) below which it is not counted."""
SHORTEST_STEM = 4
"""Letters from which a word that begins another is taken for its stem: "stretch" in "stretching"."""
STEM_SHARE = 0.6
"""Share of the longer word that its stem must have: "home" is no stem of "homework"."""
SHORTEST_TYPO = 4
STEM = 0.9
TYPO = 0.85
STRANGE = 0.8
"""A word that nothing knows weighs this share of the rarest word: it makes everything else less sure."""
COVERED = 0.3
"""How much of the score is what all of an entry's phrases together know of the text; the rest is the best phrase."""

_APOSTROPHES = re.compile(r"['’`´]")


class Match(msgspec.Struct, frozen=True):
    """One entry that a text can mean, with how well it fits: 0 to 100, where 100 is a phrase of its own, word for word."""

    id: str
    score: float


def plain(text: str) -> str:
    """Lower case, letters and digits, single spaces; apostrophes leave no gap."""
    return " ".join(utils.default_process(_APOSTROPHES.sub("", text[:LONGEST])).split())


class Index:
    """Phrases of entries, ready to be searched. `entries` is the phrases by the entry's id; earlier entries win a draw."""

    def __init__(self, entries: Mapping[str, Iterable[str]]) -> None:
        self._place = {entry: number for number, entry in enumerate(entries)}
        self._owner: list[str] = []
        self._phrases: list[str] = []
        known: set[tuple[str, str]] = set()
        for entry, phrases in entries.items():
            for phrase in map(plain, phrases):
                if phrase and (entry, phrase) not in known:
                    known.add((entry, phrase))
                    self._owner.append(entry)
                    self._phrases.append(phrase)
        within: dict[str, dict[str, None]] = {}
        self._where: dict[str, list[int]] = {}
        for number, (entry, phrase) in enumerate(zip(self._owner, self._phrases, strict=True)):
            for word in dict.fromkeys(phrase.split()):
                within.setdefault(word, {})[entry] = None
                self._where.setdefault(word, []).append(number)
        self._within = {word: tuple(owners) for word, owners in within.items()}
        count = len(self._place) + 1
        self._weight = {word: math.log(count / len(owners)) for word, owners in within.items()}
        self._strange = STRANGE * math.log(count)
        self._words = sorted(self._weight)
        self._whole = [sum(self._weight[word] for word in set(phrase.split())) for phrase in self._phrases]
        self._kin = {word: {word: 1.0, **self._stems(word)} for word in self._words}

    def find(self, text: str, limit: int = 3) -> tuple[Match, ...]:
        """The entries that the text can mean, best first; empty if it has no word in common with any."""
        asked = plain(text)
        words = list(dict.fromkeys(asked.split()))[:MOST_WORDS]
        if not words:
            return ()
        best = self._by_word(words)
        for _, likeness, number in process.extract(
            asked, self._phrases, scorer=fuzz.ratio, score_cutoff=WHOLE_LIKELY, limit=None, processor=None
        ):
            owner = self._owner[number]
            if likeness > best.get(owner, 0.0):
                best[owner] = likeness
        order = sorted(best, key=lambda entry: (-best[entry], self._place[entry]))
        return tuple(Match(entry, round(best[entry], 1)) for entry in order[:limit])

    def _by_word(self, words: list[str]) -> dict[str, float]:
        """The score of every entry that has a word of these.

        A phrase counts twice what it shares with the text over what both weigh; an entry its best phrase, and the part of
        the text that any of its phrases knows.
        """
        shared: dict[int, float] = {}
        covered: dict[str, float] = {}
        asked = 0.0
        strange = 0
        for word in words:
            kin = self._kin.get(word)
            if kin is None and strange < MOST_STRANGE:
                strange += 1
                kin = {**self._stems(word), **self._mistyped(word)}
            if not kin:
                asked += self._strange
                continue
            asked += self._weight.get(word) or max(self._weight[other] for other in kin)
            here: dict[int, float] = {}
            there: dict[str, float] = {}
            for other, likeness in kin.items():
                worth = likeness * self._weight[other]
                for number in self._where[other]:
                    if worth > here.get(number, 0.0):
                        here[number] = worth
                for owner in self._within[other]:
                    if worth > there.get(owner, 0.0):
                        there[owner] = worth
            for number, worth in here.items():
                shared[number] = shared.get(number, 0.0) + worth
            for owner, worth in there.items():
                covered[owner] = covered.get(owner, 0.0) + worth
        best: dict[str, float] = {}
        for number, worth in shared.items():
            whole = self._whole[number]
            if asked + whole > 0:
                owner = self._owner[number]
                best[owner] = max(best.get(owner, 0.0), 200.0 * min(worth, whole, asked) / (asked + whole))
        return {
            owner: (1 - COVERED) * score + COVERED * 100.0 * min(covered[owner], asked) / asked
            for owner, score in best.items()
        }

    def _stems(self, word: str) -> dict[str, float]:
        """Known words that this one begins, or that begin it."""
        if len(word) < SHORTEST_STEM:
            return {}
        begin = bisect.bisect_right(self._words, word)
        end = bisect.bisect_left(self._words, word + chr(0x10FFFF))
        least = max(SHORTEST_STEM, math.ceil(STEM_SHARE * len(word)))
        stems = [word[:length] for length in range(least, len(word)) if word[:length] in self._weight]
        longer = [other for other in self._words[begin:end] if len(word) >= STEM_SHARE * len(other)]
        return dict.fromkeys([*stems, *longer], STEM)

    def _mistyped(self, word: str) -> dict[str, float]:
        """Known words that one slip of the finger (two in a long word) turns into this one."""
        if len(word) < SHORTEST_TYPO or word.isdigit():
            return {}
        slips = 1 if len(word) < 8 else 2
        near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=slips, limit=None, processor=None)
        # The first letter is seldom mistyped: "none" and "done" are words of their own, no "bone".
        short = len(word) == SHORTEST_TYPO
        return {other: TYPO for other, _, _ in near if not other.isdigit() and not (short and other[0] != word[0])}
