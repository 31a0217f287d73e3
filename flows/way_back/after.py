"""What a session and its morning make of the plan: the 24-hour rule is kept, or the stage is repeated, dropped, or looked at."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from flows.base.remembered import Recovery
from flows.checking.recheck import see_clinician
from flows.gate.programme import ACHILLES, current
from flows.recovery.ladder import Outcome, climbing
from flows.talk.show import Show
from flows.talk.turn import Turn

NOT_TOLD = -1
"""How pain that was not told is stored."""


def ceiling_of(turn: Turn, routine: str) -> int:
    """The most pain that a session of this routine may bring: the programme's own, if it is the present stage's."""
    recovery, ladder = current(turn), turn.library.ladder
    if recovery is None or ladder.done(recovery) or ladder.stage(recovery).routine != routine:
        return turn.library.exercises.pain.go_on
    return ladder.ceiling(recovery)


def count_session(turn: Turn, routine: str, before: int | None, during: int | None, *, whole: bool) -> None:
    """Note a guided session that has ended, if it was that of the present stage: its morning counts.

    `before` and `during` are the pain of it, None (or -1, as it is stored) where that was not told.
    """
    recovery, ladder = current(turn), turn.library.ladder
    if recovery is None or ladder.done(recovery) or ladder.stage(recovery).routine != routine:
        return
    if ladder.runs(recovery) and whole:
        turn.record("run", str(recovery.step), ladder.minutes_run(recovery.step))
    before, during = _stored(before), _stored(during)
    if recovery.owed is not None:  # the second one before a morning: what the first one brought still counts
        during = max(during, recovery.during)
    turn.session.recovery = replace(recovery, last=turn.now, owed=turn.now, before=before, during=during, whole=whole)


def _stored(pain: int | None) -> int:
    return NOT_TOLD if pain is None else pain


def count_morning(turn: Turn, pain: int, new_sign: bool) -> Show:
    """Take the morning after: go on, repeat the stage, drop to the one below, or see a clinician."""
    recovery, ladder = current(turn), turn.library.ladder
    if recovery is None or recovery.owed is None:
        fine = pain <= ladder.file.rule.during and not new_sign
        turn.tell("recovery.morning_fine" if fine else "recovery.morning_sore")
        return Show.USUAL
    kept = ladder.kept(recovery, during=recovery.during, before=recovery.before, morning=pain, new_sign=new_sign)
    climbs = recovery.program == ACHILLES and climbing(turn.session.records, turn.now)
    told = replace(recovery, owed=None, before=NOT_TOLD, during=NOT_TOLD, whole=False)
    after, outcome = ladder.after(told, turn.now, kept=kept and not climbs)
    if outcome == "kept" and not recovery.whole:
        after = replace(after, step=recovery.step)  # half a session is no step of the plan
    turn.session.recovery = after
    if after.stage != recovery.stage:
        turn.record("stage", after.program, after.stage)
    if outcome == "see_someone":
        return see_clinician(turn, "three_breaks")
    _tell_outcome(turn, recovery, after, "climbs" if outcome == "repeat" and kept else outcome)
    return Show.USUAL


def _tell_outcome(turn: Turn, before: Recovery, after: Recovery, outcome: Outcome | Literal["climbs"]) -> None:
    if outcome == "kept" and after.step != before.step:
        turn.tell("recovery.next_step", step=after.step)
    else:
        turn.tell(f"recovery.outcome.{outcome}")
