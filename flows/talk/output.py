"""What goes out of a turn: replies and timers, and what is left of the message that was open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from flows.base.replies import DropTimer, Reply, SetTimer
from flows.talk.session import Frame


class Output(msgspec.Struct):
    """Filled by the flows of one turn; nothing of it is remembered."""

    replies: list[Reply] = []
    timers: list[SetTimer | DropTimer] = []
    forgotten: bool = False
    """Everything of this person is to be deleted."""
    closing: str = ""
    """What is left in the chat of the message that was open, if its own words will not do."""
    acted: tuple[Frame, str] | None = None
    """The frame in which something was chosen, and the act: what was chosen is left in the chat with what was asked."""

    own: Callable[[Any], Any] | None = None
    """What is to be done in the person's own conversation, with its turn: this check was about them after all."""

    def message(self, *paragraphs: str, title: str = "", promise: bool = False) -> None:
        """Say one plain thing; `promise` says that something will come by itself."""
        self.replies.append(Reply(kind="message", title=title, paragraphs=paragraphs, promise=promise))

    def set_timer(self, name: str, at: datetime, **data: Any) -> None:
        """Ask for a timer; one of the same name is replaced."""
        self.timers.append(SetTimer(name, at, data))

    def drop_timer(self, name: str) -> None:
        """Take a timer back."""
        self.timers.append(DropTimer(name))
