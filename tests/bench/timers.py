"""Timers fired a second on SQLite: claimed, taken as a turn and committed, beside bare sqlite3 loops in the same run.

The bare loops read what is due and delete it: one transaction a timer, as one writes it first, and 64 in one transaction.
Neither has sessions, replies, encryption or a way to tell what was done before a crash; the files are as durable as ours.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from bot.base.clock import HandClock
from bot.ports import Intake, Outcome
from bot.store.store import open_store
from bot.turns.service import TurnService
from bot.turns.timers import TimerLoop
from flows.base.events import Command, Event
from flows.base.replies import Reply, SetTimer
from flows.talk.library import Library
from flows.talk.session import Session, Step
from tests.bench.figures import Figure, figure
from tests.bench.turns import disk

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROUNDS = 5
PEOPLE, EACH = 250, 4
DUE = PEOPLE * EACH
"""Timers due at once, in each round."""
AHEAD = 10_000
"""Timers that are not due yet and lie in the same table."""
CLAIMED = 64


async def measure(library: Library, folder: Path) -> tuple[list[Figure], list[str]]:
    """The rates, and the ratio within each round."""
    ours, one, many = [], [], []
    for number in range(ROUNDS):
        place = folder / f"timers-{number}"
        ours.append(await _ours(library, place))
        one.append(_bare(place / "one.db", 1))
        many.append(_bare(place / "many.db", CLAIMED))
    return [
        figure("Calfwise", "timers/s", ours),
        figure("bare sqlite3, one a transaction", "timers/s", one),
        figure(f"bare sqlite3, {CLAIMED} a transaction", "timers/s", many),
        figure("  Calfwise : one a transaction", "×", [mine / other for mine, other in zip(ours, one, strict=True)]),
        figure(
            f"  Calfwise : {CLAIMED} a transaction", "×", [mine / other for mine, other in zip(ours, many, strict=True)]
        ),
    ], [
        disk(folder),
        f"{DUE} due at once, of {PEOPLE} people, {AHEAD} more ahead; each fired once, and left one turn and one reply.",
    ]


def _advance(_library: Any, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
    """A command sets the timers; each that fires counts one turn and says a sentence."""
    session = session or Session(sid=fresh, touched=now)
    if isinstance(event, Command):
        minutes = int(event.argument)
        at = now + timedelta(minutes=minutes)
        names = range(EACH if minutes == 1 else AHEAD // PEOPLE)
        return Step(session, (), tuple(SetTimer(f"{minutes}.{name}", at, {"step": name}) for name in names))
    return Step(replace(session, turn=session.turn + 1), (Reply("message", paragraphs=("How does it feel now?",)),))


class _Counting:
    """A road that tells when so many turns are committed."""

    def __init__(self, road: TurnService[Library], number: int) -> None:
        self._road = road
        self._left = number
        self.submit_now, self.session = road.submit_now, road.session
        self.done = asyncio.Event()

    async def submit(self, intake: Intake) -> Outcome:
        outcome = await self._road.submit(intake)
        if outcome.duplicate or len(outcome.deliveries) != 1:
            raise RuntimeError("a timer was fired twice, or said nothing")
        self._left -= 1
        if not self._left:
            self.done.set()
        return outcome


async def _ours(library: Library, folder: Path) -> float:
    with closing(open_store(folder / "calfwise.db", folder / "keys")) as store:
        road = TurnService(store, library, _advance)
        for minutes in (1, 600):
            await asyncio.gather(
                *(
                    road.submit(
                        Intake(f"{minutes}.{who}", f"tg:{who}", Command("set", f"{minutes}"), NOON, {}, {"chat": who})
                    )
                    for who in range(PEOPLE)
                )
            )
        counting = _Counting(road, DUE)
        loop = TimerLoop(store, counting, HandClock(NOON + timedelta(minutes=5)))
        began = time.perf_counter()
        await loop.start()
        await counting.done.wait()
        spent = time.perf_counter() - began
        await loop.stop()
    return DUE / spent


def _bare(path: Path, most: int) -> float:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        run: Callable[..., sqlite3.Cursor] = connection.execute
        run("PRAGMA journal_mode=WAL")
        run("PRAGMA synchronous=FULL")
        run("CREATE TABLE timer (id INTEGER PRIMARY KEY, fire_at INTEGER NOT NULL, blob BLOB NOT NULL)")
        run("CREATE INDEX timer_fire_at ON timer (fire_at)")
        run("BEGIN")
        rows = [(1 + number % 9, bytes(200)) for number in range(DUE)] + [(600, bytes(200))] * AHEAD
        connection.executemany("INSERT INTO timer (fire_at, blob) VALUES (?, ?)", rows)
        run("COMMIT")
        began = time.perf_counter()
        while True:
            run("BEGIN IMMEDIATE")
            due = run("SELECT id, blob FROM timer WHERE fire_at <= 10 ORDER BY fire_at, id LIMIT ?", (most,)).fetchall()
            connection.executemany("DELETE FROM timer WHERE id = ?", [(row,) for row, _ in due])
            run("COMMIT")
            if not due:
                break
        return DUE / (time.perf_counter() - began)
