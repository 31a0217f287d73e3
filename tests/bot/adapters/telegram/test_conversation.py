"""Whole conversations through the real client library: the engine, the store, the outbox and the adapter together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.base.clock import HandClock
from flows.checking.question import option_label as label_of
from flows.checking.question import question_text
from flows.talk.library import Library
from flows.turn.engine import advance
from tests.doubles.telegram import ApiError, Person, TelegramDouble
from tests.doubles.telegram.driver import Driver
from tests.doubles.telegram.house import House

Words = Callable[[str], str]


@pytest.fixture
async def house(telegram: TelegramDouble, tmp_path: Path, library: Library, clock: HandClock) -> AsyncIterator[House]:
    async with House(telegram, tmp_path, library, advance, clock) as house:
        yield house


@pytest.fixture
def ann(telegram: TelegramDouble) -> Person:
    return telegram.person()


@pytest.fixture
def driver(ann: Person, house: House) -> Driver:
    return Driver(ann, house)


@pytest.fixture
def say(library: Library) -> Words:
    """`side.left` is that option's label, `side` the question's sentence, `talk.done` any other words."""

    def words(key: str) -> str:
        question, _, option = key.partition(".")
        if question not in library.check.plan.by_id:
            return library.text("en", key)
        return label_of(library, "en", question, option) if option else question_text(library, "en", question)

    return words


async def test_from_the_first_message_to_the_card(
    driver: Driver, ann: Person, telegram: TelegramDouble, say: Words
) -> None:
    await driver.start()
    welcome, first = await driver.settled()
    assert welcome == f"{say('talk.welcome')}\n\n{say('talk.welcome_consent')}"
    assert first.endswith(f"{say('breath')}\n\n{say('questions.breath.more')}")
    for question, option in (("breath", "none"), ("danger", "none"), ("side", "left"), ("look", "none")):
        await driver.tap(say(f"{question}.{option}"))
        closed, asked = await driver.settled()
        assert closed == f"{say(question)}\n→ {say(f'{question}.{option}')}"
        assert asked not in (closed, first)
    await driver.tap(say("onset.hours_later"))
    for _ in range(20):
        question = ann.last.text
        await driver.tap(driver.buttons()[0])
        if say("talk.done") in driver.buttons():
            await driver.tap(say("talk.done"))
        if say("talk.acts.change") in driver.buttons():
            break
        assert ann.last.text != question
    card = ann.last
    assert card.bold()[0] == card.text.split("\n")[0]
    assert "Why" in card.text
    assert [message for message in ann.sees() if message.rows] == [card], "only what is open has buttons"
    assert all(tap.answered for tap in telegram.world.taps.values())


async def test_an_emergency_is_one_tap_away(driver: Driver, ann: Person, say: Words, telegram: TelegramDouble) -> None:
    await driver.start()
    await driver.settled()
    await driver.tap(say("breath.breathless"))
    news = await driver.settled()
    assert news[0] == f"{say('breath')}\n→ {say('breath.breathless')}"
    assert ann.last.text.startswith(say("cards.emergency_now.headline_plain"))
    sent, edited = telegram.calls("sendMessage")[-1], telegram.calls("editMessageText")[-1]
    assert telegram.requests.index(sent) < telegram.requests.index(edited), "the card first, tidying up after"


async def test_ticks_are_drawn_in_place(driver: Driver, ann: Person, say: Words) -> None:
    await driver.start()
    for option in ("breath.none", "danger.none", "side.left"):
        await driver.tap(say(option))
    await driver.settled()
    sent, look = len(ann.sees()), ann.last
    await driver.tap(say("look.bruise"))
    await driver.tap(say("look.gap_lump"))
    assert [label for label in look.labels if label.startswith("✓ ")] == [
        f"✓ {say('look.gap_lump')}",
        f"✓ {say('look.bruise')}",
    ]
    await driver.tap(say("look.gap_lump"))
    assert [label for label in look.labels if label.startswith("✓ ")] == [f"✓ {say('look.bruise')}"]
    assert (len(ann.sees()), look.edits) == (sent, 3)
    await driver.tap(say("talk.done"))
    assert look.text.endswith(f"→ {say('look.bruise')}")
    assert look.labels == []


async def test_typed_answers_do_what_taps_do(driver: Driver, say: Words) -> None:
    await driver.start()
    for said in (say("breath.none"), say("danger.none").upper(), "2"):
        await driver.say(said)
    assert say("look") in (await driver.settled())[-1]


async def test_a_double_tap_acts_once(driver: Driver, ann: Person, house: House, say: Words) -> None:
    await driver.start()
    await driver.settled()
    for _ in range(3):
        ann.tap(say("breath.none"))
    assert len(await driver.settled()) == 2
    assert ann.last.text.endswith(say("danger"))


async def test_a_restart_in_mid_question_changes_nothing(driver: Driver, house: House, ann: Person, say: Words) -> None:
    await driver.start()
    await driver.tap(say("breath.none"))
    await driver.settled()
    before = [message.text for message in ann.sees()]
    await house.restart()
    await house.settle()
    assert [message.text for message in ann.sees()] == before
    await driver.tap(say("danger.none"))
    assert (await driver.settled())[-1].endswith(say("side"))


async def test_what_was_said_and_tapped_while_it_was_away_counts(
    driver: Driver, house: House, ann: Person, say: Words
) -> None:
    await driver.start()
    await house.__aexit__()
    ann.tap(say("breath.none"))
    await house.__aenter__()
    await house.settle()
    assert ann.last.text.endswith(say("danger"))


async def test_killed_after_the_commit_the_next_question_still_comes_once(
    driver: Driver, house: House, ann: Person, telegram: TelegramDouble, say: Words
) -> None:
    await driver.start()
    held = telegram.faults.add("sendMessage", gate=asyncio.Event(), drop=True)
    ann.tap(say("breath.none"))
    await telegram.world.until(lambda: held.struck == 1, "the next question to be under way")
    await house.kill()
    await house.settle()
    assert [message.text.endswith(say("danger")) for message in ann.sees()] == [False, False, True]


async def test_a_lost_answer_does_not_send_twice_what_may_have_arrived(
    house: House, ann: Person, telegram: TelegramDouble, say: Words, driver: Driver
) -> None:
    telegram.faults.add("sendMessage", drop=True, after=True)
    await driver.start()
    assert [say("talk.welcome") in message.text for message in ann.sees()] == [True, False]
    telegram.faults.add("sendMessage", drop=True)
    await driver.say("/help")
    assert say("talk.help") not in [message.text for message in ann.sees()]


async def test_a_lost_edit_is_repeated(
    house: House, ann: Person, telegram: TelegramDouble, say: Words, driver: Driver, clock: HandClock
) -> None:
    await driver.start()
    telegram.faults.add("editMessageText", drop=True, after=True)
    question = ann.last
    ann.tap(say("breath.none"))
    await clock.someone_sleeps()
    clock.move(timedelta(seconds=1))
    await house.settle()
    assert len(telegram.calls("editMessageText")) == 2
    assert (question.edits, question.labels) == (1, [])
    assert ann.last.text.endswith(say("danger"))


async def test_asked_to_slow_down_only_that_chat_waits_and_keeps_its_order(
    house: House, ann: Person, telegram: TelegramDouble, say: Words, clock: HandClock
) -> None:
    ben = telegram.person("Ben")
    telegram.faults.add("sendMessage", error=ApiError(429, "Too Many Requests: retry after 9", retry_after=9))
    ann.say("/start")
    await clock.someone_sleeps()
    ben.say("/start")
    await ben.reads(say("breath"))
    assert ann.sees() == []
    assert clock.asleep() == [9]
    clock.move(timedelta(seconds=9))
    await house.settle()
    assert [message.text for message in ann.sees()] == [message.text for message in ben.sees()]


async def test_who_blocked_the_bot_is_given_up_and_can_come_back(
    house: House, ann: Person, telegram: TelegramDouble, say: Words, driver: Driver
) -> None:
    await driver.start()
    tap = say("breath.none")
    ann.block()
    await driver.tap(tap)
    ann.unblock()
    await driver.say("/check")
    assert ann.last.text.endswith(say("danger"))


async def test_a_deleted_question_is_asked_again_when_ticked(driver: Driver, ann: Person, say: Words) -> None:
    await driver.start()
    for option in ("breath.none", "danger.none", "side.left"):
        await driver.tap(say(option))
    look = ann.last
    data = look.button(say("look.bruise"))["callback_data"]
    look.deleted = True
    ann.forge(data, look.wire())
    await driver.settled()
    assert say("look") in ann.last.text
    assert f"✓ {say('look.bruise')}" in ann.last.labels
    await driver.tap(say("look.gap_lump"))
    assert f"✓ {say('look.gap_lump')}" in ann.last.labels


async def test_from_the_group_to_the_first_question(
    house: House, ann: Person, telegram: TelegramDouble, say: Words
) -> None:
    club = telegram.group()
    ann.say("@calfwise_bot my calf popped", to=club)
    await telegram.world.until(lambda: bool(club.sees()), "the way to the private chat")
    link = club.sees()[0].rows[0][0]["url"]
    assert ann.sees() == []
    ann.say(f"/start {link.partition('start=')[2]}")
    await ann.reads(say("breath"))


async def test_bad_input_gets_a_friendly_sentence(driver: Driver, ann: Person, house: House, say: Words) -> None:
    await driver.start()
    for mishap in ("🦵🦵🦵", "x" * 4096, "/frobnicate", "<b>&amp;</b>"):
        await driver.settled()
        await driver.say(mishap)
        assert say("breath") in (await driver.settled())[-1]
    ann.send("voice")
    assert say("talk.cannot_read") in await driver.settled()
    ann.forge("k1.nonsense", ann.last.wire())
    assert say("talk.old_button") in await driver.settled()


async def test_an_update_that_cannot_be_parsed_is_answered_and_danger_in_it_still_gets_its_card(
    driver: Driver, ann: Person, house: House, telegram: TelegramDouble, say: Words
) -> None:
    await driver.start()
    lost = ann.say("?")
    telegram.world.spoil(lost, lambda update: update | {"message": {"chat": ann.chat.wire()}})
    await house.settle()
    assert say("talk.garbled") in await driver.settled()
    danger = ann.say("I have chest pain and cannot breathe")
    telegram.world.spoil(danger, lambda update: update | {"message": update["message"] | {"date": None}})
    await house.settle()
    await driver.tap(driver.buttons()[0])
    assert ann.last.text.startswith(say("cards.emergency_now.headline_plain"))


async def test_forgotten_means_forgotten(driver: Driver, ann: Person, house: House, say: Words) -> None:
    await driver.start()
    await driver.say("/forget")
    await driver.tap(say("talk.forget_yes"))
    assert await house.road.session(f"tg:{ann.user.id}") is None
    await driver.settled()
    await driver.start()
    assert say("talk.welcome") in (await driver.settled())[0]


async def test_many_people_at_once_each_have_their_own_conversation(
    house: House, telegram: TelegramDouble, say: Words
) -> None:
    people = [telegram.person(f"P{number}") for number in range(20)]
    for person in people:
        person.say("/start")
    await house.settle()
    for person in people:
        person.tap(say("breath.none"))
    await house.settle()
    assert [len(person.sees()) for person in people] == [3] * 20
    assert all(person.last.text.endswith(say("danger")) for person in people)
