"""Erasing what is no longer needed, and rewriting blobs under a new key."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import delete, select, update

from bot.base.log import logger
from bot.setup.keys import Keys, Unreadable
from bot.store.cache import Cache
from bot.store.conversations import erase_people
from bot.store.database import tables
from bot.store.database.writer import Transaction
from bot.store.inbox import drop_old
from bot.store.outbox import OPEN
from bot.store.records import millis
from flows.base import retention

REWRITE_ROWS = 500

_log = logger("store")


def tidy(cache: Cache, transaction: Transaction, items: list[datetime]) -> list[int]:
    """Erase what has had its time; the result counts the people erased because they had not asked to be kept."""
    now = max(items)
    run = transaction.connection.execute
    session, outbox, slot, seen = tables.session, tables.outbox, tables.slot, tables.seen
    people = set(transaction.connection.scalars(select(session.c.person).where(session.c.erase_at <= millis(now))))
    if people:
        erase_people(transaction.connection, people)
        transaction.truncate = True
        cache.forget(people)  # now, for turns later in this transaction ...
        transaction.after.append(partial(cache.forget, people))  # ... and then, for those that came before
    run(delete(seen).where(seen.c.at <= millis(now - retention.UPDATES_SEEN)))
    run(delete(outbox).where(outbox.c.status.not_in(OPEN), outbox.c.at <= millis(now - retention.MESSAGES_DONE)))
    run(delete(slot).where(slot.c.at <= millis(now - retention.MESSAGE_PLACES)))
    drop_old(transaction.connection, now)
    return [len(people)] * len(items)


def rewrite(keys: Keys, transaction: Transaction, items: list[tuple[str, Any]]) -> list[Any]:
    """Put some rows' blobs under the newest key: `(table, last key done or None)` -> last key done, None at the end."""
    return [_rewrite(keys, transaction, name, after) for name, after in items]


def _rewrite(keys: Keys, transaction: Transaction, name: str, after: Any) -> Any:
    table = tables.metadata.tables[name]
    (key,) = table.primary_key.columns
    query = select(key, table.c.blob).order_by(key).limit(REWRITE_ROWS)
    rows = transaction.connection.execute(query if after is None else query.where(key > after)).all()
    for row, blob in rows:
        try:
            fresh = keys.reseal(blob)
        except Unreadable as error:
            _log.error("row_unreadable", table=name, error=error)
            continue
        transaction.connection.execute(update(table).where(key == row).values(blob=fresh))
    return rows[-1][0] if len(rows) == REWRITE_ROWS else None
