"""Getting onto Discord, losing the line, and being turned away."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.discord import DiscordError
from bot.adapters.discord.api.outage import REFUSED
from bot.adapters.discord.api.wiring import Wiring
from bot.adapters.discord.running import run
from bot.base.clock import HandClock
from bot.core import Core
from flows.base.events import Typed
from flows.content.words import Words
from tests.bot.adapters.discord.talk import advance
from tests.bot.adapters.discord.test_conversation import FIRST, HELLO, SECOND
from tests.doubles.discord.driver import Driver
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.house import House
from tests.doubles.discord.loopback import NAMES
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import DiscordDouble

Logged = pytest.CaptureFixture[str]


async def test_nothing_but_discord_is_asked_for(house: House, discord: DiscordDouble) -> None:
    assert discord.asked == set(NAMES)
    assert discord.gateway.identified == 1


async def test_what_was_put_off_until_after_the_end_concerns_nobody(
    discord: DiscordDouble, tmp_path: Path, words: Words, clock: HandClock
) -> None:
    async with House(discord, tmp_path, words, advance, clock) as house:
        client = house.client
    client.dispatch("ready")


async def still_talking(driver: Driver, discord: DiscordDouble) -> None:
    await discord.world.until(lambda: discord.gateway.connected, "the bot to come back")
    await driver.start()
    assert await driver.settled() == [HELLO, FIRST]
    await driver.tap("None of these")
    assert (await driver.settled())[-1] == SECOND


async def test_asked_to_reconnect(driver: Driver, discord: DiscordDouble) -> None:
    await discord.gateway.reconnect()
    await discord.world.until(lambda: discord.gateway.resumed == 1, "a resume")
    await still_talking(driver, discord)


async def test_session_over(driver: Driver, ann: Person, house: House, discord: DiscordDouble) -> None:
    """Nothing reaches anybody until a bot has identified anew; the next command after that is answered."""
    house.client.came_up.clear()
    await discord.gateway.invalidate()
    unheard = await ann.slash("calf")
    assert not unheard.heard
    await still_talking(driver, discord)
    assert discord.gateway.identified == 2
    assert unheard.answer is None
    async with asyncio.timeout(20):
        await house.client.came_up.wait()  # else the library may tell of it when nobody is there any more


async def test_no_longer_deaf_than_discord_asks(house: House, discord: DiscordDouble) -> None:
    """What is typed meanwhile is handed to nobody, so the library's five seconds each time are four too many."""
    assert (Wiring().identify_after, Wiring().identify_every) == (1.0, 5.0)
    assert discord.wiring().identify_after < 1.0
    began = time.monotonic()
    await house.client.before_identify_hook(None, initial=False)
    assert time.monotonic() - began < 3


async def test_session_over_but_to_be_resumed(driver: Driver, discord: DiscordDouble) -> None:
    await discord.gateway.invalidate(resumable=True)
    await discord.world.until(lambda: discord.gateway.resumed == 1, "a resume")
    await still_talking(driver, discord)


async def test_line_lost(driver: Driver, discord: DiscordDouble) -> None:
    await discord.gateway.close(4000)
    await discord.world.until(lambda: discord.gateway.resumed == 1, "a resume")
    await still_talking(driver, discord)


async def test_what_happens_while_the_line_is_down_comes_with_the_resume(
    driver: Driver, ann: Person, house: House, discord: DiscordDouble
) -> None:
    ann.go_to_dm()
    await discord.gateway.close(4000)
    message = await ann.write("hello")
    await house.turns.saw(f"dc:{message.id}")
    assert (await driver.settled())[-1] == FIRST
    assert [intake.event for intake in house.turns.intakes] == [Typed("hello")]


async def test_a_message_that_comes_twice_is_taken_once(
    driver: Driver, ann: Person, house: House, discord: DiscordDouble
) -> None:
    ann.go_to_dm()
    await driver.say("hello")
    await discord.gateway.again()
    await driver.say("more")
    assert await driver.settled() == ["hello", "Hi. I help runners.", FIRST, "more", "I heard: more"]


def house_with(discord: DiscordDouble, directory: Path, words: Words, clock: HandClock) -> House:
    return House(discord, directory, words, advance, clock)


async def test_a_wrong_token_is_a_clear_sentence(
    discord: DiscordDouble, tmp_path: Path, words: Words, clock: HandClock
) -> None:
    discord.token = "not.the.one"
    house = house_with(discord, tmp_path, words, clock)
    discord.faults.add(Fault("GET /users/@me", status=401, body={"code": 0, "message": "401: Unauthorized"}))
    with pytest.raises(DiscordError, match="does not accept the bot token"):
        await house.__aenter__()


@pytest.mark.parametrize(
    ("code", "says"), [(4004, "does not accept the bot token"), (4014, "refused the intents"), (4013, "code 4013")]
)
async def test_thrown_out_at_run_time(
    driver: Driver, house: House, discord: DiscordDouble, clock: HandClock, capfd: Logged, code: int, says: str
) -> None:
    """Told once with what to do, and tried again every five minutes: the token may be put right at Discord's end."""
    for tries in range(2):
        await discord.gateway.close(code)
        await clock.someone_sleeps(REFUSED)
        assert not discord.gateway.connected
        clock.move(timedelta(seconds=REFUSED))
        await discord.world.until(lambda tries=tries: discord.gateway.identified == tries + 2, "a new identify")  # type: ignore[misc]
        await house.up()
    told = [line for line in capfd.readouterr().err.splitlines() if says in line]
    assert len(told) == 2
    assert all('"level": "error"' in line for line in told)
    await still_talking(driver, discord)


async def test_refused_from_the_start_is_hopeless(
    discord: DiscordDouble, tmp_path: Path, words: Words, clock: HandClock
) -> None:
    house = house_with(discord, tmp_path, words, clock)
    discord.gateway.turns_away = 4014
    with pytest.raises(DiscordError, match="refused the intents"):
        await house.__aenter__()


async def test_commands_that_discord_refuses_are_a_clear_sentence(
    discord: DiscordDouble, tmp_path: Path, words: Words, clock: HandClock
) -> None:
    discord.faults.add(Fault("PUT /applications", status=403, body={"code": 50001, "message": "Missing Access"}))
    with pytest.raises(DiscordError, match="Missing Access"):
        await house_with(discord, tmp_path, words, clock).__aenter__()


async def test_discord_out_of_reach_at_the_start_is_tried_again(
    discord: DiscordDouble, tmp_path: Path, words: Words, clock: HandClock
) -> None:
    discord.faults.add(Fault("GET /users/@me", times=2))  # aiohttp itself asks twice for what may be repeated
    house = house_with(discord, tmp_path, words, clock)
    starting = asyncio.ensure_future(house.__aenter__())
    await clock.someone_sleeps()
    assert not discord.world.commands
    clock.move(timedelta(seconds=discord.wiring().retry))
    await starting
    assert discord.gateway.connected
    await house.__aexit__()


async def test_stopping_while_discord_is_out_of_reach(discord: DiscordDouble, words: Words, clock: HandClock) -> None:
    discord.faults.add(Fault("GET /users/@me", times=99))
    stop = asyncio.Event()

    async def nothing(_outcome: object) -> None:
        raise AssertionError("nothing was said")

    core = Core(
        turns=None,  # type: ignore[arg-type]
        register=lambda _port: None,
        deliver=nothing,
        words=words,
        public_reply=None,  # type: ignore[arg-type]
        clock=clock,
    )
    running = asyncio.ensure_future(run(discord.token, core, stop, discord.wiring()))
    await clock.someone_sleeps()
    stop.set()
    await running
