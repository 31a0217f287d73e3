"""Sending one ordinary reply: edit what is finished, send or redraw, cope with what can go wrong, note the fate.

- `Throttled`: wait as told, then the same again.
- `Lost`: a send that is `repeatable` and a redrawing are tried again a few times; any other send is not, because the person
  may have it already: its fate is unknown.
- `Unreachable`, `Refused`: given up, with the reason; an unreachable person's timers are laid aside until they are heard
  from.

Taking the buttons off earlier messages is left to `Closing`s, which are done when nothing else is to be said.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from bot.base.clock import Clock
from bot.base.log import logger
from bot.delivery.passage import STORE_PAUSE, RowPassage, is_told_to_end
from bot.delivery.wire import leaving
from bot.ports import Delivery, Lost, Port, Refused, StoreUnavailable, Throttled, Unreachable, Withdrawn
from bot.store.outgoing.outbox import DeliveryResult, Fate, SlotQuery
from bot.store.records import OutboxRow, millis
from bot.store.store import Store

PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0)
"""Seconds before each further try of what may be repeated."""

AT_LEAST = 0.5
"""Seconds before another try where a platform says "not now" without saying for how long."""

Result = TypeVar("Result")

_log = logger("outbox")


class Closing(msgspec.Struct, frozen=True):
    """An earlier message that is to lose its buttons.

    `text` is what to leave in it (empty: its words); `slot` is what it showed, empty if a newer message shows it by now.
    """

    delivery: Delivery
    message: str
    text: str
    slot: str


class Ended(msgspec.Struct, frozen=True):
    """What became of a row (`fate` None: it was forgotten), why, what shows it now, and what is left to be closed."""

    fate: Fate | None
    reason: str = ""
    message: str = ""
    closings: tuple[Closing, ...] = ()


class RowSender:
    """Delivers through one port."""

    def __init__(self, store: Store, port: Port, clock: Clock) -> None:
        self.store = store
        self.port = port
        self.clock = clock

    async def deliver(self, entry: OutboxRow, passage: RowPassage) -> Ended:
        """Deliver one row and note what became of it; raises nothing but a cancellation."""
        try:
            known = await self._read_known(entry)
        except Exception as error:
            _log.error("outbox_broke", error=error, row=entry.delivery.row)
            ended = Ended("given_up", "broke")
            await self.settle(entry, ended)
            return ended
        if known is None:
            return Ended(None)
        entry = passed(entry) if entry.overtaken else entry
        with leaving(passage):
            ended = await self._deliver(entry, passage, known)
        if ended.fate is not None:
            await self.settle(entry, ended)
        return ended

    async def close(self, closing: Closing, passage: RowPassage) -> None:
        """Take the buttons off an earlier message; should that fail, they merely stay."""
        reply = replace(closing.delivery.reply, closed_text=closing.text)
        delivery = replace(closing.delivery, reply=reply)
        try:
            with leaving(passage), passage.editing():
                await self._patiently(lambda: self.port.close(delivery, closing.message), passage, iter(PAUSES[:3]))
        except (Refused, Lost, Unreachable) as error:
            _log.info("not_closed", row=delivery.row, error=error)
        except Exception as error:
            _log.error("port_broke", error=error, row=delivery.row)
        else:
            if closing.slot:
                with contextlib.suppress(StoreUnavailable):  # it is closed once more should it be asked for again
                    await self.store.close_slot(delivery.person, closing.slot)

    async def settle(self, entry: OutboxRow, ended: Ended) -> None:
        """Note the fate, and say so if the row did not arrive."""
        delivery = entry.delivery
        assert ended.fate is not None
        if ended.fate not in ("delivered", "owed"):
            _log.warning("not_delivered", row=delivery.row, fate=ended.fate, reason=ended.reason)
        now, slot = millis(self.clock.now()), delivery.reply.slot
        result = DeliveryResult(
            delivery.row, delivery.person, ended.fate, now, slot, ended.message, reason=ended.reason
        )
        while True:
            try:
                return await self.store.record_result(result)
            except StoreUnavailable:
                await self.clock.sleep(STORE_PAUSE)

    async def _read_known(self, entry: OutboxRow) -> dict[str, str] | None:
        while True:
            try:
                return await read_known(self.store, entry)
            except StoreUnavailable:
                await self.clock.sleep(STORE_PAUSE)

    async def _deliver(self, entry: OutboxRow, passage: RowPassage, known: dict[str, str]) -> Ended:
        delivery, reply = entry.delivery, entry.delivery.reply
        earlier = known.get(reply.replaces, "")
        if entry.attempted and not reply.repeatable and not earlier:
            return Ended("unknown")
        closings = left_to_close(delivery, known)
        try:
            if self.port.closes_first:
                closings = await self._close_now(closings, passage)
            if earlier and await self._redraw(delivery, passage, earlier):
                return Ended("delivered", message=earlier, closings=tuple(one for one in closings if one.slot))
            pauses = iter(PAUSES if reply.repeatable else ())
            message = await self._patiently(lambda: self.port.send(delivery, passage), passage, pauses)
            return Ended("delivered", message=message, closings=closings)
        except Withdrawn:
            return Ended(None)
        except Lost:
            return Ended("unknown")
        except Unreachable:
            return Ended("given_up", "unreachable")
        except Refused:
            return Ended("given_up", "refused")
        except Exception as error:
            _log.error("port_broke", error=error, row=delivery.row)
            return Ended("given_up", "broke")

    async def _close_now(self, closings: tuple[Closing, ...], passage: RowPassage) -> tuple[Closing, ...]:
        """Close the answered question before the next is sent; what does not work at once is left for later."""
        later = []
        for closing in closings:
            reply = replace(closing.delivery.reply, closed_text=closing.text)
            if not closing.slot:
                later.append(closing)  # a copy loses its buttons once the new one is there
                continue
            try:
                with passage.editing():
                    await self.port.close(replace(closing.delivery, reply=reply), closing.message)
                with contextlib.suppress(StoreUnavailable):
                    await self.store.close_slot(closing.delivery.person, closing.slot)
            except (Lost, Throttled):
                later.append(closing)
            except (Refused, Unreachable) as error:  # the message may stand where nobody can be reached any more
                _log.info("not_closed", row=closing.delivery.row, error=error)
            except Exception as error:
                _log.error("port_broke", error=error, row=closing.delivery.row)
        return tuple(later)

    async def _redraw(self, delivery: Delivery, passage: RowPassage, earlier: str) -> bool:
        """Draw over the earlier message; False if that is too old or gone, or stands where it cannot be reached any more."""
        try:
            with passage.editing():
                await self._patiently(lambda: self.port.redraw(delivery, earlier), passage, iter(PAUSES))
        except (Refused, Unreachable):
            return False
        return True

    async def _patiently(
        self, call: Callable[[], Awaitable[Result]], passage: RowPassage, pauses: Iterator[float]
    ) -> Result:
        while True:
            try:
                return await call()
            except Throttled as error:
                await passage.returned()
                asked = error.seconds if error.seconds > 0 else AT_LEAST
                passage.not_before = self.clock.now() + timedelta(seconds=asked)
                passage.asked = asked
                await self.clock.sleep(asked)
            except (Lost, asyncio.CancelledError) as error:
                lost = isinstance(error, Lost)
                if not lost and is_told_to_end():
                    raise
                pause = next(pauses, None) if lost or passage.on_wire else STORE_PAUSE
                if pause is None:
                    raise Lost from error
                passage.rest()
                await self.clock.sleep(pause)


def platform_of(delivery: Delivery) -> str:
    """The prefix of the person's id, which names the port."""
    return delivery.person.partition(":")[0]


async def read_known(store: Store, entry: OutboxRow) -> dict[str, str] | None:
    """The messages of the slots that the row touches; None if it is gone. Raises `StoreUnavailable`."""
    delivery, reply = entry.delivery, entry.delivery.reply
    slots = tuple(dict.fromkeys(slot for slot in (reply.closes, reply.replaces, reply.slot) if slot))
    known = await store.read_known(SlotQuery(delivery.row, delivery.person, slots))
    return None if known is None else {**known, **entry.known}


def left_to_close(delivery: Delivery, known: dict[str, str]) -> tuple[Closing, ...]:
    """The message of the answered question, and an earlier copy of the one that is shown now."""
    reply = delivery.reply
    closings = []
    if reply.closes in known and reply.closes != reply.slot:
        closings.append(Closing(delivery, known[reply.closes], reply.closed_text, reply.closes))
    if reply.slot in known and not (reply.replaces and reply.replaces in known):
        closings.append(Closing(delivery, known[reply.slot], "", ""))
    return tuple(closings)


def passed(entry: OutboxRow) -> OutboxRow:
    """The row as it is sent after an urgent one: what it asks is closed, so it has no buttons."""
    reply = replace(entry.delivery.reply, choices=())
    return replace(entry, delivery=replace(entry.delivery, reply=reply))
