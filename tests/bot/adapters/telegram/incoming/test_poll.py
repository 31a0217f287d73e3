"""Updates are confirmed when they are committed and not before, whatever goes wrong."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest
from telegram import Bot as PlainBot
from telegram import Update
from telegram.error import Conflict

from bot.adapters.telegram.api.client import Bot
from bot.adapters.telegram.incoming.intake import UpdateIntake
from bot.adapters.telegram.incoming.updates import ForeignTap, GroupCall, UpdateReader
from bot.adapters.telegram.outgoing.port import TelegramPort
from bot.base.clock import HandClock
from bot.ports import Intake
from flows.base.errors import CalfwiseError
from flows.base.events import Typed
from flows.talk.library import Library
from flows.turn.registry import COMMANDS
from tests.bot.adapters.telegram.recorded import RecordedTurns, Running, core_on, events, running
from tests.doubles.telegram import ApiError, TelegramDouble


async def test_nothing_is_confirmed_before_it_is_committed(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann = telegram.person()
    recorded = RecordedTurns()
    gate = recorded.gates[f"tg:{ann.user.id}"] = asyncio.Event()
    async with running(telegram, recorded, library, clock):
        number = ann.say("hello")
        await recorded.tried.wait()
        assert telegram.world.confirmed < number
        gate.set()
        await telegram.confirmed(number)
    assert recorded.events == [Typed("hello")]


async def test_while_nothing_can_be_saved_it_waits_and_tries_again(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann = telegram.person()
    recorded = RecordedTurns()
    recorded.failing = 3
    async with running(telegram, recorded, library, clock):
        await telegram.polling()
        first, second = ann.say("one"), ann.say("two")
        for seconds in (1, 2, 4):
            await clock.someone_sleeps()
            assert clock.asleep() == [seconds]
            assert telegram.world.confirmed < first
            clock.move(timedelta(seconds=seconds))
        await telegram.confirmed(second)
    assert recorded.events == [Typed("one"), Typed("two")]
    (told,) = [message.text for message in ann.sees() if message.sender.is_bot]
    assert told == library.text("en", "telegram.not_saved"), "once, and with what cannot wait"
    assert "emergency number" in told


async def test_a_stop_while_nothing_can_be_saved_leaves_the_updates_at_telegram(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann = telegram.person()
    recorded = RecordedTurns()
    recorded.failing = 1
    async with running(telegram, recorded, library, clock):
        number = ann.say("hello")
        await clock.someone_sleeps()
    assert telegram.world.confirmed < number
    assert recorded.taken == []
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(number)
    assert recorded.events == [Typed("hello")]


async def test_killed_between_commit_and_offset_the_update_comes_twice_and_acts_once(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann = telegram.person()
    recorded = RecordedTurns()
    held = telegram.faults.add("getUpdates", nth=2, gate=asyncio.Event(), drop=True)
    killed = Running(telegram, recorded, library, clock)
    number = ann.say("hello")
    await telegram.world.until(lambda: held.struck == 1, "the offset to be under way")
    killed.task.cancel()
    await asyncio.gather(killed.task, return_exceptions=True)
    await killed.adapter.close()
    assert telegram.world.confirmed < number
    assert recorded.events == [Typed("hello")]
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(number)
    assert recorded.events == [Typed("hello")]
    assert recorded.duplicates == 1


async def test_a_polite_stop_confirms_what_is_done(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann = telegram.person()
    recorded = RecordedTurns()
    number = ann.say("hello")
    # The poll that would confirm is held up, so that only the goodbye can do it.
    held = telegram.faults.add("getUpdates", nth=2, gate=asyncio.Event(), drop=True)
    async with running(telegram, recorded, library, clock):
        await telegram.world.until(lambda: held.struck == 1, "the offset to be under way")
    assert telegram.world.confirmed == number


async def test_what_came_while_it_was_away_is_kept(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann = telegram.person()
    ann.say("one")
    ann.say("two")
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(telegram.world.last_update)
    assert recorded.events == [Typed("one"), Typed("two")]
    assert [call.params["drop_pending_updates"] for call in telegram.calls("deleteWebhook")] == [False]


async def test_one_slow_chat_holds_up_no_other_and_its_own_order_stays(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    recorded = RecordedTurns()
    gate = recorded.gates[f"tg:{ann.user.id}"] = asyncio.Event()
    for text in ("a1", "a2", "a3"):
        ann.say(text)
    ben.say("b1")
    ben.say("b2")
    async with running(telegram, recorded, library, clock):
        await recorded.has_taken(2)
        assert recorded.events == [Typed("b1"), Typed("b2")]
        assert telegram.world.confirmed == 0
        gate.set()
        await telegram.confirmed(telegram.world.last_update)
    assert recorded.events == [Typed(text) for text in ("b1", "b2", "a1", "a2", "a3")]


async def test_a_turn_that_breaks_holds_nobody_up(telegram: TelegramDouble, library: Library, clock: HandClock) -> None:
    ann = telegram.person()
    recorded = RecordedTurns()
    recorded.breaks = ValueError("a fault of ours")
    ann.say("one")
    ann.say("two")
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(telegram.world.last_update)
    assert recorded.events == [Typed("two")]


class Puzzled(UpdateReader):
    """Cannot make sense of the word `riddle`."""

    def read(self, update: Update, now: datetime) -> Intake | GroupCall | ForeignTap | None:
        assert update.message is not None
        if update.message.text == "riddle":
            raise LookupError
        return super().read(update, now)


async def test_an_update_that_cannot_be_read_holds_nobody_up(
    telegram: TelegramDouble, bot: Bot, library: Library, clock: HandClock
) -> None:
    ann = telegram.person()
    ann.say("riddle")
    ann.say("two")
    recorded = RecordedTurns()
    update_intake = UpdateIntake(bot, TelegramPort(bot, None), Puzzled("x", ()), core_on(recorded, library, clock))
    await update_intake.take(await bot.get_updates(), asyncio.Event())
    assert recorded.events == [Typed("two")]


@pytest.mark.parametrize(
    "fault",
    [
        {"drop": True},
        {"truncate": True},
        {"status": 502, "body": "<html>Bad Gateway</html>"},
        {"status": 200, "body": '{"ok": true, "result": [{"not": "an update"}]}'},
        {"error": ApiError(500, "Internal Server Error")},
        {"error": ApiError(401, "Unauthorized")},
        {"error": ApiError(409, "Conflict: terminated by other getUpdates request")},
    ],
)
async def test_trouble_on_the_line_is_waited_out(
    telegram: TelegramDouble, library: Library, clock: HandClock, fault: dict[str, object]
) -> None:
    ann = telegram.person()
    recorded = RecordedTurns()
    number = ann.say("hello")
    telegram.faults.add("getUpdates", **fault)
    async with running(telegram, recorded, library, clock):
        await clock.someone_sleeps()
        assert clock.asleep() == [1.0]
        clock.move(timedelta(seconds=1))
        await telegram.confirmed(number)
    assert recorded.events == [Typed("hello")]


async def test_each_failure_in_a_row_waits_longer_up_to_half_a_minute(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    telegram.faults.add("getUpdates", times=7, drop=True)
    async with running(telegram, RecordedTurns(), library, clock):
        for seconds in (1, 2, 4, 8, 16, 30, 30):
            await clock.someone_sleeps()
            assert clock.asleep() == [seconds]
            clock.move(timedelta(seconds=seconds))
        await telegram.polling()


async def test_asked_to_slow_down_it_waits_as_long_as_told(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    telegram.faults.add("getUpdates", error=ApiError(429, "Too Many Requests: retry after 40", retry_after=40))
    async with running(telegram, RecordedTurns(), library, clock):
        await clock.someone_sleeps()
        assert clock.asleep() == [40]


async def test_two_pollers_share_a_token_badly_but_lose_nothing(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    ann = telegram.person()
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        await telegram.polling()
        async with PlainBot(telegram.token, base_url=telegram.base_url) as rival:
            polling = asyncio.create_task(rival.get_updates(timeout=30))
            await clock.someone_sleeps()
            clock.move(timedelta(seconds=1))
            with pytest.raises(Conflict):
                await polling
        await telegram.confirmed(ann.say("hello"))
    assert recorded.events == [Typed("hello")]


async def test_a_refused_token_is_a_clear_sentence_without_the_token(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    adapter = Running(telegram, RecordedTurns(), library, clock, token="12345:not-this-one")
    for seconds in (1, 2):
        await clock.someone_sleeps(seconds)
        clock.move(timedelta(seconds=seconds))
    with pytest.raises(CalfwiseError, match="refuses the bot's token") as refused:
        await adapter.task
    await adapter.adapter.close()
    assert "not-this-one" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert adapter.registered == []


async def test_an_empty_token_is_a_clear_sentence(telegram: TelegramDouble, library: Library, clock: HandClock) -> None:
    with pytest.raises(CalfwiseError, match="refuses the bot's token"):
        Running(telegram, RecordedTurns(), library, clock, token="")


async def test_a_token_withdrawn_later_is_told_once_and_waited_for(
    telegram: TelegramDouble, library: Library, clock: HandClock, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        await telegram.polling()
        good, telegram.token = telegram.token, "another"
        telegram.person().say("hello")
        for seconds in (1, 2, 120, 120):
            await clock.someone_sleeps(seconds)
            clock.move(timedelta(seconds=seconds))
        await clock.someone_sleeps(120)
        telegram.token = good
        clock.move(timedelta(seconds=120))
        await telegram.confirmed(telegram.person().say("and again"))
    assert recorded.events == [Typed("hello"), Typed("and again")]
    assert events(capsys) == ["token_refused", "token_withdrawn", "poll_well_again"]


async def test_with_no_line_at_the_start_it_keeps_trying(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    telegram.faults.add("getMe", times=2, drop=True)
    async with running(telegram, RecordedTurns(), library, clock) as adapter:
        for seconds in (1, 2):
            await clock.someone_sleeps()
            assert clock.asleep() == [seconds]
            assert adapter.registered == []
            clock.move(timedelta(seconds=seconds))
        await telegram.polling()
        assert adapter.registered == [adapter.adapter.port]


async def test_told_to_stop_while_it_cannot_connect_it_stops(
    telegram: TelegramDouble, library: Library, clock: HandClock, closed_port: int
) -> None:
    async with running(telegram, RecordedTurns(), library, clock, base_url=f"http://127.0.0.1:{closed_port}/bot"):
        await clock.someone_sleeps()


async def test_the_profile_is_published_once(telegram: TelegramDouble, library: Library, clock: HandClock) -> None:
    wanted = ["setMyCommands", "setMyDescription", "setMyShortDescription"]
    for _ in range(2):
        before = len(telegram.calls("getMyShortDescription"))
        async with running(telegram, RecordedTurns(), library, clock):
            await telegram.world.until(lambda: telegram.world.short_descriptions != {}, "the profile")
            await telegram.world.until(lambda: len(telegram.calls("getMyShortDescription")) > before, "a look at it")  # noqa: B023
        assert [len(telegram.calls(method)) for method in wanted] == [1, 1, 1]
    world = telegram.world
    assert [command["command"] for command in world.commands["all_private_chats", ""]] == list(COMMANDS)
    assert "privacy" in COMMANDS, "Telegram's terms ask for it"
    assert "not a doctor" in world.descriptions[""]


async def test_a_profile_that_telegram_will_not_take_stops_nothing(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    telegram.faults.add("setMyCommands", error=ApiError(500, "Internal Server Error"))
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        await telegram.confirmed(telegram.person().say("hello"))
    assert len(recorded.taken) == 1


async def test_a_profile_for_which_it_must_wait_comes_later_and_holds_nobody_up(
    telegram: TelegramDouble, library: Library, clock: HandClock
) -> None:
    telegram.faults.add("setMyDescription", error=ApiError(429, "Too Many Requests: retry after 300", retry_after=300))
    recorded = RecordedTurns()
    async with running(telegram, recorded, library, clock):
        await clock.someone_sleeps()
        await telegram.confirmed(telegram.person().say("hello"))
        clock.move(timedelta(seconds=300))
        await telegram.world.until(lambda: telegram.world.descriptions != {}, "the description")
    assert len(recorded.taken) == 1
