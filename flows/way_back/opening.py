"""How the way back is opened: past the safety questions, after the latest morning, and only where a programme is for it."""

from __future__ import annotations

from datetime import timedelta

from flows.gate.flow import hold_at_gate
from flows.gate.programme import current
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.way_back.before import proceed
from flows.way_back.entry import may_plan, sore_only
from flows.way_back.state import ASK, NAME, SHOW, WayBack

MORNING = "morning"
"""The name of the flow, and of the timer, that ask how the morning after a session was."""
MORNING_AFTER = timedelta(hours=8)
"""From so long after a session it can be told how the morning was."""


def open_plan(turn: Turn, _argument: str = "") -> Show:
    """Open the overview, or what has to be asked before it."""
    first = ask_first(turn)
    if first is not None:
        return first
    if turn.frame_of(NAME) is not None:
        return Show.ANEW
    if sore_only(turn):
        turn.push(NAME, ASK, WayBack(names=list(turn.library.ladder.file.again.criteria), at=0, answers={}, again=True))
        return Show.USUAL
    reason = may_plan(turn)
    if reason not in (None, "seen_first"):
        turn.tell(f"recovery.refused.{reason}")
        return Show.USUAL
    turn.push(NAME, SHOW)
    proceed(turn, WayBack())
    return Show.USUAL


def ask_first(turn: Turn) -> Show | None:
    """Ask the safety questions or about the morning, if that has to come first; None: the way is free."""
    held = hold_at_gate(turn, f"{NAME}.")
    if held is not None:
        return held
    return Show.USUAL if _ask_morning(turn) else None


def _ask_morning(turn: Turn) -> bool:
    """Ask about the morning after the latest session if nobody has yet: it decides where somebody is."""
    recovery = current(turn)
    if recovery is None or recovery.owed is None or turn.now - recovery.owed < MORNING_AFTER:
        return False
    if may_plan(turn) not in (None, "seen_first") or turn.frame_of(MORNING) is not None:
        return False
    turn.drop_timer(MORNING)
    turn.remove(NAME)
    routine = turn.library.ladder.stage(recovery).routine
    turn.push(MORNING, "pain", routine=routine, done=recovery.owed.isoformat(), then=NAME)
    return True
