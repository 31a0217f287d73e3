"""The timers' side of the store: claim what is due, tell when the next is."""

from __future__ import annotations

import msgspec
from sqlalchemy import case, delete, func, select, update

from bot.keys import Keys, Unreadable
from bot.log import logger
from bot.store import tables
from bot.store.records import Alarm, unseal_alarm
from bot.store.writer import Transaction

LEASE_MS = 60_000
"""How long a claimed timer is left alone before it is claimed again."""

_log = logger("timers")


class Claim(msgspec.Struct, frozen=True):
    """Ask for at most `most` timers due at `now` (milliseconds); with `person`, only that person's."""

    now: int
    most: int
    person: str = ""


class Due(msgspec.Struct, frozen=True):
    """The claimed timers, in the order they were due, and when the next one that nobody claimed is (milliseconds)."""

    alarms: tuple[Alarm, ...]
    next_at: int | None


def claim(keys: Keys, transaction: Transaction, items: list[Claim]) -> list[Due]:
    """Claim timers. A timer that cannot be read is deleted and logged: it would be due for ever."""
    return [_claim(keys, transaction, item) for item in items]


def _claim(keys: Keys, transaction: Transaction, item: Claim) -> Due:
    run = transaction.connection.execute
    table = tables.timer
    mine = [table.c.person == keys.tag("person", item.person)] if item.person else []
    query = select(table.c.id, table.c.fire_at, table.c.blob).where(
        table.c.fire_at <= item.now, table.c.lease <= item.now, *mine
    )
    alarms = []
    for row, fire_at, blob in run(query.order_by(table.c.fire_at, table.c.id).limit(item.most)).all():
        try:
            alarms.append(unseal_alarm(keys, row, fire_at, blob))
        except (Unreadable, msgspec.MsgspecError) as error:
            _log.error("timer_unreadable", row=row, error=error)
            run(delete(table).where(table.c.id == row))
    if alarms:
        claimed = [alarm.id for alarm in alarms]
        run(update(table).where(table.c.id.in_(claimed)).values(lease=item.now + LEASE_MS))
    wakes = case((table.c.lease > table.c.fire_at, table.c.lease), else_=table.c.fire_at)
    next_at = transaction.connection.scalar(select(func.min(wakes)).where(*mine))
    return Due(tuple(alarms), next_at)


def drop_person(keys: Keys, transaction: Transaction, people: list[str]) -> list[None]:
    """Delete all timers of these people: they cannot be reached any more."""
    tags = {keys.tag("person", person) for person in people}
    transaction.connection.execute(delete(tables.timer).where(tables.timer.c.person.in_(tags)))
    return [None] * len(people)
