"""Bringing an urgent reply out: at once, past everything else, and again and again until it is there.

In this lane alone a double is better than none: an answer that got lost is no reason to stop. It ends when the platform has
taken it, when the person cannot be reached, when it refuses even the bare words, or after an hour.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from msgspec.structs import replace

from bot.base.log import logger
from bot.delivery.passage import RowPassage
from bot.delivery.sender import Ended, RowSender, left_to_close, read_known
from bot.delivery.wire import leaving
from bot.ports import Delivery, DeliveryError, Refused, StoreUnavailable, Throttled, Unreachable, Withdrawn
from bot.store.records import OutboxRow

PAUSES = (1.0, 2.0, 5.0, 10.0)
"""Seconds before each further try; later ones come every `EVERY` seconds."""

EVERY = 30.0
TRIED_FOR = timedelta(hours=1)
"""At least so long after the first try it is not given up."""

LATE = timedelta(seconds=10)
"""After so long without success whoever runs the bot is told."""

LONGEST_CALL = 30.0
"""Seconds that one try may take: some libraries wait by themselves when told to slow down."""

_log = logger("outbox")


async def deliver_urgent(entry: OutboxRow, sender: Callable[[], RowSender], passage: RowPassage) -> Ended:
    """Deliver an urgent row through whichever port serves its platform just now, and note what became of it."""
    first = sender()
    try:
        known = await read_known(first.store, entry)
    except StoreUnavailable:
        known = dict(entry.known)  # it never waits for the disk; that it may come twice does no harm
    if known is None:
        return Ended(None)
    # Never an edit of an earlier message, which nobody would notice: that one merely loses its buttons.
    entry = replace(entry, delivery=replace(entry.delivery, reply=replace(entry.delivery.reply, replaces="")))
    with leaving(passage):
        ended = await _deliver(entry, sender, passage, known)
    if ended.fate == "owed":
        _log.error("urgent_not_delivered", row=entry.delivery.row, reason=ended.reason)
    if ended.fate is not None:
        await sender().settle(entry, ended)
    return ended


async def _deliver(
    entry: OutboxRow, sender: Callable[[], RowSender], passage: RowPassage, known: dict[str, str]
) -> Ended:
    clock = sender().clock
    began, pauses, delivery = clock.now(), iter(PAUSES), entry.delivery
    told = False
    while True:
        try:
            async with asyncio.timeout(LONGEST_CALL):
                message = await sender().port.send(delivery, passage)
            if told:
                _log.warning("urgent_delivered_late", row=delivery.row)
            return Ended("delivered", message=message, closings=left_to_close(entry.delivery, known))
        except Withdrawn:
            return Ended(None)
        except Unreachable:
            return Ended("owed", "unreachable")
        except Refused:
            if delivery is not entry.delivery:
                return Ended("owed", "refused")
            delivery = _bare(delivery)
            continue
        except Throttled as error:
            pause = min(max(error.seconds, 0.5), EVERY)
        except (DeliveryError, TimeoutError):
            pause = next(pauses, EVERY)
        except Exception as error:
            _log.error("port_broke", error=error, row=delivery.row)
            pause = next(pauses, EVERY)
        late = clock.now() - began
        if late >= TRIED_FOR:
            return Ended("owed", "no_answer")
        if late >= LATE and not told:
            told = True
            _log.error("urgent_delayed", row=delivery.row)
        passage.rest()
        await clock.sleep(pause)


def _bare(delivery: Delivery) -> Delivery:
    """The same words with nothing about them that a platform could dislike."""
    return replace(delivery, reply=replace(delivery.reply, choices=(), copies=(), picture=None, chart=None, page=None))
