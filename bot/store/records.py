"""What the blobs hold, and how they are sealed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.ports import Address, Delivery
from bot.setup.keys import Keys
from flows.base.replies import Reply
from flows.talk.session import Session, dump, load


class Conversation(msgspec.Struct, frozen=True):
    """A stored conversation, decoded. `session` is None if what was stored cannot be read; then `unread` is its blob.

    `rev` is the row's own count; `touched` and `erase_at` are in milliseconds, `erase_at` None when the person asked to
    keep it.
    """

    session: Session | None
    home: Address
    rev: int
    erase_at: int | None
    touched: int = 0
    unread: bytes = b""


class OutboxRow(msgspec.Struct, frozen=True):
    """A row of the outbox, decoded.

    `known` holds message ids of slots that were forgotten with the person. `attempted`: it may have arrived already;
    `parts` are those of its messages that have. `overtaken`: an urgent row has passed it, so what it asks is closed.
    `leads`: it says in the same turn what leads up to an urgent one, and should be read before it.
    """

    delivery: Delivery
    known: dict[str, str] = {}
    attempted: bool = False
    overtaken: bool = False
    leads: bool = False
    parts: dict[str, str] = {}


class DueTimer(msgspec.Struct, frozen=True):
    """A timer, decoded."""

    id: int
    person: str
    name: str
    data: dict[str, Any]
    fire_at: datetime


class _SessionBlob(msgspec.Struct):
    session: msgspec.Raw
    home: Address


class _OutboxBlob(msgspec.Struct, omit_defaults=True):
    person: str
    reply: Reply
    address: Address
    known: dict[str, str] = {}


class _TimerBlob(msgspec.Struct):
    person: str
    name: str
    data: dict[str, Any]


_encode = msgspec.json.Encoder().encode
_session_blob = msgspec.json.Decoder(_SessionBlob)
_outbox_blob = msgspec.json.Decoder(_OutboxBlob)
_timer_blob = msgspec.json.Decoder(_TimerBlob)


def millis(when: datetime) -> int:
    """Whole milliseconds since 1970."""
    return round(when.timestamp() * 1000)


def instant(ms: int) -> datetime:
    """The instant, aware, UTC."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def seal_session(keys: Keys, session: Session, home: Address) -> bytes:
    """The blob of a session row."""
    return keys.seal(_encode(_SessionBlob(msgspec.Raw(dump(session)), home)))


def unseal_session(keys: Keys, blob: bytes) -> tuple[Session, Address]:
    """Raises `Unreadable`, `SessionError` or `msgspec.MsgspecError`."""
    box = _session_blob.decode(keys.unseal(blob))
    return load(bytes(box.session)), box.home


def seal_outbox_row(keys: Keys, delivery: Delivery, known: dict[str, str]) -> bytes:
    """The blob of an outbox row."""
    return keys.seal(_encode(_OutboxBlob(delivery.person, delivery.reply, delivery.address, known)))


def unseal_outbox_row(keys: Keys, row: int, at: int, blob: bytes) -> OutboxRow:
    """Raises `Unreadable` or `msgspec.MsgspecError`."""
    box = _outbox_blob.decode(keys.unseal(blob))
    return OutboxRow(Delivery(row, box.person, box.reply, box.address, instant(at)), box.known)


def seal_timer(keys: Keys, person: str, name: str, data: dict[str, Any]) -> bytes:
    """The blob of a timer row."""
    return keys.seal(_encode(_TimerBlob(person, name, data)))


def unseal_timer(keys: Keys, row: int, fire_at: int, blob: bytes) -> DueTimer:
    """Raises `Unreadable` or `msgspec.MsgspecError`."""
    box = _timer_blob.decode(keys.unseal(blob))
    return DueTimer(row, box.person, box.name, box.data, instant(fire_at))
