"""A core that only notes what it is given, and an adapter that runs against it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest

from bot.adapters.telegram.adapter import Telegram
from bot.base.clock import Clock
from bot.core import Core
from bot.ports import Intake, Outcome, Port, StoreUnavailable
from flows.base.events import Event
from flows.talk.library import Library
from flows.turn.public import group_reply
from tests.doubles.telegram import TelegramDouble


class RecordedTurns:
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

    async def take_in(self, intakes: Sequence[Intake]) -> None:
        faults = []
        for intake in intakes:
            try:
                await self.submit(intake)
            except StoreUnavailable:
                raise
            except Exception as error:
                faults.append(error)
        if faults:
            raise faults[0]

    async def has_taken(self, number: int) -> None:
        """Wait until so many turns are committed."""
        async with asyncio.timeout(10):
            while len(self.taken) < number:
                self.grew.clear()
                await self.grew.wait()

    @property
    def events(self) -> list[Event]:
        return [intake.event for intake in self.taken]


def core_on(
    recorded: RecordedTurns, library: Library, clock: Clock, register: Callable[[Port], None] = lambda _port: None
) -> Core:
    """What the adapter gets to know of a bot whose turns only `recorded` takes."""

    async def deliver(_outcome: Outcome) -> None:
        raise AssertionError("Telegram's replies come from the outbox by themselves")

    return Core(
        turns=recorded,
        register=register,
        deliver=deliver,
        words=library,
        public_reply=lambda language: group_reply(library, language),
        clock=clock,
        languages=library.words.languages,
    )


class Running:
    """An adapter at work."""

    def __init__(
        self, double: TelegramDouble, recorded: RecordedTurns, library: Library, clock: Clock, **how: Any
    ) -> None:
        self.stop = asyncio.Event()
        self.registered: list[Any] = []
        core = core_on(recorded, library, clock, self.registered.append)
        self.adapter = Telegram(how.pop("token", double.token), core, how.pop("base_url", double.base_url), **how)
        self.task = asyncio.create_task(self.adapter.run(self.stop))

    async def finish(self) -> None:
        """Tell it to stop and wait for it; raises what it raised."""
        self.stop.set()
        try:
            await self.task
        finally:
            await self.adapter.close()


@contextlib.asynccontextmanager
async def running(
    double: TelegramDouble, recorded: RecordedTurns, library: Library, clock: Clock, **how: Any
) -> AsyncIterator[Running]:
    adapter = Running(double, recorded, library, clock, **how)
    try:
        yield adapter
    finally:
        await adapter.finish()


def events(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What was logged since the last look, by name; not of the profile, which is published beside everything else."""
    names = [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()]
    return [name for name in names if name != "profile_not_updated"]
