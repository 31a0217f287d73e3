"""What holds for each word of a message: denied, whose it is, past, supposed, asked in general, or said with a doubt.

Every modifier works inside its sentence. The places come from families that `phrases/<lang>.yaml` fills; a language without
one of them loses that modifier and nothing else.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from flows.understand_models import Status
from flows.understand_patterns import Hit
from flows.understand_tokens import HARD, Word

NEEDED = (
    "NEG NOT_NEG NEG_ALSO NEG_STOP SUBJECT RAISING LIST_NOUN CAUSE_NOUN OR_WORD BODY SELF CARED OTHER THIRD ASIDE REPORT GENERIC "
    "PAST NOW PAST_VERB PRESENT_VERB IF_WORD WHAT_IF GENERAL_ASK ASK_START ASK_CAN HARDLY ASK_NORMAL IS OBJECT NOTMINE HEDGE SETTLED SPLIT LATE_NO YEAR_BEFORE JOINS ANIMAL NEED"
).split()
"""Families that the code looks for by name."""

LONGEST_SCOPE = 12
"""Words that a denial reaches at most."""
SHORT_PART = 4
"""Words of a part between commas that can still be an item of a list."""


class Scope:
    """The modifiers of one message. `spans[family]` are (first, last) word numbers."""

    def __init__(
        self,
        words: Sequence[Word],
        spans: dict[str, list[tuple[int, int]]],
        sentence: Sequence[int],
        listing: frozenset[str],
    ) -> None:
        """`listing` are the denying words that begin lists ("no swelling, redness")."""
        self.listing = listing
        self.words = words
        self.spans = spans
        self.sentence = sentence
        self.count = len(words)
        self._at = {name: {start for start, _ in spans.get(name, ())} for name in NEEDED}
        self._in = {name: {n for start, end in spans.get(name, ()) for n in range(start, end + 1)} for name in NEEDED}
        self.clause = self._clauses()
        self.denials = sorted(self._denials())
        self._denying = [place for place, _ in self.denials]
        self._hedges = [start for start, _ in spans.get("HEDGE", ())]
        self._settles = [start for start, _ in spans.get("SETTLED", ())]
        self.person = self._persons()
        self.cared_anywhere = bool(self._at["CARED"])
        self._supposed, self._what_if = self._suppositions()
        self._old = self._past_clauses()
        self._sentences = self._by_sentence()

    def _clauses(self) -> list[int]:
        clause, now = [], 0
        for place, word in enumerate(self.words):
            split = word.gap > 0 or place in self._at["SPLIT"]
            if place in self._at["JOINS"]:
                after = place + 1
                split = split or after in self._at["SUBJECT"] or after in self._at["NOW"]
            now += bool(split and place)
            clause.append(now)
        return clause

    def _by_sentence(self) -> dict[str, set[int]]:
        return {
            name: {self.sentence[place] for place in self._at[name]}
            for name in ("GENERAL_ASK", "ASK_NORMAL", "SELF", "NOW", "SETTLED", "OTHER", "CARED", "ANIMAL", "NEED")
        }

    # --- denial ---------------------------------------------------------------------------------------------------------

    def _denials(self) -> list[tuple[int, int]]:
        """(place of the denying word, last word that it denies)."""
        found = []
        for start, end in self.spans.get("NEG", ()):
            if start in self._in["NOT_NEG"]:
                continue
            found.append((start, self._reach(start, end)))
        for start, end in self.spans.get("NEG_ALSO", ()):
            found.append((start, self._reach(start, end)))
        return found

    def _reach(self, start: int, end: int) -> int:
        word = self.words[start].text
        raising = any(place in self._at["RAISING"] for place in range(end + 1, min(self.count, end + 4)))
        listing = word in self.listing
        place = end + 1
        first = True
        while place < min(self.count, end + 1 + LONGEST_SCOPE):
            gap = self.words[place].gap
            if gap == HARD or place in self._at["NEG_STOP"]:
                break
            if place in self._at["SUBJECT"] and not first and not raising:
                break
            if gap and not first and not self._goes_on(end + 1, place, listing):
                break
            if place in self._at["JOINS"] and not self._goes_on(end + 1, place + 1, listing):
                break
            if place in self._at["SUBJECT"]:
                raising = False
            first = False
            place += 1
        return place - 1

    def _goes_on(self, begin: int, place: int, listing: bool) -> bool:
        """Whether a denial that began before `begin` goes on in the part that starts at `place`."""
        if place >= self.count:
            return False
        if place in self._at["OR_WORD"] or place - 1 in self._at["OR_WORD"]:
            return True
        end = place
        while end < self.count and not (
            end > place and (self.words[end].gap or end in self._at["JOINS"] or end in self._at["OR_WORD"])
        ):
            if (
                end in self._at["SUBJECT"]
                or end in self._at["NEG_STOP"]
                or end in self._at["NEG"]
                or end in self._at["PRESENT_VERB"]
            ):
                return False
            end += 1
        if end - place > SHORT_PART:
            return False
        if self._or_follows(end):
            return True
        causes = any(one in self._in["CAUSE_NOUN"] for one in range(begin, place))
        nouns = any(one in self._in["LIST_NOUN"] for one in range(place, end))
        return listing and nouns and not causes

    def _or_follows(self, place: int) -> bool:
        for one in range(place, min(self.count, place + 8)):
            if one in self._at["OR_WORD"]:
                return True
            if self.words[one].gap == HARD or one in self._at["SUBJECT"] or one in self._at["NEG_STOP"]:
                return False
        return False

    def _denied(self, hit: Hit) -> bool:
        own = set(hit.places)
        first = bisect_left(self._denying, hit.start - LONGEST_SCOPE - 2)
        for place, last in self.denials[first : bisect_right(self._denying, hit.end)]:
            if place in own:
                continue
            if any(place < one <= last and one not in self._in["BODY"] for one in own):
                return True
        after = hit.end + 1
        return (
            after < self.count
            and after in self._at["LATE_NO"]
            and self.sentence[after]
            in (
                self.sentence[hit.end],
                self.sentence[hit.end] + 1,
            )
            and self.words[after].gap > 0
            and (after + 1 == self.count or self.words[after + 1].gap > 0)
        )

    # --- whose ----------------------------------------------------------------------------------------------------------

    def _persons(self) -> list[str]:
        """For each word who was last spoken of in its sentence: "", self, cared, other, third or general."""
        person, now, beside = [], "", False
        kinds = {}
        for name, kind in (
            ("SELF", "self"),
            ("GENERIC", "general"),
            ("THIRD", "third"),
            ("OTHER", "other"),
            ("CARED", "cared"),
            ("ANIMAL", "animal"),
        ):
            for start, end in self.spans.get(name, ()):
                kinds[start] = (kind, end)
        place = 0
        until = -1
        for place in range(self.count):
            if place == 0 or self.words[place].gap == HARD:
                now, beside = "", False
            if beside and place and self.clause[place] != self.clause[place - 1] and place not in self._at["THIRD"]:
                now, beside = "", False
            if (
                place in kinds
                and place > until
                and not (kinds[place][0] == "self" and place in self._in["GENERAL_ASK"])
            ):
                kind, end = kinds[place]
                if kind in ("cared", "other", "animal"):
                    until = end
                    aside = any(
                        one in self._in["ASIDE"]
                        for one in (place - 1, place - 2)
                        if one >= 0 and self.sentence[one] == self.sentence[place]
                    )
                    reports = any(one in self._at["REPORT"] for one in range(end + 1, min(self.count, end + 3)))
                    if not aside and not (reports and kind != "cared"):
                        now = kind
                elif kind == "self" and place + 1 in kinds and kinds[place + 1][0] in ("cared", "other", "animal"):
                    pass  # "my" of "my wife"
                elif kind == "third" and any(
                    one in self._at["REPORT"] for one in range(end + 1, min(self.count, end + 3))
                ):
                    now = "self"  # "he says it looks swollen"
                elif kind == "self" and place in self._in["OBJECT"] and now in ("other", "third"):
                    beside = True  # "the man ahead of me"; what is said after the comma may be of oneself again
                elif kind == "self" and place + 1 in self._in["NOTMINE"] and now not in ("", "self"):
                    pass  # "a guy at my club"
                else:
                    now = kind
            person.append(now)
        return person

    # --- supposed, past -------------------------------------------------------------------------------------------------

    def _suppositions(self) -> tuple[set[int], set[int]]:
        """Words inside an if-clause, and those after "what if"."""
        inside: set[int] = set()
        for start, end in self.spans.get("IF_WORD", ()):
            place, subjects = end + 1, 0
            while place < self.count and self.words[place].gap == 0 and place - end < 14:
                subjects += place in self._at["SUBJECT"]
                if subjects > 1 and place - end > 3 and place in self._at["SUBJECT"]:
                    break
                inside.add(place)
                place += 1
        what: set[int] = set()
        for start, end in self.spans.get("WHAT_IF", ()):
            place = end + 1
            while place < self.count and self.words[place].gap != HARD:
                what.add(place)
                place += 1
        return inside, what

    def _past_clauses(self) -> set[int]:
        """Clauses that tell of long ago."""
        cued = {self.clause[place] for place in self._at["PAST"]}
        for place, word in enumerate(self.words):
            if (
                len(word.text) == 4
                and word.text.isascii()
                and word.text.isdecimal()
                and 1950 <= int(word.text) <= 2100
                and place
                and place - 1 in self._in["YEAR_BEFORE"]
            ):
                cued.add(self.clause[place])
        self._after_old: set[int] = set()
        if not cued:
            return set()
        now = {self.clause[place] for place in self._at["NOW"]}
        present = {self.clause[place] for place in self._at["PRESENT_VERB"]}
        past = {self.clause[place] for place in self._at["PAST_VERB"]}
        old = {clause for clause in cued if clause not in now}
        of = {}
        for place in range(self.count):
            of.setdefault(self.clause[place], self.sentence[place])
        # "A swollen ankle when pregnant, years ago": what is told before the time is of that time too.
        for clause in sorted(of):
            later = any(one > clause and of[one] == of[clause] for one in cued - now)
            if later and clause in past and clause not in now | present:
                old.add(clause)
        self._after_old = {
            clause
            for clause in of
            if clause in past and clause not in old | now | present
            if any(one < clause and of[one] == of[clause] for one in old)
        }
        return old

    # --- one hit --------------------------------------------------------------------------------------------------------

    def status(self, hit: Hit) -> Status:
        """How what was found there is meant."""
        sentence = self.sentence[hit.start]
        if self._denied(hit):
            return "denied"
        whose = self.person[hit.end]
        if whose == "third":
            whose = "cared" if self.cared_anywhere else "other"
        old = self.clause[hit.end] in self._old or self.clause[hit.start] in self._old
        if whose == "animal":
            return "other"
        if whose == "other":
            if (
                not old
                and sentence in self._sentences["NEED"] | self._sentences["NOW"]
                and sentence in self._sentences["NEED"]
            ):
                return "cared_for"
            return "other"
        if old:
            return "past"
        if any(place in self._what_if for place in hit.places):
            return "hypothetical"
        if self._hedged(hit) or self._settled(hit) or self.clause[hit.end] in self._after_old:
            return "unsure"
        mine = whose in ("self", "cared")
        key = [place for place in hit.places if place not in self._in["BODY"]] or list(hit.places)
        if key[-1] in self._supposed:
            present = any(place in self._at["IS"] for place in range(max(0, hit.start - 3), hit.end + 1)) or any(
                place in self._at["NOW"] for place in range(hit.start, min(self.count, hit.end + 3))
            )
            return "unsure" if mine and present else "hypothetical"
        if whose == "general":
            return "general"
        if (
            not mine
            and sentence in self._sentences["ASK_NORMAL"]
            and self._asked_generally(hit)
            and hit.end - hit.start > 1
        ):
            return "unsure"
        if not mine and (sentence in self._sentences["GENERAL_ASK"] or self._asked_generally(hit)):
            return "general"
        return "cared_for" if whose == "cared" else "yes"

    def _asked_generally(self, hit: Hit) -> bool:
        """Whether the clause begins as a question about the world: "are clots …", "does swelling …"."""
        place = hit.start
        while (
            place
            and self.clause[place - 1] == self.clause[hit.start]
            and self.sentence[place - 1] == self.sentence[hit.start]
        ):
            place -= 1
        if place in self._at["ASK_CAN"] and place + 1 in self._at["HARDLY"]:
            return False  # "can hardly breathe"
        return place in self._at["ASK_START"] | self._at["ASK_CAN"] and place not in hit.places

    def happening(self, hit: Hit) -> bool:
        """Whether what befalls somebody else befalls them now: told in the present, not asked, not supposed."""
        sentence = self.sentence[hit.start]
        if sentence in self._sentences["GENERAL_ASK"] or self._asked_generally(hit):
            return False
        if self._supposed.intersection(hit.places) or self._what_if.intersection(hit.places):
            return False
        clauses = (self.clause[hit.start], self.clause[hit.end])
        if self._old.intersection(clauses) or any(self.clause[place] in clauses for place in self._at["PAST_VERB"]):
            return False
        first = max(0, hit.start - 4)
        return any(place in self._at["IS"] or self.words[place].text == "cannot" for place in range(first, hit.end + 1))

    def _hedged(self, hit: Hit) -> bool:
        clauses = (self.clause[hit.end], self.clause[hit.start])
        near = self._hedges[bisect_left(self._hedges, hit.start - 6) : bisect_right(self._hedges, hit.end)]
        return any(self.clause[start] in clauses and start not in hit.places for start in near)

    def _settled(self, hit: Hit) -> bool:
        near = self._settles[bisect_left(self._settles, hit.end - 1) : bisect_right(self._settles, hit.end + 8)]
        return any(self.sentence[start] == self.sentence[hit.end] and start not in hit.places for start in near)

    # --- the whole message ----------------------------------------------------------------------------------------------

    def overall(self) -> str:
        """Who and when a message is about in which no sign was found."""
        if self._at["CARED"] and not self._old:
            return "cared_for"
        if "other" in self.person or (self._at["CARED"] and self._old):
            return "other"
        if self._what_if:
            return "hypothetical"
        if not self._at["SELF"] and (self._at["GENERAL_ASK"] or (0 in self._at["ASK_START"] and self.words[0].asked)):
            return "general"
        if self._old and len(self._old) == len(set(self.clause)):
            return "past"
        return "self"
