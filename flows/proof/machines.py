"""The proof of the flows beside the check: no state is a trap, and nothing that a verdict forbids is ever offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from flows.base.machine import FlowMachine, NoMove
from flows.exercises.exercises import Allowed
from flows.followup.checkin_questions import ASKS, checkin_machine
from flows.guided.machine import ENDS, WORKING, routine_machine
from flows.proof.report import Failure
from flows.recovery.ladder import LADDER, PHASES, STAGES, TENDON
from flows.talk.library import Library


def prove_machines(library: Library) -> tuple[dict[str, int], list[Failure]]:
    """Counts and failures for guided sessions, check-ins and the ladder."""
    routine, checkin = routine_machine(), checkin_machine()
    failures = [
        *traps(routine, ENDS, "stop", [state for state in routine.states if state not in ENDS]),
        *traps(checkin, tuple(state for state in checkin.states if state not in ASKS), "stop", list(ASKS)),
        *pain_faults(routine),
        *checkin_faults(checkin),
        *ladder_faults(),
    ]
    offers, wrong = forbidden_offers(library)
    counts = {
        "states of a guided session": len(routine.states),
        "states of a check-in": len(checkin.states),
        "states of the ladders": len(LADDER.states) + len(TENDON.states),
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


def pain_faults(machine: FlowMachine) -> Iterator[Failure]:
    """Wherever a guided session asks for pain, a pop and pain that has no place in it lead to the check."""
    facts = {"timed": True, "more_sets": True, "more": True, "can_ease": True, "way": "check"}
    for state in ("before", "hurts", "after"):
        for trigger in ("pain", "sharp"):
            for came_from in WORKING:
                if _to(machine, state, trigger, {**facts, "came_from": came_from}) != "check":
                    yield Failure("machine", f"{machine.name}: {trigger} at {state} does not lead to the check")
                    break


def _to(machine: FlowMachine, state: str, trigger: str, facts: Mapping[str, object]) -> str | None:
    """Where the machine goes with these facts; None: nowhere."""
    try:
        return machine.step(state, trigger, **facts)
    except NoMove:
        return None


def checkin_faults(machine: FlowMachine) -> Iterator[Failure]:
    """From every check-in something new leads to the check."""
    for state in ASKS:
        if not any(row.source == state and row.trigger == "new" and row.dest == "check" for row in machine.rows):
            yield Failure("machine", f"{machine.name}: something new at {state} does not lead to the check")


def ladder_faults() -> Iterator[Failure]:
    """Every stage can be left upward by its criteria only, downward by pain and on request, and to the check."""
    for machine, stages in ((LADDER, STAGES), (TENDON, PHASES)):
        for number, stage in enumerate(stages):
            above = stages[number + 1] if number + 1 < len(stages) else "finished"
            below = stages[number - 1] if number else stage
            for trigger, facts, dest, fault in (
                ("passed", {"met": True, "short": False}, above, "cannot be left upward"),
                ("passed", {"met": False, "short": False}, stage, "can be left upward without its criteria"),
                ("broke", {"breaks": 1}, stage, "is not repeated after a session that was too much"),
                ("broke", {"breaks": 2}, below, "cannot be left downward by pain"),
                ("broke", {"breaks": 3}, "see_someone", "is not looked at after three sessions that were too much"),
                ("down", {}, below, "cannot be left downward on request"),
                ("check", {}, "check", "cannot be left to the check"),
            ):
                if trigger == "down" and not number:
                    continue
                if _to(machine, stage, trigger, facts) != dest:
                    yield Failure("ladder", f"{stage} {fault}")


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
