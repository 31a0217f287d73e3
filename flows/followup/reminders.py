"""Reminders of a daily routine and of ice: offered on request, due at a person's own hours, stopped when nobody answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flows.base.hours import awake, zone_of
from flows.base.remembered import Reminder
from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.tokens import make
from flows.followup.proactive import clear_to_speak, make_room, restate, silenced
from flows.followup.reminder_plan import (
    MOST,
    add,
    at_night,
    change,
    find,
    following,
    name_of,
    plan,
    prune,
    remove,
    timer_of,
)
from flows.followup.zone import ask_zone
from flows.talk.consent import ask_keep
from flows.talk.flow import legacy as Flow
from flows.talk.turn import Turn

ICE = "aid.ice"
ICE_EVERY = 120
ICE_FOR = timedelta(hours=48)
"""Every two hours, while awake, in the first 48 hours (optional; the usual advice, not proven)."""

MOST_UNANSWERED = 3
MORE_TO_SAY = ("checkin", "morning")
"""Prompts that no reminder takes the place of within a day."""
SNOOZE = timedelta(hours=1)


# --- asking for one --------------------------------------------------------------------------------------------------


def act_of(argument: str) -> str:
    """The card act that `remind.<argument>` is about: `ice`, or the id of a routine."""
    return ICE if argument == "ice" else f"routine.{argument}"


def offer_reminder(turn: Turn, argument: str) -> tuple[str, str] | None:
    """A button that asks for a reminder of `ice` or of a routine, as act and label; None where there is nothing to offer."""
    act = act_of(argument)
    if (
        len(turn.session.reminders) >= MOST
        or any(one.act == act for one in turn.session.reminders)
        or not _may(turn, act)
    ):
        return None
    if act == ICE and _ice_until(turn) is None:
        return None
    return f"remind.{argument}", turn.words("reminders.offer_ice" if act == ICE else "reminders.offer")


def remind(turn: Turn, argument: str) -> None:
    """The button: a yes to keeping, the time zone, then the time of day; each is asked only where it is not known."""
    prune(turn)
    act = act_of(argument)
    if not name_of(turn, act):
        turn.say("not_understood_idle")
        turn.show = turn.top is not None
    elif silenced(turn):
        turn.tell("reminders.silent")
        turn.show = True
    elif not _may(turn, act):
        turn.tell("reminders.not_now")
    elif any(one.act == act for one in turn.session.reminders):
        turn.tell("reminders.already")
        turn.go_on("reminders")
    elif len(turn.session.reminders) >= MOST:
        turn.tell("reminders.most", most=MOST)
        turn.go_on("reminders")
    elif ask_keep(turn, f"remind.{argument}") or (not turn.zone_asked and ask_zone(turn, f"remind.{argument}")):
        return
    elif not turn.session.person.zone:
        turn.tell("reminders.need_zone")
    elif act == ICE:
        _remind_of_ice(turn)
    else:
        turn.push("reminders", "time", act=act)


def _remind_of_ice(turn: Turn) -> None:
    until = _ice_until(turn)
    if until is None:
        turn.tell("reminders.ice_over")
        return
    at = plan(turn, add(turn, ICE, every=ICE_EVERY, until=until))
    assert at is not None
    turn.tell("reminders.ice_set", when=turn.when(at), until=turn.when(until))


def _ice_until(turn: Turn) -> datetime | None:
    """The end of the first 48 hours, as far as is known; None if no reminder would come before it."""
    episode = turn.session.episode
    if episode is None or (episode.onset is None and episode.answers.get("course", ("new",)) != ("new",)):
        return None
    until = (episode.onset or episode.began) + ICE_FOR
    return until if awake(turn.now + timedelta(minutes=ICE_EVERY), turn.session.person.zone) <= until else None


def _may(turn: Turn, act: str) -> bool:
    return turn.ways.leads(act) and not silenced(turn) and turn.ways.may_offer(turn, act)


# --- when it is due --------------------------------------------------------------------------------------------------


def timer(turn: Turn, name: str, data: Mapping[str, Any]) -> None:
    """A reminder is due: it waits while the person is busy or asleep, and is left out where the advice forbids it."""
    prune(turn)
    reminder = find(turn, name.partition(".")[2])
    if reminder is None:
        return
    if not _may(turn, reminder.act) or not name_of(turn, reminder.act) or _second(turn):
        plan(turn, reminder)
        return
    # A daily time by night was chosen in spite of the quiet hours; what is late or put off keeps to them.
    own = not reminder.every and at_night(reminder.minute) and not data.get("again")
    later = clear_to_speak(turn, quiet=not own)
    if later is not None:
        _put_off(turn, reminder, later)
        return
    make_room(turn)
    reminder = find(turn, reminder.id)
    if reminder is None:
        return  # that was the last one without an answer
    plan(turn, reminder)
    turn.push("reminder", "due", id=reminder.id, act=reminder.act, at=turn.now.isoformat())


def _second(turn: Turn) -> bool:
    """Whether something open matters more."""
    fresh = turn.session.spoke is not None and turn.now - turn.session.spoke < timedelta(days=1)
    return fresh and any(frame.flow in MORE_TO_SAY for frame in turn.session.frames)


def _put_off(turn: Turn, reminder: Reminder, at: datetime) -> datetime | None:
    """Set the timer to a later instant, or to the next regular one where that is as good; gives which."""
    regular = following(reminder, turn.now, turn.session.person.zone)
    zone = zone_of(turn.session.person.zone)
    another_day = at.astimezone(zone).date() != turn.now.astimezone(zone).date()
    too_late = reminder.until is not None and at > reminder.until
    if too_late or (regular is not None and regular <= at) or (another_day and not reminder.every):
        return plan(turn, reminder)
    turn.set_timer(timer_of(reminder), at, again=True)
    return at


def unanswered(turn: Turn) -> None:
    """The open reminder had no answer. After three in a row it is stopped, which is said once."""
    frame = turn.frame_of("reminder")
    reminder = find(turn, frame.data["id"]) if frame is not None else None
    if reminder is None:
        return
    reminder = change(turn, reminder, unanswered=reminder.unanswered + 1)
    if reminder.unanswered >= MOST_UNANSWERED:
        remove(turn, reminder)
        turn.tell("reminders.given_up", name=name_of(turn, reminder.act))


# --- the prompt ------------------------------------------------------------------------------------------------------


def _prompt(turn: Turn) -> Reply:
    top = turn.top
    assert top is not None
    act = top.data["act"]
    labels = _labels(turn, act)
    return Reply(
        kind="question",
        paragraphs=(_due(turn, act),),
        choices=tuple(Choice(id, label, make(turn.session.sid, turn.session.turn, id)) for id, label in labels.items()),
        slot=str(turn.session.turn),
        repeatable=True,
        question=QuestionFacts("reminder", "one", (1, 1)),
    )


def _labels(turn: Turn, act: str) -> dict[str, str]:
    return {
        "start": turn.words("reminders.start"),
        "hour": turn.words("reminders.hour"),
        "skip": turn.words("reminders.skip_once" if act == ICE else "reminders.skip"),
        "stop": turn.words("reminders.stop"),
    }


def _due(turn: Turn, act: str) -> str:
    if act == ICE:
        return turn.words("reminders.due_ice")
    return turn.words("reminders.due", name=name_of(turn, act) or turn.words("reminders.gone"))


def _act(turn: Turn, act: str) -> None:
    top = turn.top
    assert top is not None
    labels = _labels(turn, top.data["act"])
    if act not in labels:
        turn.say("not_understood")
        return
    turn.out.closing = turn.text("answered", question=_due(turn, top.data["act"]), answer=labels[act])
    reminder = find(turn, top.data["id"])
    if reminder is not None:
        reminder = change(turn, reminder, unanswered=0)
    turn.pop()
    if act == "start":
        turn.go_on(top.data["act"])
        return
    if act == "stop":
        if reminder is not None:
            remove(turn, reminder)
        turn.tell("reminders.stopped")
    elif reminder is None:
        turn.tell("reminders.last_one")
    else:
        _next(turn, reminder, turn.now + SNOOZE if act == "hour" else None)
    restate(turn)


def _next(turn: Turn, reminder: Reminder, wanted: datetime | None) -> None:
    """Say when it comes next: in an hour if that is still today and no quiet hour, else at its regular time."""
    if wanted is not None:
        at = _put_off(turn, reminder, awake(wanted, turn.session.person.zone))
    else:
        at = following(reminder, turn.now, turn.session.person.zone)
    if at is None:
        remove(turn, reminder)
        turn.tell("reminders.last_one")
    elif wanted is not None and at != wanted:
        turn.tell("reminders.next_instead", when=turn.when(at))
    else:
        turn.tell("reminders.next", when=turn.when(at))


REMINDER = Flow(prompt=_prompt, act=_act, unanswered=unanswered, in_passing=True)
