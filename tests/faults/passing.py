"""Time in the tests of the rows: it is moved to whoever wakes first, until something is so."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.base.clock import HandClock
from bot.delivery.outbox import OutboxWorker

STUCK = 30.0
"""Seconds of the machine's own time after which a test has failed."""


async def pass_until(clock: HandClock, reached: Callable[[], bool], within: float = 36_000) -> float:
    """Let time pass until something is so; the seconds that passed. Raises `AssertionError` once it would be too long."""
    began = clock.now()
    async with asyncio.timeout(STUCK):
        while not reached():
            if clock.asleep():
                clock.move(timedelta(seconds=clock.asleep()[0]))
            assert clock.now() - began <= timedelta(seconds=within), "it takes too long"
            await asyncio.sleep(0)
    return (clock.now() - began).total_seconds()


def fates(folder: Path) -> list[str]:
    """What became of each row of the outbox, oldest first."""
    with closing(sqlite3.connect(folder / "calfwise.db")) as connection:
        return [row[0] for row in connection.execute("SELECT status FROM outbox ORDER BY id")]


async def settle(clock: HandClock, courier: OutboxWorker) -> None:
    """Let time pass until nothing is to be said or closed any more."""
    idle = asyncio.ensure_future(courier.idle())
    await pass_until(clock, idle.done)
