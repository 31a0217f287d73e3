"""The bot's own yes-or-no questions: the flow is one, what is asked and what follows stands beside the code that asks.

A frame keeps the kind of the question and ids, never its words: they are made when they are shown, in the wording and the
language of that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from flows.talk.turn import Talk

Data = Mapping[str, Any]
"""What the frame keeps: the kind of the question, and ids that it is about."""


class Asked(msgspec.Struct, frozen=True):
    """The question with its two answers, in words."""

    text: str
    yes: str
    no: str


class Confirm(msgspec.Struct, frozen=True):
    """One kind of question. `ask` words it; None if what it is about is gone, and with it the question."""

    ask: Callable[[Talk, Data], Asked | None]
    answer: Callable[[Talk, Data, bool], None]
    shown_as: str = ""
    """The id that adapters and programs see; empty: the kind itself."""


def ask_back(talk: Talk, kind: str, **ids: Any) -> None:
    """Ask a question of this kind about these ids, above what is open."""
    talk.push("confirm", "open", kind=kind, **ids)


def is_asking(talk: Talk, kind: str) -> bool:
    """Whether a question of this kind is open on top."""
    return talk.top is not None and talk.top.flow == "confirm" and talk.top.data.get("kind") == kind


def confirm_of(talk: Talk, data: Data) -> Confirm | None:
    """The kind of an open question, or None for one that there is no more."""
    return talk.house.confirms.get(str(data.get("kind", "")))
