"""A reminder that is due: shown, put off, and stopped when nobody answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from flows.base.hours import awake, zone_of
from flows.base.remembered import Reminder
from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.followup.proactive import announce_question, clear_to_speak, make_room
from flows.followup.reminder_plan import (
    change_reminder,
    find_reminder,
    is_at_night,
    name_of,
    next_time,
    plan_reminder,
    prune_reminders,
    remove_reminder,
    timer_of,
)
from flows.followup.reminders import ICE, may_remind
from flows.talk.asking import ask, buttons, not_understood
from flows.talk.flow import Flow, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

NAME = "reminder"
MOST_UNANSWERED = 3
MORE_TO_SAY = ("checkin", "morning")
"""Prompts that no reminder takes the place of within a day."""
SNOOZE = timedelta(hours=1)


class Shown(msgspec.Struct, frozen=True):
    """The reminder by its id, with the card act that it offers.

    `at`: when it came (ISO), which only tells it from an earlier one.
    """

    id: str
    act: str
    at: str | UnsetType = UNSET


# --- when it is due --------------------------------------------------------------------------------------------------


def show_reminder(turn: Turn, name: str, data: Mapping[str, Any]) -> Show:
    """Show the reminder that is due, unless it has to wait.

    It waits while the person is busy or asleep, and is left out where the advice forbids it.
    """
    prune_reminders(turn)
    reminder = next((one for one in turn.session.reminders if timer_of(one) == name), None)
    if reminder is None:
        return Show.USUAL
    if not may_remind(turn, reminder.act) or not name_of(turn, reminder.act) or _matters_less(turn):
        plan_reminder(turn, reminder)
        return Show.USUAL
    # A daily time by night was chosen in spite of the quiet hours; what is late or put off keeps to them.
    own = not reminder.every and is_at_night(reminder.minute) and not data.get("again")
    later = clear_to_speak(turn, quiet=not own)
    if later is not None:
        _put_off(turn, reminder, later)
        return Show.USUAL
    make_room(turn)
    reminder = find_reminder(turn, reminder.id)
    if reminder is not None:  # else that was the last one without an answer
        plan_reminder(turn, reminder)
        turn.push(NAME, "due", Shown(reminder.id, reminder.act, turn.now.isoformat()))
    return Show.USUAL


def _matters_less(turn: Turn) -> bool:
    """Whether something open matters more."""
    fresh = turn.session.spoke is not None and turn.now - turn.session.spoke < timedelta(days=1)
    return fresh and any(frame.flow in MORE_TO_SAY for frame in turn.session.frames)


def _put_off(turn: Turn, reminder: Reminder, at: datetime) -> datetime | None:
    """Set the timer to a later instant, or to the next regular one where that is as good; gives which."""
    regular = next_time(reminder, turn.now, turn.session.person.zone)
    zone = zone_of(turn.session.person.zone)
    another_day = at.astimezone(zone).date() != turn.now.astimezone(zone).date()
    too_late = reminder.until is not None and at > reminder.until
    if too_late or (regular is not None and regular <= at) or (another_day and not reminder.every):
        return plan_reminder(turn, reminder)
    turn.set_timer(timer_of(reminder), at, again=True)
    return at


def _count_unanswered(turn: Turn, frame: Open[Shown]) -> None:
    """The open reminder had no answer. After three in a row it is stopped, which is said once."""
    reminder = find_reminder(turn, frame.data.id)
    if reminder is None:
        return
    reminder = change_reminder(turn, reminder, unanswered=reminder.unanswered + 1)
    if reminder.unanswered >= MOST_UNANSWERED:
        remove_reminder(turn, reminder)
        turn.tell("reminders.given_up", name=name_of(turn, reminder.act))


# --- what is shown, and what is chosen -------------------------------------------------------------------------------


def _prompt(turn: Turn, frame: Open[Shown]) -> Reply:
    return ask(turn, NAME, _due(turn, frame.data.act), buttons(turn, _labels(turn, frame.data.act).items()))


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


def _act(turn: Turn, frame: Open[Shown], act: Act) -> Show:
    shown, labels = frame.data, _labels(turn, frame.data.act)
    if act.whole not in labels:
        return not_understood(turn)
    turn.out.closing = turn.text("answered", question=_due(turn, shown.act), answer=labels[act.whole])
    reminder = find_reminder(turn, shown.id)
    if reminder is not None:
        reminder = change_reminder(turn, reminder, unanswered=0)
    turn.pop()
    if act.word == "start":
        return turn.ways.go_on(turn, shown.act)
    _ON_ACT[act.word](turn, reminder)
    announce_question(turn)
    return Show.USUAL


def _stop(turn: Turn, reminder: Reminder | None) -> None:
    if reminder is not None:
        remove_reminder(turn, reminder)
    turn.tell("reminders.stopped")


def _skip(turn: Turn, reminder: Reminder | None) -> None:
    """It comes again at its regular time."""
    at = next_time(reminder, turn.now, turn.session.person.zone) if reminder is not None else None
    _tell_next(turn, reminder, at, "reminders.next")


def _snooze(turn: Turn, reminder: Reminder | None) -> None:
    """It comes again in an hour if that is still today and no quiet hour, else at its regular time."""
    wanted = awake(turn.now + SNOOZE, turn.session.person.zone)
    at = _put_off(turn, reminder, wanted) if reminder is not None else None
    in_an_hour = at == turn.now + SNOOZE
    _tell_next(turn, reminder, at, "reminders.next" if in_an_hour else "reminders.next_instead")


def _tell_next(turn: Turn, reminder: Reminder | None, at: datetime | None, words: str) -> None:
    """Say when it comes again; one that has come to its end goes."""
    if at is not None:
        turn.tell(words, when=turn.when(at))
        return
    if reminder is not None:
        remove_reminder(turn, reminder)
    turn.tell("reminders.last_one")


_ON_ACT: Mapping[str, Callable[[Turn, Reminder | None], None]] = {"hour": _snooze, "skip": _skip, "stop": _stop}


REMINDER = Flow(_prompt, _act, data=Shown, states=frozenset({"due"}), unanswered=_count_unanswered, in_passing=True)
