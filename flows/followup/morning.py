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
from flows.talk.flow import Flow
from flows.talk.turn import Talk
from flows.way_back.after import morning

PAIN = tuple(range(11))
LATER = timedelta(hours=36)
"""From so long after the session on, the morning after it is no longer this one."""
SIGNS = ("none", "limp", "look", "breath", "foot")


def arrange(talk: Talk, routine: str) -> None:
    """Ask the next morning, now that it was agreed to; by the person's own clock, if they tell it."""
    if not talk.zone_asked and ask_zone(talk, f"morning.{routine}"):
        return
    at = next_morning(talk.now, talk.person.zone)
    talk.set_timer(MORNING, at, routine=routine)
    talk.message(talk.words("guided.morning", when=talk.when(at)), promise=True)


def timer(talk: Talk, name: str, data: Mapping[str, Any]) -> None:
    """It is the next morning."""
    later = clear_to_speak(talk)
    if later is not None:
        talk.set_timer(name, later, **data)
        return
    if talk.episode is None or talk.frame_of("routine") is not None:
        return
    make_room(talk)
    talk.push("morning", "pain", **data)


def _prompt(talk: Talk) -> Reply:
    top = talk.top
    assert top is not None
    name = talk.library.text(talk.language, f"routines.{top.data['routine']}.name")
    if top.state == "pain":
        acts = [(f"pain.{n}", str(n)) for n in PAIN]
        kind, key, text = "number", "pain", talk.words(f"morning.{_when(talk)}pain", name=name, day=_day(talk))
    else:
        acts = [(f"new.{sign}", talk.words(f"morning.signs.{sign}")) for sign in SIGNS]
        kind, key, text = "one", "new", talk.words(f"morning.{_when(talk)}new")
    choices = [Choice(act, label, make(talk.sid, talk.turn, act)) for act, label in acts]
    choices.append(Choice("skip", talk.words("morning.skip"), make(talk.sid, talk.turn, "skip"), "last"))
    return Reply(
        kind="question",
        title=talk.words("morning.title"),
        paragraphs=(text,),
        choices=tuple(choices),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts(key, kind, (1 if top.state == "pain" else 2, 2)),  # type: ignore[arg-type]
    )


def _done(talk: Talk) -> datetime | None:
    """When the session was, if its morning has gone by without having been told."""
    top = talk.top
    done = datetime.fromisoformat(top.data["done"]) if top is not None and "done" in top.data else None
    return done if done is not None and talk.now - done >= LATER else None


def _when(talk: Talk) -> str:
    return "then_" if _done(talk) else ""


def _day(talk: Talk) -> str:
    done = _done(talk)
    return talk.day(done) if done is not None else ""


def _act(talk: Talk, act: str) -> None:
    top = talk.top
    assert top is not None
    word, _, argument = act.partition(".")
    if act == "skip":
        talk.pop()
        talk.tell("morning.skipped")
    elif top.state == "pain" and word == "pain" and argument.isdigit():
        talk.record("pain", "morning", min(int(argument), 10))
        talk.move("new", **{**top.data, "pain": min(int(argument), 10)})
    elif top.state == "new" and word == "new" and argument in SIGNS:
        talk.pop()
        if argument in ("look", "breath", "foot"):
            recheck(talk, argument)
        else:
            raised = talk.episode.raised if talk.episode else None
            morning(talk, int(top.data["pain"]), argument == "limp")
            if talk.episode is not None and talk.episode.raised != raised:
                return  # somebody should look at it: the card says so, and nothing is put over it
            if top.data.get("then") and talk.top is not None and talk.frame_of("plan") is None:
                talk.go_on(str(top.data["then"]))
    else:
        talk.say("not_understood")


MORNING_AFTER = Flow(prompt=_prompt, act=_act)
