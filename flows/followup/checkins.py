"""A check-in: it asks one thing, and raises the advice where that is due.

The questions are in `checkin_questions`; here is how they are asked, and what happens at each end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.checking.country import number_of
from flows.checking.recheck import recheck, see_clinician
from flows.checking.verdicts import verdict_now
from flows.followup.checkin_due import NAME, Came, count_answer, count_unanswered, end_checkins, keep_steps
from flows.followup.checkin_questions import BY_ID, ENDS, NEW, STOP, Answer, CheckIn, checkin_machine
from flows.talk.asking import ask, button, not_understood, scale
from flows.talk.flow import Flow, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

MACHINE = checkin_machine()

BAND_TOP = {"walk_easy": 2, "walk_sore": 5, "walk_bad": 10, "limp": 10}
"""The most pain that each answer about walking spoke of."""

LAST = ("none", "new")
"""Answers that stand after all others."""


# --- asking ----------------------------------------------------------------------------------------------------------


def _prompt(turn: Turn, frame: Open[Came]) -> Reply:
    checkin = BY_ID[frame.state]
    words = [turn.words(f"checkins.{checkin.id}.ask"), *([_call(turn)] if checkin.urgent else [])]
    title = turn.words(f"checkins.{checkin.id}.title")
    stop = button(turn, STOP.name, turn.words("checkins.stop"), "nav")
    if checkin.on_a_scale:
        return ask(turn, "pain", words, (*scale(turn), stop), title=title, kind="number", urgent=checkin.urgent)
    labels = [(one.name, turn.words(f"checkins.{checkin.id}.{one.name}")) for one in checkin.answers]
    choices = [button(turn, f"{NAME}.{name}", label, "last" if name in LAST else "option") for name, label in labels]
    return ask(turn, NAME, words, (*choices, stop), title=title, urgent=checkin.urgent)


def _call(turn: Turn) -> str:
    """What would make it an emergency stands beneath every question about a visit today."""
    number = number_of(turn)
    return turn.words("cards.ambulance_number", number=number) if number else turn.words("cards.ambulance")


# --- answering -------------------------------------------------------------------------------------------------------


class TakenAnswer(msgspec.Struct, frozen=True):
    """A question with the answer to it.

    `words` is the key of what is said to it where nothing else follows; empty: the usual words of this answer.
    """

    checkin: CheckIn
    answer: Answer
    words: str = ""

    @property
    def id(self) -> str:
        """The name under which its words and its reason stand in the content."""
        return f"{self.checkin.id}_{self.answer.name}"


def _act(turn: Turn, frame: Open[Came], act: Act) -> Show:
    checkin = BY_ID[frame.state]
    if act.whole == STOP.name:
        return _go(turn, TakenAnswer(checkin, STOP))
    if checkin.on_a_scale:
        pain = act.number if act.word == "pain" else None
        return not_understood(turn) if pain is None else _take_pain(turn, checkin, min(pain, 10))
    answer = next((one for one in checkin.answers if act.word == NAME and one.name == act.argument), None)
    if answer is None:
        return not_understood(turn)
    turn.record("checkin", f"{checkin.id}.{answer.name}", 0)
    return _go(turn, TakenAnswer(checkin, answer))


def _take_pain(turn: Turn, checkin: CheckIn, pain: int) -> Show:
    """A number on the scale: more than before leads to the check, but plain soreness may grow at first."""
    more = pain > _pain_before(turn)
    turn.record("pain", "walking", pain)
    soreness = more and _is_soreness(turn)
    told = TakenAnswer(checkin, checkin.answers[0], "checkins.soreness_grows" if soreness else "")
    return _go(turn, told, worse=more and not soreness)


def _pain_before(turn: Turn) -> int:
    """The pain on walking that was told last: a number, else the top of the band in the check."""
    told = [record.value for record in turn.session.records if record.kind == "pain" and record.what == "walking"]
    walk = turn.session.episode.answers.get("walk", ()) if turn.session.episode else ()
    return told[-1] if told else BAND_TOP.get(walk[0], 10) if walk else 10


def _is_soreness(turn: Turn) -> bool:
    return verdict_now(turn).fits[:1] == ("doms",)


def _go(turn: Turn, told: TakenAnswer, *, worse: bool = False) -> Show:
    """Go where the answer leads: to another question, or to an end of this check-in."""
    to = _leads_to(turn, told, worse=worse) if told.answer.outcomes else "check"
    if to not in ENDS:
        turn.move(to)
        return Show.USUAL
    count_answer(turn)
    turn.pop()
    return ON_END[to](turn, told)


def _leads_to(turn: Turn, told: TakenAnswer, *, worse: bool) -> str:
    verdict, episode = verdict_now(turn), turn.session.episode
    assert episode is not None
    weeks = turn.session.recovery is not None or episode.seen or verdict.fits[:1] == ("achilles_tendinopathy",)
    return MACHINE.step(
        told.checkin.id,
        told.answer.name,
        worse=worse,
        strain=verdict.grade is not None and "pop" not in episode.answers.get("onset", ()),
        soreness=_is_soreness(turn),
        planned=weeks,
    )


# --- what happens at each end ----------------------------------------------------------------------------------------


def _open_check(turn: Turn, told: TakenAnswer) -> Show:
    """Something is new or worse."""
    if told.answer is NEW:
        turn.push("gate", "again")
        return Show.USUAL
    return recheck(turn, told.answer.sign)


def _raise(turn: Turn, told: TakenAnswer) -> Show:
    """It does not get better as it should: a clinician should look, and the card says so."""
    return max(see_clinician(turn, told.id), Show.ANEW)


def _end(turn: Turn, told: TakenAnswer) -> Show:
    """No more of these: they were stopped, or all is well."""
    end_checkins(turn)
    if told.answer is STOP:
        turn.tell("checkins.stopped")
    else:
        turn.keep_only()  # all is well: the advice is no longer for today, and /last still has it
        turn.tell(f"checkins.said.{told.id}")
    return Show.USUAL


def _go_on(turn: Turn, told: TakenAnswer) -> Show:
    """Nothing else follows: what the answer changes is done, and then said, with when the next one comes."""
    change = ON_ANSWER.get(told.id)
    if change is not None:
        change(turn)
    lines = [turn.words(told.words or f"checkins.said.{told.id}")]
    plan = turn.session.checkins
    if plan is not None and plan.left and plan.at[0] > turn.now:
        lines.append(turn.words("checkins.next", when=turn.when(plan.at[0])))
    turn.message(*lines)
    return Show.USUAL


ON_END: Mapping[str, Callable[[Turn, TakenAnswer], Show]] = {
    "check": _open_check,
    "done": _go_on,
    "ended": _end,
    "raised": _raise,
}


def _note_visit(turn: Turn) -> None:
    """Somebody has looked at it: of what is still to come only the question whether it is gone is left."""
    turn.change_episode(seen=True)
    keep_steps(turn, "d14")


def _note_visit_today(turn: Turn) -> None:
    """A card that sends somebody off today is not read out once more to who has been there."""
    turn.keep_only()
    _note_visit(turn)


ON_ANSWER: Mapping[str, Callable[[Turn], None]] = {"hours_yes": _note_visit_today, "seen_yes": _note_visit}
"""What an answer changes, by its id."""


CHECKIN = Flow(_prompt, _act, data=Came, states=frozenset(BY_ID), unanswered=count_unanswered)
