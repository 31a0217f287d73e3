"""Time as something that is handed in: the system's clock in earnest, a clock moved by hand in tests.

clock = SystemClock()            clock.now() -> aware datetime in UTC; await clock.sleep(seconds)
clock = HandClock(some_instant)  the same, but time stands still until clock.move(timedelta)
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the rest of the bot knows of time."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""

    async def sleep(self, seconds: float) -> None:
        """Return once `seconds` have passed; at once if they are zero or less."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))


class HandClock:
    """A clock that stands still until it is moved; whoever sleeps past the new time wakes, earliest first."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._sleepers: list[tuple[datetime, asyncio.Future[None]]] = []
        self._changed = asyncio.Event()

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = (self._now + timedelta(seconds=seconds), sleeper)
        self._sleepers.append(entry)
        self._changed.set()
        try:
            await sleeper
        finally:
            self._sleepers.remove(entry)
            self._changed.set()

    def move(self, by: timedelta) -> None:
        """Let `by` pass and wake everyone whose time has come."""
        self._now += by
        for until, sleeper in sorted(self._sleepers, key=lambda entry: entry[0]):
            if until <= self._now and not sleeper.done():
                sleeper.set_result(None)

    def asleep(self) -> list[float]:
        """How many seconds each sleeper still has to wait, least first."""
        return sorted((until - self._now).total_seconds() for until, sleeper in self._sleepers if not sleeper.done())

    async def someone_sleeps(self, seconds: float | None = None) -> None:
        """Return as soon as anyone is asleep, with `seconds` only if the first to wake has that long to go.

        Tests wait for this before they move the clock.
        """
        while not self.asleep() or seconds not in (None, self.asleep()[0]):
            self._changed.clear()
            await self._changed.wait()
