"""A countdown that an earlier run began is drawn on by the next one, and none that is over on the screen already."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.base.clock import HandClock
from flows.talk.library import Library
from tests import holds
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram.house import House


@pytest.mark.parametrize("how", ["restart", "kill"])
async def test_what_is_left_is_drawn_on_after_a_restart(
    telegram: TelegramDouble, library: Library, clock: HandClock, tmp_path: Path, how: str
) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    async with House(telegram, tmp_path, library, holds.advance, clock) as house:
        ann.say("/routine")
        ben.say("/routine")
        await house.settle()
        await clock.someone_sleeps(5)
        await (house.restart() if how == "restart" else house.kill())
        clock.move(timedelta(seconds=7))
        await telegram.polling()
        await telegram.world.until(lambda: ann.last.edits == ben.last.edits == 1, "the first drawing")
        assert (ann.last.text, ann.last.labels) == ("Hold 1 of 8.\n\n0:23 left", ["Stop"])
        await clock.someone_sleeps(5)
        clock.move(timedelta(seconds=5))
        await telegram.world.until(lambda: ann.last.edits == 2, "the next one")
        assert ann.last.text == "Hold 1 of 8.\n\n0:18 left"
        ann.tap("Stop")
        await house.settle()
        assert [message.text for message in ann.sees()] == ["Hold 1 of 8.", "Stopped."]
    assert len(telegram.calls("sendMessage")) == 3


async def test_what_is_over_or_finished_is_left_alone(
    telegram: TelegramDouble, library: Library, clock: HandClock, tmp_path: Path
) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    async with House(telegram, tmp_path, library, holds.advance, clock) as house:
        ann.say("/routine")
        ben.say("/routine")
        await house.settle()
        ben.tap("Stop")
        await house.settle()
        clock.move(timedelta(seconds=29))
        await house.restart()
        await house.settle()
        found = await house.store.find_countdowns("tg", clock.now())
        assert [showing.delivery.person for showing in found] == [f"tg:{ann.user.id}"]
        assert await house.store.find_countdowns("dc", clock.now()) == []
        clock.move(timedelta(seconds=1))
        assert await house.store.find_countdowns("tg", clock.now()) == []
    assert ann.last.edits == 0, "two seconds before the end nothing is drawn any more"
    assert ben.last.text == "Stopped."
