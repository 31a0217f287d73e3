"""The rows of one person's screen: the question before the cosmetic edit, and one live copy of what is open."""

from __future__ import annotations

import pytest

from bot.base.clock import HandClock
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram.house import House
from tests.faults.hands import CARD, LIST, Hand
from tests.faults.passing import settle
from tests.faults.taps import answered


async def test_questions_come_first_and_edits_when_there_is_room(
    telegram: TelegramDouble, house: House, ann: Hand, clock: HandClock
) -> None:
    async with house:
        await ann.begins()
        calls, began = len(telegram.requests), clock.now()
        for _ in range(3):
            seen = len(ann.person.sees())
            ann.tap(answered(ann.person.last.labels))
            await telegram.world.until(lambda seen=seen: len(ann.person.sees()) > seen, "the next question")  # type: ignore[misc]
        assert clock.now() == began
        made = [call.method for call in telegram.requests[calls:]]
        assert not [method for method in made if method.startswith("edit")]
        await settle(clock, house.courier)
        assert ann.live("") == 1
        assert sum(call.method.startswith("edit") for call in telegram.requests[calls:]) == 3


@pytest.mark.parametrize(("part", "stray"), [(LIST, ["sticker"] * 3), (CARD, ["sticker", "hm", "🏃"])])
async def test_what_is_open_can_be_tapped_in_one_place_only(
    telegram: TelegramDouble, house: House, ann: Hand, clock: HandClock, part: str, stray: list[str]
) -> None:
    async with house:
        await ann.begins()
        if part == CARD:
            ann.tap("Chest pain, or pain breathing in")
            await ann.sees(CARD)
        for what in stray:
            ann.person.send(what) if what == "sticker" else ann.say(what)
            await telegram.confirmed(telegram.world.last_update)
        await settle(clock, house.courier)
        assert ann.live(part) == 1
        assert ann.showing(part)[-1].rows, "the newest is the one"
