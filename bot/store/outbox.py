"""The outbox's side of the store: begin an attempt, note its fate, find what is still to be delivered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec
from sqlalchemy import select

from bot.base.log import logger
from bot.setup.keys import Keys, Unreadable
from bot.store.database import statements, tables
from bot.store.database.writer import Transaction
from bot.store.records import OutboxRow, unseal_outbox_row

Fate = Literal["delivered", "lost", "refused", "unreachable"]
"""How a row ended: arrived; unknown and not to be repeated; never taken; the person cannot be reached."""

OPEN = ("waiting", "trying")
"""The states of a row that has no fate yet; `trying` after a restart means that it may have arrived."""

_log = logger("outbox")


class Attempt(msgspec.Struct, frozen=True):
    """About to deliver `row`; `slots` are the earlier messages it touches. `mark`: note durably that it was tried."""

    row: int
    person: str
    slots: tuple[str, ...]
    mark: bool


class DeliveryResult(msgspec.Struct, frozen=True):
    """What became of `row`. `message` now shows `slot`; the slots in `closed` are finished. `at` is in milliseconds."""

    row: int
    person: str
    fate: Fate
    at: int
    slot: str = ""
    message: str = ""
    closed: tuple[str, ...] = ()


def begin_attempts(keys: Keys, transaction: Transaction, items: list[Attempt]) -> list[dict[str, str] | None]:
    """For each attempt the message ids known for its slots, or None if the row is gone and must not be sent."""
    run = transaction.connection.execute
    alive = {row for row, _, _ in statements.find_outbox_rows(transaction.connection, {item.row for item in items})}
    marks = [{"row": item.row, "fate": "trying"} for item in items if item.mark and item.row in alive]
    if marks:
        run(statements.SET_STATUS, marks)
    tags = {keys.tag("slot", item.person, slot): slot for item in items for slot in item.slots}
    messages: dict[bytes, str] = {}
    if tags:
        rows = statements.find_slots(transaction.connection, tags)
        messages = messages_of(keys, rows)
    answers: list[dict[str, str] | None] = []
    for item in items:
        known = {slot: messages.get(keys.tag("slot", item.person, slot)) for slot in item.slots}
        found = {slot: message for slot, message in known.items() if message is not None}
        answers.append(found if item.row in alive else None)
    return answers


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
        run(statements.DROP_OUTBOX_ROWS, {"wanted": goodbyes})
        transaction.truncate = True
    kept = [item for item in items if item.row in found and not found[item.row][1]]
    if kept:
        run(statements.SET_STATUS, [{"row": item.row, "fate": item.fate} for item in kept])
    slots: dict[bytes, dict[str, object] | None] = {}
    for item in kept:
        for closed in item.closed:
            slots[keys.tag("slot", item.person, closed)] = None
        if item.slot and item.message:
            key = keys.tag("slot", item.person, item.slot)
            blob = keys.seal(item.message.encode())
            slots[key] = {"key": key, "person": found[item.row][0], "at": item.at, "blob": blob}
    if slots:
        run(statements.DROP_SLOTS, [{"slot_key": key} for key in slots])
        fresh = [row for row in slots.values() if row is not None]
        if fresh:
            run(statements.ADD_SLOTS, fresh)
    return [None] * len(items)


def find_waiting(keys: Keys, transaction: Transaction, _items: list[None]) -> list[list[OutboxRow]]:
    """Everything that has no fate yet, oldest first."""
    table = tables.outbox
    rows = transaction.connection.execute(
        select(table.c.id, table.c.at, table.c.status, table.c.blob)
        .where(table.c.status.in_(OPEN))
        .order_by(table.c.id)
    )
    entries = []
    for row, at, status, blob in rows:
        try:
            entries.append(unseal_outbox_row(keys, row, at, status == "trying", blob))
        except (Unreadable, msgspec.MsgspecError) as error:
            _log.error("row_unreadable", row=row, error=error)
    return [entries for _ in _items]
