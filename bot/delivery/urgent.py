"""Bringing an urgent reply out: at once, past everything else, and again and again until it is there.

In this lane alone a double is better than none: an answer that got lost is no reason to stop. It ends when the platform has
taken it, when the person cannot be reached, when it refuses even the bare words, or after an hour.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from msgspec.structs import replace

from bot.base.log import logger
from bot.delivery.passage import RowPassage, is_told_to_end
from bot.delivery.sender import Ended, RowSender, left_to_close, read_known
from bot.delivery.wire import leaving
from bot.ports import Delivery, DeliveryError, Refused, StoreUnavailable, Throttled, Unreachable, Withdrawn
from bot.store.records import OutboxRow

PAUSES = (1.0, 2.0, 5.0, 10.0)
"""Seconds before each further try; later ones come every `EVERY` seconds."""

EVERY = 30.0
TRIED_FOR = 3600.0
"""At least so many seconds are spent with trying before it is given up."""

MOMENT = 1.0
"""Seconds that what is urgent may wait for the store, or for what leads up to it in the same turn."""

LATE = 10.0
"""After so many seconds without success whoever runs the bot is told."""

LONGEST_CALL = 30.0
"""Seconds that one try may take: some libraries wait by themselves when told to slow down."""

_log = logger("outbox")


async def deliver_urgent(entry: OutboxRow, sender: Callable[[], RowSender], passage: RowPassage) -> Ended:
    """Deliver an urgent row through whichever port serves its platform just now; its fate is still to be noted."""
    try:
        async with asyncio.timeout(MOMENT):
            known = await read_known(sender().store, entry)
    except Exception as error:
        # It never waits for the disk, whatever that is at; that it may come twice does no harm.
        if not isinstance(error, StoreUnavailable | TimeoutError):
            _log.error("outbox_broke", error=error, row=entry.delivery.row)
        known = dict(entry.known)
    if known is None:
        return Ended(None)
    # Never an edit of an earlier message, which nobody would notice: that one merely loses its buttons.
    entry = replace(entry, delivery=replace(entry.delivery, reply=replace(entry.delivery.reply, replaces="")))
    with leaving(passage):
        ended = await _deliver(entry, sender, passage, known)
    if ended.fate == "owed":
        _log.error("urgent_not_delivered", row=entry.delivery.row, reason=ended.reason)
    return ended


async def _deliver(
    entry: OutboxRow, sender: Callable[[], RowSender], passage: RowPassage, known: dict[str, str]
) -> Ended:
    clock, time = sender().clock, asyncio.get_running_loop().time
    pauses, delivery = iter(PAUSES), entry.delivery
    spent, told = 0.0, False  # not by the clock on the wall, which may be put right by hours, or the machine have slept
    while True:
        began = time()
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
        except asyncio.CancelledError:
            if is_told_to_end():
                raise
            pause = next(pauses, EVERY)  # something beneath was given up, and is no order to us
        spent += time() - began
        if spent >= TRIED_FOR:
            return Ended("owed", "no_answer")
        if spent >= LATE and not told:
            told = True
            _log.error("urgent_delayed", row=delivery.row)
        passage.rest()
        await clock.sleep(pause)
        spent += pause


def _bare(delivery: Delivery) -> Delivery:
    """The same words with nothing about them that a platform could dislike."""
    return replace(delivery, reply=replace(delivery.reply, choices=(), copies=(), picture=None, chart=None, page=None))
