"""A flood: taken in at once, worked off in order, in nobody's way; and neither lost nor doubled by a restart or a kill."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.ports import Intake, StoreUnavailable
from bot.store.store import Store, open_store
from bot.turns.service import TurnService
from bot.turns.timers import fired
from flows.base.events import Event, Typed
from flows.talk.session import Session, Step
from tests.bot.core import NOON, Phrases, Service, asked, core, count, said

ROOT = Path(__file__).parents[3]
PADDING = " " + "x" * 400
MANY = 60


def flood(person: str, number: int = MANY, first: int = 0) -> list[Intake]:
    """More than one longest message's worth."""
    return [said(person, f"{turn}{PADDING}", key=f"{person}:{turn}") for turn in range(first, first + number)]


def titles(store: Store, person: str) -> list[str]:
    """What was answered to the person, in order."""
    entries = [entry.delivery for entry in store.find_waiting_now() if entry.delivery.person == person]
    return [delivery.reply.title.replace(PADDING, "") for delivery in entries]


def expected(number: int, first: int = 0) -> list[str]:
    return [f"{turn + 1}: {turn}" for turn in range(first, number)]


def held(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "data" / "calfwise.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM inbox").fetchone()[0])


class Gate:
    """A conversation that stops before its nth turn, in the store's thread, until it is opened."""

    def __init__(self, before: int) -> None:
        self.said: list[str] = []
        self.reached = threading.Event()
        self.open = threading.Event()
        self._before = before

    def advance(self, library: Phrases, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
        if len(self.said) == self._before:
            self.reached.set()
            self.open.wait(20)
        self.said.append(event.text.split(" ")[0] if isinstance(event, Typed) else type(event).__name__)
        return count(library, session, event, now, fresh)

    async def until_reached(self) -> None:
        assert await asyncio.to_thread(self.reached.wait, 20)


@contextmanager
def gated(folder: Path, before: int) -> Iterator[tuple[Store, Service, Gate]]:
    gate = Gate(before)
    store = open_store(folder / "data" / "calfwise.db", folder / "keys")
    try:
        yield store, TurnService(store, Phrases(), gate.advance), gate
    finally:
        gate.open.set()
        store.close()


async def test_a_few_are_committed_before_they_count_as_taken_in(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        few = [said("mem:1", str(turn)) for turn in range(10)]
        await service.take_in(few)
        assert titles(store, "mem:1") == expected(10)
        assert held(tmp_path) == 0


async def test_a_flood_counts_as_taken_in_once_it_is_written_down(tmp_path: Path) -> None:
    with gated(tmp_path, before=3) as (store, service, gate):
        await service.take_in(flood("mem:1"))
        await gate.until_reached()
        assert held(tmp_path) == MANY - 3, "each goes with its turn"
        gate.open.set()
        await service.idle()
        assert titles(store, "mem:1") == expected(MANY)
        assert held(tmp_path) == 0


async def test_between_somebody_and_their_turn_is_one_of_the_flood_at_the_most(tmp_path: Path) -> None:
    with gated(tmp_path, before=3) as (_, service, gate):
        await service.take_in(flood("mem:1"))
        await gate.until_reached()
        quiet = asyncio.ensure_future(service.submit(said("mem:2", "quiet")))
        for _ in range(10):
            await asyncio.sleep(0)  # it stands in the store's queue now
        gate.open.set()
        await quiet
        assert gate.said.index("quiet") <= 4
        await service.idle()


async def test_what_comes_after_a_flood_is_taken_after_it(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        await service.take_in(flood("mem:1"))
        await asyncio.gather(
            service.take_in(flood("mem:1", 5, first=MANY)),
            service.submit(said("mem:1", str(MANY + 5))),
            service.take_in(flood("mem:1", 1, first=MANY + 6)),
        )
        await service.idle()
        assert titles(store, "mem:1") == expected(MANY + 7)


async def test_a_restart_takes_what_was_written_down_before_anything_new(tmp_path: Path) -> None:
    with gated(tmp_path, before=7) as (_, service, gate):
        await service.take_in(flood("mem:1"))
        await gate.until_reached()
        stopping = asyncio.ensure_future(service.stop())
        gate.open.set()
        await stopping
    with core(tmp_path) as (store, service):
        await service.start()
        assert held(tmp_path) > 0
        await service.take_in(flood("mem:1", MANY + 1))  # the platform sends it all once more, and one that is new
        await service.idle()
        assert titles(store, "mem:1") == expected(MANY + 1)
        assert held(tmp_path) == 0


async def test_what_cannot_be_written_down_does_not_count_as_taken_in(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        pass  # the database is closed
    with pytest.raises(StoreUnavailable):
        await service.take_in(flood("mem:1"))
    await service.idle()
    with core(tmp_path) as (store, service):
        await service.take_in(flood("mem:1"))
        await service.idle()
        assert titles(store, "mem:1") == expected(MANY)


async def test_a_timer_does_not_wait_behind_its_persons_flood(tmp_path: Path) -> None:
    with gated(tmp_path, before=4) as (store, service, gate):
        await service.submit(asked("mem:1", "remind", "30"))
        (timer,) = (await store.claim_timers(NOON + timedelta(hours=1))).timers
        await service.take_in(flood("mem:1"))
        await gate.until_reached()
        due = asyncio.ensure_future(service.submit(fired(timer, NOON + timedelta(hours=1))))
        for _ in range(10):
            await asyncio.sleep(0)
        gate.open.set()
        assert (await due).deliveries
        assert gate.said.index("TimerFired") <= 5
        await service.idle()


FLOOD = """
import asyncio, sys
from pathlib import Path
from tests.bot.core import core, said

async def main():
    with core(Path(sys.argv[1])) as (_, service):
        await service.start()
        print("up", flush=True)
        for poll in range(40):
            for person in "ab":
                number = 25 if person == "a" else 1
                turns = range(poll * number, poll * number + number)
                await service.take_in([said(f"mem:{person}", f"{turn} {'x' * 400}", key=f"{person}:{turn}") for turn in turns])
                print(person, turns[-1], flush=True)

asyncio.run(main())
"""


def test_a_kill_at_any_moment_neither_loses_nor_doubles_what_was_taken_in(tmp_path: Path) -> None:
    dice = random.Random(5)
    for number in range(4):
        folder = tmp_path / str(number)
        child = subprocess.Popen(
            [sys.executable, "-c", FLOOD, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8"
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "up\n"
        time.sleep(dice.uniform(0.02, 0.2))  # the random instant itself, not a wait for anything
        child.kill()
        told = {"a": -1, "b": -1}
        for line in child.stdout.read().splitlines(keepends=True):
            if line.endswith("\n"):
                person, turn = line.split()
                told[person] = int(turn)
        child.stdout.close()
        child.wait()
        waited = held(folder)
        asyncio.run(_after(folder, told))
        assert waited > 0 or told["a"] < 25, "the flood was being worked off when it was killed"


async def _after(folder: Path, told: dict[str, int]) -> None:
    """Start anew: every turn that was told of is there, once, in its order; then nothing waits any more."""
    with core(folder) as (store, service):
        await service.start()
        await service.idle()
        for person, last in told.items():
            taken = [int(title.split(" ")[1]) for title in titles(store, f"mem:{person}")]
            assert taken == list(range(len(taken))), "in order, none left out, none twice"
            assert len(taken) > last
    assert held(folder) == 0
