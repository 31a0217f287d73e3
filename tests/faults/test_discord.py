"""The rows of an emergency on Discord: real client library, real engine, time standing still."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.base.clock import HandClock
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.house import House
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import DiscordDouble
from tests.faults.discord import POSTS, showing
from tests.faults.hands import ASKED, LIST, WORDS
from tests.faults.passing import fates, pass_until, settle
from tests.surroundings import spoken

PRIVACY = "What I keep"
PAGE = "<html>error code: 1105</html>"
UNAVAILABLE = {"message": "503: Service Unavailable", "code": 0}


async def begins(discord: DiscordDouble, house: House) -> Person:
    """Somebody in direct messages, at the list of danger signs."""
    ann = discord.person("Ann")
    ann.go_to_dm()
    await ann.slash("calf")
    await ann.reads(LIST)
    await house.settle()
    return ann


def posts(discord: DiscordDouble) -> int:
    return len(discord.sent("POST", "/messages"))


async def test_a_429_of_ten_minutes_holds_up_no_emergency(
    discord: DiscordDouble, there: House, clock: HandClock
) -> None:
    async with there:
        ann = await begins(discord, there)
        discord.faults.slow_down(POSTS, 600)
        await ann.write("/privacy")
        await clock.someone_sleeps(600)
        await ann.write(WORDS)
        await ann.reads(ASKED)
        assert not showing(ann, PRIVACY)
        assert await pass_until(clock, lambda: bool(showing(ann, PRIVACY))) == 600
        await settle(clock, there.courier)
    assert showing(ann, ASKED)[0].id < showing(ann, PRIVACY)[0].id


@pytest.mark.parametrize("end", ["stop", "kill"])
async def test_what_waits_for_its_429_is_sent_after_the_start_once(
    discord: DiscordDouble, there: House, clock: HandClock, tmp_path: Path, end: str
) -> None:
    await there.__aenter__()
    ann = await begins(discord, there)
    discord.faults.slow_down(POSTS, 600)
    for _ in range(3):
        await ann.write("/privacy")
    await clock.someone_sleeps(600)
    if end == "kill":
        await there.courier.stop(grace=0)
    await there.__aexit__()
    assert set(fates(tmp_path)) == {"delivered", "waiting"}
    async with there:
        await settle(clock, there.courier)
    assert len(showing(ann, PRIVACY)) == 3
    assert set(fates(tmp_path)) == {"delivered"}


@pytest.mark.parametrize(
    ("fault", "copies"),
    [
        (Fault(POSTS, times=8, status=503, body=UNAVAILABLE), 1),
        (Fault(POSTS, times=8), 1),
    ],
    ids=["503", "reset"],
)
async def test_it_is_repeated_until_it_is_out_and_then_no_more(
    discord: DiscordDouble, there: House, clock: HandClock, fault: Fault, copies: int
) -> None:
    async with there:
        ann = await begins(discord, there)
        before = posts(discord)
        discord.faults.add(fault)
        await ann.write(WORDS)
        assert await pass_until(clock, lambda: bool(showing(ann, ASKED))) == 1 + 2 + 5 + 10
        await settle(clock, there.courier)
        clock.move(timedelta(hours=2))
        await settle(clock, there.courier)
    assert posts(discord) == before + 8 + 1
    assert len(showing(ann, ASKED)) == copies


async def test_after_an_hour_it_is_owed_and_comes_first_with_the_next_word(
    discord: DiscordDouble, there: House, clock: HandClock, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async with there:
        ann = await begins(discord, there)
        fault = discord.faults.add(Fault(POSTS, times=9999, status=503, body=UNAVAILABLE))
        await ann.write(WORDS)
        assert await pass_until(clock, lambda: "owed" in fates(tmp_path)) >= 3600
        told = spoken("".join(capfd.readouterr()))
        assert told.count("urgent_not_delivered") == 1
        assert "chest" not in told
        discord.faults._faults.remove(fault)
        seen = len(ann.sees())
        await ann.write("hello")
        await ann.reads(ASKED)
        await settle(clock, there.courier)
    said = [message.content for message in ann.sees()[seen:] if message.author is not ann.user]
    assert ASKED in said[0]


async def test_who_has_closed_their_messages_gets_it_first_when_they_are_open_again(
    discord: DiscordDouble, there: House, clock: HandClock, tmp_path: Path
) -> None:
    async with there:
        ann = await begins(discord, there)
        before = posts(discord)
        ann.user.dms_open = False
        await ann.write(WORDS)
        await pass_until(clock, lambda: "owed" in fates(tmp_path), within=5)
        clock.move(timedelta(hours=2))
        await settle(clock, there.courier)
        assert posts(discord) == before + 1
        ann.user.dms_open = True
        seen = len(ann.sees())
        await ann.write("hello")
        await ann.reads(ASKED)
        await settle(clock, there.courier)
    said = [message.content for message in ann.sees()[seen:] if message.author is not ann.user]
    assert ASKED in said[0]
