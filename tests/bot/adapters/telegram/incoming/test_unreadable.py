"""Updates that the library cannot parse: each by itself, none in the way of others, and no words of danger lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.base.clock import HandClock
from flows.base.events import Chose, Command, SentFile, Typed
from flows.talk.library import Library
from tests.bot.adapters.telegram.recorded import RecordedTurns, events, running
from tests.doubles.telegram import Person, TelegramDouble

Json = dict[str, Any]


def without(*path: str) -> Callable[[Json], Json]:
    """Leave out the field at the end of the path."""

    def spoil(update: Json) -> Json:
        inner = update
        for name in path[:-1]:
            inner = inner[name]
        del inner[path[-1]]
        return update

    return spoil


def with_(value: object, *path: str) -> Callable[[Json], Json]:
    """Put something else into the field at the end of the path."""

    def spoil(update: Json) -> Json:
        inner = update
        for name in path[:-1]:
            inner = inner[name]
        inner[path[-1]] = value
        return update

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        without("message", "date"),
        without("message", "message_id"),
        without("message", "from", "is_bot"),
        without("message", "from", "first_name"),
        without("message", "from"),
        without("message", "chat", "type"),
        without("message", "chat"),
        with_("yesterday", "message", "date"),
        with_(1e18, "message", "date"),
        with_([7], "message", "entities"),
        with_({"message_id": "x"}, "message", "reply_to_message"),
        without("update_id"),
        with_("seven", "update_id"),
        with_(2**40, "update_id"),
    ],
)
async def test_words_of_danger_are_read_from_a_spoilt_update(
    telegram: TelegramDouble, library: Library, clock: HandClock, spoil: Callable[[Json], Json]
) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    recorded = RecordedTurns()
    number = ann.say("I have chest pain")
    last = ben.say("hello")
    telegram.world.spoil(number, spoil)
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(last)
        await telegram.confirmed(ann.say("and now?"))
    assert [(taken.person, taken.event) for taken in recorded.taken] == [
        (f"tg:{ann.user.id}", Typed("I have chest pain")),
        (f"tg:{ben.user.id}", Typed("hello")),
        (f"tg:{ann.user.id}", Typed("and now?")),
    ]
    assert {taken.address["chat"] for taken in recorded.taken} == {ann.user.id, ben.user.id}


@pytest.mark.parametrize(
    "spoil", [without("message", "text"), with_(7, "message", "text"), with_({"a": 1}, "message", "text")]
)
async def test_somebody_whose_words_are_lost_is_told(
    telegram: TelegramDouble,
    library: Library,
    clock: HandClock,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Json], Json],
) -> None:
    ann = telegram.person()
    recorded = RecordedTurns()
    number = ann.say("secret words")
    telegram.world.spoil(number, lambda update: spoil(without("message", "date")(update)))
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(number)
    assert recorded.events == [SentFile("unreadable")]
    log = capsys.readouterr().err
    assert "update_not_parsed" in log
    assert "secret" not in log
    assert str(ann.user.id) not in log


async def test_a_field_of_a_wrong_type_that_the_library_lets_pass_is_noticed_too(
    telegram: TelegramDouble, library: Library, clock: HandClock, capsys: pytest.CaptureFixture[str]
) -> None:
    ann = telegram.person()
    recorded = RecordedTurns()
    number = ann.say("words")
    telegram.world.spoil(number, with_(7, "message", "text"))
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(ann.say("more"))
    assert recorded.events == [SentFile("unreadable"), Typed("more")]
    assert "update_unreadable" in events(capsys)


async def test_what_is_newer_than_the_library_is_read_for_its_words(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann = telegram.person()
    recorded = RecordedTurns()
    number = ann.say("-")
    blocks = {
        "blocks": [{"type": "paragraph", "text": "one calf is hot"}, {"type": "list", "items": [{"text": "red"}]}]
    }
    telegram.world.spoil(
        number, lambda update: with_(blocks, "message", "rich_message")(without("message", "text")(update))
    )
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(number)
    assert recorded.events == [Typed("one calf is hot\nred")]


def with_button(telegram: TelegramDouble, ann: Person) -> None:
    ann.say("hello")
    rows = [[{"text": "Yes", "callback_data": "k1.a.1.breath.chest"}]]
    telegram.world.post(ann.chat, telegram.world.me, text="?", rows=rows)


@pytest.mark.parametrize(
    ("spoil", "event"),
    [
        (without("callback_query", "chat_instance"), Chose("k1.a.1.breath.chest")),
        (without("callback_query", "from", "first_name"), Chose("k1.a.1.breath.chest")),
        (without("callback_query", "message", "message_id"), Chose("k1.a.1.breath.chest")),
        (without("callback_query", "message", "chat"), Chose("k1.a.1.breath.chest")),
        (
            lambda update: without("callback_query", "data")(without("callback_query", "id")(update)),
            SentFile("unreadable"),
        ),
    ],
)
async def test_a_spoilt_tap_counts_if_its_button_can_be_read(
    telegram: TelegramDouble,
    library: Library,
    clock: HandClock,
    spoil: Callable[[Json], Json],
    event: Chose | SentFile,
) -> None:
    ann = telegram.person()
    with_button(telegram, ann)
    recorded = RecordedTurns()
    ann.tap("Yes")
    telegram.world.spoil(telegram.world.last_update, spoil)
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(telegram.world.last_update)
    assert recorded.events == [Typed("hello"), event]


async def test_a_spoilt_update_of_a_group_is_passed_over_in_silence(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann, club = telegram.person(), telegram.group()
    recorded = RecordedTurns()
    telegram.world.spoil(ann.say("/check", to=club), without("message", "date"))
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(ann.say("/check"))
    assert recorded.events == [Command("check")]
    assert club.sees() == []


@pytest.mark.parametrize("junk", [None, 7, "text", [], {}, {"message": 5, "update_id": None}])
async def test_what_is_no_update_at_all_is_passed_over(
    telegram: TelegramDouble, library: Library, clock: HandClock, junk: object
) -> None:
    ann = telegram.person()
    recorded = RecordedTurns()
    telegram.world.spoil(ann.say("first"), lambda _update: junk)
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(ann.say("second"))
    assert recorded.events == [Typed("second")]


async def test_alone_and_without_a_number_it_is_read_once_and_confirms_nothing(
    telegram: TelegramDouble, library: Library, clock: HandClock, capsys: pytest.CaptureFixture[str]
) -> None:
    """To guess its number might confirm an update that nobody has seen."""
    ann = telegram.person()
    recorded = RecordedTurns()
    number = ann.say("I have chest pain")
    telegram.world.spoil(number, without("update_id"))
    async with running(telegram, recorded, library, clock):
        for seconds in (1, 2, 4):
            await clock.someone_sleeps(seconds)
            clock.move(timedelta(seconds=seconds))
        assert telegram.world.confirmed < number
        await clock.someone_sleeps(8)
        later = ann.say("and my arm hurts")
        clock.move(timedelta(seconds=8))
        await telegram.confirmed(later)
    assert recorded.events == [Typed("I have chest pain"), Typed("and my arm hurts")]
    assert recorded.duplicates == 4
    assert events(capsys).count("no_update_has_a_number") == 1


async def test_a_hundred_spoilt_ones_stop_nobody(telegram: TelegramDouble, library: Library, clock: HandClock) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    recorded = RecordedTurns()
    for _ in range(150):
        telegram.world.spoil(ann.say("x"), lambda update: {"update_id": update["update_id"], "message": {"chat": 5}})
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(ben.say("hello"))
    assert recorded.events == [Typed("hello")]


async def test_a_number_that_cannot_be_telegrams_never_becomes_the_offset(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    """It would confirm everything that comes after it, unseen."""
    ann = telegram.person()
    first, last = ann.say("hello"), ann.say("I have chest pain")
    telegram.world.spoil(last, with_(2**40, "update_id"))
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(first)
        await clock.someone_sleeps(1)
        after = ann.say("and my arm hurts")
        clock.move(timedelta(seconds=1))
        await telegram.confirmed(after)
    assert recorded.events == [Typed("hello"), Typed("I have chest pain"), Typed("and my arm hurts")]
    assert max(int(call.params["offset"]) for call in telegram.calls("getUpdates")) < 2**31
