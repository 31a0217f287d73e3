"""/reminders: the list, and for each one another time or its end.

Also where the time of day of a new one is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from flows.base.hours import QUIET_FROM, QUIET_UNTIL, time_text
from flows.base.remembered import Reminder
from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.checking.verdicts import emergency_again
from flows.followup.proactive import is_silenced
from flows.followup.reminder_plan import (
    add_reminder,
    change_reminder,
    find_reminder,
    is_at_night,
    line_of,
    name_of,
    plan_reminder,
    prune_reminders,
    remove_reminder,
)
from flows.followup.zone import ask_zone
from flows.places.zones import city_of
from flows.talk.asking import Kind, ask, button, not_understood
from flows.talk.flow import Flow, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

NAME = "reminders"

TIMES = (8 * 60, 12 * 60 + 30, 18 * 60, 20 * 60)
"""Offered for a daily reminder, in minutes past midnight; others can be typed."""

_TIME = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})?)?\s*(am|pm|a\.m\.|p\.m\.|uhr|h|o'clock)?", re.IGNORECASE)
_FOUR = re.compile(r"(\d{2})(\d{2})")


class Chosen(msgspec.Struct, frozen=True):
    """What is chosen: a reminder by its `id`, or the `act` of a new one.

    `minute` is a time of the day that may be too early.
    """

    id: str | UnsetType = UNSET
    act: str | UnsetType = UNSET
    minute: int | UnsetType = UNSET


# --- ways in ---------------------------------------------------------------------------------------------------------


def open_list(turn: Turn, _argument: str = "") -> Show:
    """/reminders: open the list, or come back to it."""
    prune_reminders(turn)
    if is_silenced(turn):
        turn.tell("reminders.silent")
        show = emergency_again(turn)
        if show is Show.ANEW or turn.moved:
            return show
    if turn.top is not None and turn.top.flow == NAME:
        turn.move("list")
        return Show.ANEW
    turn.push(NAME, "list")
    return Show.USUAL


def ask_time(turn: Turn, act: str) -> None:
    """Ask at which time of the day a new reminder of this card act is to come."""
    turn.push(NAME, "time", Chosen(act=act))


def read_time(text: str) -> int | None:
    """The minutes past midnight of a typed time; None if it is none.

    `7:30`, `19h`, `7 pm` and `0730` are times.
    """
    text = text.strip().lower().removeprefix("at ").strip()
    four = _FOUR.fullmatch(text)
    found = four or _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    half = "" if four else (found[3] or "")[:1]
    if half in ("a", "p"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


# --- what is open ----------------------------------------------------------------------------------------------------


class Offer(NamedTuple):
    """What is said, and what can be chosen: acts with their labels."""

    words: str
    acts: list[tuple[str, str]]


def _prompt(turn: Turn, frame: Open[Chosen]) -> Reply:
    offer = _OFFERS[frame.state](turn, frame.data)
    choices = [button(turn, act, label, "last" if act in ("leave", "list") else "option") for act, label in offer.acts]
    kind: Kind = "text" if frame.state == "time" else "one"
    return ask(turn, NAME, offer.words, choices, title=turn.words("reminders.title"), kind=kind)


def _list(turn: Turn, chosen: Chosen) -> Offer:
    lines = "\n".join(line_of(turn, one) for one in turn.session.reminders)
    zone = turn.session.person.zone
    acts = [(f"one.{one.id}", _short(turn, one)) for one in turn.session.reminders]
    acts.append(("zone", turn.words("reminders.zone", city=city_of(zone)) if zone else turn.words("reminders.no_zone")))
    acts.append(("leave", turn.words("reminders.close")))
    return Offer(lines or turn.words("reminders.none"), acts)


def _short(turn: Turn, reminder: Reminder) -> str:
    """A button of at most 60 characters; the time tells two routines of similar names apart."""
    name = name_of(turn, reminder.act) or turn.words("reminders.gone")
    when = "" if reminder.every else f", {time_text(reminder.minute)}"
    return turn.words("reminders.change", what=f"{name[:40].rstrip()}{when}")


def _one(turn: Turn, chosen: Chosen) -> Offer:
    reminder = _reminder(turn, chosen)
    if reminder is None:
        return _list(turn, chosen)
    acts = [] if reminder.every else [("time", turn.words("reminders.other_time"))]
    acts += [("delete", turn.words("reminders.delete")), ("list", turn.words("reminders.back"))]
    return Offer(line_of(turn, reminder), acts)


def _time(turn: Turn, chosen: Chosen) -> Offer:
    acts = [(f"at.{minute}", time_text(minute)) for minute in TIMES]
    acts.append(("leave", turn.words("reminders.leave")))
    return Offer(turn.words("reminders.when", name=_name(turn, chosen)), acts)


def _early(turn: Turn, chosen: Chosen) -> Offer:
    first = QUIET_UNTIL.hour * 60
    minute = chosen.minute if chosen.minute is not UNSET else first
    quiet = turn.words("reminders.early", start=f"{QUIET_FROM:%H:%M}", end=time_text(first), time=time_text(minute))
    acts = [
        (f"night.{minute}", turn.words("reminders.early_yes", time=time_text(minute))),
        (f"at.{first}", turn.words("reminders.early_no", time=time_text(first))),
        ("leave", turn.words("reminders.leave")),
    ]
    return Offer(quiet, acts)


_OFFERS: Mapping[str, Callable[[Turn, Chosen], Offer]] = {"list": _list, "one": _one, "time": _time, "early": _early}


def _reminder(turn: Turn, chosen: Chosen) -> Reminder | None:
    return find_reminder(turn, chosen.id) if chosen.id is not UNSET else None


def _name(turn: Turn, chosen: Chosen) -> str:
    reminder = _reminder(turn, chosen)
    act = reminder.act if reminder is not None else chosen.act
    return (name_of(turn, act) if act is not UNSET else "") or turn.words("reminders.gone")


# --- what is chosen --------------------------------------------------------------------------------------------------


def _act(turn: Turn, frame: Open[Chosen], act: Act) -> Show:
    chosen = frame.data
    if act.whole not in [one for one, _ in _OFFERS[frame.state](turn, chosen).acts]:
        return not_understood(turn)
    reminder = _reminder(turn, chosen)
    if act.word == "one":
        turn.move("one", Chosen(act.argument))
    elif act.word == "zone":
        ask_zone(turn, NAME, anew=True)
    elif act.word == "time":
        turn.move("time", chosen)
    elif act.word == "delete" and reminder is not None:
        remove_reminder(turn, reminder)
        turn.tell("reminders.deleted")
        turn.move("list")
    elif act.word in ("at", "night") and act.number is not None:
        _set(turn, chosen, act.number)
    elif act.word == "list" or reminder is not None:  # the time was to be another one, and now is not
        turn.move("list")
    else:
        turn.pop()
    return Show.USUAL


def _typed(turn: Turn, frame: Open[Chosen], text: str) -> Show | None:
    """A time of day, where one is asked for. A small number by itself is the number of a choice."""
    small = text.strip().isdecimal() and len(text.strip()) < 3 and int(text) <= len(TIMES) + 1
    minute = None if frame.state not in ("time", "early") or small else read_time(text)
    if minute is None:
        return None
    if is_at_night(minute):
        turn.move("early", replace(frame.data, minute=minute))
    else:
        _set(turn, frame.data, minute)
    return Show.USUAL


def _set(turn: Turn, chosen: Chosen, minute: int) -> None:
    """The time of day is chosen: a new reminder begins, an old one changes."""
    reminder = _reminder(turn, chosen)
    if reminder is not None:
        reminder = change_reminder(turn, reminder, minute=minute)
        turn.move("list")
    elif chosen.act is not UNSET and chosen.act:
        reminder = add_reminder(turn, chosen.act, minute=minute)
        turn.pop()
    else:  # it was deleted meanwhile
        turn.move("list")
        return
    at = plan_reminder(turn, reminder)
    assert at is not None
    told = turn.words("reminders.set", name=name_of(turn, reminder.act), time=time_text(minute), when=turn.when(at))
    turn.message(told, promise=True)


REMINDERS = Flow(_prompt, _act, data=Chosen, states=frozenset(_OFFERS), typed=_typed)
