"""What is urgent is never only an ephemeral message: it stands in the direct messages too, once, and makes a sound."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.discord.outgoing.ways import HURRY
from bot.base.clock import HandClock
from bot.ports import Delivery, Throttled
from flows.base.replies import Reply
from flows.content.words import Words
from tests.bot.adapters.discord.talk import advance
from tests.bot.passage import NotedPassage
from tests.doubles.discord.driver import Driver
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.house import House
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.discord.world import EPHEMERAL

CARD = "Call 112 now."
COPY = f"{CARD}\n\nI have shown you this in the server just now. It goes away there, and stays here."
ONLY = f"{CARD}\n\nThe server did not let me show you this there, so it stands here only."
SILENT = 1 << 12


async def test_in_a_server_it_stands_in_the_direct_messages_too(driver: Driver, ann: Person) -> None:
    await driver.start()
    await driver.settled()
    await driver.start("log urgent")
    assert await driver.settled() == [CARD]
    assert ann.sees()[-1].flags == EPHEMERAL
    ann.go_to_dm()
    (copy,) = ann.sees()
    assert copy.content == COPY
    assert not copy.flags & (EPHEMERAL | SILENT)


async def test_in_the_direct_messages_it_stands_once(driver: Driver, ann: Person) -> None:
    ann.go_to_dm()
    await driver.say("hello")
    await driver.settled()
    await driver.say("/log urgent")
    assert await driver.settled() == ["/log urgent", CARD]


async def test_where_they_are_closed_it_says_so_once(driver: Driver, ann: Person) -> None:
    ann.user.dms_open = False
    await driver.start()
    await driver.settled()
    for _ in range(2):
        await driver.start("log urgent")
    cards = await driver.settled()
    assert cards.count(CARD) == 2
    (note,) = [text for text in cards if text != CARD]
    assert "/last" in note


async def test_a_copy_that_has_to_wait_is_made_later_and_nothing_comes_twice(
    driver: Driver, ann: Person, house: House, discord: DiscordDouble, clock: HandClock
) -> None:
    await driver.start()
    await driver.settled()
    await driver.start("log urgent")
    await driver.settled()
    (kept,) = [intake.address for intake in house.turns.intakes[-1:]]
    card = Delivery(99, f"dc:{ann.user.id}", Reply("message", paragraphs=("Again.",), urgent=True), kept, clock.now())
    discord.faults.banned("POST /channels/", seconds=9)
    passage = NotedPassage()
    with pytest.raises(Throttled):
        await house.port.send(card, passage)
    await house.port.send(card, passage)
    assert await driver.settled() == ["Again."]
    ann.go_to_dm()
    assert len(ann.sees()) == 2


async def test_if_the_server_takes_nothing_the_direct_messages_have_it(
    driver: Driver, ann: Person, house: House, discord: DiscordDouble
) -> None:
    await driver.start()
    await driver.settled()
    discord.faults.add(Fault("/callback", status=400, body={"code": 50035, "message": "Invalid Form Body"}))
    act = await ann.slash("log", value="urgent")
    await house.turns.saw(act.key)
    await driver.settled()
    ann.go_to_dm()
    assert [message.content for message in ann.sees()] == [ONLY]


async def test_if_the_server_does_not_answer_the_direct_messages_have_it(
    driver: Driver, ann: Person, house: House, discord: DiscordDouble
) -> None:
    await driver.start()
    await driver.settled()
    discord.faults.add(Fault("/callback", gate=(gate := asyncio.Event()), times=9))
    act = await ann.slash("log", value="urgent")
    await house.turns.saw(act.key)
    ann.go_to_dm()
    await discord.world.until(lambda: [message.content for message in ann.sees()] == [ONLY], "the card", HURRY + 3)
    gate.set()


async def test_its_own_line_is_opened_as_soon_as_that_works(
    discord: DiscordDouble, tmp_path: Path, words: Words, clock: HandClock
) -> None:
    discord.faults.add(Fault("GET /users/@me", skip=1, status=403, body={"code": 0, "message": "not now"}))
    async with House(discord, tmp_path, words, advance, clock) as house:
        await clock.someone_sleeps(5)
        clock.move(timedelta(seconds=5))
        async with asyncio.timeout(5):
            while house.port._urgent is house.port._client:  # noqa: ASYNC110
                await asyncio.sleep(0)  # nobody else has to know when it is there


async def test_it_goes_by_a_line_of_its_own(
    driver: Driver, ann: Person, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann.go_to_dm()
    await driver.say("hello")
    await driver.settled()
    async with asyncio.timeout(5):
        while house.port._urgent is house.port._client:  # noqa: ASYNC110
            await asyncio.sleep(0)  # nobody else has to know when it is there
    monkeypatch.setattr(house.port._client, "get_partial_messageable", None)  # nothing ordinary leaves any more
    async with asyncio.timeout(5):
        await driver.say("/log urgent")
        assert await driver.settled() == ["/log urgent", CARD]
