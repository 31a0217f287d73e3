"""Three seconds for the first answer, fifteen minutes for the token: what is said when, and what is too late."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.base.clock import HandClock
from bot.ports import Intake, Outcome, StoreUnavailable
from tests.bot.adapters.discord.test_conversation import FIRST, HELLO, SECOND
from tests.doubles.discord.driver import Driver, plain
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.house import House, Road
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.discord.world import EPHEMERAL

HALF = timedelta(seconds=1.5)
NOT_SHOWN = (
    "I could not show you what comes next. Nothing is lost. Use /routine to go on with a session, /start with a check."
)


class SlowRoad:
    """A road on which every turn waits for `go` before its commit."""

    def __init__(self, road: Road) -> None:
        self._road = road
        self.go = asyncio.Event()

    async def submit(self, intake: Intake) -> Outcome:
        await self.go.wait()
        return await self._road.submit(intake)


class BrokenRoad:
    """A store that cannot write."""

    async def submit(self, intake: Intake) -> Outcome:
        raise StoreUnavailable("disk full")


@pytest.fixture
async def slow(house: House) -> AsyncIterator[SlowRoad]:
    """Turns that take as long as the test wants."""
    road = house.turns.road
    house.turns.road = slow = SlowRoad(road)
    yield slow
    slow.go.set()


async def test_a_quick_answer_is_the_first_answer(driver: Driver, discord: DiscordDouble) -> None:
    await driver.start()
    await driver.tap("None of these")
    assert [call.body["type"] for call in discord.sent("POST", "/callback")] == [4, 7]


async def test_a_slow_command_thinks_and_is_filled(
    driver: Driver, ann: Person, house: House, slow: SlowRoad, clock: HandClock, discord: DiscordDouble
) -> None:
    act = await ann.slash("calf")
    await house.turns.saw(act.key)
    await clock.someone_sleeps()
    clock.move(HALF)
    await ann.answered(act)
    (thinking,) = ann.sees()
    assert act.answer == 5
    assert thinking.loading
    assert thinking.flags & EPHEMERAL

    clock.move(timedelta(minutes=5))
    slow.go.set()
    assert await driver.settled() == [HELLO, FIRST]
    assert not thinking.loading
    assert [call.path.rpartition("/")[2] for call in discord.sent("PATCH", "")] == ["@original"]


async def test_a_slow_tap_is_acknowledged_and_the_message_changed(
    driver: Driver, ann: Person, house: House, slow: SlowRoad, clock: HandClock
) -> None:
    slow.go.set()
    await driver.start()
    await driver.settled()
    slow.go.clear()
    act = await ann.tap(ann.sees()[-1], "None of these")
    await house.turns.saw(act.key)
    await clock.someone_sleeps()
    clock.move(HALF)
    await ann.answered(act)
    assert act.answer == 6
    slow.go.set()
    assert await driver.settled() == ["Safety first. Have you had any of these?\n→ none", SECOND]


async def test_before_the_patience_is_over_nothing_is_deferred(
    driver: Driver, ann: Person, house: House, slow: SlowRoad, clock: HandClock
) -> None:
    act = await ann.slash("calf")
    await house.turns.saw(act.key)
    await clock.someone_sleeps()
    clock.move(HALF - timedelta(milliseconds=1))
    slow.go.set()
    await ann.answered(act)
    assert act.answer == 4
    assert (await driver.settled())[-1] == FIRST


async def test_too_late_for_a_server_is_undeliverable_and_the_next_command_shows_the_question(
    driver: Driver, ann: Person, house: House, discord: DiscordDouble, clock: HandClock
) -> None:
    held = discord.faults.add(Fault("/callback", gate=asyncio.Event()))
    await ann.slash("calf")
    await held.reached.wait()
    clock.move(timedelta(seconds=3.5))
    assert held.gate is not None
    held.gate.set()
    assert await driver.settled() == []
    assert [call.answer["code"] for call in discord.sent("POST", "/callback")] == [10062]
    assert await house.store.find_waiting() == []

    await driver.start("start")
    assert await driver.settled() == [FIRST]


async def test_too_late_in_a_direct_message_is_sent_as_a_plain_message(
    driver: Driver, ann: Person, discord: DiscordDouble, clock: HandClock
) -> None:
    ann.go_to_dm()
    held = discord.faults.add(Fault("/callback", gate=asyncio.Event()))
    await ann.slash("calf")
    await held.reached.wait()
    clock.move(timedelta(seconds=3.5))
    assert held.gate is not None
    held.gate.set()
    await discord.world.until(lambda: len(ann.sees()) == 2, "two messages")
    assert await driver.settled() == ["Hi. I help runners.", FIRST]


async def test_a_token_dies_after_fifteen_minutes(
    driver: Driver, ann: Person, house: House, slow: SlowRoad, clock: HandClock, discord: DiscordDouble
) -> None:
    act = await ann.slash("calf")
    await house.turns.saw(act.key)
    await clock.someone_sleeps()
    clock.move(HALF)
    await ann.answered(act)
    clock.move(timedelta(minutes=15))
    slow.go.set()
    assert [plain(message.content) for message in ann.sees()] == [""]  # still "thinking", as Discord leaves it
    await house.settle()
    assert await house.store.find_waiting() == []
    assert not [call for call in discord.calls if call.status == 200 and "/webhooks/" in call.path]

    await driver.start("start")
    assert (await driver.settled())[-1] == FIRST


async def test_an_old_question_can_still_be_answered(driver: Driver, ann: Person, clock: HandClock) -> None:
    """The token that sent it is dead; the tap brings a new one, which may change the tapped message."""
    await driver.start()
    await driver.settled()
    clock.move(timedelta(hours=3))
    await driver.tap("None of these")
    assert await driver.settled() == ["Safety first. Have you had any of these?\n→ none", SECOND]


async def test_a_question_closed_from_elsewhere_when_its_token_is_dead(
    driver: Driver, ann: Person, clock: HandClock, house: House
) -> None:
    """Typed through the window of a newer copy of the question: the older copy keeps its buttons, nothing breaks."""
    await driver.start()
    await driver.settled()
    clock.move(timedelta(minutes=20))
    await driver.start("start")
    assert await driver.settled() == [FIRST]
    await driver.tap("None of these")
    assert (await driver.settled())[-1] == SECOND
    old = ann.sees()[1]
    act = await ann.tap(old, "None of these")
    await ann.answered(act)
    assert await driver.settled() == [SECOND, "That question is already answered.", SECOND], "the copy lost its buttons"


async def test_a_turn_that_cannot_be_saved_says_so(driver: Driver, ann: Person, house: House) -> None:
    await driver.start()
    await driver.settled()
    road, house.turns.road = house.turns.road, BrokenRoad()
    await driver.tap("None of these")
    (told,) = await driver.settled()
    assert told.startswith("I could not save that, so nothing has changed. Please try again in a minute.")
    assert told.endswith("call your emergency number."), "what could not be saved may have been a danger"
    house.turns.road = road
    await driver.tap("None of these")
    assert (await driver.settled())[-1] == SECOND
    house.turns.road = BrokenRoad()
    ann.go_to_dm()
    await driver.say("hello")
    assert (await driver.settled())[-1].startswith("I could not save that")


class SilentRoad:
    """A conversation that has nothing to say."""

    async def submit(self, intake: Intake) -> Outcome:
        return Outcome()


async def test_nothing_to_say(driver: Driver, ann: Person, house: House, discord: DiscordDouble) -> None:
    """A command must not be left "not responding"; a tap is acknowledged in silence."""
    await driver.start()
    await driver.settled()
    house.turns.road = SilentRoad()
    await driver.start()
    assert await driver.settled() == [NOT_SHOWN]
    await driver.tap("None of these")
    assert await driver.settled() == []
    assert discord.sent("POST", "/callback")[-1].body["type"] == 6


async def test_a_thinking_command_with_nothing_to_say(
    driver: Driver, ann: Person, house: House, clock: HandClock
) -> None:
    house.turns.road = slow = SlowRoad(SilentRoad())
    act = await ann.slash("calf")
    await house.turns.saw(act.key)
    await clock.someone_sleeps()
    clock.move(HALF)
    await ann.answered(act)
    slow.go.set()
    assert await driver.settled() == [NOT_SHOWN]
    assert not ann.sees()[-1].loading


async def test_stopping_waits_for_what_has_come_in(
    driver: Driver, ann: Person, house: House, slow: SlowRoad, clock: HandClock
) -> None:
    act = await ann.slash("calf")
    await house.turns.saw(act.key)
    stopping = asyncio.ensure_future(house.restart())
    slow.go.set()
    await ann.answered(act)
    await stopping
    assert await driver.settled() == [HELLO, FIRST]
