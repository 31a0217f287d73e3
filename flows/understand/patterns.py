"""Patterns of families and words, and where a message has them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

import msgspec

FAR = 6
"""Words from the first to the last of an unordered pattern, unless it says otherwise."""
STEP = 2
"""Words that may stand between two neighbours of an ordered pattern, unless it says otherwise."""
NEAR = 4
"""Words on either side in which what follows `-` must not stand."""

_ITEM = re.compile(r"[A-Z][A-Z0-9_]*|[a-z0-9']+\*?")


class PatternError(ValueError):
    """What is wrong with a pattern, as a sentence without its full stop."""


class Item(msgspec.Struct, frozen=True):
    """One place of a pattern: any of these families (capitals) or words; or a `chain` of such places in order."""

    names: tuple[str, ...]
    index: int = -1
    chain: tuple[Item, ...] = ()


class Pattern(msgspec.Struct, frozen=True):
    """`items` in order (`ordered`) or not, no further apart than `reach` words; nothing of `but_not` near by."""

    text: str
    items: tuple[Item, ...]
    ordered: bool
    reach: int
    but_not: Item | None
    needs: int = 0
    """Bits of the items without any of which there is no need to look."""


class Hit(msgspec.Struct, frozen=True):
    """Where a pattern was found: the places of its words, first and last word."""

    places: tuple[int, ...]
    start: int
    end: int


def parse(text: str) -> Pattern:
    """The pattern of a text such as `CALF + SWOLLEN|bigger /8 - KNEE`. Raises `PatternError`."""
    body, _, but = text.partition(" - ")
    body, _, reach = body.partition(" /")
    ordered = " > " in body and " + " not in body
    parts = body.strip().split(" > " if ordered else " + ")
    items = tuple(_place(part, text) for part in parts)
    if reach and not reach.strip().isdigit():
        raise PatternError(f"the pattern {text!r} has something other than a number after its /")
    wide = int(reach) if reach else (STEP if ordered else FAR)
    return Pattern(text, items, ordered, wide, _item(but, text) if but else None)


def _place(part: str, text: str) -> Item:
    if " > " not in part:
        return _item(part, text)
    return Item((), chain=tuple(_item(one, text) for one in part.split(" > ")))


def _item(part: str, text: str) -> Item:
    names = tuple(name.strip() for name in part.strip().split("|"))
    for name in names:
        if not _ITEM.fullmatch(name):
            raise PatternError(f"the pattern {text!r} has {name!r}, which is neither a FAMILY nor a word")
    return Item(names)


class Found:
    """The places of every item in one message. `spans[item]` are sorted (first, last) word numbers."""

    def __init__(
        self,
        spans: dict[int, list[tuple[int, int]]],
        sentence: Sequence[int],
        broken: Callable[[int, int], bool] = lambda first, last: False,
    ) -> None:
        """`broken` says whether two places are told apart, so that the one cannot take away from the other."""
        self.spans = spans
        self._broken = broken
        lists = {id(places): places for places in spans.values()}  # many items share one
        starts = {one: [start for start, _ in places] for one, places in lists.items()}
        self.starts = {index: starts[id(places)] for index, places in spans.items()}
        self.sentence = sentence
        self._sentences: dict[str, set[int]] = {}
        self.present = 0
        for index in spans:
            self.present |= 1 << index

    def hits(self, pattern: Pattern) -> list[Hit]:
        """Where the pattern stands, at most once for each place of its first (ordered) or rarest item."""
        if pattern.needs & ~self.present:
            return []
        for item in pattern.items:
            if item.chain and not self._link(item):
                return []
        found = self._ordered(pattern) if pattern.ordered else self._unordered(pattern)
        if pattern.but_not is None or pattern.but_not.index not in self.spans:
            return found
        return [hit for hit in found if not self._beside(hit, pattern.but_not.index)]

    def _link(self, item: Item) -> bool:
        """Look for a chain, once a message, and whether it is there."""
        if item.index not in self.spans:
            hits = self._in_order(item.chain, STEP)
            self.spans[item.index] = sorted({(hit.start, hit.end) for hit in hits})
            self.starts[item.index] = [start for start, _ in self.spans[item.index]]
        return bool(self.spans[item.index])

    def _ordered(self, pattern: Pattern) -> list[Hit]:
        return self._in_order(pattern.items, pattern.reach)

    def _in_order(self, items: Sequence[Item], reach: int) -> list[Hit]:
        hits = []
        first, *rest = items
        for start, end in self.spans[first.index]:
            places, last = list(range(start, end + 1)), end
            for item in rest:
                starts = self.starts[item.index]
                at = bisect_left(starts, last + 1)
                if (
                    at == len(starts)
                    or starts[at] > last + 1 + reach
                    or self.sentence[starts[at]] != self.sentence[start]
                ):
                    break
                begin, last = self.spans[item.index][at]
                places += range(begin, last + 1)
            else:
                hits.append(Hit(tuple(places), start, last))
        return hits

    def _unordered(self, pattern: Pattern) -> list[Hit]:
        anchor = min(pattern.items, key=lambda item: len(self.spans[item.index]))
        others = [item for item in pattern.items if item is not anchor]
        hits = []
        for start, end in self.spans[anchor.index]:
            places, taken, low, high = list(range(start, end + 1)), {start}, start, end
            for item in others:
                best = self._nearest(item.index, start, end, taken)
                if best is None:
                    break
                taken.add(best[0])
                places += range(best[0], best[1] + 1)
                low, high = min(low, best[0]), max(high, best[1])
            else:
                if high - low <= pattern.reach + len(places) - len(pattern.items):
                    hits.append(Hit(tuple(places), low, high))
        return hits

    def _nearest(self, index: int, start: int, end: int, taken: set[int]) -> tuple[int, int] | None:
        spans, starts = self.spans[index], self.starts[index]
        at = bisect_left(starts, start)
        best: tuple[int, int] | None = None
        for number in range(max(0, at - 3), min(len(spans), at + 4)):
            begin, last = spans[number]
            if self.sentence[begin] != self.sentence[start] or not (last < start or begin > end) or begin in taken:
                continue
            if best is None or abs(begin - start) < abs(best[0] - start):
                best = spans[number]
        return best

    def _beside(self, hit: Hit, index: int) -> bool:
        for start, end in self.spans[index]:
            if start > hit.end + NEAR:
                break
            if end < hit.start - NEAR or self.sentence[start] != self.sentence[hit.start] or start in hit.places:
                continue
            if not self._broken(min(end, hit.end), max(start, hit.start)):
                return True
        return False

    def in_sentence(self, pattern: Pattern, sentence: int) -> bool:
        """Whether the pattern stands anywhere in that sentence."""
        if pattern.needs & ~self.present:
            return False
        if pattern.text not in self._sentences:
            self._sentences[pattern.text] = {self.sentence[hit.start] for hit in self.hits(pattern)}
        return sentence in self._sentences[pattern.text]
