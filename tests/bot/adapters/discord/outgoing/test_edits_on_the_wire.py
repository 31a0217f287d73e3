"""On Discord the question is closed before the next is sent; meanwhile what comes next has not left yet."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.base.clock import HandClock
from flows.content.words import Words
from tests.bot.core import count
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.house import House
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import DiscordDouble


def fates(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "calfwise.db")) as connection:
        return [row[0] for row in connection.execute("SELECT status FROM outbox ORDER BY id")]


async def test_a_row_waits_while_the_question_before_it_is_closed(
    discord: DiscordDouble, ann: Person, tmp_path: Path, words: Words, clock: HandClock
) -> None:
    async with House(discord, tmp_path, words, count, clock) as house:
        ann.go_to_dm()
        first = await ann.write("one")
        await house.turns.saw(f"dc:{first.id}")
        await house.settle()
        held = discord.faults.add(Fault("PATCH", gate=asyncio.Event()))
        await ann.write("two")
        await held.reached.wait()
        during = fates(tmp_path)
        assert held.gate is not None
        held.gate.set()
        await ann.reads("2: two")
        await house.settle()
    assert during == ["delivered", "waiting"]
    assert fates(tmp_path) == ["delivered", "delivered"]
