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
from flows.talk.flow import Flow
from flows.talk.turn import Talk

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


def offer_reminder(talk: Talk, argument: str) -> tuple[str, str] | None:
    """A button that asks for a reminder of `ice` or of a routine, as act and label; None where there is nothing to offer."""
    act = act_of(argument)
    if len(talk.reminders) >= MOST or any(one.act == act for one in talk.reminders) or not _may(talk, act):
        return None
    if act == ICE and _ice_until(talk) is None:
        return None
    return f"remind.{argument}", talk.words("reminders.offer_ice" if act == ICE else "reminders.offer")


def remind(talk: Talk, argument: str) -> None:
    """The button: a yes to keeping, the time zone, then the time of day; each is asked only where it is not known."""
    prune(talk)
    act = act_of(argument)
    if not name_of(talk, act):
        talk.say("not_understood_idle")
        talk.show = talk.top is not None
    elif silenced(talk):
        talk.tell("reminders.silent")
        talk.show = True
    elif not _may(talk, act):
        talk.tell("reminders.not_now")
    elif any(one.act == act for one in talk.reminders):
        talk.tell("reminders.already")
        talk.go_on("reminders")
    elif len(talk.reminders) >= MOST:
        talk.tell("reminders.most", most=MOST)
        talk.go_on("reminders")
    elif ask_keep(talk, f"remind.{argument}") or (not talk.zone_asked and ask_zone(talk, f"remind.{argument}")):
        return
    elif not talk.person.zone:
        talk.tell("reminders.need_zone")
    elif act == ICE:
        _remind_of_ice(talk)
    else:
        talk.push("reminders", "time", act=act)


def _remind_of_ice(talk: Talk) -> None:
    until = _ice_until(talk)
    if until is None:
        talk.tell("reminders.ice_over")
        return
    at = plan(talk, add(talk, ICE, every=ICE_EVERY, until=until))
    assert at is not None
    talk.tell("reminders.ice_set", when=talk.when(at), until=talk.when(until))


def _ice_until(talk: Talk) -> datetime | None:
    """The end of the first 48 hours, as far as is known; None if no reminder would come before it."""
    episode = talk.episode
    if episode is None or (episode.onset is None and episode.answers.get("course", ("new",)) != ("new",)):
        return None
    until = (episode.onset or episode.began) + ICE_FOR
    return until if awake(talk.now + timedelta(minutes=ICE_EVERY), talk.person.zone) <= until else None


def _may(talk: Talk, act: str) -> bool:
    return act.partition(".")[0] in talk.house.cards and not silenced(talk) and talk.house.may_offer(talk, act)


# --- when it is due --------------------------------------------------------------------------------------------------


def timer(talk: Talk, name: str, data: Mapping[str, Any]) -> None:
    """A reminder is due: it waits while the person is busy or asleep, and is left out where the advice forbids it."""
    prune(talk)
    reminder = find(talk, name.partition(".")[2])
    if reminder is None:
        return
    if not _may(talk, reminder.act) or not name_of(talk, reminder.act) or _second(talk):
        plan(talk, reminder)
        return
    # A daily time by night was chosen in spite of the quiet hours; what is late or put off keeps to them.
    own = not reminder.every and at_night(reminder.minute) and not data.get("again")
    later = clear_to_speak(talk, quiet=not own)
    if later is not None:
        _put_off(talk, reminder, later)
        return
    make_room(talk)
    reminder = find(talk, reminder.id)
    if reminder is None:
        return  # that was the last one without an answer
    plan(talk, reminder)
    talk.push("reminder", "due", id=reminder.id, act=reminder.act, at=talk.now.isoformat())


def _second(talk: Talk) -> bool:
    """Whether something open matters more."""
    fresh = talk.spoke is not None and talk.now - talk.spoke < timedelta(days=1)
    return fresh and any(frame.flow in MORE_TO_SAY for frame in talk.frames)


def _put_off(talk: Talk, reminder: Reminder, at: datetime) -> datetime | None:
    """Set the timer to a later instant, or to the next regular one where that is as good; gives which."""
    regular = following(reminder, talk.now, talk.person.zone)
    zone = zone_of(talk.person.zone)
    another_day = at.astimezone(zone).date() != talk.now.astimezone(zone).date()
    too_late = reminder.until is not None and at > reminder.until
    if too_late or (regular is not None and regular <= at) or (another_day and not reminder.every):
        return plan(talk, reminder)
    talk.set_timer(timer_of(reminder), at, again=True)
    return at


def unanswered(talk: Talk) -> None:
    """The open reminder had no answer. After three in a row it is stopped, which is said once."""
    frame = talk.frame_of("reminder")
    reminder = find(talk, frame.data["id"]) if frame is not None else None
    if reminder is None:
        return
    reminder = change(talk, reminder, unanswered=reminder.unanswered + 1)
    if reminder.unanswered >= MOST_UNANSWERED:
        remove(talk, reminder)
        talk.tell("reminders.given_up", name=name_of(talk, reminder.act))


# --- the prompt ------------------------------------------------------------------------------------------------------


def _prompt(talk: Talk) -> Reply:
    top = talk.top
    assert top is not None
    act = top.data["act"]
    labels = _labels(talk, act)
    return Reply(
        kind="question",
        paragraphs=(_due(talk, act),),
        choices=tuple(Choice(id, label, make(talk.sid, talk.turn, id)) for id, label in labels.items()),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("reminder", "one", (1, 1)),
    )


def _labels(talk: Talk, act: str) -> dict[str, str]:
    return {
        "start": talk.words("reminders.start"),
        "hour": talk.words("reminders.hour"),
        "skip": talk.words("reminders.skip_once" if act == ICE else "reminders.skip"),
        "stop": talk.words("reminders.stop"),
    }


def _due(talk: Talk, act: str) -> str:
    if act == ICE:
        return talk.words("reminders.due_ice")
    return talk.words("reminders.due", name=name_of(talk, act) or talk.words("reminders.gone"))


def _act(talk: Talk, act: str) -> None:
    top = talk.top
    assert top is not None
    labels = _labels(talk, top.data["act"])
    if act not in labels:
        talk.say("not_understood")
        return
    talk.closing = talk.text("answered", question=_due(talk, top.data["act"]), answer=labels[act])
    reminder = find(talk, top.data["id"])
    if reminder is not None:
        reminder = change(talk, reminder, unanswered=0)
    talk.pop()
    if act == "start":
        talk.go_on(top.data["act"])
        return
    if act == "stop":
        if reminder is not None:
            remove(talk, reminder)
        talk.tell("reminders.stopped")
    elif reminder is None:
        talk.tell("reminders.last_one")
    else:
        _next(talk, reminder, talk.now + SNOOZE if act == "hour" else None)
    restate(talk)


def _next(talk: Talk, reminder: Reminder, wanted: datetime | None) -> None:
    """Say when it comes next: in an hour if that is still today and no quiet hour, else at its regular time."""
    if wanted is not None:
        at = _put_off(talk, reminder, awake(wanted, talk.person.zone))
    else:
        at = following(reminder, talk.now, talk.person.zone)
    if at is None:
        remove(talk, reminder)
        talk.tell("reminders.last_one")
    elif wanted is not None and at != wanted:
        talk.tell("reminders.next_instead", when=talk.when(at))
    else:
        talk.tell("reminders.next", when=talk.when(at))


REMINDER = Flow(prompt=_prompt, act=_act, unanswered=unanswered)
