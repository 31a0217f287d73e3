"""A local Telegram for each test, and the real client library pointed at it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timezone

import pytest

from bot.adapters.telegram.client import Bot, make_bot
from bot.clock import HandClock
from tests.doubles.telegram import TelegramDouble

START = datetime(2026, 3, 1, 9, 0, tzinfo=timezone.utc)


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
