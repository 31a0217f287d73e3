"""Whose pain a message speaks of, what of it was long ago, and what it only supposes."""

from __future__ import annotations

from typing import Literal

from flows.understand.marks import Marks

Person = Literal["", "self", "cared", "other", "third", "general", "animal", "far"]
"""`third` is he, she or they; `far` is somebody's kin whom the writer only tells of;
"" nobody yet, which is taken for the writer."""

FAMILIES: tuple[tuple[str, Person], ...] = (
    ("SELF", "self"),
    ("GENERIC", "general"),
    ("THIRD", "third"),
    ("OTHER", "other"),
    ("CARED", "cared"),
    ("ANIMAL", "animal"),
)
"""Later ones win where two begin with the same word."""

SOMEBODY = ("cared", "other", "animal")


def persons(marks: Marks) -> list[Person]:
    """Who each word is about."""
    kinds: dict[int, tuple[Person, int]] = {}
    for family, kind in FAMILIES:
        for start, end in marks.spans.get(family, ()):
            kinds[start] = (kind, end)
    found: list[Person] = []
    now: Person = ""
    last: Person = ""
    beside, until = False, -1
    for place in range(marks.count):
        new_clause = place > 0 and marks.clause[place] != marks.clause[place - 1]
        if marks.hard(place) or (beside and new_clause and place not in marks.at["THIRD"]):
            now, beside = "", False
        if place in kinds and place > until:
            kind, end = kinds[place]
            if kind in SOMEBODY:
                until = end
                if _meant(marks, kind, place, end):
                    kin = kind == "cared" and place - 1 in marks.inside["OTHER"] and not marks.words[place].gap
                    now = last = "far" if kin else kind  # "my friend's brother"
            elif kind == "third" and _reports(marks, end):
                now = "self"  # "he says it looks swollen"
            elif kind == "third" and last == "far":
                now = last
            elif kind != "self":
                now = kind
            elif place in marks.inside["GENERAL_ASK"] or (place + 1 in kinds and kinds[place + 1][0] in SOMEBODY):
                pass  # "how do I know"; "my" of "my wife"
            elif place in marks.inside["OBJECT"] and now in ("other", "third", "far"):
                beside = True  # "the man ahead of me"; what is said after the comma may be of oneself again
            elif place + 1 in marks.inside["NOTMINE"] and now not in ("", "self"):
                pass  # "a guy at my club"
            else:
                now = kind
        found.append(now)
    return found


def _meant(marks: Marks, kind: Person, place: int, end: int) -> bool:
    """Whether that somebody is spoken of, and not met in passing ("ran with my mate") or quoted ("my mate says …")."""
    aside = any(
        one in marks.inside["ASIDE"] and marks.sentence[one] == marks.sentence[place]
        for one in (place - 1, place - 2)
        if one >= 0
    )
    return not aside and (kind == "cared" or not _reports(marks, end))


def _reports(marks: Marks, end: int) -> bool:
    return marks.near("REPORT", end + 1, end + 3)


# --- when, and if ----------------------------------------------------------------------------------------------------

LONGEST_IF = 14
"""Words that an if-clause has at most."""
BESIDE = 4
"""Words after an "if" in which it turns out to be about what matters, not about the sign."""


def old_clauses(marks: Marks) -> tuple[set[int], set[int]]:
    """Clauses that tell of long ago, and those after one of them that may go on telling of it."""
    cued = {marks.clause[place] for place in marks.at["PAST"]}
    cued |= {marks.clause[place] for place in range(marks.count) if marks.year(place)}
    if not cued:
        return set(), set()
    now = {marks.clause[place] for place in marks.at["NOW"]}
    unclear = now | {marks.clause[place] for place in marks.at["PRESENT_VERB"]}
    past = {marks.clause[place] for place in marks.at["PAST_VERB"]} - unclear
    old = cued - now
    sentence = {clause: marks.sentence[place] for clause, place in marks.clause_start.items()}
    # "A swollen ankle when pregnant, years ago": what is told before the time is of that time too.
    last = {sentence[clause]: clause for clause in sorted(old)}
    old |= {clause for clause in past if clause < last.get(sentence[clause], -1)}
    first = {sentence[clause]: clause for clause in sorted(old, reverse=True)}
    return old, {clause for clause in past - old if clause > first.get(sentence[clause], clause)}


def supposed(marks: Marks) -> tuple[set[int], set[int]]:
    """Words inside an if-clause, and words after "what if" and its like."""
    inside: set[int] = set()
    for start, end in marks.spans.get("IF_WORD", ()):
        if start in marks.inside["HEDGE"] or marks.near("BESIDE_POINT", end + 1, end + BESIDE):
            continue  # "not sure if it is swollen" is a doubt; "if this matters" is neither
        place, subjects = end + 1, 0
        while place < marks.count and marks.words[place].gap == 0 and place - end < LONGEST_IF:
            if place in marks.at["CONTRAST"]:
                break
            if place in marks.at["SUBJECT"]:
                subjects += 1
                if subjects > 1 and place - end > 2:
                    break  # the second subject begins what would follow
            inside.add(place)
            place += 1
    after: set[int] = set()
    for _, end in marks.spans.get("WHAT_IF", ()):
        place = end + 1
        while place < marks.count and not marks.hard(place) and place not in after:
            after.add(place)
            place += 1
    return inside, after
