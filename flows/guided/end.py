"""The end of a guided session: what was done is kept, and the pain is asked about once more the next morning."""

from __future__ import annotations

from flows.base.hours import next_morning
from flows.base.replies import Choice, Reply
from flows.base.tokens import make
from flows.check.machine import VERDICT
from flows.followup.reminders import offer_reminder
from flows.guided.run import Run, sets_in_all
from flows.talk.consent import ask_keep, keep_question
from flows.talk.turn import Talk
from flows.way_back.after import ceiling_of, session_done

MORNING = "morning"
KEEP_MORNING = keep_question(lambda talk, data: talk.words("guided.morning_ask"))


def finish(talk: Talk, run: Run, *, quiet: bool = False) -> None:
    """Take the session off; with `quiet` nothing is said (what comes next says enough)."""
    whole = sets_in_all(talk, run)
    talk.frames = [frame for frame in talk.frames if frame.flow != "routine"]
    talk.drop_timer("hold")
    if run.sets_done or run.worst >= 0:
        talk.record("routine", run.routine, round(100 * run.sets_done / max(whole, 1)))
    if run.worst >= 0:
        talk.record("pain", "during", run.worst)
    if run.sets_done or run.worst > ceiling_of(talk, run.routine):
        session_done(talk, run.routine, run.before, run.worst, whole=run.sets_done == whole)
    if quiet:
        return
    name = talk.library.text(talk.language, f"routines.{run.routine}.name")
    lines = [talk.words("guided.done", name=name, sets=run.sets_done, of=whole)]
    limit = ceiling_of(talk, run.routine)
    if run.worst > limit:
        lines.append(talk.words("guided.done_sore", pain=run.worst, limit=limit))
    elif run.worst >= 0:
        lines.append(talk.words("guided.done_fine", pain=run.worst, limit=limit))
    at = next_morning(talk.now, talk.person.zone)
    sore = talk.episode is not None and talk.episode.verdict is not None
    if talk.person.keep and sore and run.sets_done:
        talk.set_timer(MORNING, at, routine=run.routine)
        lines.append(talk.words("guided.morning", when=talk.when(at)))
    offer = (
        offer_reminder(talk, run.routine) if run.sets_done and run.routine in talk.library.exercises.routines else None
    )
    choices = (Choice(offer[0], offer[1], make(talk.sid, talk.turn, offer[0]), "act"),) if offer else ()
    talk.replies.append(
        Reply(kind="message", title=talk.words("guided.done_title"), paragraphs=tuple(lines), choices=choices)
    )
    if talk.top is not None and talk.top.state == VERDICT:
        talk.quiet = True
    if not (talk.person.keep or talk.person.no_keep) and sore and run.sets_done:
        ask_keep(talk, f"morning.{run.routine}", kind="keep_morning")
