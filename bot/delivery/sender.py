"""Sending one reply: edit what is finished, send or redraw, cope with what can go wrong, note the fate.

- `Throttled`: wait as told, then the same again.
- `Lost`: an edit is tried again a few times, and so is a send that is `repeatable`; any other send is not repeated,
  because the person may have it already.
- `Unreachable`, `Refused`: given up; an unreachable person's timers are laid aside until they are heard from.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.base.clock import Clock
from bot.base.log import logger
from bot.ports import Delivery, DeliveryError, Lost, Port, Refused, StoreUnavailable, Throttled, Unreachable
from bot.store.outbox import Attempt, DeliveryResult, Fate
from bot.store.records import OutboxRow, millis
from bot.store.store import Store

PAUSES = (1.0, 5.0, 15.0)
"""Seconds before each further try of what may be repeated."""

STORE_PAUSE = 2.0
"""Seconds between tries while the store does not take notes (a full disk)."""

Result = TypeVar("Result")

_log = logger("outbox")


def platform_of(delivery: Delivery) -> str:
    """The prefix of the person's id, which names the port."""
    return delivery.person.partition(":")[0]


class RowSender:
    """Delivers through one port."""

    def __init__(self, store: Store, port: Port, clock: Clock) -> None:
        self._store = store
        self._port = port
        self._clock = clock

    async def deliver(self, entry: OutboxRow) -> Fate | None:
        """Deliver one row, note what became of it and say so; raises nothing but a cancellation.

        None: the person has been forgotten meanwhile.
        """
        delivery = entry.delivery
        known = await self._begin(entry)
        if known is None:
            return None
        fate, message = await self._deliver(entry, {**known, **entry.known})
        if fate != "delivered":
            _log.warning("not_delivered", row=delivery.row, fate=fate)
        reply = delivery.reply
        closed = (reply.closes,) if fate == "delivered" and reply.closes in known and reply.closes != reply.slot else ()
        now = millis(self._clock.now())
        await self._settle(DeliveryResult(delivery.row, delivery.person, fate, now, reply.slot, message, closed))
        return fate

    async def give_up(self, entry: OutboxRow) -> None:
        """Note that the row cannot reach its person, without trying."""
        delivery = entry.delivery
        await self._settle(DeliveryResult(delivery.row, delivery.person, "unreachable", millis(self._clock.now())))

    async def _begin(self, entry: OutboxRow) -> dict[str, str] | None:
        delivery, reply = entry.delivery, entry.delivery.reply
        slots = tuple(slot for slot in (reply.closes, reply.replaces) if slot)
        attempt = Attempt(delivery.row, delivery.person, slots, mark=not reply.repeatable)
        while True:
            try:
                return await self._store.begin_attempt(attempt)
            except StoreUnavailable:
                if reply.urgent:
                    return {}  # an emergency card never waits; that it may come twice does no harm
                await self._clock.sleep(STORE_PAUSE)

    async def _deliver(self, entry: OutboxRow, known: dict[str, str]) -> tuple[Fate, str]:
        """The row's fate, and the id of the message that now shows it (empty if none does)."""
        delivery, reply = entry.delivery, entry.delivery.reply
        earlier = known.get(reply.replaces, "")
        if entry.attempted and not reply.repeatable and not earlier:
            return "lost", ""
        try:
            if not reply.urgent:
                await self._close(delivery, known)
            message = await self._show(delivery, earlier)
            if reply.urgent:  # the card first: tidying up the question before it can wait
                await self._close(delivery, known)
            return "delivered", message
        except Lost:
            return "lost", ""
        except Unreachable:
            return "unreachable", ""
        except DeliveryError:
            return "refused", ""
        except Exception as error:
            _log.error("port_broke", error=error, row=delivery.row)
            return "refused", ""

    async def _close(self, delivery: Delivery, known: dict[str, str]) -> None:
        """Finish the earlier message if it is known; should that fail, its buttons merely stay."""
        message = known.get(delivery.reply.closes)
        if message is None:
            return
        try:
            await self._patiently(lambda: self._port.close(delivery, message), repeatable=True)
        except (Refused, Lost) as error:
            _log.info("not_closed", row=delivery.row, error=error)
        except Unreachable:
            if not delivery.reply.urgent:
                raise

    async def _show(self, delivery: Delivery, earlier: str) -> str:
        if earlier:
            try:
                await self._patiently(lambda: self._port.redraw(delivery, earlier), repeatable=True)
                return earlier
            except Refused:
                pass  # too old or deleted: shown anew instead
        return await self._patiently(lambda: self._port.send(delivery), delivery.reply.repeatable)

    async def _patiently(self, call: Callable[[], Awaitable[Result]], repeatable: bool) -> Result:
        pauses = iter(PAUSES if repeatable else ())
        while True:
            try:
                return await call()
            except Throttled as error:
                await self._clock.sleep(error.seconds)
            except Lost:
                pause = next(pauses, None)
                if pause is None:
                    raise
                await self._clock.sleep(pause)

    async def _settle(self, settled: DeliveryResult) -> None:
        while True:
            try:
                return await self._store.record_result(settled)
            except StoreUnavailable:
                await self._clock.sleep(STORE_PAUSE)
