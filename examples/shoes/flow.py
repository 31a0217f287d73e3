"""How far the running shoes have gone: one question, and a page to read if that is far."""

from __future__ import annotations

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.checking.verdicts import emergency_first
from flows.talk.asking import ask, buttons, not_understood
from flows.talk.flow import Flow, Nothing, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

NAME = "shoes"
DISTANCES = ("short", "middle", "far")


def ask_shoes(turn: Turn, argument: str) -> Show:
    """/shoes: open the question above what is open; beneath the card of an emergency nothing else opens."""
    emergency = emergency_first(turn)
    if emergency is not None:
        return emergency
    turn.remove(NAME)
    turn.push(NAME, "open")
    return Show.USUAL


def _prompt(turn: Turn, frame: Open[Nothing]) -> Reply:
    acts = ((f"km.{name}", turn.words(f"shoes.km.{name}")) for name in DISTANCES)
    return ask(turn, NAME, turn.words("shoes.ask"), buttons(turn, acts))


def _act(turn: Turn, frame: Open[Nothing], act: Act) -> Show:
    if act.word != "km" or act.argument not in DISTANCES:
        return not_understood(turn)
    turn.pop()
    if act.argument == "far":
        return turn.ways.go_on(turn, "learn.shoe_wear")
    turn.tell("shoes.thanks")
    return Show.USUAL


SHOES = Flow(_prompt, _act)
