"""The one builder of questions: every flow's prompt is made here, so that all of them look and behave alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, TypedDict, Unpack

from flows.base.replies import Choice, Picture, QuestionFacts, Reply, Section
from flows.base.tokens import make
from flows.talk.show import Show
from flows.talk.turn import Turn

Kind = Literal["one", "many", "number", "text"]
Group = Literal["option", "last", "nav", "act"]

PAIN = tuple(range(11))
"""How much it hurts, 0 to 10."""


class Parts(TypedDict, total=False):
    """What a question may have beside its words and buttons."""

    title: str
    sections: Iterable[Section]
    closing_line: str
    kind: Kind
    progress: tuple[int, int]
    urgent: bool
    until: datetime | None
    picture: Picture | None


def ask(turn: Turn, id: str, words: str | Iterable[str], choices: Iterable[Choice], **parts: Unpack[Parts]) -> Reply:
    """The open question `id` with its words and buttons; the present turn is its slot, and it may be sent twice.

    `kind` is how it is answered, `progress` this answer's number and the most there can be; both are 1 of 1 unless told.
    """
    return Reply(
        kind="question",
        title=parts.get("title", ""),
        paragraphs=(words,) if isinstance(words, str) else tuple(words),
        sections=tuple(parts.get("sections", ())),
        closing_line=parts.get("closing_line", ""),
        choices=tuple(choices),
        urgent=parts.get("urgent", False),
        slot=str(turn.session.turn),
        repeatable=True,
        until=parts.get("until"),
        picture=parts.get("picture"),
        question=QuestionFacts(id, parts.get("kind", "one"), parts.get("progress", (1, 1))),
    )


def button(turn: Turn, act: str, label: str, group: Group = "option") -> Choice:
    """One button of the open question."""
    return Choice(act, label, make(turn.session.sid, turn.session.turn, act), group)


def buttons(turn: Turn, acts: Iterable[tuple[str, str]], group: Group = "option") -> tuple[Choice, ...]:
    """A row of buttons, from acts with their labels."""
    return tuple(button(turn, act, label, group) for act, label in acts)


def scale(turn: Turn, word: str = "pain") -> tuple[Choice, ...]:
    """The buttons 0 to 10 for how much it hurts."""
    return tuple(button(turn, f"{word}.{n}", str(n)) for n in PAIN)


def not_understood(turn: Turn) -> Show:
    """Say that this is no answer to what is open, which is then asked once more."""
    turn.say("not_understood")
    return Show.USUAL
