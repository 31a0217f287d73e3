"""The bot's own yes-or-no questions: one flow, with what is asked and what follows beside the code that asks.

A frame keeps the kind of the question and ids, never its words: they are made when they are shown, in the wording and the
language of that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import msgspec

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.talk.asking import ask, buttons, not_understood
from flows.talk.flow import Flow, Nothing, Open
from flows.talk.show import Show
from flows.talk.turn import Turn, stored_form

NAME = "confirm"

D = TypeVar("D")


class Asked(msgspec.Struct, frozen=True):
    """The question with its two answers, in words."""

    text: str
    yes: str
    no: str


class Confirm(msgspec.Struct, Generic[D], frozen=True):
    """One kind of question. `ask` words it; None if what it is about is gone, and with it the question."""

    ask: Callable[[Turn, D], Asked | None]
    answer: Callable[[Turn, D, bool], Show]
    data: type[D] = Nothing  # type: ignore[assignment]
    """The ids that it is about."""
    shown_as: str = ""
    """The id that adapters and programs see; empty: the kind itself."""
    gives_way: bool = False
    """Whether it goes when words are typed that are neither a yes nor a no: it was about words just before."""


def ask_back(turn: Turn, kind: str, ids: msgspec.Struct | None = None) -> None:
    """Ask a question of this kind about these ids, above what is open; one that is open on top already is not doubled."""
    data = {"kind": kind, **(stored_form(ids) if ids is not None else {})}
    if turn.top is None or turn.top.flow != NAME or turn.top.data != data:
        turn.push(NAME, "open", **data)


def is_asking(turn: Turn, kind: str) -> bool:
    """Whether a question of this kind is open on top."""
    return turn.top is not None and turn.top.flow == NAME and turn.top.data.get("kind") == kind


def confirm_flow(kinds: Mapping[str, Confirm[Any]]) -> Flow[dict[str, Any]]:
    """The flow of all kinds of question; each kind has the shape of its own ids."""

    def asked_in(turn: Turn, frame: Open[dict[str, Any]]) -> Asked | None:
        confirm = kinds[frame.data["kind"]]
        return confirm.ask(turn, msgspec.convert(frame.data, confirm.data))

    def prompt(turn: Turn, frame: Open[dict[str, Any]]) -> Reply | None:
        asked = asked_in(turn, frame)
        if asked is None:
            return None
        id = kinds[frame.data["kind"]].shown_as or frame.data["kind"]
        return ask(turn, id, asked.text, buttons(turn, (("yes", asked.yes), ("no", asked.no))))

    def act(turn: Turn, frame: Open[dict[str, Any]], act: Act) -> Show:
        if act.whole not in ("yes", "no"):
            return not_understood(turn)
        confirm = kinds[frame.data["kind"]]
        return confirm.answer(turn, msgspec.convert(frame.data, confirm.data), act.word == "yes")

    def holds(turn: Turn, frame: Open[dict[str, Any]]) -> bool:
        kind = frame.data.get("kind")
        confirm = kinds.get(kind) if isinstance(kind, str) else None
        try:
            return confirm is not None and msgspec.convert(frame.data, confirm.data) is not None
        except msgspec.ValidationError:
            return False

    def gives_way(frame: Open[dict[str, Any]]) -> bool:
        return kinds[frame.data["kind"]].gives_way

    def gone(turn: Turn, frame: Open[dict[str, Any]]) -> bool:
        return asked_in(turn, frame) is None

    return Flow(prompt, act, data=dict, holds=holds, gives_way=gives_way, gone=gone, beside=False, outlives=False)
