"""The rows of an emergency on Telegram: real client library, real engine, time standing still."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.base.clock import HandClock
from bot.delivery import urgent
from tests.doubles.telegram import ApiError, TelegramDouble
from tests.doubles.telegram.house import House
from tests.faults.emergency import BAD_GATEWAY, too_many
from tests.faults.hands import ASKED, CARD, WORDS, Hand
from tests.faults.passing import fates, pass_until, settle
from tests.surroundings import spoken

PRIVACY = "What I keep"
PAGE = "<html>Sign in to this network</html>"


async def test_a_429_of_ten_minutes_holds_up_no_card(
    telegram: TelegramDouble, house: House, ann: Hand, clock: HandClock
) -> None:
    async with house:
        await ann.begins()
        telegram.faults.add("sendMessage", error=too_many(600))
        ann.say("/privacy")
        await clock.someone_sleeps(600)
        ann.tap("Chest pain, or pain breathing in")
        await ann.sees(CARD)
        assert not ann.showing(PRIVACY)
        await pass_until(clock, lambda: bool(ann.showing(PRIVACY)))
        await settle(clock, house.courier)
    assert ann.showing(CARD)[0].id < ann.showing(PRIVACY)[0].id
    assert [bool(message.rows) for message in ann.showing(CARD)] == [True]


async def test_a_429_on_the_card_itself_is_kept_for_half_a_minute_at_most(
    telegram: TelegramDouble, house: House, ann: Hand, clock: HandClock
) -> None:
    async with house:
        await ann.begins()
        telegram.faults.add("sendMessage", error=too_many(600))
        ann.tap("Chest pain, or pain breathing in")
        assert await pass_until(clock, lambda: bool(ann.showing(CARD))) == 30


async def test_27_seconds_of_502_delay_it_and_the_operator_is_told(
    telegram: TelegramDouble, house: House, ann: Hand, clock: HandClock, capsys: pytest.CaptureFixture[str]
) -> None:
    async with house:
        await ann.begins()
        ends = clock.now() + timedelta(seconds=27)
        telegram.faults.add("sendMessage", times=999, during=lambda: clock.now() < ends, **BAD_GATEWAY)
        ann.tap("Chest pain, or pain breathing in")
        assert await pass_until(clock, lambda: bool(ann.showing(CARD))) == 1 + 2 + 5 + 10 + 30
        await settle(clock, house.courier)
    assert len(ann.showing(CARD)) == 1
    told = spoken(capsys.readouterr().err)
    assert told.count("urgent_delayed") == 1
    assert "urgent_delivered_late" in told


async def test_after_an_hour_of_502_it_is_owed_and_comes_first_with_the_next_tap(
    telegram: TelegramDouble,
    house: House,
    ann: Hand,
    clock: HandClock,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with house:
        await ann.begins()
        telegram.faults.add("sendMessage", times=999, **BAD_GATEWAY)
        ann.tap("Chest pain, or pain breathing in")
        assert await pass_until(clock, lambda: "owed" in fates(tmp_path)) >= 3600
        told = spoken(capsys.readouterr().err)
        assert told.count("urgent_not_delivered") == 1
        assert '"level": "error"' in told
        assert CARD not in told
        telegram.faults.clear()
        seen = len(ann.person.sees())
        ann.tap("Why do you ask?")
        await ann.sees(CARD)
        await settle(clock, house.courier)
    assert CARD in ann.person.sees()[seen].text


async def test_emergency_words_behind_sixty_messages_wait_for_no_pace(
    house: House, ann: Hand, clock: HandClock
) -> None:
    async with house:
        ann.say("/routine")
        await ann.sees("First, for safety")
        for number in range(60):
            ann.say(f"hello {number}")
        ann.say(WORDS)
        began = clock.now()
        await ann.sees(ASKED)
        assert clock.now() == began
        seen = len(ann.person.sees())
        await settle(clock, house.courier)
        assert len(ann.person.sees()) > seen, "what it passed comes after it"


@pytest.mark.parametrize(
    ("how", "copies"),
    [
        ({"status": 502, "body": PAGE}, 1),
        ({"status": 200, "body": PAGE}, 1),
        ({"error": ApiError(500, "Internal Server Error")}, 1),
        ({"drop": True}, 1),
        ({"truncate": True}, 4),
        ({"drop": True, "after": True}, 4),
    ],
    ids=str,
)
async def test_it_is_repeated_until_a_right_answer_comes_and_then_no_more(
    telegram: TelegramDouble, house: House, ann: Hand, clock: HandClock, how: dict[str, Any], copies: int
) -> None:
    async with house:
        await ann.begins()
        before = len(telegram.calls("sendMessage"))
        spoiled = telegram.faults.add("sendMessage", times=3, **how)
        ann.tap("Chest pain, or pain breathing in")
        await pass_until(clock, lambda: len(telegram.calls("sendMessage")) == before + 4)
        await settle(clock, house.courier)
        clock.move(timedelta(hours=2))
        await settle(clock, house.courier)
    assert spoiled.struck == 3
    assert len(telegram.calls("sendMessage")) == before + 4
    assert len(ann.showing(CARD)) == copies


@pytest.mark.parametrize(
    "error",
    [
        ApiError(403, "Forbidden: bot was blocked by the user"),
        ApiError(403, "Forbidden: user is deactivated"),
        ApiError(400, "Bad Request: chat not found"),
    ],
    ids=str,
)
async def test_who_cannot_be_reached_gets_it_first_when_they_are_back(
    telegram: TelegramDouble, house: House, ann: Hand, clock: HandClock, tmp_path: Path, error: ApiError
) -> None:
    async with house:
        await ann.begins()
        before = len(telegram.calls("sendMessage"))
        telegram.faults.add("sendMessage", times=999, error=error)
        ann.tap("Chest pain, or pain breathing in")
        await pass_until(clock, lambda: "owed" in fates(tmp_path), within=5)
        clock.move(timedelta(hours=2))
        await settle(clock, house.courier)
        assert len(telegram.calls("sendMessage")) == before + 1
        telegram.faults.clear()
        seen = len(ann.person.sees())
        ann.say("hello")
        await ann.sees(CARD)
        await settle(clock, house.courier)
    assert CARD in ann.person.sees()[seen].text


async def test_a_card_whose_call_hangs_is_sent_once_more_by_another_connection(
    telegram: TelegramDouble, house: House, ann: Hand, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert urgent.LONGEST_CALL <= 30
    monkeypatch.setattr(urgent, "LONGEST_CALL", 0.1)  # what a call may take is measured by the machine's own time
    async with house:
        await ann.begins()
        hangs = telegram.faults.add("sendMessage", gate=asyncio.Event())
        ann.tap("Chest pain, or pain breathing in")
        async with asyncio.timeout(8):  # the wire gives up by itself after 15 seconds, should nothing else do so
            await pass_until(clock, lambda: bool(ann.showing(CARD)), within=10)
        assert hangs.struck == 1
        await settle(clock, house.courier)
    assert len(ann.showing(CARD)) == 1


async def test_the_card_goes_by_a_line_of_its_own(house: House, ann: Hand) -> None:
    async with house:
        await ann.begins()
        await house.adapter._bot.request.shutdown()  # no ordinary call leaves any more
        ann.tap("Chest pain, or pain breathing in")
        await ann.sees(CARD)
