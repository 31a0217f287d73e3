"""The end of a guided session: what was done is kept, and the pain is asked about once more the next morning."""

from __future__ import annotations

from flows.base.hours import next_morning
from flows.base.replies import Choice, Reply
from flows.base.tokens import make
from flows.check.machine import VERDICT
from flows.followup.reminders import offer_reminder
from flows.guided.run import Run, sets_in_all
from flows.talk.consent import ask_keep, keep_question
from flows.talk.turn import Turn
from flows.way_back.after import ceiling_of, session_done

MORNING = "morning"
KEEP_MORNING = keep_question(lambda turn, data: turn.words("guided.morning_ask"))


def finish(turn: Turn, run: Run, *, quiet: bool = False) -> None:
    """Take the session off; with `quiet` nothing is said (what comes next says enough)."""
    whole = sets_in_all(turn, run)
    turn.remove("routine")
    turn.drop_timer("hold")
    if run.sets_done or run.worst >= 0:
        turn.record("routine", run.routine, round(100 * run.sets_done / max(whole, 1)))
    if run.worst >= 0:
        turn.record("pain", "during", run.worst)
    if run.sets_done or run.worst > ceiling_of(turn, run.routine):
        session_done(turn, run.routine, run.before, run.worst, whole=run.sets_done == whole)
    if quiet:
        return
    name = turn.library.text(turn.language, f"routines.{run.routine}.name")
    lines = [turn.words("guided.done", name=name, sets=run.sets_done, of=whole)]
    limit = ceiling_of(turn, run.routine)
    if run.worst > limit:
        lines.append(turn.words("guided.done_sore", pain=run.worst, limit=limit))
    elif run.worst >= 0:
        lines.append(turn.words("guided.done_fine", pain=run.worst, limit=limit))
    at = next_morning(turn.now, turn.session.person.zone)
    sore = turn.session.episode is not None and turn.session.episode.verdict is not None
    if turn.session.person.keep and sore and run.sets_done:
        turn.set_timer(MORNING, at, routine=run.routine)
        lines.append(turn.words("guided.morning", when=turn.when(at)))
    offer = (
        offer_reminder(turn, run.routine) if run.sets_done and run.routine in turn.library.exercises.routines else None
    )
    choices = (Choice(offer[0], offer[1], make(turn.session.sid, turn.session.turn, offer[0]), "act"),) if offer else ()
    turn.out.replies.append(
        Reply(kind="message", title=turn.words("guided.done_title"), paragraphs=tuple(lines), choices=choices)
    )
    if turn.top is not None and turn.top.state == VERDICT:
        turn.quiet = True
    if not (turn.session.person.keep or turn.session.person.no_keep) and sore and run.sets_done:
        ask_keep(turn, f"morning.{run.routine}", kind="keep_morning")
