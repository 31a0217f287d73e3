"""When each reminder comes next, and the list of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from flows.base.hours import QUIET_FROM, QUIET_UNTIL, awake, daily, time_text
from flows.base.remembered import Reminder
from flows.base.tokens import Act
from flows.talk.turn import Turn

MOST = 5


def timer_of(reminder: Reminder) -> str:
    """The name of its timer."""
    return f"reminder.{reminder.id}"


def next_time(reminder: Reminder, now: datetime, zone: str) -> datetime | None:
    """When it comes next after `now`; None if it has come to its end."""
    if not reminder.every:
        return daily(now, zone, reminder.minute)
    at = awake(now + timedelta(minutes=reminder.every), zone)
    return at if reminder.until is None or at <= reminder.until else None


def is_at_night(minute: int) -> bool:
    """Whether a time of day lies in the quiet hours."""
    return not QUIET_UNTIL <= QUIET_UNTIL.replace(*divmod(minute, 60)) < QUIET_FROM


def find_reminder(turn: Turn, id: str) -> Reminder | None:
    """The reminder of this id, or None."""
    return next((one for one in turn.session.reminders if one.id == id), None)


def plan_reminder(turn: Turn, reminder: Reminder) -> datetime | None:
    """Set its next timer, and give that instant; None: it is at its end."""
    at = next_time(reminder, turn.now, turn.session.person.zone)
    if at is None:
        turn.drop_timer(timer_of(reminder))
    else:
        turn.set_timer(timer_of(reminder), at)
    return at


def plan_every_reminder(turn: Turn) -> None:
    """Plan all of them anew: the person's clock is another one now."""
    for reminder in turn.session.reminders:
        plan_reminder(turn, reminder)


def add_reminder(turn: Turn, act: str, *, minute: int = 0, every: int = 0, until: datetime | None = None) -> Reminder:
    """Add a reminder under the smallest free number, not planned yet."""
    taken = {one.id for one in turn.session.reminders}
    id = next(str(number) for number in range(1, MOST + 2) if str(number) not in taken)
    reminder = Reminder(id, act, minute=minute, every=every, until=until)
    turn.session.reminders = (*turn.session.reminders, reminder)
    return reminder


def change_reminder(turn: Turn, reminder: Reminder, **changes: object) -> Reminder:
    """Change fields of a reminder in the list."""
    changed = replace(reminder, **changes)
    turn.session.reminders = tuple(changed if one.id == reminder.id else one for one in turn.session.reminders)
    return changed


def remove_reminder(turn: Turn, reminder: Reminder) -> None:
    """Take it off the list, with its timer and its open prompt."""
    turn.session.reminders = tuple(one for one in turn.session.reminders if one.id != reminder.id)
    turn.drop_timer(timer_of(reminder))
    shown = turn.frame_of("reminder")  # at most one is open
    if shown is not None and shown.data.get("id") == reminder.id:
        turn.remove("reminder")


def prune_reminders(turn: Turn) -> None:
    """Remove the reminders that have come to their end."""
    for reminder in turn.session.reminders:
        if reminder.until is not None and reminder.until < turn.now:
            remove_reminder(turn, reminder)


def name_of(turn: Turn, act: str) -> str:
    """What the person is reminded of, in words; empty: there is no such thing."""
    of = Act.of(act)
    for key in (f"reminders.names.{of.word}_{of.argument}", f"routines.{of.argument}.name"):
        if of.argument and turn.library.words.has(turn.language, key):
            return turn.words(key)
    return ""


def line_of(turn: Turn, reminder: Reminder) -> str:
    """A reminder in a line: what, and when."""
    name = name_of(turn, reminder.act) or turn.words("reminders.gone")
    if not reminder.every:
        return turn.words("reminders.daily", name=name, time=time_text(reminder.minute))
    until = turn.when(reminder.until) if reminder.until is not None else ""
    return turn.words("reminders.repeats", name=name, hours=reminder.every // 60, until=until)
