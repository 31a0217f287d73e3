"""A guided session under way: where it is, kept in its frame, and the moves that its machine makes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from flows.exercises.exercises import Dose, Step
from flows.gate.allowed import allowed
from flows.gate.programme import current
from flows.guided.machine import routine_machine
from flows.talk.session import Frame
from flows.talk.turn import Turn

MACHINE = routine_machine()
SIDES = ("left", "right")
SWITCH = 10
"""Seconds to change sides (a designer's judgement)."""
WALK_RUN = "walk_run"


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a session is. `exercises` are those offered at its start; `number` counts them from 0, `set` counts from 1.

    `side` is empty where both legs work at once. `until` is the end of the countdown, `left` what was left of it when it was
    paused (seconds), `came_from` the state that was interrupted, `before` and `worst` the pain that was told (-1: none),
    `sets_done` all sets that were finished, `step` that of the walk-run plan.
    """

    routine: str
    exercises: tuple[str, ...] = ()
    number: int = 0
    set: int = 1
    side: str = ""
    level: int = 0
    until: datetime | None = None
    left: int = 0
    came_from: str = ""
    worst: int = -1
    before: int = -1
    sets_done: int = 0
    step: int = 0


def run_of(frame: Frame) -> Run:
    """The session in its frame."""
    return msgspec.convert(frame.data, Run, strict=False)


def offered(turn: Turn, run: Run) -> tuple[Step, ...]:
    """What the routine may offer to this person now."""
    if run.routine == WALK_RUN:
        ladder, recovery = turn.library.ladder, current(turn)
        runs = recovery is not None and ladder.runs(recovery) and "run" not in allowed(turn).forbids
        return ladder.walk_run(run.step) if runs else ()
    return turn.library.exercises.offer(run.routine, allowed(turn)).steps


def steps_of(turn: Turn, run: Run) -> tuple[Step, ...]:
    """The exercises of the session as it was begun."""
    steps = {step.exercise: step for step in offered(turn, run)}
    return tuple(steps[name] for name in run.exercises)


def holds(turn: Turn, frame: Frame) -> bool:
    """Whether all that the session was begun with may still be done, on today's content and today's advice."""
    try:
        run = run_of(frame)
    except msgspec.ValidationError:
        return False
    if run.routine != WALK_RUN and run.routine not in turn.library.exercises.routines:
        return False
    steps = {step.exercise: step for step in offered(turn, run)}
    known = all(name in steps for name in run.exercises) and run.number < len(run.exercises)
    return known and frame.state in MACHINE.states and run.level in steps[run.exercises[run.number]].levels


def dose_of(turn: Turn, run: Run) -> Dose:
    """The dose of the exercise under way at its present level."""
    return steps_of(turn, run)[run.number].levels[run.level].dose


def timed(dose: Dose) -> bool:
    """Whether the exercise is held for a time rather than counted."""
    return dose.mode in ("hold", "time")


def seconds_of(dose: Dose) -> int:
    """How long one set of a timed exercise takes."""
    return (dose.hold if dose.mode == "hold" else dose.seconds) or 0


def put(turn: Turn, state: str, run: Run) -> None:
    """The session is now in `state`; its countdown, if it has one, has a timer."""
    data: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(run))
    turn.session.frames = tuple(
        Frame("routine", state, data) if frame.flow == "routine" else frame for frame in turn.session.frames
    )
    if run.until is not None:
        turn.set_timer("hold", run.until, until=run.until.isoformat())
    else:
        turn.drop_timer("hold")


def move(turn: Turn, trigger: str, run: Run, *, way: str = "go_on") -> str:
    """Make one move of the machine from where the session is; returns the new state, with the frame written.

    `way` is what the pain rule says, where pain was told.
    """
    frame = turn.frame_of("routine")
    assert frame is not None
    steps = steps_of(turn, run)
    dose = steps[run.number].levels[run.level].dose if steps else None
    state = MACHINE.step(
        frame.state,
        trigger,
        timed=dose is not None and timed(dose),
        more_sets=dose is not None and (run.set < dose.sets or run.side == SIDES[0]),
        more=run.number + 1 < len(steps),
        can_ease=bool(steps) and _easier(turn, run, steps) is not None,
        way=way,
        came_from=run.came_from,
    )
    eases = frame.state == "hurts" and way == "easier"
    put(turn, state, _entered(turn, frame.state, state, run, trigger, dose, eases=eases))
    return state


def _easier(turn: Turn, run: Run, steps: tuple[Step, ...]) -> int | None:
    return turn.library.exercises.level_down(steps[run.number], run.level, allowed(turn))


def _entered(turn: Turn, before: str, state: str, run: Run, trigger: str, dose: Dose | None, *, eases: bool) -> Run:
    """The session as it is once `state` is entered."""
    if dose is None:
        return replace(run, until=None)
    if before in ("hold", "reps") and trigger in ("over", "set_done"):
        run = replace(run, sets_done=run.sets_done + 1)
    if state == "shown" and trigger != "level" and (eases or before not in ("before", "hurts")):
        return _shown(turn, run, eases=eases)
    if state == "hold":
        whole = seconds_of(dose)
        if before == "shown":
            run = replace(run, side=SIDES[0] if dose.side == "each" else "", set=1)
        elif before == "rest":
            run = _next_set(run, dose)
        seconds = run.left if before == "paused" and run.left else whole
        return replace(run, until=turn.now + timedelta(seconds=seconds), left=0, came_from="")
    if state == "reps":
        if before == "shown":
            run = replace(run, side=SIDES[0] if dose.side == "each" else "", set=1)
        elif before == "rest":
            run = _next_set(run, dose)
        return replace(run, until=None, came_from="")
    if state == "rest":
        seconds = run.left if before == "paused" and run.left else rest_of(run, dose)
        return replace(run, until=turn.now + timedelta(seconds=seconds), left=0, came_from="")
    if state in ("paused", "hurts") and before != "hurts":
        left = max(0, round((run.until - turn.now).total_seconds())) if run.until else run.left
        came_from = run.came_from if before == "paused" else before
        return replace(run, until=None, left=0 if trigger == "late" else left, came_from=came_from)
    return replace(run, until=None)


def _shown(turn: Turn, run: Run, *, eases: bool) -> Run:
    """The next exercise, or (after some pain) the same one made easier, if it can be."""
    run = replace(run, until=None, left=0, came_from="", set=1, side="")
    easier = _easier(turn, run, steps_of(turn, run)) if eases else None
    return replace(run, number=run.number + 1, level=0) if easier is None else replace(run, level=easier)


def rest_of(run: Run, dose: Dose) -> int:
    """Seconds of rest after this set: short between the two sides."""
    return SWITCH if run.side == SIDES[0] else max(dose.rest, SWITCH)


def _next_set(run: Run, dose: Dose) -> Run:
    if dose.side != "each":
        return replace(run, set=run.set + 1)
    if run.side == SIDES[0]:
        return replace(run, side=SIDES[1])
    return replace(run, side=SIDES[0], set=run.set + 1)


def sets_in_all(turn: Turn, run: Run) -> int:
    """How many sets, sides counted each, the whole session has."""
    doses = [step.levels[0].dose for step in steps_of(turn, run)]
    return sum(dose.sets * dose.sides for dose in doses)
