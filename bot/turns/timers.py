"""Timers: what is due enters the conversation like any other event.

    timers = TimerLoop(store, turns, clock)
    await timers.start()             fires what is due, sleeps to the next, is woken by commits; also tidies, every hour
    await timers.stop()
    outcomes = due_now(store, turns, person, now)    fires one person's timers with no event loop, each at its own time

A timer fires as `TimerFired` with the dedupe key `timer:<row id>`; the turn deletes it in its own transaction, so it
has its effect once however often it is tried.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime, timedelta

from bot.base.clock import Clock
from bot.base.log import logger
from bot.ports import Intake, Outcome, StoreUnavailable
from bot.store.batch import TIMER_KEY
from bot.store.records import DueTimer, OutboxRow, instant
from bot.store.store import Store
from bot.turns.service import BlockingTurns
from flows.base import retention
from flows.base.errors import CalfwiseError
from flows.base.events import TimerFired

LONGEST_NAP = timedelta(minutes=5)
"""A machine that was asleep, or whose clock was set, is noticed after this long at the latest."""


STORE_PAUSE = 5.0
"""Seconds to wait while the store does not answer (a full disk)."""

MOST_AT_ONCE = 10_000
"""Firings in one `due_now`; more can only be content that sets a timer from its own timer without end."""

_log = logger("timers")


class TimerLoop:
    """One per store."""

    def __init__(self, store: Store, turns: BlockingTurns, clock: Clock) -> None:
        self._store = store
        self._turns = turns
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._tidied: datetime | None = None
        store.on_commit(self._committed)

    async def start(self) -> None:
        """Begin to fire timers in a task of its own."""
        self._loop = asyncio.get_running_loop()
        self._task = self._loop.create_task(self._run())

    async def stop(self) -> None:
        """Stop at once; a timer that was being fired is either committed or fires again at the next start."""
        self._loop = None
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _committed(self, _entries: list[OutboxRow], timers_changed: bool) -> None:
        loop = self._loop
        if loop is not None and timers_changed:
            with contextlib.suppress(RuntimeError):  # closed in the same instant
                loop.call_soon_threadsafe(self._wake.set)

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                seconds = await self._round()
            except StoreUnavailable:
                seconds = STORE_PAUSE
            except Exception as error:
                _log.error("timers_broke", error=error)
                seconds = STORE_PAUSE
            if seconds > 0:
                await self._nap(seconds)

    async def _round(self) -> float:
        """Fire what is due, then tidy a little if it is time; returns how many seconds there is nothing to do."""
        now = self._clock.now()
        due = await self._store.claim_timers(now)
        if due.timers:
            submitted = (self._turns.submit(fired(timer, now)) for timer in due.timers)
            for outcome in await asyncio.gather(*submitted, return_exceptions=True):
                if isinstance(outcome, Exception):
                    _log.warning("timer_not_fired", error=outcome)  # its lease runs out, then it is tried again
        if self._tidied is None or now - self._tidied >= retention.TIDY_EVERY:
            # Some at a time: whatever falls due meanwhile is fired before the next go, and turns are taken in between.
            if (await self._store.tidy_some(now)).more:
                return 0
            self._tidied = now
        if due.timers:
            return 0
        nap = min(LONGEST_NAP, self._tidied + retention.TIDY_EVERY - now)
        if due.next_at is not None:
            nap = min(nap, instant(due.next_at) - now)
        return nap.total_seconds()

    async def _nap(self, seconds: float) -> None:
        sleeping = asyncio.ensure_future(self._clock.sleep(seconds))
        woken = asyncio.ensure_future(self._wake.wait())
        try:
            await asyncio.wait({sleeping, woken}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            woken.cancel()
            await asyncio.gather(sleeping, woken, return_exceptions=True)


def due_now(store: Store, turns: BlockingTurns, person: str, now: datetime) -> list[Outcome]:
    """Fire the person's timers that are due at `now`, in order, each at its own time, and those that they set too."""
    outcomes: list[Outcome] = []
    while due := store.claim_timers_now(now, person).timers:
        outcomes.extend(turns.submit_now(fired(timer, timer.fire_at)) for timer in due)
        if len(outcomes) > MOST_AT_ONCE:
            raise CalfwiseError("A timer sets itself again without end; the content has to be put right.")
    return outcomes


def fired(timer: DueTimer, at: datetime) -> Intake:
    """The timer as an intake; the store knows where its person wants such messages."""
    return Intake(f"{TIMER_KEY}{timer.id}", timer.person, TimerFired(timer.name, timer.data), at, address={})
