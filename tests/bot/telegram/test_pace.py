from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.adapters.telegram.pace import Pace
from bot.clock import HandClock


async def test_five_at_once_then_one_a_second(clock: HandClock) -> None:
    pace = Pace(clock)
    for _ in range(5):
        await pace.wait(1)
    sixth = asyncio.create_task(pace.wait(1))
    await clock.someone_sleeps()
    assert clock.asleep() == [1.0]
    clock.move(timedelta(seconds=1))
    await sixth
    seventh = asyncio.create_task(pace.wait(1))
    await clock.someone_sleeps()
    assert clock.asleep() == [1.0]
    clock.move(timedelta(seconds=1))
    await seventh


async def test_other_chats_and_emergencies_do_not_wait(clock: HandClock) -> None:
    pace = Pace(clock)
    for _ in range(5):
        await pace.wait(1)
    await pace.wait(2)
    await pace.wait(1, urgent=True)
    assert clock.asleep() == []


async def test_a_pause_fills_the_bucket_again(clock: HandClock) -> None:
    pace = Pace(clock)
    for _ in range(5):
        await pace.wait(1)
    clock.move(timedelta(seconds=5))
    for _ in range(5):
        await pace.wait(1)
    assert clock.asleep() == []


async def test_a_clock_that_is_set_back_silences_nobody(clock: HandClock) -> None:
    pace = Pace(clock)
    for _ in range(5):
        await pace.wait(1)
    clock.move(timedelta(hours=-1))
    late = asyncio.create_task(pace.wait(1))
    await clock.someone_sleeps()
    assert clock.asleep() == [1.0]
    clock.move(timedelta(seconds=1))
    await late
