"""Conversations as Telegram sees them: each turn's tap, and the calls that the bot makes for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec

Kind = Literal["command", "answer", "tick", "verdict"]


class Call(msgspec.Struct, frozen=True):
    """One call of the Bot API: a new message, or an edit of the one that was tapped. An empty `text` keeps its words."""

    edit: bool
    text: str
    markup: dict[str, Any] | None


class Turn(msgspec.Struct, frozen=True):
    """`act` is the tapped button's (empty for the command that opens the talk). Taps are also answered, one call more."""

    kind: Kind
    act: str
    calls: tuple[Call, ...]


class Talk(msgspec.Struct, frozen=True):
    """One conversation from the command to the verdict."""

    name: str
    turns: tuple[Turn, ...]


def write_talks(path: Path, talks: list[Talk]) -> None:
    """Put the talks where the processes of the bench find them."""
    path.write_bytes(msgspec.json.encode(talks))


def read_talks(path: str) -> list[Talk]:
    """The talks that the parent wrote."""
    return msgspec.json.decode(Path(path).read_bytes(), type=list[Talk])
