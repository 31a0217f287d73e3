"""Local servers and a clock for the tests that hold the rows of the table, with the real content and the real engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.base.clock import HandClock
from flows.talk.library import Library, load_library
from flows.turn.engine import advance
from tests.doubles.discord.house import House as DiscordHouse
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram.house import House
from tests.faults.hands import Hand

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture
def clock() -> HandClock:
    return HandClock(START)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as double:
        yield double
        double.verify()


@pytest.fixture
def house(telegram: TelegramDouble, tmp_path: Path, library: Library, clock: HandClock) -> House:
    """The whole bot, not started; at the pace that Telegram wants."""
    return House(telegram, tmp_path, library, advance, clock, paced=True)


@pytest.fixture
def ann(telegram: TelegramDouble) -> Hand:
    return Hand(telegram, telegram.person("Ann"))


@pytest.fixture
async def discord(clock: HandClock) -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble(clock) as double:
        yield double
        double.verify()


@pytest.fixture
def there(discord: DiscordDouble, tmp_path: Path, library: Library, clock: HandClock) -> DiscordHouse:
    """The whole bot on Discord, not started."""
    return DiscordHouse(discord, tmp_path, library, advance, clock)
