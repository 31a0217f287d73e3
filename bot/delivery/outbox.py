"""The courier: takes replies out of the outbox and hands them to the adapters, each person's strictly in order.

    courier = Courier(store, {"tg": port}, clock)    or courier.register(port), before or after the start
    await courier.start()                            sends what an earlier run left, then whatever is committed
    await courier.delivered(outcome)                 returns when the outcome's rows are out (or given up)
    await courier.idle()                             returns when nothing is under way
    await courier.stop(grace=10)                     lets what is under way finish for so many seconds

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
from bot.delivery.sender import Carrier, platform
from bot.ports import Outcome, Port
from bot.store.records import Letter
from bot.store.store import Store

_log = logger("outbox")


class Courier:
    """One per store. Everything here runs in the event loop that called `start`."""

    def __init__(self, store: Store, ports: Mapping[str, Port], clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._joining: dict[str, Port] = dict(ports)
        self._held: dict[str, list[Letter]] = {}
        self._carriers: dict[str, Carrier] = {}
        self._queues: dict[str, deque[Letter]] = {}
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

    def _committed(self, letters: list[Letter], _timers_changed: bool) -> None:
        """In the store's thread. Before the start nothing is lost: the rows are found when it comes."""
        loop = self._loop
        if loop is not None and letters:
            with contextlib.suppress(RuntimeError):  # closed in the same instant
                loop.call_soon_threadsafe(self._post, letters)

    def _post(self, letters: list[Letter]) -> None:
        for letter in letters:
            name = platform(letter.delivery)
            if name in self._held:
                self._await_fate(letter)
                self._held[name].append(letter)  # older rows of this platform are still being read
            elif name in self._carriers:
                self._await_fate(letter)
                self._enqueue(letter)

    async def _join(self) -> None:
        """Read what is waiting for the platforms that joined, and put it before what was committed meanwhile."""
        joining, self._joining = self._joining, {}
        if not joining:
            return
        self._held.update({name: [] for name in joining})
        found: dict[int, Letter] = {}
        try:
            found = {letter.delivery.row: letter for letter in await self._store.waiting()}
        finally:
            for name, port in joining.items():
                self._carriers[name] = Carrier(self._store, port, self._clock)
                letters = {row: letter for row, letter in found.items() if platform(letter.delivery) == name}
                letters.update({letter.delivery.row: letter for letter in self._held.pop(name)})
                for row in sorted(letters):
                    self._await_fate(letters[row])
                    self._enqueue(letters[row])

    def _await_fate(self, letter: Letter) -> None:
        row = letter.delivery.row
        if row not in self._open:
            self._open[row] = asyncio.get_running_loop().create_future()

    def _enqueue(self, letter: Letter) -> None:
        person = letter.delivery.person
        if person in self._queues:
            self._queues[person].append(letter)
        else:
            self._queues[person] = deque([letter])
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
                letter = queue[0]
                carrier = self._carriers[platform(letter.delivery)]
                queued = len(queue)
                try:
                    if letter.delivery.row in hopeless:
                        await carrier.give_up(letter)
                    elif await carrier.carry(letter) == "unreachable":
                        behind = itertools.islice(queue, 1, queued)
                        hopeless.update(other.delivery.row for other in behind if _same_way(other, letter))
                except Exception as error:
                    _log.error("courier_broke", error=error, row=letter.delivery.row)
                queue.popleft()
                self._open.pop(letter.delivery.row).set_result(None)
        finally:
            del self._queues[person]


def _same_way(letter: Letter, failed: Letter) -> bool:
    """Whether this row would meet the same refusal; what is urgent is tried all the same."""
    return letter.delivery.address == failed.delivery.address and not letter.delivery.reply.urgent
