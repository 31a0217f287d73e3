"""The end of a guided session: what was done is kept, and the pain is asked about once more the next morning."""

from __future__ import annotations

from flows.base.hours import next_morning
from flows.base.replies import Reply
from flows.followup.morning import MORNING
from flows.followup.reminders import offer_reminder
from flows.guided.run import HOLD, NAME, Run
from flows.guided.steps import sets_in_all
from flows.talk.asking import buttons
from flows.talk.consent import ask_keep, keep_question
from flows.talk.turn import Turn
from flows.way_back.after import ceiling_of, count_session

KEEP_MORNING = keep_question(lambda turn, data: turn.words("guided.morning_ask"))


def end_session(turn: Turn, run: Run) -> None:
    """Take the session off without a word, and keep what was done in it."""
    whole = sets_in_all(turn, run)
    turn.remove(NAME)
    turn.drop_timer(HOLD)
    if not run.untouched:
        turn.record("routine", run.routine, round(100 * run.sets_done / max(whole, 1)))
    if run.worst is not None:
        turn.record("pain", "during", run.worst)
    if run.sets_done or (run.worst is not None and run.worst > ceiling_of(turn, run.routine)):
        count_session(turn, run.routine, run.before, run.worst, whole=run.sets_done == whole)


def finish_session(turn: Turn, run: Run) -> None:
    """End the session, say what was done, and offer or arrange what comes after it."""
    lines = [_done(turn, run)]
    end_session(turn, run)
    lines += _pain(turn, run)
    person, episode = turn.session.person, turn.session.episode
    followed = episode is not None and episode.verdict is not None and run.sets_done > 0
    if followed and person.keep:
        at = next_morning(turn.now, person.zone)
        turn.set_timer(MORNING, at, routine=run.routine)
        lines.append(turn.words("guided.morning", when=turn.when(at)))
    reminds = run.sets_done > 0 and run.routine in turn.library.exercises.routines
    offer = offer_reminder(turn, run.routine) if reminds else None
    turn.out.replies.append(
        Reply(
            kind="message",
            title=turn.words("guided.done_title"),
            paragraphs=tuple(lines),
            choices=buttons(turn, [offer] if offer else [], "act"),
        )
    )
    if followed and not person.no_keep:
        ask_keep(turn, f"{MORNING}.{run.routine}", kind="keep_morning")


def _done(turn: Turn, run: Run) -> str:
    name = turn.words(f"routines.{run.routine}.name")
    return turn.words("guided.done", name=name, sets=run.sets_done, of=sets_in_all(turn, run))


def _pain(turn: Turn, run: Run) -> list[str]:
    """What the worst pain of the session means, if it was told."""
    if run.worst is None:
        return []
    limit = ceiling_of(turn, run.routine)
    return [turn.words("guided.done_sore" if run.worst > limit else "guided.done_fine", pain=run.worst, limit=limit)]
