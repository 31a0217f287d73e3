"""What a session and its morning make of the plan: the 24-hour rule is kept, or the stage is repeated, dropped, or looked at."""

from __future__ import annotations

from msgspec.structs import replace

from flows.checking.recheck import see_clinician
from flows.gate.programme import ACHILLES, current
from flows.recovery.ladder import climbing
from flows.talk.turn import Turn


def ceiling_of(turn: Turn, routine: str) -> int:
    """The most pain that a session of this routine may bring: the programme's own, if it is the present stage's."""
    recovery, ladder = current(turn), turn.library.ladder
    if recovery is None or ladder.done(recovery) or ladder.stage(recovery).routine != routine:
        return turn.library.exercises.pain.go_on
    return ladder.ceiling(recovery)


def session_done(turn: Turn, routine: str, before: int, during: int, *, whole: bool) -> None:
    """A guided session has ended. If it was that of the present stage, its morning counts."""
    recovery, ladder = current(turn), turn.library.ladder
    if recovery is None or ladder.done(recovery) or ladder.stage(recovery).routine != routine:
        return
    if ladder.runs(recovery) and whole:
        turn.record("run", str(recovery.step), ladder.minutes_run(recovery.step))
    if recovery.owed is not None:  # the second one before a morning: what the first one brought still counts
        during = max(during, recovery.during)
    turn.session.recovery = replace(recovery, last=turn.now, owed=turn.now, before=before, during=during, whole=whole)


def morning(turn: Turn, pain: int, new_sign: bool) -> None:
    """The morning after: the 24-hour rule was kept, or the stage is repeated, dropped, or a clinician should look."""
    recovery, ladder = current(turn), turn.library.ladder
    if recovery is None or recovery.owed is None:
        fine = pain <= ladder.file.rule.during and not new_sign
        turn.tell("recovery.morning_fine" if fine else "recovery.morning_sore")
        return
    kept = ladder.kept(recovery, during=recovery.during, before=recovery.before, morning=pain, new_sign=new_sign)
    climbs = recovery.program == ACHILLES and climbing(turn.session.records, turn.now)
    step, stage, whole = recovery.step, recovery.stage, recovery.whole
    recovery = replace(recovery, owed=None, before=-1, during=-1, whole=False)
    after, outcome = ladder.after(recovery, turn.now, kept=kept and not climbs)
    if outcome == "kept" and not whole:
        after = replace(after, step=step)  # half a session is no step of the plan
    turn.session.recovery = after
    if after.stage != stage:
        turn.record("stage", after.program, after.stage)
    if outcome == "see_someone":
        see_clinician(turn, "three_breaks")
    elif outcome == "kept" and after.step != step:
        turn.tell("recovery.next_step", step=after.step)
    elif outcome == "repeat" and kept:
        turn.tell("recovery.outcome.climbs")
    else:
        turn.tell(f"recovery.outcome.{outcome}")
