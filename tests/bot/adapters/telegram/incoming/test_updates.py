"""What people do in Telegram, and what the core is told of it."""

from __future__ import annotations

import asyncio

import pytest

from bot.base.clock import HandClock
from bot.ports import Intake
from flows.base.events import Chose, Command, Event, SentFile, Typed
from flows.talk.library import Library
from tests.bot.adapters.telegram.conftest import START
from tests.bot.adapters.telegram.recorded import RecordedTurns, running
from tests.doubles.telegram import TelegramDouble


async def test_what_the_core_is_told(telegram: TelegramDouble, library: Library, clock: HandClock) -> None:
    ann = telegram.person(language="de-AT")
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        number = ann.say("my calf hurts")
        await telegram.confirmed(number)
    home = {"chat": ann.user.id, "language": "en"}
    assert recorded.taken == [
        Intake(f"tg:{number}", f"tg:{ann.user.id}", Typed("my calf hurts"), START, home, home, "en")
    ]


@pytest.mark.parametrize(
    ("said", "event"),
    [
        ("/start", Command("start")),
        ("/start check", Command("start", "check")),
        ("/Check@Calfwise_Bot", Command("check")),
        ("/check@calfwise_bot  now\nplease ", Command("check", "now\nplease")),
        ("/nonsense 1 2", Command("nonsense", "1 2")),
        ("/routine warmup", Command("routine", "warmup")),
        ("/routine@calfwise_bot warmup", Command("routine", "warmup")),
        ("/log 3", Command("log", "3")),
        ("/", Typed("/")),
        ("/ start", Typed("/ start")),
        ("/café", Typed("/café")),
        ("3", Typed("3")),
        ("🦵💥", Typed("🦵💥")),
        ("x" * 4096, Typed("x" * 4096)),
        ("<b>&amp;", Typed("<b>&amp;")),
    ],
)
async def test_typed_words_and_commands(
    telegram: TelegramDouble, library: Library, clock: HandClock, said: str, event: Event
) -> None:
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(telegram.person().say(said))
    assert recorded.events == [event]


async def test_files_are_named_by_kind_and_their_words_are_read(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann = telegram.person()
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        for kind in ("sticker", "photo", "voice", "location"):
            ann.send(kind)
        await telegram.confirmed(ann.send("photo", caption="one calf is hot and swollen"))
    assert recorded.events == [
        *map(SentFile, ("sticker", "photo", "voice", "location")),
        Typed("one calf is hot and swollen"),
    ]


async def test_edits_and_service_messages_are_nothing_new(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann = telegram.person()
    ann.say("before the bot ever asked")
    ann.edit("before the bot ever asked for anything")
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        await telegram.polling()
        ann.edit("after")
        ann.send("pin")
        await telegram.confirmed(ann.say("last"))
    assert recorded.events == [Typed("before the bot ever asked"), Typed("last")]


async def test_a_tap_is_answered_at_once_and_counts(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann = telegram.person()
    ann.say("hello")
    recorded = RecordedTurns()
    telegram.world.post(ann.chat, telegram.world.me, text="?", rows=[[{"text": "Go", "callback_data": "k1.a.1.go"}]])
    async with running(telegram, recorded, library, clock):
        await telegram.polling()
        recorded.gates[f"tg:{ann.user.id}"] = gate = asyncio.Event()
        tap = ann.tap("Go")
        await telegram.world.until(lambda: tap.answered, "the answer, before the turn is committed")
        assert Chose("k1.a.1.go") not in recorded.events
        gate.set()
        await telegram.confirmed(telegram.world.last_update)
    assert recorded.events[-1] == Chose("k1.a.1.go")
    assert tap.shown == ""


async def test_a_tap_that_can_no_longer_be_answered_counts_all_the_same(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann = telegram.person()
    ann.say("hello")
    message = telegram.world.post(
        ann.chat, telegram.world.me, text="?", rows=[[{"text": "Go", "callback_data": "k1.a.1.go"}]]
    )
    recorded = RecordedTurns()
    ann.tap("Go").expired = True
    # A message older than two days comes without its content.
    ann.forge("k1.a.1.old", {"chat": ann.chat.wire(), "message_id": message.id, "date": 0})
    ann.forge("not one of ours ✗", message.wire())
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(telegram.world.last_update)
    assert recorded.events[1:] == [Chose("k1.a.1.go"), Chose("k1.a.1.old"), Chose("not one of ours ✗")]


async def test_a_tap_from_elsewhere_is_refused_kindly(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    ann.say("hello")
    group = telegram.group()
    rows = [[{"text": "Go", "callback_data": "k1.a.1.go"}]]
    in_group = telegram.world.post(group.chat, telegram.world.me, text="?", rows=rows)
    anns = telegram.world.post(ann.chat, telegram.world.me, text="?", rows=rows)
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        taps = [ben.tap("Go", on=in_group), ben.forge("k1.a.1.go", anns.wire()), ben.forge("k1.a.1.go", None)]
        await telegram.world.until(lambda: all(tap.answered for tap in taps), "three answers")
    assert recorded.events == [Typed("hello")]
    assert {(tap.shown, tap.alert) for tap in taps} == {(library.text("en", "telegram.not_yours"), True)}
    assert ben.sees() == []
