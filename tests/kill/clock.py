"""A clock that runs faster than the world's, so that a hold of 30 seconds takes one or two."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class FastClock:
    """A `bot.base.clock.Clock`: at `began` (of `time.monotonic`, the same in all processes) it was noon; `rate` times as fast."""

    def __init__(self, began: float, rate: float) -> None:
        self._began = began
        self._rate = rate

    def now(self) -> datetime:
        return NOON + timedelta(seconds=(time.monotonic() - self._began) * self._rate)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds / self._rate))
