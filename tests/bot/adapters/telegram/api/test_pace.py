from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.adapters.telegram.api.pace import Pace
from bot.base.clock import HandClock


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
    pace.overdraw(1)
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


async def test_what_is_not_urgent_at_all_is_spared_only_from_plenty(clock: HandClock) -> None:
    pace = Pace(clock)
    assert pace.spare(1, leaving=3)
    assert pace.spare(1, leaving=3)
    assert not pace.spare(1, leaving=3), "three are left, and it would take one of them"
    for _ in range(3):
        await pace.wait(1)
    assert not pace.spare(1)
    clock.move(timedelta(seconds=1))
    assert pace.spare(1)
    assert pace.spare(2, leaving=4)


async def test_what_can_wait_leaves_room_for_what_cannot(clock: HandClock) -> None:
    pace = Pace(clock)
    await pace.wait(1, leaving=2)
    await pace.wait(1, leaving=2)
    await pace.wait(1, leaving=2)
    third = asyncio.create_task(pace.wait(1, leaving=2))
    await clock.someone_sleeps()
    assert clock.asleep() == [1.0]
    clock.move(timedelta(seconds=1))
    await third


async def test_who_gives_up_waiting_has_taken_nothing(clock: HandClock) -> None:
    pace = Pace(clock)
    for _ in range(5):
        await pace.wait(1)
    for _ in range(3):
        waiting = asyncio.create_task(pace.wait(1))
        await clock.someone_sleeps()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    sixth = asyncio.create_task(pace.wait(1))
    await clock.someone_sleeps()
    assert clock.asleep() == [1.0]
    sixth.cancel()


async def test_all_chats_together_have_a_bucket_too_and_emergencies_overdraw_it(clock: HandClock) -> None:
    pace = Pace(clock, whole=Pace(clock, 3, 3))
    for chat in range(3):
        await pace.wait(chat)
    pace.overdraw(7)
    fourth = asyncio.create_task(pace.wait(8))
    await clock.someone_sleeps()
    assert clock.asleep() == [pytest.approx(2 / 3)]
    fourth.cancel()
