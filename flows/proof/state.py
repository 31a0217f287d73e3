"""Where a walk stands: the question, the urgency reached and what is still open, and nothing of how it got there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from flows.base.urgency import CLINICIAN, EMERGENCY
from flows.proof.conditions import IS_ALWAYS, IS_NEVER, Conditions

UNMATCHED = -1
"""No rule holds yet, not even one for `ok_to_run`; at the end this means `clinician_soon`."""

Path = tuple[tuple[str, tuple[str, ...]], ...]
"""The answers in the order they were given: (question, options chosen)."""

Open = frozenset[tuple[int, int]]
"""Open conditions: (slot, number of the condition). The slot says what for; that of a rule is its urgency."""

FLOOR = 10  # + urgency
AS_IF = 100  # + 10 × position of the option + urgency
ASK = 1_000_000  # + position of the question
EXCUSE = 2_000_000  # + position of the excuse
GOAL = 3_000_000


class State(NamedTuple):
    """At the question in position `at` (past the last: the end). `reached` is an urgency or `UNMATCHED`.

    `debt` is the highest floor that has been earned and not yet reached, or 0.
    """

    at: int
    reached: int
    debt: int
    open: Open


class Lane(NamedTuple):
    """A state without its place, while a question is being answered."""

    reached: int
    debt: int
    open: Open


class Edge(NamedTuple):
    """`ways` different answers lead to the same state; `options` is one of them, with as few options as can be.

    `single` are the options that lead there when chosen alone; of a list's signs, one of those that are alike.
    """

    options: tuple[str, ...]
    ways: int
    single: tuple[str, ...]
    to: State


def tidy(conditions: Conditions, reached: int, debt: int, now: Iterable[tuple[int, int]]) -> Lane:
    """Count what is certain, and let go of all that can make no difference any more."""
    now = list(now)
    before = reached
    sure = set()
    for slot, number in now:
        if number == IS_ALWAYS:
            if slot < FLOOR:
                reached = max(reached, slot)
            elif slot < AS_IF:
                debt = max(debt, slot - FLOOR)
            elif slot < ASK:
                sure.add(slot)
    if reached >= debt:
        debt = 0
    if reached == EMERGENCY:
        return Lane(reached, 0, frozenset(item for item in now if item[0] == GOAL))
    kept = []
    for item in now:
        slot, number = item
        if slot < FLOOR:
            keep = slot > reached
        elif slot < AS_IF:
            keep = slot - FLOOR > max(reached, debt)
        elif slot < ASK:
            keep = (slot - AS_IF) % 10 > reached and (number == IS_ALWAYS or slot not in sure)
        elif slot < GOAL and reached > before:
            settled = conditions.settle(number, reached)
            keep = settled == number
            if not keep and settled != IS_NEVER:
                kept.append((slot, settled))
        else:
            keep = True
        if keep:
            kept.append(item)
    return Lane(reached, debt, frozenset(kept))


def final(end: State) -> int:
    """The urgency (position in `URGENCIES`) of the verdict if the check ends here: without any rule, see a clinician."""
    return CLINICIAN if end.reached == UNMATCHED else end.reached


def highest_possible(state: State) -> int:
    """The most urgent verdict that can still come from here."""
    return max([final(state), *(slot for slot, _ in state.open if slot < FLOOR)])
