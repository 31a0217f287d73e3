"""A flood on Telegram: the polls go on, others are answered between, and a kill loses nothing of what was confirmed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from bot.base.clock import HandClock
from bot.ports import Intake
from bot.turns.service import TurnService
from flows.base.events import Event, Typed
from flows.talk.library import Library
from flows.talk.session import Session, Step
from tests.bot.core import count
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram.house import House

MANY = 150
"""More than one poll brings."""

LONG = " " + "x" * 400


class Gate:
    """A conversation that stops in the store's thread before its nth turn, until it is opened."""

    def __init__(self, before: int) -> None:
        self.said: list[str] = []
        self.open = threading.Event()
        self.reached = threading.Event()
        self._before = before

    def advance(self, library: object, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
        assert isinstance(event, Typed)
        if len(self.said) == self._before:
            self.reached.set()
            self.open.wait(20)
        self.said.append(event.text.removesuffix(LONG))
        return count(library, session, event, now, fresh)  # type: ignore[arg-type]


@pytest.fixture
def came(monkeypatch: pytest.MonkeyPatch) -> dict[str, asyncio.Event]:
    """Set for each person once something of theirs has come to the road and waits there."""
    found: dict[str, asyncio.Event] = {}
    take_in = TurnService.take_in

    async def telling(service: TurnService[Library], intakes: Sequence[Intake]) -> None:
        taking = asyncio.ensure_future(take_in(service, intakes))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        found.setdefault(intakes[0].person, asyncio.Event()).set()
        await taking

    monkeypatch.setattr(TurnService, "take_in", telling)
    return found


async def test_somebody_in_a_later_poll_waits_for_one_turn_of_a_flood(
    telegram: TelegramDouble, tmp_path: Path, library: Library, clock: HandClock, came: dict[str, asyncio.Event]
) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    gate = Gate(before=5)
    flood = [ann.say(f"{number}{LONG}") for number in range(MANY)]
    async with House(telegram, tmp_path, library, gate.advance, clock) as house:
        try:
            await asyncio.to_thread(gate.reached.wait, 20)
            ben_there = came.setdefault(f"tg:{ben.user.id}", asyncio.Event())
            ben.say("ben")
            gate.open.set()
            await ben_there.wait()
            before = len(gate.said)
            await telegram.world.until(lambda: "ben" in gate.said, "Ben's turn")
            assert gate.said.index("ben") - before <= 2
            assert gate.said.index("ben") < MANY, "and not behind all of the flood"
            await telegram.confirmed(flood[-1])
        finally:
            gate.open.set()
        await house.settle()
    assert [one for one in gate.said if one != "ben"] == [str(number) for number in range(MANY)]


async def test_what_was_confirmed_of_a_flood_outlives_a_kill(
    telegram: TelegramDouble, tmp_path: Path, library: Library, clock: HandClock
) -> None:
    ann = telegram.person("Ann")
    gate = Gate(before=MANY // 2)
    flood = [ann.say(f"{number}{LONG}") for number in range(MANY)]
    async with House(telegram, tmp_path, library, gate.advance, clock) as house:
        await telegram.confirmed(flood[-1])
        assert len(gate.said) <= MANY // 2, "the poll did not wait for the turns"
        stopping = asyncio.ensure_future(house.kill())
        gate.open.set()
        await stopping
        await house.settle()
        assert await house.store.find_held() == []
    assert gate.said == [str(number) for number in range(MANY)]
