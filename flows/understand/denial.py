"""What a message denies: which words "no", "not", "without" and their like reach, and where they stop."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from flows.understand.marks import Marks
from flows.understand.patterns import Hit

LONGEST_SCOPE = 14
"""Words that a denial reaches at most."""
SHORT_PART = 4
"""Words of a part between commas that can still be an item of a list."""
RAISED = 4
"""Words after a denial in which "think", "see", "have" carry it over to what follows ("I don't think my calf is …")."""
ANSWERED_AFTER = 5
"""Words that may finish the name of a sign before it is answered ("swelling in my calf: none")."""
OR_WITHIN = 8
"""Words ahead in which an "or" makes a list of what was said before it."""


class Denials:
    """The denials of one message. `listing` are the words that begin lists ("no swelling, redness")."""

    def __init__(self, marks: Marks, listing: frozenset[str]) -> None:
        self._marks = marks
        self._listing = listing
        spans = [
            (start, end)
            for family in ("NEG", "NEG_ALSO")
            for start, end in marks.spans.get(family, ())
            if family == "NEG_ALSO" or start not in marks.inside["NOT_NEG"]
        ]
        self._reaches = sorted((start, self._reach(start, end)) for start, end in spans)
        self._places = [place for place, _ in self._reaches]

    def denies(self, hit: Hit, within: int = LONGEST_SCOPE) -> bool:
        """Whether what was found there is denied by a word that is not part of it, at most so many words before it."""
        own = set(hit.places)
        body = self._marks.inside["BODY"]
        first = bisect_left(self._places, hit.start - within)
        for place, last in self._reaches[first : bisect_right(self._places, hit.end)]:
            if place not in own and any(place < one <= last and one not in body for one in own):
                return True
        return self._answered_no(hit)

    def _answered_no(self, hit: Hit) -> bool:
        """ "Swelling: none"; "numbness? no"."""
        marks, after = self._marks, hit.end + 1
        while after < marks.count and not marks.words[after].gap and after - hit.end <= ANSWERED_AFTER:
            if after not in marks.inside["BODY"] and after not in marks.inside["NAMED"]:
                return False
            after += 1
        if after >= marks.count or after not in marks.at["LATE_NO"] or not marks.words[after].gap:
            return False
        return after + 1 == marks.count or marks.words[after + 1].gap > 0

    def _reach(self, start: int, end: int) -> int:
        """The last word that the denial from `start` to `end` reaches."""
        marks = self._marks
        raising = marks.near("RAISING", end + 1, end + RAISED)
        listing = marks.words[start].text in self._listing
        place = begin = end + 1
        if begin < marks.count and marks.words[begin].gap:
            return end  # "no, it is swollen": an answer, not a denial of what follows
        while place < min(marks.count, begin + LONGEST_SCOPE):
            if marks.hard(place) or place in marks.at["NEG_STOP"]:
                break
            if place > begin:
                if place in marks.at["SUBJECT"] and not raising:
                    break
                if marks.words[place].gap and not self._goes_on(begin, place, listing):
                    break
            if place in marks.at["JOINS"] and not self._goes_on(begin, place + 1, listing):
                break
            if place in marks.at["SUBJECT"]:
                raising = False
            place += 1
        return place - 1

    def _goes_on(self, begin: int, place: int, listing: bool) -> bool:
        """Whether a denial whose first word is `begin` goes on in the part that starts at `place`."""
        marks = self._marks
        if place >= marks.count:
            return False
        if place in marks.at["OR_WORD"] or place - 1 in marks.at["OR_WORD"]:
            return True
        end = place
        while end < marks.count and not (end > place and self._parts(end)):
            if any(end in marks.at[family] for family in ("SUBJECT", "NEG_STOP", "NEG", "PRESENT_VERB")):
                return False
            end += 1
        if end - place > SHORT_PART:
            return False
        if self._or_follows(end):
            return True
        causes = any(one in marks.inside["CAUSE_NOUN"] for one in range(begin, place))
        nouns = any(one in marks.inside["LIST_NOUN"] for one in range(place, end))
        return listing and nouns and not causes

    def _parts(self, place: int) -> bool:
        marks = self._marks
        return marks.words[place].gap > 0 or place in marks.at["JOINS"] or place in marks.at["OR_WORD"]

    def _or_follows(self, place: int) -> bool:
        marks = self._marks
        for one in range(place, min(marks.count, place + OR_WITHIN)):
            if one in marks.at["OR_WORD"]:
                return True
            if marks.hard(one) or one in marks.at["SUBJECT"] or one in marks.at["NEG_STOP"]:
                return False
        return False
