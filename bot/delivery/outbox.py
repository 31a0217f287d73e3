"""Taking replies out of the outbox and handing them to the adapters, each person's strictly in order.

    outbox = OutboxWorker(store, {"tg": port}, clock)    or outbox.register(port), before or after the start
    await outbox.start()                                 sends what an earlier run left, then whatever is committed
    await outbox.delivered(outcome)                      returns when the outcome's rows are out (or given up)
    await outbox.idle()                                  returns when nothing is under way
    await outbox.stop(grace=10)                          lets what is under way finish for so many seconds

It learns of new rows from the store's commits; nobody has to hand them over. Rows of a platform without a port wait.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections import deque
from collections.abc import Coroutine, Mapping
from typing import Any

from bot.base.clock import Clock
from bot.base.log import logger
from bot.delivery.sender import RowSender, platform_of
from bot.ports import Outcome, Port
from bot.store.records import OutboxRow
from bot.store.store import Store

_log = logger("outbox")


class OutboxWorker:
    """One per store. Everything here runs in the event loop that called `start`."""

    def __init__(self, store: Store, ports: Mapping[str, Port], clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._joining: dict[str, Port] = dict(ports)
        self._held: dict[str, list[OutboxRow]] = {}
        self._senders: dict[str, RowSender] = {}
        self._queues: dict[str, deque[OutboxRow]] = {}
        self._open: dict[int, asyncio.Future[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        store.on_commit(self._committed)

    def register(self, port: Port) -> None:
        """Serve one more platform."""
        self._joining[port.platform] = port
        if self._loop is not None:
            self._spawn(self._join())

    async def start(self) -> None:
        """Begin to deliver; what an earlier run left goes first. Raises `StoreUnavailable` if it cannot be read."""
        self._loop = asyncio.get_running_loop()
        await self._join()

    async def delivered(self, outcome: Outcome) -> None:
        """Return once each delivery of `outcome` is out or given up; at once for a platform that has no port."""
        rows = [self._open[delivery.row] for delivery in outcome.deliveries if delivery.row in self._open]
        if rows:
            await asyncio.wait(rows)

    async def idle(self) -> None:
        """Return once nothing is queued or under way."""
        while self._tasks or self._open:
            await asyncio.wait({*self._tasks, *self._open.values()})
            await asyncio.sleep(0)

    async def stop(self, grace: float = 10.0) -> None:
        """Wait `grace` seconds at most for what is under way; the rest is delivered after the next start."""
        self._loop = None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await self.idle()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- rows come in ------------------------------------------------------------------------------------------------

    def _committed(self, entries: list[OutboxRow], _timers_changed: bool) -> None:
        """In the store's thread. Before the start nothing is lost: the rows are found when it comes."""
        loop = self._loop
        if loop is not None and entries:
            with contextlib.suppress(RuntimeError):  # closed in the same instant
                loop.call_soon_threadsafe(self._post, entries)

    def _post(self, entries: list[OutboxRow]) -> None:
        for entry in entries:
            name = platform_of(entry.delivery)
            if name in self._held:
                self._await_fate(entry)
                self._held[name].append(entry)  # older rows of this platform are still being read
            elif name in self._senders:
                self._await_fate(entry)
                self._enqueue(entry)

    async def _join(self) -> None:
        """Read what is waiting for the platforms that joined, and put it before what was committed meanwhile."""
        joining, self._joining = self._joining, {}
        if not joining:
            return
        self._held.update({name: [] for name in joining})
        found: dict[int, OutboxRow] = {}
        try:
            found = {entry.delivery.row: entry for entry in await self._store.find_waiting()}
        finally:
            for name, port in joining.items():
                self._senders[name] = RowSender(self._store, port, self._clock)
                entries = {row: entry for row, entry in found.items() if platform_of(entry.delivery) == name}
                entries.update({entry.delivery.row: entry for entry in self._held.pop(name)})
                for row in sorted(entries):
                    self._await_fate(entries[row])
                    self._enqueue(entries[row])

    def _await_fate(self, entry: OutboxRow) -> None:
        row = entry.delivery.row
        if row not in self._open:
            self._open[row] = asyncio.get_running_loop().create_future()

    def _enqueue(self, entry: OutboxRow) -> None:
        person = entry.delivery.person
        if person in self._queues:
            self._queues[person].append(entry)
        else:
            self._queues[person] = deque([entry])
            self._spawn(self._work(person))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- rows go out -------------------------------------------------------------------------------------------------

    async def _work(self, person: str) -> None:
        """Deliver one person's rows until none is left; only this person waits for them.

        What lay behind a row that could not reach them goes nowhere either, and is not tried: nobody calls again and
        again for somebody who has blocked the bot. What was committed meanwhile is: they may be back.
        """
        queue = self._queues[person]
        hopeless: set[int] = set()
        try:
            while queue:
                entry = queue[0]
                sender = self._senders[platform_of(entry.delivery)]
                queued = len(queue)
                try:
                    if entry.delivery.row in hopeless:
                        await sender.give_up(entry)
                    elif await sender.deliver(entry) == "unreachable":
                        behind = itertools.islice(queue, 1, queued)
                        hopeless.update(other.delivery.row for other in behind if _same_way(other, entry))
                except Exception as error:
                    _log.error("courier_broke", error=error, row=entry.delivery.row)
                queue.popleft()
                self._open.pop(entry.delivery.row).set_result(None)
        finally:
            del self._queues[person]


def _same_way(entry: OutboxRow, failed: OutboxRow) -> bool:
    """Whether this row would meet the same refusal; what is urgent is tried all the same."""
    return entry.delivery.address == failed.delivery.address and not entry.delivery.reply.urgent
