"""Erasing what is no longer needed, and rewriting blobs under a new key."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Delete, Table, bindparam, delete, select, update

from bot.base.log import logger
from bot.setup.keys import Keys, Unreadable
from bot.store.cache import Cache
from bot.store.conversations import erase_people
from bot.store.database import tables
from bot.store.database.writer import Transaction
from bot.store.forms import FORM
from bot.store.inbox import drop_old
from bot.store.outgoing.outbox import OPEN, OWED
from bot.store.records import millis
from flows.base import retention

REWRITE_ROWS = 500

TIDY_PEOPLE = 250
"""People erased in one transaction: some ten milliseconds, for which others' turns wait."""

TIDY_ROWS = 1_000
"""Other rows deleted in one transaction."""


def _old(table: Table, *more: ColumnElement[bool]) -> Delete:
    """Delete what is as old as `before` (milliseconds), the first `most` rows that the index of `at` leads to."""
    (key,) = table.primary_key.columns
    return delete(table).where(
        key.in_(select(key).where(table.c.at <= bindparam("before"), *more).limit(bindparam("most")))
    )


DUE_PEOPLE = (
    select(tables.session.c.person).where(tables.session.c.erase_at <= bindparam("before")).limit(bindparam("most"))
)

DROP_OLD = {
    _old(tables.seen): retention.UPDATES_SEEN,
    _old(tables.outbox, tables.outbox.c.status.not_in((*OPEN, OWED))): retention.MESSAGES_DONE,
    _old(tables.outbox, tables.outbox.c.status == OWED): retention.URGENT_OWED,
    _old(tables.slot): retention.MESSAGE_PLACES,
    _old(tables.set_aside): retention.SET_ASIDE,
}
"""How what is too old is deleted, and how old that is."""

_log = logger("store")


class Tidied(msgspec.Struct, frozen=True):
    """What one go at tidying did: how many people it erased, and whether there is more that has had its time."""

    people: int
    more: bool


def tidy(cache: Cache, transaction: Transaction, items: list[datetime]) -> list[Tidied]:
    """Erase what has had its time by the latest of these instants, at most `TIDY_ROWS` of each kind at a go.

    The result counts the people erased because they had not asked to be kept.
    """
    now = max(items)
    connection = transaction.connection
    people = list(connection.scalars(DUE_PEOPLE, {"before": millis(now), "most": TIDY_PEOPLE}))
    if people:
        erase_people(connection, people)
        transaction.truncate = True
        cache.forget(people)  # now, for turns later in this transaction ...
        transaction.after.append(partial(cache.forget, people))  # ... and then, for those that came before
    full = len(people) == TIDY_PEOPLE
    for drop, period in DROP_OLD.items():
        gone = connection.execute(drop, {"before": millis(now - period), "most": TIDY_ROWS}).rowcount
        full |= gone == TIDY_ROWS
    drop_old(connection, now)
    return [Tidied(len(people), full)] * len(items)


def rewrite(keys: Keys, transaction: Transaction, items: list[tuple[str, Any]]) -> list[Any]:
    """Put some rows' blobs under the newest key: `(table, last key done or None)` -> last key done, None at the end."""
    return [_rewrite(keys, transaction, name, after) for name, after in items]


def _rewrite(keys: Keys, transaction: Transaction, name: str, after: Any) -> Any:
    table = tables.metadata.tables[name]
    (key,) = table.primary_key.columns
    sealed = [table.c[column] for column in tables.SEALED if column in table.c]
    query = select(key, *sealed).order_by(key).limit(REWRITE_ROWS)
    rows = transaction.connection.execute(query if after is None else query.where(key > after)).all()
    for row, *blobs in rows:
        if table is tables.meta and row == FORM:
            continue  # stands in clear
        try:
            fresh = {column: blob and keys.reseal(blob) for column, blob in zip(sealed, blobs, strict=True)}
        except Unreadable as error:
            _log.error("row_unreadable", table=name, error=error)
            continue
        transaction.connection.execute(update(table).where(key == row).values(fresh))
    return rows[-1][0] if len(rows) == REWRITE_ROWS else None
