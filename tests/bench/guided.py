"""What one guided session costs in calls of the Bot API: the whole bot on a local Telegram, time moved from event to event.

`STRETCH` is a real routine from its command to its end; `STAND_IN` is eight holds of 30 s with rests of 15 s and no taps.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from bot.turns.service import Advance
from bot.turns.timers import TimerLoop
from flows.talk.library import Library
from flows.turn.engine import advance
from tests import holds
from tests.bench.figures import Figure, figure
from tests.bench.stage_clock import StageClock
from tests.doubles.telegram import Person, TelegramDouble
from tests.doubles.telegram.house import House

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
MOST_STEPS = 5_000
THINKS = timedelta(seconds=4)
"""How long a person takes for a tap."""
WINDOW = 10
"""Seconds of the busiest stretch."""


class Guided(msgspec.Struct, frozen=True):
    """A guided session and how somebody gets through it.

    They say `begin` one after the other (what is no command is a button's label), then tap the first of `taps` whenever
    one is offered, and otherwise let time pass, until a message says `ends_with`.
    """

    name: str
    advance: Advance[Any]
    begin: tuple[str, ...]
    ends_with: str
    taps: tuple[str, ...] = ()


class Cost(msgspec.Struct, frozen=True):
    """One session: `seconds` from the first word to the end, `calls` by method, `busiest` the most in `WINDOW` seconds."""

    seconds: float
    calls: dict[str, int]
    busiest: int

    @property
    def per_second(self) -> float:
        """Calls a second to this one chat, on average."""
        return sum(self.calls.values()) / self.seconds


STAND_IN = Guided("8 holds of 30 s, rests of 15 s (stand-in)", holds.advance, ("/routine",), "Done.")
STRETCH = Guided(
    "calf stretch, counted sets tapped off at once",
    advance,
    ("/routine stretch", "None of these, nothing hurts"),
    "Calf stretch:",
    ("Start", "Set done", "2"),
)
SESSIONS = (STRETCH, STAND_IN)


async def measure(library: Library, folder: Path) -> tuple[list[Figure], list[str]]:
    """Calls a second and a chat for each session, against one a second."""
    figures, notes = [], []
    for number, guided in enumerate(SESSIONS):
        cost = await cost_of(guided, library, folder / f"guided-{number}")
        figures.append(figure(guided.name, "calls/s a chat", [cost.per_second], below=1))
        figures.append(figure(f"  in its busiest {WINDOW} s", "calls/s a chat", [cost.busiest / WINDOW]))
        told = ", ".join(f"{method} {count}" for method, count in sorted(cost.calls.items()))
        notes.append(f"{guided.name}: {cost.seconds:.0f} s, {told}")
    return figures, notes


async def cost_of(guided: Guided, library: Library, folder: Path) -> Cost:
    """Go through the session once."""
    clock = StageClock(START)
    async with (
        TelegramDouble() as telegram,
        House(telegram, folder, library, guided.advance, clock, paced=True, pictures=True) as house,
    ):
        timers = TimerLoop(house.store, house.road, clock.lookout())
        await timers.start()
        ann = telegram.person()
        try:
            stage = _Stage(telegram, house, clock, ann)
            await stage.play(guided)
        finally:
            await timers.stop()
    telegram.verify()
    return stage.cost()


class _Stage:
    def __init__(self, telegram: TelegramDouble, house: House, clock: StageClock, ann: Person) -> None:
        self._telegram = telegram
        self._house = house
        self._clock = clock
        self._ann = ann
        self._counted = 0
        self._began = clock.now()
        self._calls: list[tuple[float, str]] = []

    async def play(self, guided: Guided) -> None:
        for number, said in enumerate(guided.begin):
            if number:
                await self._think()
            self._ann.say(said) if said.startswith("/") else self._ann.tap(said)
            await self._settled()
        for _ in range(MOST_STEPS):
            if any(guided.ends_with in message.text for message in self._ann.sees()):
                return
            offered = self._ann.last.labels if self._ann.sees() else []
            wanted = next((label for label in guided.taps if label in offered), None)
            if wanted is not None:
                await self._think()
                self._ann.tap(wanted)
            else:
                self._clock.to_next()
            await self._settled()
        raise RuntimeError(f"{guided.name} does not come to its end; the last words are {self._ann.last.text!r}")

    async def _think(self) -> None:
        """Nobody taps in the very instant in which a message comes."""
        until = self._clock.now() + THINKS
        while not self._clock.to(until):
            await self._settled()

    async def _settled(self) -> None:
        for _ in range(2):  # a turn may set a timer that is due at once, and a timer takes a turn
            await self._house.settle()
            await self._clock.at_rest()
        self._count()

    def _count(self) -> None:
        """Note what was called for this chat; polls and what the bot says about itself at its start are no part of it."""
        calls = self._telegram.requests[self._counted :]
        self._counted += len(calls)
        at = (self._clock.now() - self._began).total_seconds()
        self._calls += [
            (at, call.method) for call in calls if "chat_id" in call.params or call.method == "answerCallbackQuery"
        ]

    def cost(self) -> Cost:
        seconds = (self._clock.now() - self._began).total_seconds()
        times = [at for at, _ in self._calls]
        busiest = max(sum(at <= other < at + WINDOW for other in times) for at in times)
        return Cost(seconds, dict(Counter(method for _, method in self._calls)), busiest)
