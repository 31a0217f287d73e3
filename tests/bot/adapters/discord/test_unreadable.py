"""An event with a field missing, which discord.py cannot parse: passed over by itself, and what can be read of it counts."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.base.clock import HandClock
from flows.base.events import Chose, Command, Typed
from tests.bot.adapters.discord.test_conversation import FIRST, SECOND
from tests.doubles.discord.driver import Driver, plain
from tests.doubles.discord.house import House
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.discord.world import EPHEMERAL
from tests.surroundings import spoken

NOT_READ = "I could not read what you just did, so nothing has changed."


async def test_the_line_stays_and_everybody_else_is_answered(
    driver: Driver, ann: Person, house: House, discord: DiscordDouble
) -> None:
    bob = discord.person("Bob")
    bob.go_to_dm()
    bob.spoils = ("type", "content", "author")
    await bob.write("my secret calf")
    ann.go_to_dm()
    await driver.say("hello")
    assert (await driver.settled())[-1] == FIRST
    assert discord.gateway.identified == 1
    assert not house.running.done()


async def test_words_in_a_direct_message_are_read_all_the_same(
    driver: Driver, ann: Person, house: House, discord: DiscordDouble, capfd: pytest.CaptureFixture[str]
) -> None:
    ann.go_to_dm()
    ann.spoils = ("type",)
    await driver.say("chest pain, my secret calf")
    await driver.say("/help")
    assert [intake.event for intake in house.turns.intakes] == [Typed("chest pain, my secret calf"), Command("help")]
    assert (await driver.settled())[-1] == FIRST
    logged = spoken("".join(capfd.readouterr()))
    assert "event_not_readable" in logged
    assert "secret" not in logged
    assert str(ann.user.id) not in logged


async def test_words_that_cannot_be_made_out_are_told_of(ann: Person, house: House) -> None:
    ann.go_to_dm()
    ann.spoils = ("type", "content")
    await ann.write("hello")
    assert "call your emergency number" in (await ann.reads(NOT_READ)).content
    assert house.turns.intakes == []


async def test_what_the_bot_itself_said_is_not_read(ann: Person, house: House, discord: DiscordDouble) -> None:
    channel = discord.world.dm(ann.user)
    mine = {"id": "5", "channel_id": str(channel.id), "author": discord.world.bot.wire(), "content": "Are you well?"}
    await discord.gateway.emit("MESSAGE_CREATE", mine)
    del mine["author"]["bot"]  # type: ignore[attr-defined]
    await discord.gateway.emit("MESSAGE_CREATE", mine)
    await discord.gateway.emit("MESSAGE_CREATE", {**mine, "guild_id": "77", "author": ann.user.wire()})
    ann.go_to_dm()
    message = await ann.write("hello")
    await house.turns.saw(f"dc:{message.id}")
    await house.settle()
    assert [intake.event for intake in house.turns.intakes] == [Typed("hello")]


async def test_a_command_and_a_tap_count_all_the_same(driver: Driver, ann: Person, house: House) -> None:
    ann.spoils = ("version",)
    await driver.start()
    assert (await driver.settled())[-1] == FIRST
    await driver.tap("None of these")
    assert (await driver.settled())[-1] == SECOND
    assert [type(intake.event) for intake in house.turns.intakes] == [Command, Chose]
    assert all(message.flags & EPHEMERAL for message in ann.sees())


async def test_a_tap_that_cannot_be_made_out_is_answered(driver: Driver, ann: Person, house: House) -> None:
    await driver.start()
    await driver.settled()
    ann.spoils = ("version", "data")
    await driver.tap("None of these")
    (said,) = await driver.settled()
    assert said.startswith(NOT_READ)
    assert len(house.turns.intakes) == 1
    ann.spoils = ()
    await driver.tap("None of these")
    assert (await driver.settled())[-1] == SECOND


@pytest.mark.parametrize(
    "frame",
    ["<html>sign in to this network</html>", "[]", json.dumps({"op": 0, "t": "READY", "s": 9, "d": {}})],
    ids=["a page", "a list", "READY without its fields"],
)
async def test_a_line_that_talks_nonsense_is_made_anew(
    driver: Driver, ann: Person, house: House, discord: DiscordDouble, clock: HandClock, frame: str
) -> None:
    await driver.start()
    assert plain(ann.sees()[-1].content) == FIRST
    await discord.gateway.babble(frame)
    await clock.someone_sleeps(discord.wiring().retry)
    clock.move(timedelta(seconds=discord.wiring().retry))
    await discord.world.until(lambda: discord.gateway.identified == 2, "a new identify")
    await driver.tap("None of these")
    assert (await driver.settled())[-1] == SECOND


async def test_a_line_that_stays_down_is_made_anew(
    driver: Driver, house: House, discord: DiscordDouble, clock: HandClock
) -> None:
    """The library waits longer and longer, up to a quarter of an hour; nobody is to wait that long for an answer."""
    discord.gateway.mute = True
    await discord.gateway.close(4000)
    await clock.someone_sleeps(discord.wiring().patience)
    clock.move(timedelta(seconds=discord.wiring().patience))
    await clock.someone_sleeps(discord.wiring().retry)
    discord.gateway.mute = False
    clock.move(timedelta(seconds=discord.wiring().retry))
    await discord.world.until(lambda: discord.gateway.identified == 2, "a new identify")
    await driver.start()
    assert (await driver.settled())[-1] == FIRST
