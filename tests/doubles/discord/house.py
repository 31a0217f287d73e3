"""The whole bot on one local Discord: store, turns, courier and adapter, started and stopped around a test.

async with House(discord, tmp_path, library, advance, clock) as house:
    ...
    await house.settle()      everything that has come in is handled and delivered
    await house.restart()     the process ends and a new one begins with the same store
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, Self

from bot.adapters.discord.api.wiring import Wiring
from bot.adapters.discord.client import CalfwiseClient
from bot.adapters.discord.outgoing.port import DiscordPort
from bot.adapters.discord.running import run
from bot.base.clock import HandClock
from bot.core import Core
from bot.delivery.media import Media
from bot.delivery.outbox import OutboxWorker
from bot.ports import Intake, Outcome, Port
from bot.store.store import Store, open_store
from bot.turns.service import TurnService
from flows.base.replies import Choice, Reply


class Discord(Protocol):
    """What a house needs of a local Discord."""

    token: str

    def wiring(self) -> Wiring: ...


class Road(Protocol):
    """As much of `bot.ports.Turns` as Discord asks for."""

    async def submit(self, intake: Intake) -> Outcome: ...


class Watched:
    """The road into the core, which also tells when an intake has come to it."""

    def __init__(self, road: Road) -> None:
        self.road = road
        self.intakes: list[Intake] = []
        self._came: dict[str, asyncio.Event] = {}

    async def submit(self, intake: Intake) -> Outcome:
        self.intakes.append(intake)
        self._came.setdefault(intake.key, asyncio.Event()).set()
        return await self.road.submit(intake)

    async def take_in(self, intakes: Sequence[Intake]) -> None:
        for intake in intakes:
            await self.submit(intake)

    async def saw(self, key: str) -> None:
        """Return once the intake with this key has come."""
        async with asyncio.timeout(20):
            await self._came.setdefault(key, asyncio.Event()).wait()


def _public_reply(_language: str) -> Reply:
    door = Choice("private", "Check my calf", link="private")
    return Reply("message", paragraphs=("In private, please.",), choices=(door,))


class House:
    """Made for one test; `library` and `advance` may be stand-ins."""

    def __init__(
        self,
        discord: Discord,
        directory: Path,
        library: Any,
        advance: Any,
        clock: HandClock,
        public_reply: Callable[[str], Reply] | None = None,
        pictures: bool = False,
    ) -> None:
        self._discord = discord
        self._directory = directory
        self._library = library
        self._advance = advance
        self._clock = clock
        self._public_reply = public_reply or _public_reply
        self._pictures = pictures
        self.media: Media | None = None
        self.client: CalfwiseClient
        self.store: Store
        self.courier: OutboxWorker
        self.port: DiscordPort
        self.turns: Watched
        self.running: asyncio.Task[None]
        self._stop: asyncio.Event
        self._came = asyncio.Event()

    async def __aenter__(self) -> Self:
        self.store = open_store(self._directory / "calfwise.db", self._directory / "keys")
        self.turns = Watched(TurnService(self.store, self._library, self._advance))
        self.courier = OutboxWorker(self.store, {}, self._clock)
        await self.courier.start()
        self._stop = asyncio.Event()
        there: asyncio.Future[CalfwiseClient] = asyncio.get_running_loop().create_future()
        self.media = Media() if self._pictures else None

        def started(client: CalfwiseClient) -> None:
            self.client = client
            self._came.set()
            if not there.done():
                there.set_result(client)

        core = Core(
            turns=self.turns,
            register=self._register,
            deliver=self.courier.delivered,
            words=self._library,
            public_reply=self._public_reply,
            clock=self._clock,
            leave=self.courier.leave,
            media=self.media,
        )
        self.running = asyncio.ensure_future(
            run(self._discord.token, core, self._stop, self._discord.wiring(), started)
        )
        waiting: set[asyncio.Future[Any]] = {self.running, there}
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if self.running.done():
            self.store.close()
            await self.running
        self.client = await there
        self._came.clear()
        return self

    async def __aexit__(self, *failure: object) -> None:
        self._stop.set()
        try:
            await self.running
        finally:
            await self.courier.stop()
            if self.media is not None:
                await self.media.close()
            self.store.close()

    def _register(self, port: Port) -> None:
        assert isinstance(port, DiscordPort)
        self.port = port
        self.courier.register(port)

    async def up(self) -> None:
        """Return once there is one client more than at the last call, or at the start, and it is connected."""
        async with asyncio.timeout(20):
            await self._came.wait()
        self._came.clear()

    async def settle(self) -> None:
        """Return once all that has come in is handled and all that was committed is delivered."""
        await self.client.drain()
        await self.courier.idle()

    async def restart(self) -> None:
        """Stop, and start anew with the same store."""
        await self.__aexit__()
        await self.__aenter__()
