"""The timers' side of the store: claim what is due, tell when the next is."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, func, select, update

from bot.base.log import logger
from bot.setup.keys import Keys, Unreadable
from bot.store.database import tables
from bot.store.database.errors import DATABASE_ERRORS
from bot.store.database.tables import ASIDE, CLAIMED
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
    timers = []
    rows = run(due_timers(*mine), {"now": item.now, "most": item.most}).all()
    for row, fire_at, blob in rows:
        try:
            timers.append(unseal_timer(keys, row, fire_at, blob))
        except (Unreadable, msgspec.MsgspecError) as error:
            _log.error("timer_unreadable", row=row, error=error)
            run(delete(table).where(table.c.id == row))
    if timers:
        claimed = [{"row": timer.id, "until": item.now + LEASE_MS} for timer in timers]
        run(CLAIM, claimed)
    if len(rows) == item.most:
        return ClaimedTimers(tuple(timers), item.now)
    soonest = (transaction.connection.scalar(query, {"now": item.now}) for query in next_times(*mine))
    return ClaimedTimers(tuple(timers), min((at for at in soonest if at is not None), default=None))


CLAIM = update(tables.timer).where(tables.timer.c.id == bindparam("row")).values(lease=bindparam("until"))

VOID_LEASES = update(tables.timer).where(CLAIMED).values(lease=0)


def due_timers(*mine: ColumnElement[bool]) -> Select[Any]:
    """The first `most` timers that are due at `now` and unclaimed."""
    table = tables.timer
    query = select(table.c.id, table.c.fire_at, table.c.blob).where(
        table.c.fire_at <= bindparam("now"), table.c.lease <= bindparam("now"), *mine
    )
    return query.order_by(table.c.fire_at, table.c.id).limit(bindparam("most"))


def next_times(*mine: ColumnElement[bool]) -> tuple[Select[Any], Select[Any]]:
    """When the next timer falls due after `now`, and when the first claim of one that is due runs out.

    Apart, so that each is found by its index: a scan of all timers with every claim would hold up everybody's turns.
    """
    table = tables.timer
    later = select(func.min(table.c.fire_at)).where(table.c.fire_at > bindparam("now"), table.c.fire_at < ASIDE, *mine)
    held = select(func.min(table.c.lease)).where(CLAIMED, table.c.fire_at <= bindparam("now"), *mine)
    return later, held


def void_leases(connection: Connection) -> None:
    """At the start: the claims of an earlier process mean nothing, since one process at a time has the file."""
    try:
        with connection.begin():
            connection.execute(VOID_LEASES)
    except DATABASE_ERRORS as error:  # a full disk: they run out in a minute
        _log.warning("leases_stand", error=error)
