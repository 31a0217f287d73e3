"""The morning after a session: how much the first steps hurt, and whether anything is new. Asked once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows.flow import Flow
from flows.hours import next_morning
from flows.model import Choice, QuestionFacts, Reply
from flows.proactive import clear_to_speak, make_room
from flows.recheck import recheck
from flows.recovery import morning
from flows.routine_end import MORNING
from flows.talk import Talk
from flows.tokens import make
from flows.zone import ask_zone

PAIN = tuple(range(11))
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
        kind, key = "number", "pain"
    else:
        acts = [(f"new.{sign}", talk.words(f"morning.signs.{sign}")) for sign in SIGNS]
        kind, key = "one", "new"
    choices = [Choice(act, label, make(talk.sid, talk.turn, act)) for act, label in acts]
    choices.append(Choice("skip", talk.words("morning.skip"), make(talk.sid, talk.turn, "skip"), "last"))
    return Reply(
        kind="question",
        title=talk.words("morning.title"),
        paragraphs=(
            talk.words(f"morning.{top.state}", name=name) if top.state == "pain" else talk.words("morning.new"),
        ),
        choices=tuple(choices),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts(key, kind, (1 if top.state == "pain" else 2, 2)),  # type: ignore[arg-type]
    )


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
            morning(talk, int(top.data["pain"]), argument == "limp")
            if top.data.get("then") and talk.top is not None and talk.frame_of("plan") is None:
                talk.go_on(str(top.data["then"]))
    else:
        talk.say("not_understood")


MORNING_AFTER = Flow(prompt=_prompt, act=_act)
