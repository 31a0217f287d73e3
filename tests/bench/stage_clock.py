"""A clock for plays: time goes from one sleeper's waking to the next, once everybody has done what they woke for.

clock = StageClock(start)
await clock.at_rest()      everyone who was woken has gone back to sleep, or has finished
clock.to_next()            time moves to the earliest sleeper's end, and wakes who is due
clock.lookout()            the same clock for one that is always asleep between two acts (the timers), waited for too
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

TURNS = 20
"""Rounds of the event loop in which whoever was called from another thread notices it."""


class StageClock:
    """A `bot.base.clock.Clock`."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._sleepers: dict[asyncio.Future[None], datetime] = {}
        self._awake: set[asyncio.Task[object]] = set()
        self._changed = asyncio.Event()
        self._lookouts: list[Lookout] = []

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        task = asyncio.current_task()
        assert task is not None
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers[sleeper] = self._now + timedelta(seconds=seconds)
        self._rests(task)
        try:
            await sleeper
        finally:
            if self._sleepers.pop(sleeper, None) is None:  # woken, not cancelled
                self._awake.add(task)
                task.add_done_callback(self._rests)

    def lookout(self) -> Lookout:
        """The clock as one task sees it that is waited for by itself."""
        self._lookouts.append(Lookout(self))
        return self._lookouts[-1]

    def to_next(self) -> None:
        """Let time pass until the first sleeper is due. Raises `RuntimeError` if nobody sleeps."""
        if not self._sleepers:
            raise RuntimeError("nobody waits for anything")
        self._now = max(self._now, min(self._sleepers.values()))
        for sleeper in [sleeper for sleeper, at in self._sleepers.items() if at <= self._now]:
            del self._sleepers[sleeper]
            if not sleeper.done():
                sleeper.set_result(None)

    def to(self, moment: datetime) -> bool:
        """Let time pass until the first sleeper is due, but not beyond `moment`; whether it is that moment now."""
        if self._sleepers and min(self._sleepers.values()) <= moment:
            self.to_next()
            return False
        self._now = max(self._now, moment)
        return True

    async def at_rest(self) -> None:
        """Return once nobody who was woken is still at work."""
        for _ in range(TURNS):
            await asyncio.sleep(0)
        while self._awake or not all(one.asleep for one in self._lookouts):
            self._changed.clear()
            await self._changed.wait()

    def changed(self) -> None:
        """Look again whether all are at rest."""
        self._changed.set()

    def _rests(self, task: asyncio.Task[object]) -> None:
        self._awake.discard(task)
        self._changed.set()


class Lookout:
    """The clock of a loop that sleeps in a new task each time, so that its task cannot be told from others."""

    def __init__(self, clock: StageClock) -> None:
        self._clock = clock
        self.asleep = False

    def now(self) -> datetime:
        return self._clock.now()

    async def sleep(self, seconds: float) -> None:
        self.asleep = seconds > 0
        self._clock.changed()
        try:
            await self._clock.sleep(seconds)
        finally:
            self.asleep = False
