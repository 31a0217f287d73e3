"""Taking replies out of the outbox and handing them to the adapters, each person's in order, urgent ones before all else.

    outbox = OutboxWorker(store, {"tg": port}, clock)    or outbox.register(port), before or after the start
    await outbox.start()                                 sends what an earlier run left, then whatever is committed
    await outbox.delivered(outcome)                      returns when the outcome's rows are out (or given up)
    await outbox.idle()                                  returns when nothing is under way
    await outbox.leave("tg")                             the platform is about to be left: quick, and nothing is lost
    await outbox.stop()                                  the same for all

It learns of new rows from the store's commits; nobody has to hand them over. Rows of a platform without a port wait.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from functools import partial
from typing import Any

from bot.base.clock import Clock
from bot.base.log import logger
from bot.delivery.lanes import PersonLanes
from bot.delivery.passage import STORE_PAUSE
from bot.delivery.sender import RowSender, platform_of
from bot.ports import Outcome, Port
from bot.store.records import OutboxRow
from bot.store.store import Store

QUICK = 1.5
"""Seconds that a backlog may still go out in when the bot stops."""

GRACE = 3.0
"""Seconds that a call on the wire may still take then. Whoever supervises a process kills it ten seconds after it was asked."""

_log = logger("outbox")


class OutboxWorker:
    """One per store. Everything here runs in the event loop that called `start`."""

    def __init__(self, store: Store, ports: Mapping[str, Port], clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._joining: dict[str, Port] = dict(ports)
        self._held: dict[str, list[OutboxRow]] = {}
        self._early: set[int] = set()
        """Urgent rows of platforms in `_held` that did not wait for it."""
        self._senders: dict[str, RowSender] = {}
        self._left: set[str] = set()
        self._people: dict[str, PersonLanes] = {}
        self._open: dict[int, tuple[str, asyncio.Future[None]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        store.on_commit(self._committed)

    def register(self, port: Port) -> None:
        """Serve one more platform, or a platform through another port from now on."""
        if port.platform in self._senders and port.platform not in self._left:
            self._senders[port.platform] = RowSender(self._store, port, self._clock)
            return
        self._left.discard(port.platform)
        self._joining[port.platform] = port
        if self._loop is not None:
            self._held[port.platform] = []
            self._spawn(self._join(self._find_patiently))

    async def start(self) -> None:
        """Begin to deliver; what an earlier run left goes first. Raises `StoreUnavailable` if it cannot be read."""
        self._loop = asyncio.get_running_loop()
        await self._join(self._store.find_waiting)

    async def delivered(self, outcome: Outcome) -> None:
        """Return once each delivery of `outcome` is out or given up; at once for a platform that has no port."""
        rows = [self._open[delivery.row][1] for delivery in outcome.deliveries if delivery.row in self._open]
        if rows:
            await asyncio.wait(rows)

    async def idle(self) -> None:
        """Return once nothing is queued or under way, the closing of earlier messages included."""
        while working := self._tasks | self._working():
            await asyncio.wait(working)
            await asyncio.sleep(0)

    async def leave(self, platform: str, quick: float = QUICK, grace: float = GRACE) -> None:
        """Stop serving the platform.

        A backlog has `quick` seconds; then nothing new goes out, and what is on the wire has `grace` seconds. All the rest
        is sent after the next start.
        """
        if self._joining.pop(platform, None) is not None:
            self._left.add(platform)
            for entry in self._held.pop(platform, ()):
                self._settled(entry.delivery.row)
            return
        if platform not in self._senders or platform in self._left:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(quick):
                while working := self._working(platform):
                    await asyncio.wait(working)
                    await asyncio.sleep(0)
        self._left.add(platform)
        resting = [person for person in self._people if person.partition(":")[0] == platform]
        await asyncio.gather(*(self._people[person].rest(grace) for person in resting))
        for person in resting:
            self._people.pop(person, None)
        for row in [row for row, (name, _) in self._open.items() if name == platform]:
            self._settled(row)  # nobody need wait for it any longer

    async def stop(self, grace: float = GRACE) -> None:
        """Leave all platforms; with `grace` 0 at once."""
        self._loop = None
        quick = min(QUICK, grace)
        await asyncio.gather(*(self.leave(platform, quick, grace) for platform in self._senders))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _working(self, platform: str = "") -> set[asyncio.Task[None]]:
        """What is at work for the people of this platform, or of all."""
        people = (lanes for person, lanes in self._people.items() if person.startswith(platform and f"{platform}:"))
        return {task for lanes in people for task in lanes.workers}

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
            if name in self._left:
                continue  # it is found at the next start
            if name in self._held and not (name in self._senders and (entry.delivery.reply.urgent or entry.leads)):
                self._await_fate(entry)
                self._held[name].append(entry)  # older rows of this platform are still being read
            elif name in self._senders:
                if name in self._held:
                    self._early.add(entry.delivery.row)
                self._await_fate(entry)
                self._enqueue(entry)

    async def _join(self, find: Callable[[], Awaitable[list[OutboxRow]]]) -> None:
        """Read what is waiting for the platforms that joined, and put it before what was committed meanwhile.

        What is urgent does not wait for that.
        """
        joining, self._joining = self._joining, {}
        if not joining:
            return
        for name, port in joining.items():
            self._held.setdefault(name, [])
            self._senders[name] = RowSender(self._store, port, self._clock)
        found: list[OutboxRow] = []
        try:
            found = await find()
        finally:
            for name in joining:
                rows = {entry.delivery.row: entry for entry in found if platform_of(entry.delivery) == name}
                rows.update({entry.delivery.row: entry for entry in self._held.pop(name)})
                for row in sorted(rows.keys() - self._early):
                    self._await_fate(rows[row])
                    if name in self._left or self._loop is None:
                        self._settled(row)  # it is found at the next start
                    else:
                        self._enqueue(rows[row])
            if not self._held:
                self._early.clear()

    async def _find_patiently(self) -> list[OutboxRow]:
        told = False
        while True:
            try:
                return await self._store.find_waiting()
            except Exception as error:
                if not told:
                    _log.error("waiting_not_read", error=error)
                told = True
                await self._clock.sleep(STORE_PAUSE)

    def _await_fate(self, entry: OutboxRow) -> None:
        row = entry.delivery.row
        if row not in self._open:
            self._open[row] = (platform_of(entry.delivery), asyncio.get_running_loop().create_future())

    def _enqueue(self, entry: OutboxRow) -> None:
        person = entry.delivery.person
        if person not in self._people:
            platform = platform_of(entry.delivery)
            self._people[person] = PersonLanes(
                lambda: self._senders[platform], self._settled, partial(self._forget, person)
            )
        self._people[person].add(entry)

    def _forget(self, person: str) -> None:
        self._people.pop(person, None)

    def _settled(self, row: int) -> None:
        _, future = self._open.pop(row, ("", None))
        if future is not None and not future.done():
            future.set_result(None)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
