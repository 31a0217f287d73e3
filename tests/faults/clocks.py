"""Time in a bot that is tried: it runs as everybody's does, and can be told that so much has passed.

`PassingLoop` is an event loop whose clock, and with it every sleep and timeout in the process, can be put forward; `WallClock`
is the bot's clock on it. A clock that somebody sets wrong moves the wall only.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta


class PassingLoop(asyncio.SelectorEventLoop):
    """An event loop that takes somebody's word for it that `passed` more seconds are over."""

    passed = 0.0

    def time(self) -> float:
        return super().time() + self.passed


class WallClock:
    """A `bot.base.clock.Clock`: the machine's, and what has been told to it on top."""

    def __init__(self, loop: PassingLoop) -> None:
        self._loop = loop
        self._wrong = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._loop.passed + self._wrong)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))

    def let_pass(self, seconds: float) -> None:
        """So much time is over, for everything in this process."""
        self._loop.passed += seconds

    def set_by(self, seconds: float) -> None:
        """Somebody sets the clock on the wall; what sleeps does not notice."""
        self._wrong += seconds
