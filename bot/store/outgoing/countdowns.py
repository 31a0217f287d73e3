"""Which countdowns still run in messages of an earlier run, so that an adapter can go on drawing them."""

from __future__ import annotations

import msgspec
from sqlalchemy import func, select

from bot.base.log import logger
from bot.ports import Showing
from bot.setup.keys import Keys, Unreadable
from bot.store.database import statements, tables
from bot.store.database.writer import Transaction
from bot.store.outgoing.outbox import messages_of
from bot.store.records import instant, unseal_outbox_row

LOOKED_BACK = 60 * 60 * 1000
"""How old (milliseconds) a message may be; no countdown lasts nearly so long."""

MOST = 1000
"""How many people's newest messages are looked at: some 20 ms, in which no turn is taken."""

_log = logger("store")


class CountdownSearch(msgspec.Struct, frozen=True):
    """The countdowns of `platform` (`tg`) that run at `now` (milliseconds)."""

    platform: str
    now: int


def find_countdowns(keys: Keys, transaction: Transaction, items: list[CountdownSearch]) -> list[list[Showing]]:
    """For each search the newest deliveries of people whose countdown is not over and whose message is known.

    Where something else was said since, the countdown had ended on the screen already, and does not begin again.
    """
    return [_find(keys, transaction, item) for item in items]


def _find(keys: Keys, transaction: Transaction, search: CountdownSearch) -> list[Showing]:
    table = tables.outbox
    newest = (
        select(func.max(table.c.id).label("row"))
        .where(table.c.at >= search.now - LOOKED_BACK, table.c.status == "delivered")
        .group_by(table.c.person)
        .order_by(func.max(table.c.id).desc())
        .limit(MOST)
        .subquery()
    )
    rows = transaction.connection.execute(
        select(table.c.id, table.c.at, table.c.blob).join(newest, newest.c.row == table.c.id)
    )
    running = {}
    for row, at, blob in rows:
        try:
            delivery = unseal_outbox_row(keys, row, at, blob).delivery
        except (Unreadable, msgspec.MsgspecError) as error:
            _log.error("row_unreadable", row=row, error=error)
            continue
        reply = delivery.reply
        if delivery.person.startswith(f"{search.platform}:") and reply.until and reply.until > instant(search.now):
            running[keys.tag("slot", delivery.person, reply.slot or reply.replaces)] = delivery
    if not running:
        return []
    messages = messages_of(keys, statements.find_slots(transaction.connection, running))
    return [Showing(running[key], message) for key, message in messages.items()]
