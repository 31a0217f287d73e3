"""Check-ins that come by themselves: when each is due, and when no more come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from flows.followup.proactive import clear_to_speak, make_room
from flows.followup.schedule import AGAIN, WIDE_AWAKE
from flows.gate.flow import resume_check
from flows.talk.flow import Open
from flows.talk.show import Show
from flows.talk.turn import Turn

NAME = "checkin"
TIMER = "checkin"
MOST_UNANSWERED = 3
"""After so many in a row without an answer no more come."""


class Came(msgspec.Struct, frozen=True):
    """What the frame of a check-in keeps.

    `at`: when it came (ISO), which only tells it from an earlier one of the same step.
    """

    at: str | UnsetType = UNSET


def ask_checkin(turn: Turn, name: str, data: Mapping[str, Any]) -> Show:
    """Ask the check-in that is due, unless it has to wait.

    It waits while the person is busy or asleep; after three without an answer none comes.
    """
    plan, episode, step = turn.session.checkins, turn.session.episode, data.get("step", "")
    if plan is None or episode is None or step not in plan.left:
        return Show.USUAL
    later = clear_to_speak(turn, quiet=step != WIDE_AWAKE)
    if later is not None:
        turn.set_timer(name, later, step=step)
        return Show.USUAL
    if turn.frame_of(NAME) is not None and plan.unanswered + 1 >= MOST_UNANSWERED:
        turn.session.checkins = None  # the last one stays open, and may still be answered; nothing more comes
        return Show.USUAL
    make_room(turn)
    if turn.session.checkins is None:
        return Show.USUAL
    _take_step(turn, step)
    show = Show.USUAL
    if episode.verdict is None:
        show = _finish_check(turn)
    else:
        _repeat_visit(turn, step)
        turn.push(NAME, "hours" if step == "next_day" else step, Came(turn.now.isoformat()))
    set_next(turn)
    return show


def _take_step(turn: Turn, step: str) -> None:
    """This step is asked now; those before it are left out."""
    plan = turn.session.checkins
    assert plan is not None
    after = plan.left.index(step) + 1
    turn.session.checkins = replace(plan, left=plan.left[after:], at=plan.at[after:], asked=step)


def _finish_check(turn: Turn) -> Show:
    """The check was opened again and never finished: that comes first."""
    assert turn.session.checkins is not None
    turn.session.checkins = replace(turn.session.checkins, asked="")
    turn.tell("checkins.unfinished")
    if turn.top is None:
        resume_check(turn)
    return Show.ANEW


def _repeat_visit(turn: Turn, step: str) -> None:
    """The question about the visit is put once more, unless it has an answer by then."""
    plan = turn.session.checkins
    assert plan is not None
    if step == "seen" and not plan.repeats:
        turn.session.checkins = replace(plan, left=(step, *plan.left), at=(turn.now + AGAIN, *plan.at), repeats=1)


# --- the plan of those to come ---------------------------------------------------------------------------------------


def set_next(turn: Turn) -> None:
    """Set the timer to the next step, or take it back where there is none."""
    plan = turn.session.checkins
    if plan is not None and plan.left:
        turn.set_timer(TIMER, max(plan.at[0], turn.now), step=plan.left[0])
    else:
        turn.drop_timer(TIMER)


def end_checkins(turn: Turn) -> None:
    """End the check-ins: no more of them come."""
    turn.session.checkins = None
    turn.drop_timer(TIMER)


def keep_steps(turn: Turn, *steps: str) -> None:
    """Leave out every step to come but these."""
    plan = turn.session.checkins
    if plan is None:
        return
    kept = [(step, at) for step, at in zip(plan.left, plan.at, strict=True) if step in steps]
    turn.session.checkins = replace(plan, left=tuple(step for step, _ in kept), at=tuple(at for _, at in kept))
    set_next(turn)


def count_answer(turn: Turn) -> None:
    """Note that the open check-in has its answer."""
    if turn.session.checkins is not None:
        turn.session.checkins = replace(turn.session.checkins, asked="", unanswered=0)


def count_unanswered(turn: Turn, frame: Open[Came]) -> None:
    """Note that the open check-in had no answer, and something else has come."""
    plan = turn.session.checkins
    if plan is None:
        return
    turn.session.checkins = replace(plan, asked="", unanswered=plan.unanswered + 1)
    if plan.unanswered + 1 >= MOST_UNANSWERED:
        end_checkins(turn)
