"""Many timers due at once: a person's come in the order of their times, and nobody's own words wait for all of them."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from bot.base.clock import HandClock
from bot.ports import Intake, Outcome
from bot.store import Store, open_store
from bot.turns.service import TurnService
from bot.turns.timers import TimerLoop
from flows.base.events import Command, Event, TimerFired, Typed
from flows.base.replies import Reply, SetTimer
from flows.talk.session import Session, Step
from tests.bot.core import NOON, Phrases, Service, asked, said

CLAIMED = 64
"""Timers that the loop claims at a time."""


def plan(_library: Phrases, session: Session | None, what: Event, now: datetime, fresh: str) -> Step:
    """A command names the minutes at which timers fire; what fires or is typed is said again."""
    session = session or Session(sid=fresh, touched=now)
    if isinstance(what, Command):
        minutes = [int(word) for word in what.argument.split()]
        timers = tuple(SetTimer(f"{number}", now + timedelta(minutes=at)) for number, at in enumerate(minutes))
        return Step(session, (), timers)
    word = what.name if isinstance(what, TimerFired) else what.text if isinstance(what, Typed) else ""
    return Step(session, (Reply("message", title=word),))


@contextmanager
def planned(folder: Path) -> Iterator[tuple[Store, Service]]:
    store = open_store(folder / "calfwise.db", folder / "keys")
    try:
        yield store, TurnService(store, Phrases(), plan)
    finally:
        store.close()


class Counting:
    """A service that keeps what was committed, in order, and at `halfway` lets somebody else speak."""

    def __init__(self, service: Service, halfway: int = 0) -> None:
        self._road = service
        self._halfway = halfway
        self.reached = asyncio.Event()
        self.fired: list[Intake] = []
        self.submit_now, self.session = service.submit_now, service.session

    async def submit(self, intake: Intake) -> Outcome:
        outcome = await self._road.submit(intake)
        assert not outcome.duplicate
        self.fired.append(intake)
        if len(self.fired) >= self._halfway:
            self.reached.set()
        return outcome


async def test_a_persons_timers_come_in_the_order_of_their_times(tmp_path: Path) -> None:
    minutes = {f"mem:{person}": [(person * 7 + number * 5) % 30 for number in range(20)] for person in range(20)}
    with planned(tmp_path) as (store, service):
        for person, at in minutes.items():
            service.submit_now(asked(person, "plan", " ".join(map(str, at))))
        counting, clock = Counting(service, halfway=400), HandClock(NOON + timedelta(hours=1))
        loop = TimerLoop(store, counting, clock)
        await loop.start()
        await clock.someone_sleeps()
        await loop.stop()
        names: dict[str, list[int]] = defaultdict(list)
        for intake in counting.fired:
            assert isinstance(intake.event, TimerFired)
            names[intake.person].append(int(intake.event.name))
        for person, at in minutes.items():
            expected = sorted(range(20), key=lambda number: (max(at[number], 0.001), number))
            assert names[person] == expected, "by time; those of the same instant as they were set"
        titles: dict[str, list[int]] = defaultdict(list)
        for entry in store.find_waiting_now():
            titles[entry.delivery.person].append(int(entry.delivery.reply.title))
        assert titles == names, "and so do their messages"


@pytest.mark.parametrize("halfway", [1, 1000])
async def test_ten_thousand_due_timers_do_not_hold_up_a_persons_own_words(tmp_path: Path, halfway: int) -> None:
    with planned(tmp_path) as (store, service):
        intakes = [asked(f"mem:{person}", "plan", " ".join(["5"] * 100)) for person in range(100)]
        await asyncio.gather(*map(service.submit, intakes))
        counting, clock = Counting(service, halfway), HandClock(NOON + timedelta(hours=1))
        loop = TimerLoop(store, counting, clock)
        await loop.start()
        await counting.reached.wait()
        for number in range(5):
            before = len(counting.fired)
            outcome = await service.submit(said(f"mem:{number}", "hello"))
            assert outcome.deliveries[0].reply.title == "hello"
            assert len(counting.fired) - before <= 3 * CLAIMED
        assert len(counting.fired) < 10_000, "they are still at it"
        await loop.stop()


def test_looking_for_what_is_due_reads_no_more_than_it_has_to(tmp_path: Path) -> None:
    """With ever so many timers ahead and laid aside, a claim finds its few by the index."""
    with planned(tmp_path) as (store, service):
        service.submit_now(asked("mem:1", "plan", "1 1 90"))
        asks: list[str] = []

        def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            asks.append(statement)

        event.listen(Engine, "before_cursor_execute", listen)
        try:
            assert len(store.claim_timers_now(NOON + timedelta(hours=1), "", most=64).timers) == 2
        finally:
            event.remove(Engine, "before_cursor_execute", listen)
    with closing(sqlite3.connect(tmp_path / "calfwise.db")) as connection:
        reads = [one for one in asks if one.startswith("SELECT")]
        assert len(reads) == 3
        for one in reads:
            plans = connection.execute(f"EXPLAIN QUERY PLAN {one}", [0] * one.count("?")).fetchall()
            assert all("USING" in row[3] and re.search("INDEX timer_(fire_at|lease)", row[3]) for row in plans), plans
