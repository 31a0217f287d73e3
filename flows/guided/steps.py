"""What a guided session stands for today: its exercises, with the dose, the rest and the sets of each."""

from __future__ import annotations

from flows.exercises.exercises import BASE, Dose, RoutineStep
from flows.gate.allowed import allowed
from flows.gate.programme import current
from flows.guided.run import FIRST_SIDE, SECOND_SIDE, WALK_RUN, Run
from flows.talk.turn import Turn

SWITCH = 10
"""Seconds to change sides (a designer's judgement)."""


def offered(turn: Turn, run: Run) -> tuple[RoutineStep, ...]:
    """What the routine may offer to this person now."""
    if run.routine == WALK_RUN:
        ladder, recovery = turn.library.ladder, current(turn)
        runs = recovery is not None and ladder.runs(recovery) and "run" not in allowed(turn).forbids
        return ladder.walk_run(run.step) if runs else ()
    return turn.library.exercises.offer(run.routine, allowed(turn)).steps


def steps_of(turn: Turn, run: Run) -> tuple[RoutineStep, ...]:
    """The exercises of the session as it was begun."""
    steps = {step.exercise: step for step in offered(turn, run)}
    return tuple(steps[name] for name in run.exercises)


def step_of(turn: Turn, run: Run) -> RoutineStep:
    """The exercise under way."""
    return steps_of(turn, run)[run.number]


def is_timed(dose: Dose) -> bool:
    """Whether the exercise is held for a time rather than counted."""
    return dose.mode in ("hold", "time")


def seconds_of(dose: Dose) -> int:
    """How long one set of a timed exercise takes."""
    return (dose.hold if dose.mode == "hold" else dose.seconds) or 0


def rest_of(run: Run, dose: Dose) -> int:
    """Seconds of rest after this set: short between the two sides."""
    return SWITCH if run.side == FIRST_SIDE else max(dose.rest, SWITCH)


def sets_in_all(turn: Turn, run: Run) -> int:
    """How many sets, sides counted each, the whole session has."""
    return _sets(steps_of(turn, run))


def sets_behind(turn: Turn, run: Run) -> int:
    """How many sets, sides counted each, are done or skipped."""
    steps = steps_of(turn, run)
    here = (run.set - 1) * steps[run.number].levels[run.level].dose.sides + (run.side == SECOND_SIDE)
    return min(_sets(steps[: run.number]) + here, _sets(steps) - 1)


def _sets(steps: tuple[RoutineStep, ...]) -> int:
    doses = [step.levels[BASE].dose for step in steps]
    return sum(dose.sets * dose.sides for dose in doses)
