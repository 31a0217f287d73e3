"""/reminders: the list, and for each one another time or its end; also where the time of day of a new one is asked."""

from __future__ import annotations

import re

from flows.base.hours import QUIET_FROM, QUIET_UNTIL, time_text
from flows.base.remembered import Reminder
from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.tokens import make
from flows.checking.first import emergency_again
from flows.followup.proactive import silenced
from flows.followup.reminder_plan import add, at_night, change, find, name_of, plan, prune, remove, told
from flows.followup.zone import ask_zone
from flows.places.zones import city_of
from flows.talk.flow import Flow
from flows.talk.turn import Talk

TIMES = (8 * 60, 12 * 60 + 30, 18 * 60, 20 * 60)
"""Offered for a daily reminder, in minutes past midnight; others can be typed."""

_TIME = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})?)?\s*(am|pm|a\.m\.|p\.m\.|uhr|h|o'clock)?", re.IGNORECASE)
_FOUR = re.compile(r"(\d{2})(\d{2})")


def show_list(talk: Talk, _argument: str = "") -> None:
    """Open the list, or come back to it."""
    prune(talk)
    if silenced(talk):
        talk.tell("reminders.silent")
        emergency_again(talk)
        if talk.show:
            return
    if talk.top is not None and talk.top.flow == "reminders":
        talk.move("list")
        talk.show = True
    else:
        talk.push("reminders", "list")


def read_time(text: str) -> int | None:
    """Minutes past midnight of a typed time (`7:30`, `19h`, `7 pm`, `0730`); None if it is none."""
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


def _prompt(talk: Talk) -> Reply:
    top = talk.top
    assert top is not None
    paragraphs, choices = _PARTS[top.state](talk)
    return Reply(
        kind="question",
        title=talk.words("reminders.title"),
        paragraphs=paragraphs,
        choices=tuple(
            Choice(act, label, make(talk.sid, talk.turn, act), "last" if act in ("leave", "list") else "option")
            for act, label in choices
        ),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("reminders", "text" if top.state == "time" else "one", (1, 1)),
    )


_Parts = tuple[tuple[str, ...], list[tuple[str, str]]]


def _list(talk: Talk) -> _Parts:
    lines = "\n".join(told(talk, one) for one in talk.reminders)
    zone = talk.person.zone
    choices = [(f"one.{one.id}", _short(talk, one)) for one in talk.reminders]
    choices.append(
        ("zone", talk.words("reminders.zone", city=city_of(zone)) if zone else talk.words("reminders.no_zone"))
    )
    choices.append(("leave", talk.words("reminders.close")))
    return (lines or talk.words("reminders.none"),), choices


def _short(talk: Talk, reminder: Reminder) -> str:
    """A button of at most 60 characters; the time tells two routines of similar names apart."""
    name = name_of(talk, reminder.act) or talk.words("reminders.gone")
    when = "" if reminder.every else f", {time_text(reminder.minute)}"
    return talk.words("reminders.change", what=f"{name[:40].rstrip()}{when}")


def _one(talk: Talk) -> _Parts:
    reminder = _chosen(talk)
    if reminder is None:
        return _list(talk)
    choices = [] if reminder.every else [("time", talk.words("reminders.other_time"))]
    choices += [("delete", talk.words("reminders.delete")), ("list", talk.words("reminders.back"))]
    return (told(talk, reminder),), choices


def _time(talk: Talk) -> _Parts:
    choices = [(f"at.{minute}", time_text(minute)) for minute in TIMES]
    choices.append(("leave", talk.words("reminders.leave")))
    return (talk.words("reminders.when", name=_name(talk)),), choices


def _early(talk: Talk) -> _Parts:
    top = talk.top
    assert top is not None
    minute = top.data["minute"]
    first = QUIET_UNTIL.hour * 60
    quiet = talk.words("reminders.early", start=f"{QUIET_FROM:%H:%M}", end=time_text(first), time=time_text(minute))
    choices = [
        (f"night.{minute}", talk.words("reminders.early_yes", time=time_text(minute))),
        (f"at.{first}", talk.words("reminders.early_no", time=time_text(first))),
        ("leave", talk.words("reminders.leave")),
    ]
    return (quiet,), choices


_PARTS = {"list": _list, "one": _one, "time": _time, "early": _early}


def _chosen(talk: Talk) -> Reminder | None:
    return find(talk, talk.top.data.get("id", "")) if talk.top is not None else None


def _name(talk: Talk) -> str:
    top, reminder = talk.top, _chosen(talk)
    act = reminder.act if reminder is not None else top.data.get("act", "") if top is not None else ""
    return name_of(talk, act) or talk.words("reminders.gone")


# --- what is chosen --------------------------------------------------------------------------------------------------


def _act(talk: Talk, act: str) -> None:
    top = talk.top
    assert top is not None
    if act not in [one for one, _ in _PARTS[top.state](talk)[1]]:
        talk.say("not_understood")
        return
    word, _, argument = act.partition(".")
    reminder = _chosen(talk)
    if word == "one":
        talk.move("one", id=argument)
    elif word == "zone":
        ask_zone(talk, "reminders", anew=True)
    elif word == "list":
        talk.move("list")
    elif word == "time":
        talk.move("time", **top.data)
    elif word == "delete" and reminder is not None:
        remove(talk, reminder)
        talk.tell("reminders.deleted")
        talk.move("list")
    elif word in ("at", "night"):
        _set(talk, int(argument))
    elif reminder is not None:  # the time was to be another one, and now is not
        talk.move("list")
    else:
        talk.pop()


def _typed(talk: Talk, text: str) -> bool:
    """A time of day, where one is asked for. A small number by itself is the number of a choice."""
    top = talk.top
    assert top is not None
    small = text.strip().isdecimal() and len(text.strip()) < 3 and int(text) <= len(TIMES) + 1
    minute = None if top.state not in ("time", "early") or small else read_time(text)
    if minute is None:
        return False
    if at_night(minute):
        talk.move("early", **{**top.data, "minute": minute})
    else:
        _set(talk, minute)
    return True


def _set(talk: Talk, minute: int) -> None:
    """The time of day is chosen: a new reminder begins, an old one changes."""
    top, reminder = talk.top, _chosen(talk)
    assert top is not None
    if reminder is not None:
        reminder = change(talk, reminder, minute=minute)
        talk.move("list")
    elif top.data.get("act"):
        reminder = add(talk, top.data["act"], minute=minute)
        talk.pop()
    else:  # it was deleted meanwhile
        talk.move("list")
        return
    at = plan(talk, reminder)
    assert at is not None
    told = talk.words("reminders.set", name=name_of(talk, reminder.act), time=time_text(minute), when=talk.when(at))
    talk.message(told, promise=True)


REMINDERS = Flow(prompt=_prompt, act=_act, typed=_typed)
