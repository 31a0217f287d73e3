"""Some slow or noisy people, and how long another waits beside them."""

from __future__ import annotations

import asyncio
import statistics

from tests.faults.hands import LIST, Hand
from tests.faults.rows import Measured, row
from tests.faults.stage import Stage, stage

CROWD = 40
FLOOD = 300
LONGEST = "🏃" * 2000
ROOM = 0.5
"""Seconds on top of what is promised, for a machine that does other things beside."""


async def answer_to(s: Stage) -> float:
    """Somebody new says /start: seconds until they have the first question."""
    ann: Hand = s.person("Ann")
    ann.say("/start")
    return await ann.sees(LIST, within=60)


@row(
    "flood-300",
    f"{FLOOD} emoji messages of one person; others come meanwhile",
    "another waits 19.6 s",
    "≤ a quiet answer plus one longest message",
)
async def flood() -> Measured:
    async with stage() as s:
        await s.bot.start()
        quiet = statistics.median([await answer_to(s) for _ in range(5)])
        ben = s.person("Ben")
        await ben.begins()
        calls = len(s.telegram.calls("sendMessage"))
        ben.say(LONGEST)
        longest = await s.until(lambda: len(s.telegram.calls("sendMessage")) > calls, "an answer to it")
        for _ in range(FLOOD):
            ben.say(LONGEST)
        waits = [await answer_to(s) for _ in range(5)]
        said = f"{max(waits):.2f} s (quiet {quiet:.2f}, the longest message {longest:.2f})"
        return Measured(said, max(waits) <= quiet + longest + ROOM)


@row("hang-40", f"{CROWD} hanging chats", "another waits 13 s: all connections taken", "≤ 1 s")
async def hanging() -> Measured:
    async with stage() as s:
        await s.bot.start()
        people = [s.person() for _ in range(CROWD)]
        gate = asyncio.Event()
        for one in people:
            s.telegram.faults.add("sendMessage", chat=one.number, times=10**6, gate=gate)
        for one in people:
            one.say("/start")
        await s.telegram.confirmed(s.telegram.world.last_update)
        took = max([await answer_to(s) for _ in range(3)])
        gate.set()
        return Measured(f"{took:.2f} s", took <= 1.0)
