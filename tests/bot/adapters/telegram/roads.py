"""A core that only notes what it is given, and an adapter that runs against it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from bot.adapters.telegram.adapter import Telegram
from bot.base.clock import Clock
from bot.ports import Intake, Outcome, StoreUnavailable
from flows.library import Library
from flows.model import Event
from tests.doubles.telegram import TelegramDouble


class Road:
    """Stands in for the core: `taken` is what was committed, `failing` the turns that cannot be saved just now."""

    def __init__(self) -> None:
        self.taken: list[Intake] = []
        self.duplicates = 0
        self.failing = 0
        self.tried = asyncio.Event()
        self.grew = asyncio.Event()
        self.gates: dict[str, asyncio.Event] = {}
        self.breaks: Exception | None = None

    async def submit(self, intake: Intake) -> Outcome:
        self.tried.set()
        if gate := self.gates.get(intake.person):
            await gate.wait()
        if self.failing:
            self.failing -= 1
            raise StoreUnavailable
        if self.breaks:
            error, self.breaks = self.breaks, None
            raise error
        if any(intake.key == other.key for other in self.taken):
            self.duplicates += 1
            return Outcome(duplicate=True)
        self.taken.append(intake)
        self.grew.set()
        return Outcome()

    async def has_taken(self, number: int) -> None:
        """Wait until so many turns are committed."""
        async with asyncio.timeout(10):
            while len(self.taken) < number:
                self.grew.clear()
                await self.grew.wait()

    @property
    def events(self) -> list[Event]:
        return [intake.event for intake in self.taken]


class Running:
    """An adapter at work."""

    def __init__(self, double: TelegramDouble, road: Road, library: Library, clock: Clock, **how: Any) -> None:
        self.stop = asyncio.Event()
        self.registered: list[Any] = []
        self.adapter = Telegram(
            how.pop("token", double.token), road, library, clock, how.pop("base_url", double.base_url), **how
        )
        self.task = asyncio.create_task(self.adapter.run(self.registered.append, self.stop))

    async def finish(self) -> None:
        """Tell it to stop and wait for it; raises what it raised."""
        self.stop.set()
        try:
            await self.task
        finally:
            await self.adapter.close()


@contextlib.asynccontextmanager
async def running(
    double: TelegramDouble, road: Road, library: Library, clock: Clock, **how: Any
) -> AsyncIterator[Running]:
    adapter = Running(double, road, library, clock, **how)
    try:
        yield adapter
    finally:
        await adapter.finish()
