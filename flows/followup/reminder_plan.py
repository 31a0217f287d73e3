"""When each reminder comes next, and the list of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from flows.base.hours import QUIET_FROM, QUIET_UNTIL, awake, daily, time_text
from flows.base.remembered import Reminder
from flows.talk.turn import Talk

MOST = 5


def timer_of(reminder: Reminder) -> str:
    """The name of its timer."""
    return f"reminder.{reminder.id}"


def following(reminder: Reminder, now: datetime, zone: str) -> datetime | None:
    """When it comes next after `now`; None if it has come to its end."""
    if not reminder.every:
        return daily(now, zone, reminder.minute)
    at = awake(now + timedelta(minutes=reminder.every), zone)
    return at if reminder.until is None or at <= reminder.until else None


def at_night(minute: int) -> bool:
    """Whether a time of day lies in the quiet hours."""
    return not QUIET_UNTIL <= QUIET_UNTIL.replace(*divmod(minute, 60)) < QUIET_FROM


def find(talk: Talk, id: str) -> Reminder | None:
    """The reminder of this id, or None."""
    return next((one for one in talk.reminders if one.id == id), None)


def plan(talk: Talk, reminder: Reminder) -> datetime | None:
    """Set its next timer, and give that instant; one that has come to its end goes."""
    at = following(reminder, talk.now, talk.person.zone)
    if at is None:
        talk.drop_timer(timer_of(reminder))
    else:
        talk.set_timer(timer_of(reminder), at)
    return at


def plan_all(talk: Talk) -> None:
    """Plan all of them anew: the person's clock is another one now."""
    for reminder in talk.reminders:
        plan(talk, reminder)


def add(talk: Talk, act: str, *, minute: int = 0, every: int = 0, until: datetime | None = None) -> Reminder:
    """A new reminder, under the smallest free number; it still has to be planned."""
    taken = {one.id for one in talk.reminders}
    id = next(str(number) for number in range(1, MOST + 2) if str(number) not in taken)
    reminder = Reminder(id, act, minute=minute, every=every, until=until)
    talk.reminders = (*talk.reminders, reminder)
    return reminder


def change(talk: Talk, reminder: Reminder, **changes: object) -> Reminder:
    """Change fields of a reminder in the list."""
    changed = replace(reminder, **changes)
    talk.reminders = tuple(changed if one.id == reminder.id else one for one in talk.reminders)
    return changed


def remove(talk: Talk, reminder: Reminder) -> None:
    """Take it off the list, with its timer and its open prompt."""
    talk.reminders = tuple(one for one in talk.reminders if one.id != reminder.id)
    talk.drop_timer(timer_of(reminder))
    talk.frames = [one for one in talk.frames if one.flow != "reminder" or one.data["id"] != reminder.id]


def prune(talk: Talk) -> None:
    """Reminders that have come to their end go."""
    for reminder in talk.reminders:
        if reminder.until is not None and reminder.until < talk.now:
            remove(talk, reminder)


def name_of(talk: Talk, act: str) -> str:
    """What the person is reminded of, in words; empty for something that does not exist."""
    word, _, argument = act.partition(".")
    words, language = talk.library.words, talk.language
    for key in (f"reminders.names.{word}_{argument}", f"routines.{argument}.name"):
        if argument and words.has(language, key):
            return words.text(language, key)
    return ""


def told(talk: Talk, reminder: Reminder) -> str:
    """The reminder in a line: what, and when."""
    name = name_of(talk, reminder.act) or talk.words("reminders.gone")
    if not reminder.every:
        return talk.words("reminders.daily", name=name, time=time_text(reminder.minute))
    until = talk.when(reminder.until) if reminder.until is not None else ""
    return talk.words("reminders.repeats", name=name, hours=reminder.every // 60, until=until)
