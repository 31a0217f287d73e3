"""The form that all questions of the way back have: they can be left."""

from __future__ import annotations

from collections.abc import Iterable

from flows.base.replies import Choice, Reply
from flows.talk.asking import Kind, ask, button
from flows.talk.turn import Turn
from flows.way_back.state import NAME

COUNT = "n"
"""The id of a question for a number, and the word of its answers."""


def ask_or_leave(turn: Turn, words: str, choices: Iterable[Choice], kind: Kind = "one", title: str = "") -> Reply:
    """Ask a question that can be left."""
    leave = button(turn, "leave", turn.words("recovery.leave"), "nav")
    id = COUNT if kind == "number" else NAME
    return ask(turn, id, words, (*choices, leave), kind=kind, title=title)


def yes_or_no(turn: Turn) -> list[tuple[str, str]]:
    """The acts of a plain yes and no, with their labels."""
    return [("yes", turn.text("near_yes")), ("no", turn.text("near_no"))]
