"""What is handed to the port."""

from __future__ import annotations

from bot.ports import Delivery
from flows.base.replies import Reply
from tests.bot.adapters.telegram.conftest import START
from tests.doubles.telegram import Person


def to(person: Person, reply: Reply, row: int = 1) -> Delivery:
    """A delivery of this reply to this person's chat, in this row of the outbox."""
    return Delivery(row, f"tg:{person.user.id}", reply, {"chat": person.user.id}, START)
