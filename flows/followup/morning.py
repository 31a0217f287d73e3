"""The morning after a session: how much the first steps hurt, and whether anything is new. Asked once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flows.base.hours import next_morning
from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.tokens import make
from flows.checking.recheck import recheck
from flows.followup.proactive import clear_to_speak, make_room
from flows.followup.zone import ask_zone
from flows.guided.end import MORNING
from flows.talk.flow import legacy as Flow
from flows.talk.turn import Turn
from flows.way_back.after import morning

PAIN = tuple(range(11))
LATER = timedelta(hours=36)
"""From so long after the session on, the morning after it is no longer this one."""
SIGNS = ("none", "limp", "look", "breath", "foot")


def arrange(turn: Turn, routine: str) -> None:
    """Ask the next morning, now that it was agreed to; by the person's own clock, if they tell it."""
    if not turn.zone_asked and ask_zone(turn, f"morning.{routine}"):
        return
    at = next_morning(turn.now, turn.session.person.zone)
    turn.set_timer(MORNING, at, routine=routine)
    turn.message(turn.words("guided.morning", when=turn.when(at)), promise=True)


def timer(turn: Turn, name: str, data: Mapping[str, Any]) -> None:
    """It is the next morning."""
    later = clear_to_speak(turn)
    if later is not None:
        turn.set_timer(name, later, **data)
        return
    if turn.session.episode is None or turn.frame_of("routine") is not None:
        return
    make_room(turn)
    turn.push("morning", "pain", **data)


def _prompt(turn: Turn) -> Reply:
    top = turn.top
    assert top is not None
    name = turn.library.text(turn.language, f"routines.{top.data['routine']}.name")
    if top.state == "pain":
        acts = [(f"pain.{n}", str(n)) for n in PAIN]
        kind, key, text = "number", "pain", turn.words(f"morning.{_when(turn)}pain", name=name, day=_day(turn))
    else:
        acts = [(f"new.{sign}", turn.words(f"morning.signs.{sign}")) for sign in SIGNS]
        kind, key, text = "one", "new", turn.words(f"morning.{_when(turn)}new")
    choices = [Choice(act, label, make(turn.session.sid, turn.session.turn, act)) for act, label in acts]
    choices.append(
        Choice("skip", turn.words("morning.skip"), make(turn.session.sid, turn.session.turn, "skip"), "last")
    )
    return Reply(
        kind="question",
        title=turn.words("morning.title"),
        paragraphs=(text,),
        choices=tuple(choices),
        slot=str(turn.session.turn),
        repeatable=True,
        question=QuestionFacts(key, kind, (1 if top.state == "pain" else 2, 2)),  # type: ignore[arg-type]
    )


def _done(turn: Turn) -> datetime | None:
    """When the session was, if its morning has gone by without having been told."""
    top = turn.top
    done = datetime.fromisoformat(top.data["done"]) if top is not None and "done" in top.data else None
    return done if done is not None and turn.now - done >= LATER else None


def _when(turn: Turn) -> str:
    return "then_" if _done(turn) else ""


def _day(turn: Turn) -> str:
    done = _done(turn)
    return turn.day(done) if done is not None else ""


def _act(turn: Turn, act: str) -> None:
    top = turn.top
    assert top is not None
    word, _, argument = act.partition(".")
    if act == "skip":
        turn.pop()
        turn.tell("morning.skipped")
    elif top.state == "pain" and word == "pain" and argument.isdigit():
        turn.record("pain", "morning", min(int(argument), 10))
        turn.move("new", **{**top.data, "pain": min(int(argument), 10)})
    elif top.state == "new" and word == "new" and argument in SIGNS:
        turn.pop()
        if argument in ("look", "breath", "foot"):
            recheck(turn, argument)
        else:
            raised = turn.session.episode.raised if turn.session.episode else None
            morning(turn, int(top.data["pain"]), argument == "limp")
            if turn.session.episode is not None and turn.session.episode.raised != raised:
                return  # somebody should look at it: the card says so, and nothing is put over it
            if top.data.get("then") and turn.top is not None and turn.frame_of("plan") is None:
                turn.go_on(str(top.data["then"]))
    else:
        turn.say("not_understood")


MORNING_AFTER = Flow(prompt=_prompt, act=_act)
