"""What a message tells of long ago, and what it only supposes."""

from __future__ import annotations

from flows.understand.marks import Marks

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
