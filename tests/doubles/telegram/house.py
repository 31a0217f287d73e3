"""The whole bot on the local Telegram: store, turns, courier and adapter, started and stopped around a test.

    async with House(telegram, tmp_path, library, advance, clock) as house:
        ...
        await house.settle()      all that was said is committed, confirmed and answered
        await house.restart()     the process ends and a new one begins with the same store
        await house.kill()        the same without a goodbye

Time stands still unless the test moves the clock; nothing is slowed down unless `paced` is asked for, and
there are words only unless `pictures` are asked for.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Self

from bot.adapters.telegram.adapter import Telegram
from bot.base.clock import Clock
from bot.core import Core
from bot.delivery.media import Media
from bot.delivery.outbox import OutboxWorker
from bot.store.store import Store, open_store
from bot.turns.service import Advance, TurnService
from flows.turn.public import group_reply
from tests.doubles.telegram.server import TelegramDouble


class House:
    """Made for one test; `library` and `advance` may be stand-ins."""

    def __init__(
        self,
        telegram: TelegramDouble,
        directory: Path,
        library: Any,
        advance: Advance[Any],
        clock: Clock,
        *,
        paced: bool = False,
        pictures: bool = False,
    ) -> None:
        self._telegram = telegram
        self._directory = directory
        self._library = library
        self._advance = advance
        self._clock = clock
        self._paced = paced
        self._pictures = pictures
        self.store: Store
        self.road: TurnService[Any]
        self.courier: OutboxWorker
        self.adapter: Telegram
        self.media: Media | None = None
        self.running: asyncio.Task[None]
        self._stop: asyncio.Event

    async def __aenter__(self) -> Self:
        self.store = open_store(self._directory / "calfwise.db", self._directory / "keys")
        self.road = TurnService(self.store, self._library, self._advance, clock=self._clock)
        await self.road.start()
        self.courier = OutboxWorker(self.store, {}, self._clock)
        await self.courier.start()
        self.media = Media() if self._pictures else None
        double, self._stop = self._telegram, asyncio.Event()
        core = Core(
            turns=self.road,
            register=self.courier.register,
            deliver=self.courier.delivered,
            words=self._library,
            public_reply=lambda language: group_reply(self._library, language),
            clock=self._clock,
            languages=self._library.words.languages,
            media=self.media,
            notes=self.store,
            showing=self.store.find_countdowns,
        )
        self.adapter = Telegram(double.token, core, double.base_url, paced=self._paced)
        self.running = asyncio.create_task(self.adapter.run(self._stop))
        return self

    async def __aexit__(self, *failure: object) -> None:
        self._stop.set()
        try:
            await self.running
        finally:
            await self._end(grace=0 if failure and failure[0] else 10)

    async def settle(self) -> None:
        """Return once every update so far is committed and confirmed, and everything to be said is delivered."""
        await self._telegram.polling()
        await self.road.idle()
        await self.courier.idle()

    async def restart(self) -> None:
        """Stop, and start anew with the same store."""
        await self.__aexit__()
        await self.__aenter__()

    async def kill(self) -> None:
        """End at once, with whatever is under way left undone, and start anew with the same store."""
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)
        await self._end(grace=0)
        await self.__aenter__()

    async def _end(self, grace: float) -> None:
        await self.road.stop()
        await self.courier.stop(grace)
        await self.adapter.close()
        if self.media is not None:
            await self.media.close()
        self.store.close()
        await self._telegram.world.until(lambda: self._telegram.world.poller is None, "the poll to be hung up")
