"""The guided session as a conversation: what its buttons and its timer do, and how it is left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from flows.base.tokens import Act
from flows.checking.recheck import recheck
from flows.gate.allowed import allowed
from flows.guided.end import end_session, finish_session
from flows.guided.entering import Way
from flows.guided.moves import MACHINE, can_go_on, make_move
from flows.guided.run import NAME, Run
from flows.guided.show import BESIDE_SCALE, acts_of, show_session
from flows.guided.steps import step_of
from flows.guided.words import closing_of, tell_about
from flows.talk.asking import not_understood
from flows.talk.flow import Flow, Open
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.way_back.after import ceiling_of

AWAY = timedelta(seconds=60)
"""A countdown that ended longer ago than this ended while the bot was away: the session waits for the person."""

TRIGGERS = {("rest", "go"): "over", ("hold", "set_done"): "over"}
"""Buttons that end a countdown before its time; any other button is called as the trigger is."""

MOST_PAIN = 10


# --- what a button does ----------------------------------------------------------------------------------------------


def _act(turn: Turn, frame: Open[Run], act: Act) -> Show:
    if frame.state in BESIDE_SCALE:
        return _answer_scale(turn, frame, act)
    if act.whole not in acts_of(turn, frame.state, frame.data):
        return not_understood(turn)
    if act.word == "about":
        tell_about(turn, step_of(turn, frame.data).exercise)
        return Show.USUAL
    if act.word in ("easier", "harder"):
        return _change_level(turn, frame, act.word)
    return _go_on(turn, frame, TRIGGERS.get((frame.state, act.word), act.word))


def _answer_scale(turn: Turn, frame: Open[Run], act: Act) -> Show:
    """Take how much it hurts, or what was said instead."""
    if act.word == "pain" and act.number is not None:
        return _take_pain(turn, frame, min(act.number, MOST_PAIN))
    if act.whole == "sharp":
        return _leave_for_check(turn, frame.data, "pop")
    if act.whole in ("skip", "stop") and act.whole in MACHINE.moves(frame.state):
        return _go_on(turn, frame, act.whole)
    return not_understood(turn)


def _take_pain(turn: Turn, frame: Open[Run], pain: int) -> Show:
    run, state = frame.data, frame.state
    limit = ceiling_of(turn, run.routine)
    way = turn.library.exercises.pain.way(pain, limit)
    if state == "before":
        run = replace(run, before=pain)
        turn.record("pain", "rest", pain)
        if way in ("stop", "check"):
            turn.tell("guided.too_sore" if way == "stop" else "guided.rule.check", pain=pain)
    else:
        run = replace(run, worst=pain if run.worst is None else max(run.worst, pain))
        if state == "hurts" or way == "check":
            turn.tell(f"guided.rule.{way}", **({"limit": limit} if way == "go_on" else {"pain": pain}))
    return _go_on(turn, replace(frame, data=run), "pain", way)


def _change_level(turn: Turn, frame: Open[Run], word: str) -> Show:
    exercises, run = turn.library.exercises, frame.data
    change = exercises.level_down if word == "easier" else exercises.level_up
    level = change(step_of(turn, run), run.level, allowed(turn))
    assert level is not None  # else there would be no such button
    make_move(turn, replace(frame, data=replace(run, level=level)), "level")
    return Show.USUAL


def _go_on(turn: Turn, frame: Open[Run], trigger: str, way: Way = "go_on") -> Show:
    """Make the move; at an end, the session is over."""
    turn.out.closing = closing_of(turn, frame.state, frame.data, trigger)
    moved = make_move(turn, frame, trigger, way)
    if moved.state == "check":
        return _leave_for_check(turn, moved.data, "worse")
    if moved.state == "done" and frame.state == "before":
        end_session(turn, moved.data)  # it has not begun: what comes next says enough
    elif moved.state == "done":
        finish_session(turn, moved.data)
    elif moved.state == "after" and trigger in ("stop", "skip") and moved.data.untouched:
        end_session(turn, moved.data)  # there is nothing to ask about
        turn.tell("guided.nothing_done")
    return Show.USUAL


def _leave_for_check(turn: Turn, run: Run, what: str) -> Show:
    """End the session, and look at what has happened: a pop or sharp pain, or a lot of pain."""
    end_session(turn, run)
    return recheck(turn, what)


# --- what comes from outside -----------------------------------------------------------------------------------------


def end_countdown(turn: Turn, name: str, data: Mapping[str, Any]) -> Show:
    """A countdown is over; it counts only if it is still the one that runs."""
    frame = turn.frame_of(NAME)
    if frame is None or frame.state not in ("hold", "rest"):
        return Show.USUAL
    opened = ROUTINE.opened(frame)
    until = opened.data.until
    if until is None or until != datetime.fromisoformat(data["until"]):
        return Show.USUAL
    away = turn.now - until > AWAY
    if not away and frame is turn.top:
        return _go_on(turn, opened, "over")
    turn.out.closing = ""
    if away:
        turn.tell("guided.was_away")
    make_move(turn, opened, "late")
    return Show.USUAL


def _leave(turn: Turn, frame: Open[Run]) -> None:
    """Keep what was done: /stop ends the session at once."""
    end_session(turn, frame.data)


ROUTINE: Flow[Run] = Flow(show_session, _act, data=Run, states=frozenset(), holds=can_go_on, leave=_leave)
