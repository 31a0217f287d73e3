"""The bot's own yes-or-no questions: one flow, with what is asked and what follows beside the code that asks.

A frame keeps the kind of the question and ids, never its words: they are made when they are shown, in the wording and the
language of that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.talk.asking import ask, buttons, not_understood
from flows.talk.flow import Flow, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

NAME = "confirm"

Data = Mapping[str, Any]
"""What the frame keeps: the kind of the question, and ids that it is about."""


class Asked(msgspec.Struct, frozen=True):
    """The question with its two answers, in words."""

    text: str
    yes: str
    no: str


class Confirm(msgspec.Struct, frozen=True):
    """One kind of question. `ask` words it; None if what it is about is gone, and with it the question."""

    ask: Callable[[Turn, Data], Asked | None]
    answer: Callable[[Turn, Data, bool], Show]
    shown_as: str = ""
    """The id that adapters and programs see; empty: the kind itself."""
    gives_way: bool = False
    """Whether it goes when words are typed that are neither a yes nor a no: it was about words just before."""


def ask_back(turn: Turn, kind: str, **ids: Any) -> None:
    """Ask a question of this kind about these ids, above what is open."""
    turn.push(NAME, "open", kind=kind, **ids)


def is_asking(turn: Turn, kind: str) -> bool:
    """Whether a question of this kind is open on top."""
    return turn.top is not None and turn.top.flow == NAME and turn.top.data.get("kind") == kind


def confirm_flow(kinds: Mapping[str, Confirm]) -> Flow[dict[str, Any]]:
    """The flow of all kinds of question."""

    def prompt(turn: Turn, frame: Open[dict[str, Any]]) -> Reply | None:
        confirm = kinds[frame.data["kind"]]
        asked = confirm.ask(turn, frame.data)
        if asked is None:
            return None
        id = confirm.shown_as or frame.data["kind"]
        return ask(turn, id, asked.text, buttons(turn, (("yes", asked.yes), ("no", asked.no))))

    def act(turn: Turn, frame: Open[dict[str, Any]], act: Act) -> Show:
        if act.whole not in ("yes", "no"):
            return not_understood(turn)
        return kinds[frame.data["kind"]].answer(turn, frame.data, act.word == "yes")

    def holds(turn: Turn, frame: Open[dict[str, Any]]) -> bool:
        return frame.data.get("kind") in kinds

    def gives_way(frame: Open[dict[str, Any]]) -> bool:
        return kinds[frame.data["kind"]].gives_way

    return Flow(prompt, act, data=dict, holds=holds, gives_way=gives_way, beside=False, outlives=False)
