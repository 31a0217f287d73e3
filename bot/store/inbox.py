"""What has come in and could not be taken at once: written down, so that it may be acknowledged, and taken in its order.

    inbox.hold(transaction, intakes)       from the commit on they are as good as taken in
    inbox.taken(transaction, keys)         the turns have been taken: their rows go in the same transaction
    inbox.find(transaction, [None])        everything that still waits, in the order in which it came

A row is gone with the turn that takes it, so that a kill at any moment neither loses nor doubles one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from bot.base.log import logger
from bot.ports import Intake
from bot.setup.keys import Keys, Unreadable
from bot.store.database import statements
from bot.store.database.tables import inbox
from bot.store.database.writer import Transaction
from bot.store.records import millis
from flows.base import retention

_HOLD = insert(inbox).on_conflict_do_nothing(index_elements=["key"])
_ALL = select(inbox.c.id, inbox.c.blob).order_by(inbox.c.id)

_log = logger("store")


class Inbox:
    """The rows of the table `inbox`. Used in the store's thread only."""

    def __init__(self, keys: Keys, connection: Connection) -> None:
        self._keys = keys
        with connection.begin():
            # May hold some too many after a rollback, never too few: then a statement runs that finds nothing.
            self._held: set[bytes] = set(connection.scalars(select(inbox.c.key)))

    def hold(self, transaction: Transaction, items: list[tuple[Intake, ...]]) -> list[None]:
        """Write these down, each once; what has been taken already is left out."""
        by_key = {self._keys.tag("seen", intake.key): intake for intakes in items for intake in intakes}
        seen = {key for (key,) in statements.find_seen(transaction.connection, by_key)} if by_key else set()
        rows = [
            {
                "key": key,
                "person": self._keys.tag("person", intake.person),
                "at": millis(intake.at),
                "blob": seal_intake(self._keys, intake),
            }
            for key, intake in by_key.items()
            if key not in seen
        ]
        if rows:
            transaction.connection.execute(_HOLD, rows)
            self._held.update(by_key)
        return [None] * len(items)

    def find(self, transaction: Transaction, items: list[None]) -> list[list[Intake]]:
        """Everything that waits, in order. A row that cannot be read stays until its time is over."""
        found: list[Intake] = []
        for row, blob in transaction.connection.execute(_ALL):
            try:
                found.append(unseal_intake(self._keys, blob))
            except (Unreadable, ValueError) as error:  # `msgspec.ValidationError` and `json.JSONDecodeError` are such
                _log.error("held_intake_unreadable", error=error, row=row)
        return [found] * len(items)

    def taken(self, transaction: Transaction, intakes: Collection[Intake]) -> None:
        """These have been taken, or passed over, or known as taken before."""
        if not self._held:
            return
        gone = self._held.intersection(self._keys.tag("seen", intake.key) for intake in intakes)
        if gone:
            transaction.connection.execute(delete(inbox).where(inbox.c.key.in_(gone)))
            transaction.after.append(lambda: self._held.difference_update(gone))

    def forget(self, transaction: Transaction, people: Mapping[bytes, int]) -> None:
        """Erase what these people (keyed hashes) said before the moment (in milliseconds) at which they are erased.

        What they said after that is not part of what was to be forgotten, and may be a danger: it is taken.
        """
        if self._held:
            for who, at in people.items():
                transaction.connection.execute(delete(inbox).where(inbox.c.person == who, inbox.c.at < at))


def drop_old(connection: Connection, now: datetime) -> None:
    """Delete what has lain here longer than any update is known: only what cannot be read ever does."""
    connection.execute(delete(inbox).where(inbox.c.at <= millis(now - retention.UPDATES_SEEN)))


def seal_intake(keys: Keys, intake: Intake) -> bytes:
    """The blob of a row. Not by msgspec's encoder: it refuses half a surrogate pair, and nothing typed may be refused."""
    text = json.dumps(msgspec.to_builtins(intake), separators=(",", ":"), ensure_ascii=False)
    return keys.seal(text.encode("utf-8", "surrogatepass"))


def unseal_intake(keys: Keys, blob: bytes) -> Intake:
    """Raises `Unreadable` or a `ValueError`."""
    return msgspec.convert(json.loads(keys.unseal(blob).decode("utf-8", "surrogatepass")), Intake)
