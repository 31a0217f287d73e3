"""Urgent messages that could not be brought to their person: they come first as soon as the person is heard from."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec
from sqlalchemy import Connection, bindparam, select

from bot.base.log import logger
from bot.setup.keys import Keys, Unreadable
from bot.store.database.tables import outbox
from bot.store.outgoing.outbox import OWED, DeliveryResult
from bot.store.records import unseal_outbox_row
from flows.base.replies import Reply

_ROWS = (
    select(outbox.c.id, outbox.c.at, outbox.c.blob)
    .where(outbox.c.person == bindparam("who"), outbox.c.status == OWED)
    .order_by(outbox.c.id)
)

_log = logger("store")


class Owed:
    """Whom something is owed. Used in the store's thread only."""

    def __init__(self, keys: Keys, connection: Connection) -> None:
        self._keys = keys
        with connection.begin():
            people = select(outbox.c.person).where(outbox.c.status == OWED)
            # May hold some too many, never too few: then a statement runs that finds nothing.
            self._people: set[bytes] = set(connection.scalars(people))

    def settled(self, results: Iterable[DeliveryResult]) -> None:
        """Learn from the fates of deliveries whom something is owed."""
        self._people.update(self._keys.tag("person", result.person) for result in results if result.fate == OWED)

    def shown(self, people: Iterable[bytes]) -> None:
        """It has been committed that these people get what was owed to them."""
        self._people.difference_update(people)

    def rows(self, connection: Connection, who: bytes, without: Collection[int] = ()) -> list[tuple[int, Reply]]:
        """What is owed to this person (keyed hash): the rows' numbers and their replies, oldest first."""
        if who not in self._people:
            return []
        found = []
        for row, at, blob in connection.execute(_ROWS, {"who": who}):
            if row in without:
                continue
            try:
                found.append((row, unseal_outbox_row(self._keys, row, at, blob).delivery.reply))
            except (Unreadable, msgspec.MsgspecError) as error:
                _log.error("row_unreadable", row=row, error=error)
        return found
