"""The outbox's side of the store: what a row touches, whether it is on its way, its fate, what is still to be sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec
from msgspec.structs import replace
from sqlalchemy import select

from bot.base.log import logger
from bot.setup.keys import Keys, Unreadable
from bot.store.database import statements, tables
from bot.store.database.writer import Transaction
from bot.store.records import OutboxRow, unseal_outbox_row

Fate = Literal["delivered", "unknown", "given_up", "owed"]
"""How a row ended: arrived; on the wire when its answer was lost, and not to be repeated; not sent, with the reason; not sent
though it is urgent, so that it is shown first as soon as the person is heard from."""

WAITING, ON_WIRE, OWED = "waiting", "on_wire", "owed"
OPEN = (WAITING, ON_WIRE)
"""The states of a row that has no fate yet; `on_wire` after a restart means that it may have arrived."""

OVERTAKEN = "overtaken"
"""The reason of an open row that an urgent one has passed: what it asks is closed by now."""

_log = logger("outbox")


class SlotQuery(msgspec.Struct, frozen=True):
    """About to deliver `row`: `slots` are the messages of `person` that it touches."""

    row: int
    person: str
    slots: tuple[str, ...]


class RowNote(msgspec.Struct, frozen=True):
    """`row` may be on its way now, or waits; `parts` are its messages that are out already (None: as before)."""

    row: int
    on_wire: bool
    parts: dict[str, str] | None = None


class DeliveryResult(msgspec.Struct, frozen=True):
    """What became of `row`, and why if it was given up. `message` now shows `slot`. `at` is in milliseconds."""

    row: int
    person: str
    fate: Fate
    at: int
    slot: str = ""
    message: str = ""
    reason: str = ""


class SlotClosed(msgspec.Struct, frozen=True):
    """The message that showed `slot` of `person` is finished."""

    person: str
    slot: str


def read_known(keys: Keys, transaction: Transaction, items: list[SlotQuery]) -> list[dict[str, str] | None]:
    """For each query the message ids known for its slots, or None if the row is gone and must not be sent."""
    alive = {row for row, _, _ in statements.find_outbox_rows(transaction.connection, {item.row for item in items})}
    tags = {keys.tag("slot", item.person, slot): slot for item in items for slot in item.slots}
    messages: dict[bytes, str] = {}
    if tags:
        messages = messages_of(keys, statements.find_slots(transaction.connection, tags))
    answers: list[dict[str, str] | None] = []
    for item in items:
        known = {slot: messages.get(keys.tag("slot", item.person, slot)) for slot in item.slots}
        found = {slot: message for slot, message in known.items() if message is not None}
        answers.append(found if item.row in alive else None)
    return answers


def note_rows(keys: Keys, transaction: Transaction, items: list[RowNote]) -> list[bool]:
    """Write the notes down; for each whether its row is still there."""
    run = transaction.connection.execute
    alive = {row for row, _, _ in statements.find_outbox_rows(transaction.connection, {item.row for item in items})}
    for item in items:
        if item.row in alive:
            status = ON_WIRE if item.on_wire else WAITING
            run(statements.SET_STATE, {"row": item.row, "state": status})
            if item.parts is not None:
                run(statements.SET_PROGRESS, {"row": item.row, "parts": keys.seal(msgspec.json.encode(item.parts))})
    return [item.row in alive for item in items]


def close_slots(keys: Keys, transaction: Transaction, items: list[SlotClosed]) -> list[None]:
    """Forget which message showed these slots."""
    keyed = [{"slot_key": keys.tag("slot", item.person, item.slot)} for item in items]
    transaction.connection.execute(statements.DROP_SLOTS, keyed)
    return [None] * len(items)


def messages_of(keys: Keys, rows: Iterable[Any]) -> dict[bytes, str]:
    """Message ids by the slot's key; one that cannot be read counts as unknown."""
    messages = {}
    for key, blob in rows:
        try:
            messages[key] = keys.unseal(blob).decode()
        except Unreadable as error:
            _log.error("slot_unreadable", error=error)
    return messages


def record_results(keys: Keys, transaction: Transaction, items: list[DeliveryResult]) -> list[None]:
    """Write down the fates. A goodbye disappears; of a row that was forgotten meanwhile nothing is kept."""
    run = transaction.connection.execute
    rows = statements.find_outbox_rows(transaction.connection, {item.row for item in items})
    found = {row: (who, erase) for row, who, erase in rows}
    goodbyes = [row for row, (_, erase) in found.items() if erase]
    if goodbyes:
        statements.drop_outbox_rows(transaction.connection, goodbyes)
        transaction.truncate = True
    kept = [item for item in items if item.row in found and not found[item.row][1]]
    if kept:
        run(statements.SET_FATE, [{"row": item.row, "fate": item.fate, "why": item.reason} for item in kept])
    slots: dict[bytes, dict[str, object]] = {}
    for item in kept:
        if item.slot and item.message:
            key = keys.tag("slot", item.person, item.slot)
            blob = keys.seal(item.message.encode())
            slots[key] = {"key": key, "person": found[item.row][0], "at": item.at, "blob": blob}
    if slots:
        run(statements.DROP_SLOTS, [{"slot_key": key} for key in slots])
        run(statements.ADD_SLOTS, list(slots.values()))
    return [None] * len(items)


def find_waiting(keys: Keys, transaction: Transaction, _items: list[None]) -> list[list[OutboxRow]]:
    """Everything that has no fate yet, oldest first."""
    table = tables.outbox
    rows = transaction.connection.execute(
        select(table.c.id, table.c.at, table.c.status, table.c.reason, table.c.progress, table.c.blob)
        .where(table.c.status.in_(OPEN))
        .order_by(table.c.id)
    )
    entries = []
    for row, at, status, reason, progress, blob in rows:
        try:
            entry = unseal_outbox_row(keys, row, at, blob)
            parts = msgspec.json.decode(keys.unseal(progress), type=dict[str, str]) if progress is not None else {}
        except (Unreadable, msgspec.MsgspecError) as error:
            _log.error("row_unreadable", row=row, error=error)
            continue
        entries.append(replace(entry, attempted=status == ON_WIRE, overtaken=reason == OVERTAKEN, parts=parts))
    return [entries for _ in _items]
