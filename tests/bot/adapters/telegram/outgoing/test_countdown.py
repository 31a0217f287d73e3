"""What is left of a countdown on Telegram: drawn now and then, and never at the cost of a real message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.adapters.telegram.api.client import Bot
from bot.adapters.telegram.api.pace import Pace
from bot.adapters.telegram.outgoing.countdown import Countdowns
from bot.adapters.telegram.outgoing.port import TelegramPort
from bot.base.clock import HandClock
from bot.delivery.countdown import as_read
from bot.ports import Showing
from flows.base.replies import Choice, Reply
from flows.talk.library import Library
from tests.bot.adapters.telegram.conftest import START
from tests.bot.adapters.telegram.outgoing.deliveries import to
from tests.bot.passage import NotedPassage
from tests.doubles.telegram import ApiError, Person, TelegramDouble

STOP = Choice("stop", "Stop", "k1.aaaaaa.1.stop")
HOLD = Reply("message", paragraphs=("Hold.",), choices=(STOP,), slot="1", until=START + timedelta(seconds=30))
DONE = Reply("message", closes="1", closed_text="Done.")
NEXT = Reply("message", paragraphs=("Now the other leg.",))


@pytest.fixture
def pace(clock: HandClock) -> Pace:
    return Pace(clock)


@pytest.fixture
async def countdowns(bot: Bot, pace: Pace, library: Library, clock: HandClock) -> AsyncIterator[Countdowns]:
    countdowns = Countdowns(bot, pace, library, clock)
    yield countdowns
    await countdowns.close()


@pytest.fixture
def port(bot: Bot, pace: Pace, countdowns: Countdowns) -> TelegramPort:
    return TelegramPort(bot, pace, countdowns)


def lasting(seconds: float) -> Reply:
    return replace(HOLD, until=START + timedelta(seconds=seconds))


async def drawn(telegram: TelegramDouble, edits: int) -> None:
    """So many edits in all have come to an end."""
    await telegram.world.until(lambda: len(telegram.calls("editMessageText")) >= edits, f"{edits} edits")


async def passes(clock: HandClock, seconds: float, next_in: float | None = None) -> None:
    """Time passes for whoever sleeps; with `next_in`, until somebody is asleep again who wakes that much later."""
    clock.move(timedelta(seconds=seconds))
    if next_in is not None:
        await clock.someone_sleeps(next_in)


async def all_sleep(clock: HandClock, number: int) -> None:
    """So many are asleep."""
    async with asyncio.timeout(10):
        while len(clock.asleep()) < number:
            clock._changed.clear()
            await clock._changed.wait()


async def gone(clock: HandClock) -> None:
    """Nobody sleeps any more: let the tasks that were woken or ended run out."""
    for _ in range(5):
        await asyncio.sleep(0)
    assert clock.asleep() == []


async def test_it_counts_down_every_five_seconds_and_never_after_the_end(
    port: TelegramPort, ann: Person, telegram: TelegramDouble, clock: HandClock
) -> None:
    await port.send(to(ann, HOLD), NotedPassage())
    assert (ann.last.text, ann.last.bold()) == ("Hold.\n\n0:30 left", ["0:30 left"])
    shown = []
    await clock.someone_sleeps(5)
    for second in range(1, 40):
        if second % 5 == 0 and second < 30:
            await passes(clock, 1)
            await drawn(telegram, second // 5)
            if second < 25:
                await clock.someone_sleeps(5)
            shown.append(ann.last.text.rpartition("\n")[2])
        else:
            await passes(clock, 1)
        assert ann.last.labels == ["Stop"], "the buttons stay"
    await gone(clock)
    assert shown == ["0:25 left", "0:20 left", "0:15 left", "0:10 left", "0:05 left"]
    assert len(telegram.calls("editMessageText")) == 5


@pytest.mark.parametrize(
    ("seconds", "pauses"), [(1200, [30, 30]), (610, [30, 15]), (140, [15, 15, 5, 5]), (7, []), (6.9, []), (0, [])]
)
async def test_the_longer_it_lasts_the_less_often(
    port: TelegramPort, ann: Person, telegram: TelegramDouble, clock: HandClock, seconds: float, pauses: list[int]
) -> None:
    await port.send(to(ann, lasting(seconds)), NotedPassage())
    for number, pause in enumerate(pauses, 1):
        await clock.someone_sleeps(pause)
        await passes(clock, pause)
        await drawn(telegram, number)
    if seconds < 7:
        await gone(clock)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (9, "0:09"), (61, "1:01"), (720, "12:00"), (3661, "1:01:01")]
)
def test_as_it_is_read(seconds: int, words: str) -> None:
    assert as_read(seconds) == words


async def test_a_countdown_that_is_over_when_it_is_sent_is_not_mentioned(port: TelegramPort, ann: Person) -> None:
    await port.send(to(ann, lasting(0)), NotedPassage())
    assert ann.last.text == "Hold."


async def test_it_stops_when_the_message_is_closed(port: TelegramPort, ann: Person, clock: HandClock) -> None:
    message = await port.send(to(ann, HOLD), NotedPassage())
    await clock.someone_sleeps(5)
    await port.close(to(ann, DONE), message)
    await gone(clock)
    assert (ann.last.text, ann.last.labels, ann.last.edits) == ("Done.", [], 1)


async def test_it_stops_when_another_message_goes_to_the_chat(
    port: TelegramPort, ann: Person, clock: HandClock
) -> None:
    await port.send(to(ann, HOLD), NotedPassage())
    await clock.someone_sleeps(5)
    await port.send(to(ann, NEXT, 2), NotedPassage())
    await gone(clock)
    assert [message.edits for message in ann.sees()] == [0, 0]


async def test_other_chats_count_on(
    port: TelegramPort, ann: Person, telegram: TelegramDouble, clock: HandClock
) -> None:
    ben = telegram.person("Ben")
    ben.say("hello")
    await port.send(to(ann, HOLD), NotedPassage())
    await port.send(to(ben, HOLD, 2), NotedPassage())
    await port.send(to(ann, NEXT, 3), NotedPassage())
    await clock.someone_sleeps(5)
    await passes(clock, 5)
    await drawn(telegram, 1)
    assert (ben.last.text, ann.sees()[0].edits) == ("Hold.\n\n0:25 left", 0)


async def test_a_redrawn_message_counts_on_from_there(
    port: TelegramPort, ann: Person, telegram: TelegramDouble, clock: HandClock
) -> None:
    message = await port.send(to(ann, HOLD), NotedPassage())
    await clock.someone_sleeps(5)
    await passes(clock, 3)
    await port.redraw(to(ann, replace(lasting(20), paragraphs=("Rest.",))), message)
    assert ann.last.text == "Rest.\n\n0:17 left"
    await clock.someone_sleeps(5)
    await passes(clock, 4, 1)
    await passes(clock, 1)
    await drawn(telegram, 2)
    assert ann.last.text == "Rest.\n\n0:12 left"
    await port.redraw(to(ann, replace(HOLD, paragraphs=("Paused.",), until=None)), message)
    assert ann.last.text == "Paused."
    await gone(clock)


async def test_a_busy_chat_is_left_alone(
    port: TelegramPort, pace: Pace, ann: Person, telegram: TelegramDouble, clock: HandClock
) -> None:
    await port.send(to(ann, HOLD), NotedPassage())
    await clock.someone_sleeps(5)
    clock.move(timedelta(seconds=4))
    for _ in range(5):
        await pace.wait(ann.user.id)
    await clock.someone_sleeps(1)
    await passes(clock, 1, 5)
    assert telegram.calls("editMessageText") == []
    await passes(clock, 5)
    await drawn(telegram, 1)
    assert ann.last.text == "Hold.\n\n0:20 left"


async def test_many_countdowns_at_once_leave_room_for_messages(
    port: TelegramPort, telegram: TelegramDouble, clock: HandClock
) -> None:
    people = [telegram.person(f"P{number}") for number in range(14)]
    for row, person in enumerate(people):
        person.say("hello")
        await port.send(to(person, HOLD, row), NotedPassage())
    await all_sleep(clock, 14)
    await passes(clock, 5)
    await all_sleep(clock, 14)
    assert len(telegram.calls("editMessageText")) == 10


async def test_told_to_wait_it_waits_and_the_edit_is_dropped(
    port: TelegramPort, ann: Person, telegram: TelegramDouble, clock: HandClock
) -> None:
    telegram.faults.add("editMessageText", error=ApiError(429, "Too Many Requests: retry after 9", retry_after=9))
    await port.send(to(ann, HOLD), NotedPassage())
    await clock.someone_sleeps(5)
    await passes(clock, 5, 9)
    assert ann.last.text == "Hold.\n\n0:30 left"
    await passes(clock, 9, 5)
    assert ann.last.text == "Hold.\n\n0:16 left"


@pytest.mark.parametrize(
    ("fault", "goes_on"),
    [
        ({"drop": True}, True),
        ({"status": 502, "body": "<html>Bad Gateway</html>"}, True),
        ({"truncate": True}, True),
        ({"error": ApiError(403, "Forbidden: bot was blocked by the user")}, False),
        ({"error": ApiError(400, "Bad Request: message to edit not found")}, False),
    ],
)
async def test_an_edit_that_fails_is_dropped(
    port: TelegramPort, ann: Person, telegram: TelegramDouble, clock: HandClock, fault: dict[str, object], goes_on: bool
) -> None:
    telegram.faults.add("editMessageText", **fault)
    await port.send(to(ann, HOLD), NotedPassage())
    await clock.someone_sleeps(5)
    if goes_on:
        await passes(clock, 5, 5)
        await passes(clock, 5, 5)
        assert ann.last.text == "Hold.\n\n0:20 left"
    else:
        await passes(clock, 5)
        await drawn(telegram, 1)
        await port.send(to(ann, NEXT, 2), NotedPassage())
        await gone(clock)


async def test_a_message_does_not_wait_for_a_drawing_on_its_way(
    port: TelegramPort, ann: Person, telegram: TelegramDouble, clock: HandClock
) -> None:
    gate = asyncio.Event()
    held = telegram.faults.add("editMessageText", gate=gate)
    await port.send(to(ann, HOLD), NotedPassage())
    await clock.someone_sleeps(5)
    await passes(clock, 5)
    await telegram.world.until(lambda: held.struck == 1, "the drawing to be on its way")
    await port.send(to(ann, NEXT, 2), NotedPassage())
    assert ann.last.text == "Now the other leg."
    gate.set()
    await drawn(telegram, 1)
    await gone(clock)


async def test_a_drawing_on_its_way_does_not_undo_the_end(
    port: TelegramPort, ann: Person, telegram: TelegramDouble, clock: HandClock
) -> None:
    gate = asyncio.Event()
    held = telegram.faults.add("editMessageText", gate=gate)
    message = await port.send(to(ann, HOLD), NotedPassage())
    await clock.someone_sleeps(5)
    await passes(clock, 5)
    await telegram.world.until(lambda: held.struck == 1, "the drawing to be on its way")
    closing = asyncio.create_task(port.close(to(ann, DONE, 2), message))
    await asyncio.sleep(0)
    gate.set()
    await closing
    assert (ann.last.text, ann.last.labels, ann.last.edits) == ("Done.", [], 2)


async def test_nothing_is_left_when_the_bot_stops(
    port: TelegramPort, countdowns: Countdowns, ann: Person, clock: HandClock
) -> None:
    await port.send(to(ann, HOLD), NotedPassage())
    await clock.someone_sleeps(5)
    assert [task for task in asyncio.all_tasks() if task.get_name() == "countdown"]
    await countdowns.close()
    await port.send(to(ann, HOLD, 2), NotedPassage())
    await gone(clock)
    assert [task for task in asyncio.all_tasks() if task.get_name() == "countdown"] == []


async def test_what_an_earlier_run_left_goes_on_at_once(
    port: TelegramPort, ann: Person, telegram: TelegramDouble, clock: HandClock
) -> None:
    message = telegram.world.post(ann.chat, telegram.world.me, text="Hold.\n\n0:30 left", rows=[])
    clock.move(timedelta(seconds=7))
    port.resume([Showing(to(ann, HOLD), str(message.id))])
    await drawn(telegram, 1)
    assert (ann.last.text, ann.last.labels) == ("Hold.\n\n0:23 left", ["Stop"])
    await clock.someone_sleeps(5)
    await passes(clock, 5)
    await drawn(telegram, 2)
    assert ann.last.text == "Hold.\n\n0:18 left"


async def test_nothing_older_goes_on_where_this_run_has_shown_something(
    port: TelegramPort, ann: Person, telegram: TelegramDouble, clock: HandClock
) -> None:
    """An emergency card must not wait until it is known what was left."""
    message = telegram.world.post(ann.chat, telegram.world.me, text="Hold.\n\n0:30 left", rows=[])
    await port.send(to(ann, NEXT, 2), NotedPassage())
    port.resume([Showing(to(ann, HOLD), str(message.id))])
    assert [task for task in asyncio.all_tasks() if task.get_name() == "countdown"] == []
    await gone(clock)
    assert (message.edits, telegram.calls("editMessageText")) == (0, [])
