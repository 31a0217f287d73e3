"""A stage for one row: the local servers in this process, the bot in one of its own, and a folder for what it keeps."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.base.clock import HandClock
from tests.bench.processes import ROOT
from tests.doubles.discord import loopback
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.telegram.server import TelegramDouble
from tests.faults.hands import Hand
from tests.faults.process import Bot


class Stage:
    """What a row has to play with. Its bot is started by the row, since much goes wrong before that."""

    def __init__(self, folder: Path, telegram: TelegramDouble, discord: DiscordDouble | None, bot: Bot) -> None:
        self.folder = folder
        self.telegram = telegram
        self._discord = discord
        self.bot = bot

    @property
    def discord(self) -> DiscordDouble:
        assert self._discord is not None
        return self._discord

    def person(self, name: str = "Ann") -> Hand:
        """Somebody on Telegram who has not written yet."""
        return Hand(self.telegram, self.telegram.person(name))

    async def until(self, reached: Callable[[], bool], why: str, within: float = 20) -> float:
        """Wait for a state of the Telegram; the seconds that it took."""
        began = time.perf_counter()
        await self.telegram.world.until(reached, why, within)
        return time.perf_counter() - began

    def rows(self, statement: str, *values: Any) -> list[Any]:
        """Read the bot's database."""
        with closing(sqlite3.connect(self.bot.database)) as connection:
            return connection.execute(statement, values).fetchall()

    def fates(self) -> dict[str, int]:
        """How many rows of the outbox are in each state."""
        return dict(self.rows("SELECT status, count(*) FROM outbox GROUP BY status"))


@asynccontextmanager
async def stage(
    telegram: bool = True, discord: bool = False, paced: bool = True, **settings: str
) -> AsyncIterator[Stage]:
    """Everything for one row, and nothing of it afterwards. `settings` come on top of what leads to the servers."""
    data = ROOT / "data"
    data.mkdir(exist_ok=True)
    async with AsyncExitStack() as stack:
        # Beside the real data, not in /tmp, which may be memory: a commit has to reach a disk.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="faults-", dir=data)))
        tg = await stack.enter_async_context(TelegramDouble())
        environment: dict[str, str] = {}
        how: dict[str, Any] = {"paced": paced}
        if telegram:
            environment |= {"CALFWISE_TELEGRAM_TOKEN": tg.token, "CALFWISE_TELEGRAM_API": tg.base_url}
        dc = None
        if discord:
            # Its clock stands still, so that no interaction grows too old; ids are of today, as the library expects.
            dc = await stack.enter_async_context(DiscordDouble(HandClock(datetime.now(UTC))))
            environment["CALFWISE_DISCORD_TOKEN"] = dc.token
            how["discord"] = [dc._port, loopback._files()[1]]
        bot = Bot(folder, how, {**environment, **settings})
        try:
            yield Stage(folder, tg, dc, bot)
        finally:
            if bot.running:
                await bot.kill()


async def step_until(bot: Bot, reached: Callable[[], bool], most: int, step: int = 1) -> int:
    """Let time pass, `step` seconds at once, until something is so; how many that took, or `most` if it never was.

    One long step could come just when the bot has looked at its clock and is not asleep yet; several cannot.
    """
    for passed in range(0, most, step):
        if reached():
            return passed
        await bot.let_pass(step)
        await asyncio.sleep(
            0.05
        )  # for what is now due to reach the server; too short a time only counts as more seconds
    return most
