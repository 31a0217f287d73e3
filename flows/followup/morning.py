"""The morning after a session, asked about once.

How much the first steps hurt, and whether anything is new.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from flows.base.hours import next_morning
from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.checking.recheck import recheck
from flows.followup.proactive import clear_to_speak, make_room
from flows.followup.zone import ask_zone
from flows.talk.asking import ask, button, buttons, not_understood, scale
from flows.talk.flow import Flow, Open
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.way_back.after import count_morning

MORNING = "morning"
"""The name of the timer, of the card act that arranges it, and of the flow that it opens."""
LATER = timedelta(hours=36)
"""From so long after the session on, the morning after it is no longer this one."""
SIGNS = ("none", "limp", "look", "breath", "foot")
SERIOUS = ("look", "breath", "foot")
"""Signs that open the check."""


class AfterSession(msgspec.Struct, frozen=True):
    """What it is the morning after: a session of this routine.

    `done` is when that was, if its own morning may have gone by; `then` a card act to go on with, `pain` what was told of
    the first steps.
    """

    routine: str
    done: datetime | UnsetType = UNSET
    then: str | UnsetType = UNSET
    pain: int | UnsetType = UNSET


def agree_morning(turn: Turn, routine: str) -> Show:
    """Arrange that it is asked the next morning, now that it was agreed to.

    By the person's own clock, if they tell it.
    """
    if not turn.zone_asked and ask_zone(turn, f"morning.{routine}"):
        return Show.USUAL
    at = next_morning(turn.now, turn.session.person.zone)
    turn.set_timer(MORNING, at, routine=routine)
    turn.message(turn.words("guided.morning", when=turn.when(at)), promise=True)
    return Show.USUAL


def ask_morning(turn: Turn, name: str, data: Mapping[str, Any]) -> Show:
    """Ask about the morning that it is, unless that has to wait.

    It waits while the person is busy or asleep, and is left out in a session or where all has been erased.
    """
    later = clear_to_speak(turn)
    if later is not None:
        turn.set_timer(name, later, **data)
    elif turn.session.episode is not None and turn.frame_of("routine") is None:
        make_room(turn)
        turn.push(MORNING, "pain", AfterSession(data["routine"]))
    return Show.USUAL


def _prompt(turn: Turn, frame: Open[AfterSession]) -> Reply:
    title = turn.words("morning.title")
    skip = button(turn, "skip", turn.words("morning.skip"), "last")
    past = _past(turn, frame.data)
    then = "then_" if past is not None else ""
    if frame.state == "pain":
        name = turn.words(f"routines.{frame.data.routine}.name")
        words = turn.words(f"morning.{then}pain", name=name, day=turn.day(past) if past is not None else "")
        return ask(turn, "pain", words, (*scale(turn), skip), title=title, kind="number", progress=(1, 2))
    signs = buttons(turn, ((f"new.{sign}", turn.words(f"morning.signs.{sign}")) for sign in SIGNS))
    return ask(turn, "new", turn.words(f"morning.{then}new"), (*signs, skip), title=title, progress=(2, 2))


def _past(turn: Turn, after: AfterSession) -> datetime | None:
    """When the session was, if its morning has gone by without having been told."""
    return after.done if after.done is not UNSET and turn.now - after.done >= LATER else None


def _act(turn: Turn, frame: Open[AfterSession], act: Act) -> Show:
    if act.whole == "skip":
        turn.pop()
        turn.tell("morning.skipped")
        return Show.USUAL
    if frame.state == "pain" and act.word == "pain" and act.number is not None:
        pain = min(act.number, 10)
        turn.record("pain", "morning", pain)
        turn.move("new", replace(frame.data, pain=pain))
        return Show.USUAL
    if frame.state == "new" and act.word == "new" and act.argument in SIGNS and frame.data.pain is not UNSET:
        turn.pop()
        if act.argument in SERIOUS:
            return recheck(turn, act.argument)
        return _judge(turn, frame.data, frame.data.pain, new_sign=act.argument == "limp")
    return not_understood(turn)


def _judge(turn: Turn, after: AfterSession, pain: int, *, new_sign: bool) -> Show:
    """Say what the morning makes of the plan, and go on with what it was asked before."""
    raised = turn.session.episode.raised if turn.session.episode else None
    show = count_morning(turn, pain, new_sign)
    if turn.session.episode is not None and turn.session.episode.raised != raised:
        return show  # somebody should look at it: the card says so, and nothing is put over it
    if after.then is not UNSET and after.then and turn.top is not None and turn.frame_of("plan") is None:
        return max(show, turn.ways.go_on(turn, after.then))
    return show


MORNING_AFTER = Flow(_prompt, _act, data=AfterSession, states=frozenset({"pain", "new"}))
