"""The rows of an end while something waits: nothing is unknown, and all of it comes after the next start, once."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from bot.base.clock import HandClock
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram.house import House
from tests.faults.emergency import too_many
from tests.faults.hands import LIST, Hand
from tests.faults.passing import fates, pass_until, settle

PRIVACY = "What I keep"
"""The answer to /privacy: an ordinary message, which must come once."""

ASKED_FOR = 8


async def waiting(telegram: TelegramDouble, house: House, ann: Hand, clock: HandClock, why: str) -> None:
    """Bring it about that answers to /privacy wait for this, and nothing is on the wire."""
    await ann.begins()
    if why == "pace":
        ann.say("/nothing")  # its three answers use up what may go at once, so that what waits first must come once
    else:
        telegram.faults.add("sendMessage", error=too_many(60))
    for _ in range(ASKED_FOR):
        ann.say("/privacy")
    await telegram.confirmed(telegram.world.last_update)
    await clock.someone_sleeps()
    if why == "connection":
        await telegram.__aexit__(None, None, None)
        await pass_until(clock, lambda: 3.0 in clock.asleep(), within=70)  # refused: tried again in three seconds


@pytest.mark.parametrize("end", ["stop", "kill"])
@pytest.mark.parametrize("why", ["pace", "429", "connection"])
async def test_what_waits_is_sent_after_the_start_once(
    telegram: TelegramDouble, house: House, ann: Hand, clock: HandClock, tmp_path: Path, why: str, end: str
) -> None:
    await house.__aenter__()
    await waiting(telegram, house, ann, clock, why)
    there = len(ann.showing(PRIVACY))
    if end == "kill":
        await house.courier.stop(grace=0)
    await house.__aexit__()
    assert there < ASKED_FOR
    assert set(fates(tmp_path)) == {"delivered", "waiting"}
    if why == "connection":
        await telegram.__aenter__()
    async with house:
        await telegram.polling()
        await settle(clock, house.courier)
    assert len(ann.showing(PRIVACY)) == ASKED_FOR
    assert set(fates(tmp_path)) == {"delivered"}


async def test_a_polite_stop_waits_for_no_backlog_and_loses_nothing_of_it(
    telegram: TelegramDouble, house: House, ann: Hand, clock: HandClock, tmp_path: Path
) -> None:
    await house.__aenter__()
    await ann.begins()
    for _ in range(60):
        ann.say("/privacy")
    await telegram.confirmed(telegram.world.last_update)
    await house.road.idle()
    began = clock.now()
    await house.__aexit__()
    assert clock.now() == began, "a minute's backlog is left to the next start"
    assert fates(tmp_path).count("waiting") > 50
    async with house:
        await telegram.polling()
        await settle(clock, house.courier)
    assert len(ann.showing(PRIVACY)) == 60


async def test_a_platform_with_a_backlog_and_a_hanging_call_is_left_in_time(
    telegram: TelegramDouble, house: House, ann: Hand, tmp_path: Path
) -> None:
    ben = Hand(telegram, telegram.person("Ben"))
    async with house:
        await ann.begins()
        await ben.begins()
        gate = asyncio.Event()
        hangs = telegram.faults.add("sendMessage", chat=ben.number, gate=gate)
        ben.say("/privacy")
        for _ in range(60):
            ann.say("/privacy")
        await telegram.confirmed(telegram.world.last_update)
        await house.road.idle()
        assert hangs.struck == 1
        began = time.monotonic()
        await house.courier.leave("tg")
        # The poll's last call and Discord's goodbye come on top, and after ten seconds the process is killed.
        assert time.monotonic() - began < 6
        assert fates(tmp_path).count("waiting") > 50
        assert fates(tmp_path).count("on_wire") == 1
        gate.set()


async def test_forty_hanging_chats_leave_a_connection_for_the_next(
    telegram: TelegramDouble, house: House, ann: Hand, clock: HandClock
) -> None:
    gate = asyncio.Event()
    async with house:
        others = [Hand(telegram, telegram.person("Ben")) for _ in range(40)]
        hanging = [telegram.faults.add("sendMessage", chat=one.number, gate=gate) for one in others]
        for one in others:
            one.say("/start")
        await pass_until(clock, lambda: all(fault.struck for fault in hanging), within=5)
        ann.say("/start")
        assert await pass_until(clock, lambda: bool(ann.showing(LIST))) <= 1
        assert not any(one.showing(LIST) for one in others)
        gate.set()
