"""What goes into the conversation: an adapter turns what a platform sends into one `Event`."""

from __future__ import annotations

from typing import Any

import msgspec


class Chose(msgspec.Struct, frozen=True, tag="chose"):
    """A tap. `token` is the button's own (see `flows.base.tokens`); `values` are option ids from a select menu, all at once."""

    token: str
    values: tuple[str, ...] = ()


class Answered(msgspec.Struct, frozen=True, tag="answered"):
    """Options of whatever question is open, by id and all at once; also `back`, `why`, `none`, `unsure` (scripts, JSON)."""

    options: tuple[str, ...]


class Typed(msgspec.Struct, frozen=True, tag="typed"):
    """Plain text that a person wrote where the bot can read it."""

    text: str


class Command(msgspec.Struct, frozen=True, tag="command"):
    """A slash command, without the slash and in lower case."""

    name: str
    argument: str = ""


class SentFile(msgspec.Struct, frozen=True, tag="file"):
    """Anything that is not text: a picture, a voice message, a sticker. `kind` is the platform's word for it.

    `unreadable` is what came damaged, or in a form newer than the bot: it may have been words.
    """

    kind: str


class TimerFired(msgspec.Struct, frozen=True, tag="timer"):
    """A timer that the conversation set earlier is due."""

    name: str
    data: dict[str, Any] = {}


Event = Chose | Answered | Typed | Command | SentFile | TimerFired
