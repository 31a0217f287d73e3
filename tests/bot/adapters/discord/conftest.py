"""A local Discord for each test, a person in its server, and the bot with a store of its own."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.base.clock import HandClock
from flows.content.problems import Problems
from flows.content.words import Words, load_words
from tests.bot.adapters.discord.talk import advance
from tests.doubles.discord.driver import Driver
from tests.doubles.discord.house import House
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import DiscordDouble

ROOT = Path(__file__).resolve().parents[4]
START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(START)


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> Words:
    """The adapter's own words, and nothing else of the content."""
    folder = tmp_path_factory.mktemp("content")
    (folder / "words" / "en").mkdir(parents=True)
    shutil.copy(ROOT / "content" / "words" / "en" / "discord.yaml", folder / "words" / "en")
    problems = Problems()
    found = load_words(folder, problems)
    assert not problems.found
    return found


@pytest.fixture
async def discord(clock: HandClock) -> AsyncIterator[DiscordDouble]:
    async with DiscordDouble(clock) as double:
        yield double
        double.verify()


@pytest.fixture
def ann(discord: DiscordDouble) -> Person:
    """Somebody in the server's channel."""
    return discord.person("Ann")


@pytest.fixture
async def house(discord: DiscordDouble, tmp_path: Path, words: Words, clock: HandClock) -> AsyncIterator[House]:
    async with House(discord, tmp_path, words, advance, clock) as running:
        yield running


@pytest.fixture
def driver(ann: Person, house: House) -> Driver:
    """Ann's conversation."""
    return Driver(ann, house)
