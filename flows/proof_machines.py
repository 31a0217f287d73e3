"""The proof of the flows beside the check: no state is a trap, and nothing that a verdict forbids is ever offered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from flows.checkin_plan import ASKS, checkin_machine
from flows.exercises import Allowed
from flows.ladder import LADDER, STAGES
from flows.library import Library
from flows.machine import FlowMachine
from flows.proof_report import Failure
from flows.routine_machine import ENDS, routine_machine


def prove_machines(library: Library) -> tuple[dict[str, int], list[Failure]]:
    """Counts and failures for guided sessions, check-ins and the ladder."""
    routine, checkin = routine_machine(), checkin_machine()
    failures = [
        *traps(routine, ENDS, "stop", [state for state in routine.states if state not in ENDS]),
        *traps(checkin, tuple(state for state in checkin.states if state not in ASKS), "stop", list(ASKS)),
        *ladder_faults(),
    ]
    offers, wrong = forbidden_offers(library)
    counts = {
        "states of a guided session": len(routine.states),
        "states of a check-in": len(checkin.states),
        "states of the ladder": len(LADDER.states),
        "offers under every set of forbidden acts": offers,
    }
    return counts, [*failures, *wrong]


def traps(machine: FlowMachine, ends: tuple[str, ...], leave: str, states: list[str]) -> Iterator[Failure]:
    """States that cannot be left by `leave`, cannot be reached, or from which no end can be reached."""
    onward: dict[str, set[str]] = {state: set() for state in machine.states}
    for row in machine.rows:
        onward[row.source].add(row.dest)
    reached = _closure(onward, {machine.initial, *(row.source for row in machine.rows if row.source in states)})
    for state in machine.states:
        if state not in reached:
            yield Failure("machine", f"{machine.name}: nothing leads to {state}")
        if state in ends and onward[state]:
            yield Failure("machine", f"{machine.name}: {state} is an end, but something leads out of it")
    for state in states:
        if leave not in machine.moves(state):
            yield Failure("machine", f"{machine.name}: {state} cannot be left by {leave}")
        elif not _stops(machine, ends, leave, state):
            yield Failure("machine", f"{machine.name}: {leave} from {state} never comes to an end")


def _stops(machine: FlowMachine, ends: tuple[str, ...], leave: str, state: str) -> bool:
    """Whether doing nothing but `leave` ends the flow, whichever row is taken."""
    seen = {state}
    todo = [state]
    while todo:
        here = todo.pop()
        for row in machine.rows:
            if row.source == here and row.trigger == leave:
                if row.dest in ends:
                    continue
                if row.dest in seen:
                    return False
                seen.add(row.dest)
                todo.append(row.dest)
    return True


def _closure(onward: dict[str, set[str]], start: set[str]) -> set[str]:
    seen = set(start)
    todo = list(start)
    while todo:
        for state in onward[todo.pop()] - seen:
            seen.add(state)
            todo.append(state)
    return seen


def ladder_faults() -> Iterator[Failure]:
    """Every stage of the ladder can be left upward, downward and to the check; the ends of it only where there is no more."""
    for number, stage in enumerate(STAGES):
        goes = {row.dest for row in LADDER.rows if row.source == stage}
        if number + 1 < len(STAGES) and STAGES[number + 1] not in goes:
            yield Failure("ladder", f"{stage} cannot be left upward")
        if number and STAGES[number - 1] not in goes:
            yield Failure("ladder", f"{stage} cannot be left downward")
        if "check" not in goes:
            yield Failure("ladder", f"{stage} cannot be left to the check")


def forbidden_offers(library: Library) -> tuple[int, list[Failure]]:
    """Every routine, level and walk under every set of acts that can be forbidden: what is offered does none of them."""
    exercises = library.exercises
    acts = sorted(
        {act for exercise in exercises.by_id.values() for way in exercise.levels.values() for act in way.acts}
    )
    failures: list[Failure] = []
    count = 0
    for size in range(len(acts) + 1):
        for forbidden in combinations(acts, size):
            may = Allowed(frozenset(forbidden), 0, None, None, False)
            for routine in exercises.routines:
                for step in exercises.offer(routine, may).steps:
                    levels = {0, exercises.level_up(step, 0, may), exercises.level_down(step, 0, may)} - {None}
                    for level in levels:
                        count += 1
                        if step.levels[level].acts & may.forbids:  # type: ignore[index]
                            failures.append(
                                Failure(
                                    "forbidden",
                                    f"{routine} offers {step.exercise} though {', '.join(forbidden)} is forbidden",
                                )
                            )
    return count, failures
