"""People who cannot be reached: their timers are laid aside until they write again, or something reaches them after all.

Laid aside and not deleted: what the person asked for is still listed in their conversation, and goes on when they are
back. What erases them in time goes on meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select, update

from bot.setup.keys import Keys
from bot.store.database.tables import ASIDE, timer
from bot.store.database.writer import Transaction
from bot.store.outgoing.outbox import DeliveryResult
from flows.base.retention import ERASE_TIMER

_LAY_ASIDE = (
    update(timer)
    .where(timer.c.person == bindparam("who"), timer.c.key != bindparam("erasing"), timer.c.fire_at < ASIDE)
    .values(fire_at=timer.c.fire_at + ASIDE)
)
_TAKE_UP = (
    update(timer)
    .where(timer.c.person == bindparam("who"), timer.c.fire_at >= ASIDE)
    .values(fire_at=timer.c.fire_at - ASIDE, lease=0)
)


class Absent:
    """Who they are. Used in the store's thread only."""

    def __init__(self, keys: Keys, connection: Connection) -> None:
        self._keys = keys
        with connection.begin():
            # Not DISTINCT: for that SQLite would read all timers, in the order of their people.
            aside = select(timer.c.person).where(timer.c.fire_at >= ASIDE)
            # May hold some too many after a rollback, never too few: then a statement runs that finds nothing.
            self._people: set[bytes] = set(connection.scalars(aside))

    def settled(self, transaction: Transaction, items: list[DeliveryResult]) -> bool:
        """Learn from the fates of deliveries who can be reached; returns whether timers came back."""
        fates = {item.person: item.reason or item.fate for item in items}
        for person in (person for person, fate in fates.items() if fate == "unreachable"):
            self.lay_aside(transaction, person)
        if not self._people:
            return False
        there = (self._keys.tag("person", person) for person, fate in fates.items() if fate == "delivered")
        return self.back(transaction, there)

    def lay_aside(self, transaction: Transaction, person: str) -> None:
        """Let the person's timers rest, all but the one that erases."""
        who = self._keys.tag("person", person)
        self._people.add(who)
        transaction.after.append(lambda: self._people.add(who))  # a turn beside it may just have brought them back
        erasing = self._keys.tag("timer", person, ERASE_TIMER)
        transaction.connection.execute(_LAY_ASIDE, {"who": who, "erasing": erasing})

    def back(self, transaction: Transaction, people: Iterable[bytes]) -> bool:
        """These people (keyed hashes) are there; returns whether timers of theirs were laid aside and came back."""
        returned = self._people.intersection(people)
        if returned:
            transaction.connection.execute(_TAKE_UP, [{"who": who} for who in returned])
            transaction.after.append(lambda: self._people.difference_update(returned))
        return bool(returned)
