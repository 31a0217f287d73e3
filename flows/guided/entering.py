"""What a guided session does as it enters a state: the exercise, the set and the countdown that it then has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal

import msgspec
from msgspec.structs import replace

from flows.exercises.exercises import BASE, Dose
from flows.guided.run import FIRST_SIDE, SECOND_SIDE, Countdown, Run
from flows.guided.steps import rest_of, seconds_of

Way = Literal["go_on", "easier", "stop", "check"]
"""What the pain rule says."""


class Move(msgspec.Struct, frozen=True):
    """A move that is being made: the session as it leaves `source` on `trigger`, and the dose of its exercise.

    `way` is what the pain rule says where pain was told; `easier` the next easier level that may be offered, or None.
    """

    run: Run
    source: str
    trigger: str
    way: Way
    dose: Dose
    easier: int | None
    now: datetime


Enter = Callable[[Move], Run]


def show_exercise(move: Move) -> Run:
    """Show the next exercise, or the same one: it has not begun, has another level, or goes on after little pain."""
    run = replace(move.run, until=None)
    eases = move.source == "hurts" and move.way == "easier"
    if move.trigger == "level" or (move.source in ("before", "hurts") and not eases):
        return run
    run = replace(run, left=0, came_from=None, set=1, side=None)
    if eases and move.easier is not None:
        return replace(run, level=move.easier)
    return replace(run, number=run.number + 1, level=BASE)


def hold_set(move: Move) -> Run:
    """Count down a set, or what a pause has left of it."""
    run = replace(_at_set(move), came_from=None)
    return run.counting(run.countdown.started(seconds_of(move.dose), move.now))


def count_set(move: Move) -> Run:
    """Let the person count a set."""
    return replace(_at_set(move), until=None, came_from=None)


def rest_between(move: Move) -> Run:
    """Count down the rest between two sets or sides, or what a pause has left of it."""
    run = replace(move.run, came_from=None)
    return run.counting(run.countdown.started(rest_of(run, move.dose), move.now))


def interrupt_set(move: Move) -> Run:
    """Stop the countdown, and keep what was interrupted; a countdown that ended unseen begins anew."""
    interrupted = move.source in ("paused", "hurts")
    run = move.run if interrupted else replace(move.run, came_from=move.source)
    return run.counting(Countdown() if move.trigger == "late" else run.countdown.stopped(move.now))


def end_exercises(move: Move) -> Run:
    """Let no countdown run any more."""
    return replace(move.run, until=None)


# --- which set -------------------------------------------------------------------------------------------------------


def _first_set(run: Run, dose: Dose) -> Run:
    return replace(run, set=1, side=FIRST_SIDE if dose.side == "each" else None)


def _next_set(run: Run, dose: Dose) -> Run:
    if dose.side == "each" and run.side == FIRST_SIDE:
        return replace(run, side=SECOND_SIDE)
    return replace(run, set=run.set + 1, side=FIRST_SIDE if dose.side == "each" else run.side)


_ON_TRIGGER: Mapping[str, Callable[[Run, Dose], Run]] = {"start": _first_set, "over": _next_set}
"""The set that comes with what begins it; on anything else the session is at the same one still."""


def _at_set(move: Move) -> Run:
    change = _ON_TRIGGER.get(move.trigger)
    return move.run if change is None else change(move.run, move.dose)
