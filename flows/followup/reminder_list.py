"""/reminders: the list, and for each one another time or its end; also where the time of day of a new one is asked."""

from __future__ import annotations

import re

from flows.base.hours import QUIET_FROM, QUIET_UNTIL, time_text
from flows.base.remembered import Reminder
from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.tokens import make
from flows.checking.verdicts import emergency_again
from flows.followup.proactive import silenced
from flows.followup.reminder_plan import add, at_night, change, find, name_of, plan, prune, remove, told
from flows.followup.zone import ask_zone
from flows.places.zones import city_of
from flows.talk.flow import legacy as Flow
from flows.talk.turn import Turn

TIMES = (8 * 60, 12 * 60 + 30, 18 * 60, 20 * 60)
"""Offered for a daily reminder, in minutes past midnight; others can be typed."""

_TIME = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})?)?\s*(am|pm|a\.m\.|p\.m\.|uhr|h|o'clock)?", re.IGNORECASE)
_FOUR = re.compile(r"(\d{2})(\d{2})")


def show_list(turn: Turn, _argument: str = "") -> None:
    """Open the list, or come back to it."""
    prune(turn)
    if silenced(turn):
        turn.tell("reminders.silent")
        emergency_again(turn)
        if turn.show:
            return
    if turn.top is not None and turn.top.flow == "reminders":
        turn.move("list")
        turn.show = True
    else:
        turn.push("reminders", "list")


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


def _prompt(turn: Turn) -> Reply:
    top = turn.top
    assert top is not None
    paragraphs, choices = _PARTS[top.state](turn)
    return Reply(
        kind="question",
        title=turn.words("reminders.title"),
        paragraphs=paragraphs,
        choices=tuple(
            Choice(
                act,
                label,
                make(turn.session.sid, turn.session.turn, act),
                "last" if act in ("leave", "list") else "option",
            )
            for act, label in choices
        ),
        slot=str(turn.session.turn),
        repeatable=True,
        question=QuestionFacts("reminders", "text" if top.state == "time" else "one", (1, 1)),
    )


_Parts = tuple[tuple[str, ...], list[tuple[str, str]]]


def _list(turn: Turn) -> _Parts:
    lines = "\n".join(told(turn, one) for one in turn.session.reminders)
    zone = turn.session.person.zone
    choices = [(f"one.{one.id}", _short(turn, one)) for one in turn.session.reminders]
    choices.append(
        ("zone", turn.words("reminders.zone", city=city_of(zone)) if zone else turn.words("reminders.no_zone"))
    )
    choices.append(("leave", turn.words("reminders.close")))
    return (lines or turn.words("reminders.none"),), choices


def _short(turn: Turn, reminder: Reminder) -> str:
    """A button of at most 60 characters; the time tells two routines of similar names apart."""
    name = name_of(turn, reminder.act) or turn.words("reminders.gone")
    when = "" if reminder.every else f", {time_text(reminder.minute)}"
    return turn.words("reminders.change", what=f"{name[:40].rstrip()}{when}")


def _one(turn: Turn) -> _Parts:
    reminder = _chosen(turn)
    if reminder is None:
        return _list(turn)
    choices = [] if reminder.every else [("time", turn.words("reminders.other_time"))]
    choices += [("delete", turn.words("reminders.delete")), ("list", turn.words("reminders.back"))]
    return (told(turn, reminder),), choices


def _time(turn: Turn) -> _Parts:
    choices = [(f"at.{minute}", time_text(minute)) for minute in TIMES]
    choices.append(("leave", turn.words("reminders.leave")))
    return (turn.words("reminders.when", name=_name(turn)),), choices


def _early(turn: Turn) -> _Parts:
    top = turn.top
    assert top is not None
    minute = top.data["minute"]
    first = QUIET_UNTIL.hour * 60
    quiet = turn.words("reminders.early", start=f"{QUIET_FROM:%H:%M}", end=time_text(first), time=time_text(minute))
    choices = [
        (f"night.{minute}", turn.words("reminders.early_yes", time=time_text(minute))),
        (f"at.{first}", turn.words("reminders.early_no", time=time_text(first))),
        ("leave", turn.words("reminders.leave")),
    ]
    return (quiet,), choices


_PARTS = {"list": _list, "one": _one, "time": _time, "early": _early}


def _chosen(turn: Turn) -> Reminder | None:
    return find(turn, turn.top.data.get("id", "")) if turn.top is not None else None


def _name(turn: Turn) -> str:
    top, reminder = turn.top, _chosen(turn)
    act = reminder.act if reminder is not None else top.data.get("act", "") if top is not None else ""
    return name_of(turn, act) or turn.words("reminders.gone")


# --- what is chosen --------------------------------------------------------------------------------------------------


def _act(turn: Turn, act: str) -> None:
    top = turn.top
    assert top is not None
    if act not in [one for one, _ in _PARTS[top.state](turn)[1]]:
        turn.say("not_understood")
        return
    word, _, argument = act.partition(".")
    reminder = _chosen(turn)
    if word == "one":
        turn.move("one", id=argument)
    elif word == "zone":
        ask_zone(turn, "reminders", anew=True)
    elif word == "list":
        turn.move("list")
    elif word == "time":
        turn.move("time", **top.data)
    elif word == "delete" and reminder is not None:
        remove(turn, reminder)
        turn.tell("reminders.deleted")
        turn.move("list")
    elif word in ("at", "night"):
        _set(turn, int(argument))
    elif reminder is not None:  # the time was to be another one, and now is not
        turn.move("list")
    else:
        turn.pop()


def _typed(turn: Turn, text: str) -> bool:
    """A time of day, where one is asked for. A small number by itself is the number of a choice."""
    top = turn.top
    assert top is not None
    small = text.strip().isdecimal() and len(text.strip()) < 3 and int(text) <= len(TIMES) + 1
    minute = None if top.state not in ("time", "early") or small else read_time(text)
    if minute is None:
        return False
    if at_night(minute):
        turn.move("early", **{**top.data, "minute": minute})
    else:
        _set(turn, minute)
    return True


def _set(turn: Turn, minute: int) -> None:
    """The time of day is chosen: a new reminder begins, an old one changes."""
    top, reminder = turn.top, _chosen(turn)
    assert top is not None
    if reminder is not None:
        reminder = change(turn, reminder, minute=minute)
        turn.move("list")
    elif top.data.get("act"):
        reminder = add(turn, top.data["act"], minute=minute)
        turn.pop()
    else:  # it was deleted meanwhile
        turn.move("list")
        return
    at = plan(turn, reminder)
    assert at is not None
    told = turn.words("reminders.set", name=name_of(turn, reminder.act), time=time_text(minute), when=turn.when(at))
    turn.message(told, promise=True)


REMINDERS = Flow(prompt=_prompt, act=_act, typed=_typed)
