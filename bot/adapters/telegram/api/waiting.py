"""Waiting for something, or for the order to stop, whichever comes first; and for longer each time a thing fails."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.base.clock import Clock

Result = TypeVar("Result")

LONGEST = 30.0


class Stopped(Exception):
    """The order to stop came first."""


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result:
    """The result of `work`; cancels it and raises `Stopped` if `stop` is set before."""
    task = asyncio.ensure_future(work)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((task, stopping), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise Stopped
    finally:
        for future in (task, stopping):
            future.cancel()
        await asyncio.gather(task, stopping, return_exceptions=True)


class Backoff:
    """Waits 1, 2, 4 … at most 30 seconds; `reset` after a success."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next = 1.0

    def reset(self) -> None:
        """Begin again with a second."""
        self._next = 1.0

    async def wait(self, stop: asyncio.Event, at_least: float = 0.0) -> None:
        """Wait the next while, or `at_least` if that is longer; raises `Stopped` when told to stop."""
        pause, self._next = max(self._next, at_least), min(LONGEST, self._next * 2)
        await unless(stop, self._clock.sleep(pause))
