"""How what was found in a message is meant: denied, of somebody else, past, supposed, asked in general, doubtful, or plain."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from flows.understand.circumstances import old_clauses, persons, supposed
from flows.understand.denial import Denials
from flows.understand.marks import Marks
from flows.understand.models import Status
from flows.understand.patterns import Hit
from flows.understand.tokens import Word

HEDGED_BEFORE = 6
"""Words before a sign in which a doubt ("not sure if") is about it."""
SETTLED_AFTER = 8
"""Words after a sign in which its end ("gone now") is about it."""
CAUSED_BEFORE = 4
"""Words before a sign in which "make" or "cause" asks where it could come from."""
AT_ONCE = 3
"""Words before a sign in which a denial is about nothing but it."""
BESIDE = 5
"""Words after a doubt in which it turns out to be about what matters, not about the sign."""
TOLD_BEFORE = 4
"""Words before a sign in which "is" or "has" makes it something that is so now."""


class Scope:
    """How the words of one message are meant. `spans[family]` are (first, last) word numbers."""

    def __init__(
        self,
        words: Sequence[Word],
        spans: Mapping[str, Sequence[tuple[int, int]]],
        sentence: Sequence[int],
        listing: frozenset[str],
        *,
        theirs: bool = False,
    ) -> None:
        """`listing` are the denying words that begin lists; with `theirs` it is answered for somebody else."""
        self.marks = marks = Marks(words, spans, sentence)
        self._denials = Denials(marks, listing)
        self._persons = persons(marks)
        self._theirs = theirs
        self._if, self._what_if = supposed(marks)
        self._old, self._after_old = old_clauses(marks)
        self._hedges = [
            start
            for start, end in spans.get("HEDGE", ())
            if not marks.near("BESIDE_POINT", end + 1, end + BESIDE)  # "not sure if it matters"
        ]
        self._settles = [start for start, _ in spans.get("SETTLED", ())]
        self._asks = {marks.sentence[place] for place in marks.at["GENERAL_ASK"]}
        self._asks_normal = {marks.sentence[place] for place in marks.at["ASK_NORMAL"]}
        self._needs = {marks.sentence[place] for place in marks.at["NEED"]}

    def denied_at_once(self, hit: Hit) -> bool:
        """Whether it is denied by the words right before it ("I'm not suicidal"), not from further away."""
        return self._denials.denies(hit, AT_ONCE)

    def status(self, hit: Hit) -> Status:
        """How what was found there is meant."""
        marks = self.marks
        if self._denials.denies(hit):
            return "denied"
        whose = self._persons[hit.end]
        mine = [place for place in hit.places if place in marks.at["SELF"]]
        if any(self._persons[place] == "self" or place in marks.at["OBJECT"] for place in mine):
            whose = "self"  # "thought my mate had kicked me"
        if self._theirs and whose in ("third", "cared", "other"):
            whose = "self"  # it is they who are asked about
        if whose == "third":
            whose = "cared" if marks.at["CARED"] else "other"
        old = marks.clause[hit.end] in self._old or marks.clause[hit.start] in self._old
        if whose == "animal":
            return "other"
        if whose in ("other", "far"):
            return "cared_for" if not old and marks.sentence[hit.start] in self._needs else "other"
        if old:
            return "past"
        if not self._what_if.isdisjoint(hit.places):
            return "hypothetical"
        if self._hedged(hit) or self._settled(hit) or marks.clause[hit.end] in self._after_old:
            return "unsure"
        close = whose in ("self", "cared")
        if self._only_supposed(hit):
            return "unsure" if close and self._said_to_be_so(hit) else "hypothetical"
        if whose == "general":
            return "general"
        if close and self._asking_clause(hit) and marks.near("CAUSES", hit.start - CAUSED_BEFORE, hit.start):
            return "unsure"  # "could beetroot make my pee dark?"
        if not close and self._asked_generally(hit):
            normal = marks.sentence[hit.start] in self._asks_normal and self._asking_clause(hit)
            has_it = hit.end - hit.start > 1 or marks.near("DESPITE_IT", hit.start - CAUSED_BEFORE, hit.start)
            return "unsure" if normal and has_it else "general"  # "is it ok to run with numb toes?"
        if whose == "cared":
            return self._of_cared(hit)
        return "yes"

    def _of_cared(self, hit: Hit) -> Status:
        """ "My dad had …" tells of him at some time; of one's own household ("my son had …") it is taken for now."""
        marks = self.marks
        told = [place for place in range(max(0, hit.start - TOLD_BEFORE), hit.start + 1) if place in marks.at["HAD"]]
        sentence = marks.sentence[hit.start]
        now = any(marks.sentence[place] == sentence for place in marks.at["NOW"] | marks.at["PRESENT_VERB"])
        who = [place for place in marks.at["CARED"] if told and place < told[-1] and marks.sentence[place] == sentence]
        if not who or now or self._needs or told[-1] - max(who) > 2:
            return "cared_for"
        just = told[-1] - max(who) > 1  # "my dad just had …"
        return "other" if max(who) in marks.at["KIN"] and not just else "cared_for"

    def explains(self, why: Hit, hit: Hit) -> bool:
        """Whether that is so, and said in one breath with what was found: "winded on the hills", not "ran, now winded"."""
        marks = self.marks
        if marks.sentence[why.start] != marks.sentence[hit.start]:
            return False
        shared = not set(why.places).isdisjoint(hit.places)
        first, last = (why.start, why.end) if shared else (min(why.end, hit.end), max(why.start, hit.start))
        if marks.broken(first, last):
            return False
        apart = tuple(place for place in why.places if place not in hit.places)
        if not apart:
            return True
        if not marks.inside["UNDONE"].isdisjoint(apart):
            return False
        return not self._denials.denies(Hit(apart, apart[0], apart[-1]), AT_ONCE)

    def happening(self, hit: Hit) -> bool:
        """Whether what befalls somebody else befalls them now: told in the present, not asked, not supposed."""
        marks = self.marks
        if (
            self._persons[hit.end] == "far"
            or self._asked_generally(hit)
            or not (self._if | self._what_if).isdisjoint(hit.places)
        ):
            return False
        clauses = {marks.clause[hit.start], marks.clause[hit.end]}
        if self._old & clauses:
            return False
        # Of "is" and "was" in front of the sign, the nearer one tells when it is.
        first = max(0, hit.start - TOLD_BEFORE)
        now = [place for place in range(first, hit.end + 1) if place in marks.at["IS"] or place in marks.at["CANNOT"]]
        then = [place for place in marks.at["PAST_VERB"] if place <= hit.end and marks.clause[place] in clauses]
        return bool(now) and now[-1] > max((place for place in then if place not in hit.places), default=-1)

    def overall(self) -> str:
        """Whom and when a message is about in which no sign was found."""
        marks = self.marks
        if marks.at["CARED"] and not self._old:
            return "cared_for"
        if not {"other", "far"}.isdisjoint(self._persons) or marks.at["CARED"]:
            return "other"
        if self._what_if:
            return "hypothetical"
        asks = 0 in marks.at["ASK_START"] or (0 in marks.at["ASK_CAN"] and marks.words[0].asked)
        if (marks.at["GENERAL_ASK"] or asks) and not marks.at["SELF"]:
            return "general"
        if self._old and len(self._old) == len(marks.clause_start):
            return "past"
        return "self"

    def _only_supposed(self, hit: Hit) -> bool:
        """Whether all that matters of a hit stands in an if-clause; "it hurts if anybody moves my toes" is so now."""
        body = self.marks.inside["BODY"]
        telling = [place for place in hit.places if place not in body] or hit.places
        return self._if.issuperset(telling)

    def _said_to_be_so(self, hit: Hit) -> bool:
        return self.marks.near("IS", hit.start - 3, hit.end + 1) or self.marks.near("NOW", hit.start, hit.end + 3)

    def _asked_generally(self, hit: Hit) -> bool:
        """Whether the sentence asks about the world: "what are the signs of …", "are clots …"."""
        return self.marks.sentence[hit.start] in self._asks or self._asking_clause(hit)

    def _asking_clause(self, hit: Hit) -> bool:
        marks = self.marks
        place = marks.clause_start[marks.clause[hit.start]]
        if place in hit.places:
            return False
        if place in marks.at["ASK_CAN"]:
            return place + 1 not in marks.at["HARDLY"]  # "can hardly breathe"
        return place in marks.at["ASK_START"] and place + 1 not in marks.at["NEG"]  # "don't …" is no question

    def _hedged(self, hit: Hit) -> bool:
        clauses = (self.marks.clause[hit.end], self.marks.clause[hit.start])
        near = self._hedges[bisect_left(self._hedges, hit.start - HEDGED_BEFORE) : bisect_right(self._hedges, hit.end)]
        return any(self.marks.clause[start] in clauses and start not in hit.places for start in near)

    def _settled(self, hit: Hit) -> bool:
        first, last = hit.end - 1, hit.end + SETTLED_AFTER
        near = self._settles[bisect_left(self._settles, first) : bisect_right(self._settles, last)]
        sentence = self.marks.sentence
        return any(sentence[start] == sentence[hit.end] and start not in hit.places for start in near)
