"""Charts and pages: how long one takes, what it costs in memory, and whether the conversation stands still meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.base.clock import HandClock
from bot.render.studio import Studio
from flows.base.drawings import Chart, Page
from flows.talk.library import Library
from flows.turn.engine import advance
from tests.bench.figures import Figure, figure
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram.house import House
from tests.flows.history import three_weeks

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
PEOPLE = 20
TIMES = 5
LONGEST_PAUSE = 50.0
"""Milliseconds for which nobody may be kept waiting."""


async def measure(library: Library, folder: Path) -> tuple[list[Figure], list[str]]:
    """Drawings by themselves, then 20 people at once through the Telegram adapter."""
    chat = three_weeks()
    chart, page = chat.command("progress")[0].chart, chat.command("summary")[0].page
    assert chart is not None
    assert page is not None
    first, charts, pages, memory = await _drawn(chart, page)
    before, pauses, seconds = await _asked_for(library, folder / "drawings")
    figures = [
        figure("the first chart, with the start of its process", "ms", [first]),
        figure("a chart", "ms", charts),
        figure("a page with a chart, as a PDF", "ms", pages),
        figure("memory of the drawing process, at most", "MB", [memory]),
        figure(f"longest pause while {PEOPLE} ask for charts", "ms", [pauses], below=LONGEST_PAUSE),
        figure("  the same while nobody does", "ms", [before]),
        figure(f"  until all {PEOPLE} have theirs", "s", [seconds]),
    ]
    return figures, ["The local Telegram runs in the same event loop, so its own work counts as a pause as well."]


async def _drawn(chart: Chart, page: Page) -> tuple[float, list[float], list[float], float]:
    studio = Studio()
    try:
        first = await _milliseconds(lambda: studio.chart(chart))
        await studio.page(page)
        charts = [await _milliseconds(lambda: studio.chart(chart)) for _ in range(TIMES)]
        pages = [await _milliseconds(lambda: studio.page(page)) for _ in range(TIMES)]
        return first, charts, pages, _most_memory(studio.pid)
    finally:
        await studio.close()


async def _milliseconds(draw: Callable[[], Awaitable[bytes]]) -> float:
    began = time.perf_counter()
    await draw()
    return 1000 * (time.perf_counter() - began)


def _most_memory(pid: int | None) -> float:
    """Megabytes that the process held at most."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


async def _asked_for(library: Library, folder: Path) -> tuple[float, float, float]:
    """The longest pause in milliseconds before and while everybody asks, and the seconds until all have their chart."""
    clock = HandClock(START)
    async with TelegramDouble() as telegram, House(telegram, folder, library, advance, clock, pictures=True) as house:
        people = [telegram.person(f"Runner {number}") for number in range(PEOPLE)]
        for pain in (5, 3):
            for person in people:
                person.say(f"pain {pain}")
            await house.settle()
            clock.move(timedelta(hours=20))
        before = await _longest_pause(_resting())
        began = time.perf_counter()
        for person in people:
            person.say("/progress")
        pause = await _longest_pause(house.settle())
        seconds = time.perf_counter() - began
        charts = [person.last.file for person in people]
        if any(file is None or file.kind != "photo" for file in charts):
            raise RuntimeError("somebody has no chart")
    telegram.verify()
    return before, pause, seconds


async def _resting() -> None:
    await asyncio.sleep(1)


async def _longest_pause(work: Awaitable[None]) -> float:
    """How long, in milliseconds, the event loop did not come round at most while `work` was done."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            longest, last = max(longest, now - last - 0.001), now

    watching = asyncio.create_task(watch())
    try:
        await work
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
    return 1000 * longest
