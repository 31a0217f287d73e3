"""An edit of an earlier message says nothing of whether the row that it is for has left."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.base.clock import HandClock
from flows.talk.library import Library
from tests.bot.core import count
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram.house import House


def fates(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "calfwise.db")) as connection:
        return [row[0] for row in connection.execute("SELECT status FROM outbox ORDER BY id")]


async def test_a_delivered_row_stays_so_while_its_question_is_closed(
    telegram: TelegramDouble, tmp_path: Path, library: Library, clock: HandClock
) -> None:
    async with House(telegram, tmp_path, library, count, clock) as house:
        ann = telegram.person()
        ann.say("one")
        await house.settle()
        held = telegram.faults.add("editMessageText", gate=asyncio.Event())
        ann.say("two")
        await telegram.world.until(lambda: held.struck > 0, "the question to be closed")
        during = fates(tmp_path)
        assert held.gate is not None
        held.gate.set()
        await house.settle()
        assert [message.text for message in ann.sees()] == ["two", "2: two"]
    assert during == fates(tmp_path) == ["delivered", "delivered"]
