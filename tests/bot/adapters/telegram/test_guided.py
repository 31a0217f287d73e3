"""A whole guided session on Telegram: timers, outbox, countdowns and the real client library together."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.base.clock import HandClock
from flows.talk.library import Library
from tests import holds
from tests.bench.guided import STAND_IN, cost_of
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram.house import House


async def test_it_stays_far_below_a_call_a_second(library: Library, tmp_path: Path) -> None:
    cost = await cost_of(STAND_IN, library, tmp_path)
    assert cost.seconds == 8 * 30 + 7 * 15
    drawn = 8 * 5 + 7 * 2
    assert cost.calls == {"sendMessage": 16, "editMessageText": drawn + 15}
    assert cost.per_second < 0.5


async def test_it_is_stopped_by_a_tap_and_by_the_end_of_the_process(
    telegram: TelegramDouble, library: Library, clock: HandClock, tmp_path: Path
) -> None:
    ann = telegram.person()
    async with House(telegram, tmp_path, library, holds.advance, clock) as house:
        ann.say("/routine")
        await house.settle()
        await clock.someone_sleeps(5)
        clock.move(timedelta(seconds=5))
        await telegram.world.until(lambda: ann.last.edits == 1, "the first drawing")
        assert (ann.last.text, ann.last.labels) == ("Hold 1 of 8.\n\n0:25 left", ["Stop"])
        ann.tap("Stop")
        await house.settle()
        assert [message.text for message in ann.sees()] == ["Hold 1 of 8.", "Stopped."]
        assert clock.asleep() == []

        ann.say("/routine")
        await house.settle()
        await clock.someone_sleeps(5)
        await house.restart()
        assert clock.asleep() == []
        clock.move(timedelta(seconds=10))
        ann.say("hello")
        await house.settle()
        heard, shown = ann.sees()[-2:]
        assert (heard.text, shown.text) == ("I heard: hello", "Hold 1 of 8.\n\n0:20 left")
        await clock.someone_sleeps(5)
    assert [task for task in asyncio.all_tasks() if task.get_name() == "countdown"] == []
