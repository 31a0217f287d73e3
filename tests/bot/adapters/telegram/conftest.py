"""A local Telegram for each test, and the real client library pointed at it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.adapters.telegram.api.client import Bot, make_bot
from bot.base.clock import HandClock
from flows.talk.library import Library, load_library
from tests.doubles.telegram import TelegramDouble

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as double:
        yield double
        double.verify()


@pytest.fixture
async def bot(telegram: TelegramDouble) -> AsyncIterator[Bot]:
    bot = make_bot(telegram.token, telegram.base_url)
    async with bot:
        yield bot


@pytest.fixture
def clock() -> HandClock:
    return HandClock(START)


@pytest.fixture
def closed_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()
