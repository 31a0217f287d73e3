"""Telegram and Discord beside each other in one program: the trouble of one is its own, and the end is quick."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.base.clock import HandClock
from bot.cli.platforms import AGAIN, run_platforms
from bot.cli.run import serve
from bot.setup.settings import Settings
from flows.base.errors import CalfwiseError
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.telegram import TelegramDouble


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2026, 3, 1, 9, 0, tzinfo=UTC))


@pytest.fixture
async def discord(clock: HandClock) -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble(clock) as double:
        yield double


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as double:
        yield double


class Program:
    """The program in this very process, from its settings on."""

    def __init__(self, folder: Path, telegram: TelegramDouble, discord: DiscordDouble, clock: HandClock) -> None:
        settings = Settings(
            telegram_token=SecretStr(telegram.token),
            telegram_api=telegram.base_url,
            discord_token=SecretStr(discord.token),
            data_dir=folder,
            key_file=folder / "keys",
        )
        self.ready: dict[str, asyncio.Event] = {"tg": asyncio.Event(), "dc": asyncio.Event()}
        self.running = asyncio.ensure_future(
            serve(settings, clock, discord.wiring(), lambda name: self.ready[name].set(), paced=False)
        )

    async def up(self, *names: str) -> None:
        async with asyncio.timeout(20):
            for name in names:
                await self.ready[name].wait()

    async def stop(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(10):
            await self.running


async def test_discord_thrown_out_and_telegram_goes_on(
    tmp_path: Path, telegram: TelegramDouble, discord: DiscordDouble, clock: HandClock
) -> None:
    program = Program(tmp_path, telegram, discord, clock)
    await program.up("tg", "dc")
    await discord.world.until(lambda: discord.gateway.connected, "the bot")
    ann = discord.person("Ann")
    await ann.answered(await ann.slash("calf"))
    await discord.gateway.close(4004)
    await discord.world.until(lambda: not discord.gateway.connected, "the bot to be out")
    bob = telegram.person("Bob")
    bob.say("/help")
    await bob.reads("/check")
    assert not program.running.done()
    await program.stop()


async def test_telegram_refused_and_discord_goes_on(
    tmp_path: Path, telegram: TelegramDouble, discord: DiscordDouble, clock: HandClock
) -> None:
    token = telegram.token
    telegram.token = "1:another"
    program = Program(tmp_path, telegram, discord, clock)
    telegram.token = token
    await program.up("dc")
    await discord.world.until(lambda: discord.gateway.connected, "the bot")
    ann = discord.person("Ann")
    await ann.answered(await ann.slash("calf"))
    assert not program.running.done()
    await program.stop()


async def test_none_left_is_the_end_with_its_sentence(clock: HandClock, capfd: pytest.CaptureFixture[str]) -> None:
    async def refused() -> None:
        raise CalfwiseError("The token is wrong.")

    with pytest.raises(CalfwiseError, match="The token is wrong"):
        await run_platforms({"Telegram": refused, "Discord": refused}, clock, asyncio.Event())
    assert capfd.readouterr().err.count("platform_off") == 2


async def test_one_that_breaks_by_our_fault_is_started_again(clock: HandClock) -> None:
    stop, again, starts = asyncio.Event(), asyncio.Event(), 0

    async def breaks() -> None:
        nonlocal starts
        starts += 1
        if starts == 1:
            raise ZeroDivisionError
        again.set()
        await stop.wait()

    async def lives() -> None:
        await stop.wait()

    running = asyncio.ensure_future(run_platforms({"Telegram": breaks, "Discord": lives}, clock, stop))
    await clock.someone_sleeps(AGAIN)
    assert not running.done()
    clock.move(timedelta(seconds=AGAIN))
    await again.wait()
    stop.set()
    await running
