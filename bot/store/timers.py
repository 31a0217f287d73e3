"""The timers' side of the store: claim what is due, tell when the next is."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, delete, func, select, update

from bot.base.log import logger
from bot.setup.keys import Keys, Unreadable
from bot.store.database import tables
from bot.store.database.errors import DATABASE_ERRORS
from bot.store.database.tables import ASIDE
from bot.store.database.writer import Transaction
from bot.store.records import DueTimer, unseal_timer

LEASE_MS = 60_000
"""How long a claimed timer is left alone before it is claimed again."""

_log = logger("timers")


class TimerClaim(msgspec.Struct, frozen=True):
    """Ask for at most `most` timers due at `now` (milliseconds); with `person`, only that person's."""

    now: int
    most: int
    person: str = ""


class ClaimedTimers(msgspec.Struct, frozen=True):
    """The claimed timers, in the order they were due, and when to ask again at the latest (milliseconds; None: never)."""

    timers: tuple[DueTimer, ...]
    next_at: int | None


def claim_timers(keys: Keys, transaction: Transaction, items: list[TimerClaim]) -> list[ClaimedTimers]:
    """Claim timers. A timer that cannot be read is deleted and logged: it would be due for ever."""
    return [_claim(keys, transaction, item) for item in items]


def _claim(keys: Keys, transaction: Transaction, item: TimerClaim) -> ClaimedTimers:
    run = transaction.connection.execute
    table = tables.timer
    mine = [table.c.person == keys.tag("person", item.person)] if item.person else []
    query = select(table.c.id, table.c.fire_at, table.c.blob).where(
        table.c.fire_at <= item.now, table.c.lease <= item.now, *mine
    )
    timers = []
    rows = run(query.order_by(table.c.fire_at, table.c.id).limit(item.most)).all()
    for row, fire_at, blob in rows:
        try:
            timers.append(unseal_timer(keys, row, fire_at, blob))
        except (Unreadable, msgspec.MsgspecError) as error:
            _log.error("timer_unreadable", row=row, error=error)
            run(delete(table).where(table.c.id == row))
    if timers:
        claimed = [timer.id for timer in timers]
        run(update(table).where(table.c.id.in_(claimed)).values(lease=item.now + LEASE_MS))
    if len(rows) == item.most:
        return ClaimedTimers(tuple(timers), item.now)
    # Apart, so that each is found by the index: a scan of all timers with every claim would hold up everybody's turns.
    later = select(func.min(table.c.fire_at)).where(table.c.fire_at > item.now, table.c.fire_at < ASIDE, *mine)
    held = select(func.min(table.c.lease)).where(table.c.fire_at <= item.now, *mine)
    times = [at for at in map(transaction.connection.scalar, (later, held)) if at is not None]
    return ClaimedTimers(tuple(timers), min(times, default=None))


def void_leases(connection: Connection) -> None:
    """At the start: the claims of an earlier process mean nothing, since one process at a time has the file."""
    timer = tables.timer
    try:
        with connection.begin():
            connection.execute(update(timer).where(timer.c.lease > 0).values(lease=0))
    except DATABASE_ERRORS as error:  # a full disk: they run out in a minute
        _log.warning("leases_stand", error=error)
