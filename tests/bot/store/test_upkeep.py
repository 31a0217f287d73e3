"""Tidying any number, some at a time: timers fire before and in between, turns are taken, and no statement reads all."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from bot.base.clock import HandClock
from bot.ports import Intake, Outcome
from bot.setup.keys import load_keys
from bot.store import upkeep
from bot.store.conversations import read_conversations
from bot.store.database.sqlite import driver_of
from bot.store.database.statements import MOST_IN_A_LIST, in_lists
from bot.store.records import millis
from bot.turns.timers import TimerLoop
from tests.bot.core import NOON, asked, core, said

DUE = 40_000
"""More people than SQLite takes values in a statement, as it is usually built."""

FEWEST = 999
"""Values that the oldest SQLite takes."""


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "data" / "calfwise.db")) as connection:
        return connection.execute(query).fetchall()


def crowd(folder: Path, number: int, at: int) -> None:
    """People with a conversation, an update seen, a message delivered and a slot, all of whom had their time at `at`."""
    people = [number.to_bytes(16, "big") for number in range(1, number + 1)]
    with closing(sqlite3.connect(folder / "data" / "calfwise.db")) as connection, connection:
        connection.executemany("INSERT INTO session VALUES (?, 1, 1, 0, ?, x'00')", [(person, at) for person in people])
        connection.executemany("INSERT INTO seen VALUES (?, NULL, 0)", [(person,) for person in people])
        connection.executemany("INSERT INTO slot VALUES (?, x'01', 0, x'00')", [(person,) for person in people])
        connection.executemany(
            "INSERT INTO outbox (person, status, erase, at, blob) VALUES (x'01', 'delivered', 0, 0, x'00')",
            [()] * number,
        )


COUNTS = (
    "SELECT (SELECT count(*) FROM session), (SELECT count(*) FROM seen), (SELECT count(*) FROM slot), "
    "(SELECT count(*) FROM outbox)"
)


async def test_any_number_is_erased_and_what_is_due_is_fired_before_and_in_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "TIDY_PEOPLE", 2_000)  # so that the test takes few rounds
    monkeypatch.setattr(upkeep, "TIDY_ROWS", 5_000)
    with core(tmp_path) as (store, service):
        driver_of(store._opened.connection).setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, FEWEST)
        await service.submit(asked("mem:1", "remind", "10"))
        await service.submit(asked("mem:2", "remind", "61"))
        crowd(tmp_path, DUE, millis(NOON))
        clock, done = HandClock(NOON + timedelta(hours=1)), []
        tidy_some, left = store.tidy_some, asyncio.Event()

        async def watched(now: Any) -> upkeep.Tidied:
            tidied = await tidy_some(now)
            done.append(("tidied", tidied.people))
            if len(done) == 3:
                clock.move(timedelta(minutes=1))
                await service.submit(said("mem:3", "hello"))
            if not tidied.more:
                left.set()
            return tidied

        monkeypatch.setattr(store, "tidy_some", watched)

        class Road:
            submit_now, session = service.submit_now, service.session

            async def submit(self, intake: Intake) -> Outcome:
                done.append((intake.person, 1))
                return await service.submit(intake)

        loop = TimerLoop(store, Road(), clock)
        await loop.start()
        await left.wait()
        await loop.stop()
    names = [name for name, _ in done]
    assert names[0] == "mem:1", "timers first"
    assert names.index("mem:2") < len(names) - 3, "and what falls due meanwhile before the rest is tidied"
    batches = [number for name, number in done if name == "tidied"]
    assert sum(batches) == DUE
    assert max(batches) == 2_000
    assert rows(tmp_path, COUNTS) == [(3, 5, 0, 5)]


def test_what_is_erased_at_once_is_little_enough_to_wait_for() -> None:
    assert upkeep.TIDY_PEOPLE <= 500, "a turn waits for all of these: some twenty milliseconds"
    assert upkeep.TIDY_ROWS <= 2_000


async def test_tidying_goes_on_until_nothing_is_due(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "TIDY_PEOPLE", 3)
    monkeypatch.setattr(upkeep, "TIDY_ROWS", 2)
    with core(tmp_path) as (store, _):
        crowd(tmp_path, 10, millis(NOON))
        assert await store.tidy_some(NOON) == upkeep.Tidied(3, True)
        assert rows(tmp_path, COUNTS) == [(7, 8, 8, 8)]
        assert await store.tidy(NOON) == 7
        assert rows(tmp_path, COUNTS) == [(0, 0, 0, 0)]
        assert await store.tidy_some(NOON) == upkeep.Tidied(0, False)


async def test_more_people_than_a_statement_takes_values_are_read(tmp_path: Path) -> None:
    with core(tmp_path) as (store, _):
        driver_of(store._opened.connection).setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, FEWEST)
        crowd(tmp_path, DUE, millis(NOON))
        people = [number.to_bytes(16, "big") for number in range(1, DUE + 1)]
        found = await store._writer.ask(
            lambda transaction, _: [read_conversations(transaction.connection, load_keys(tmp_path / "keys"), people)],
            None,
        )
        assert len(found) == DUE


def test_lists_are_bounded_and_whole() -> None:
    lists = list(in_lists(range(2 * MOST_IN_A_LIST + 1)))
    assert [len(some) for some in lists] == [MOST_IN_A_LIST, MOST_IN_A_LIST, 1]
    assert [value for some in lists for value in some] == list(range(2 * MOST_IN_A_LIST + 1))


# --- no statement of every day reads a whole table -------------------------------------------------------------------


@contextmanager
def statements() -> Iterator[set[str]]:
    """Every statement that is run meanwhile."""
    ran: set[str] = set()

    def listen(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        ran.add(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        yield ran
    finally:
        event.remove(Engine, "before_cursor_execute", listen)


async def test_opening_turns_timers_and_tidying_find_everything_by_an_index(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        await service.submit(asked("mem:1", "remind", "10"))
    with statements() as ran, core(tmp_path) as (store, service):
        crowd(tmp_path, 10, millis(NOON))
        await asyncio.gather(*(service.submit(asked(f"mem:{number}", "remind", "10")) for number in range(2, 20)))
        await service.submit(asked("mem:2", "forget"))
        later = NOON + timedelta(hours=2)
        assert (await store.claim_timers(later)).timers
        store.claim_timers_now(later, "mem:3")
        await store.tidy(later)
        await store.tidy(NOON + timedelta(days=60))
    reads = [one for one in ran if one.split()[0] in ("SELECT", "UPDATE", "DELETE")]
    assert len(reads) > 25
    with closing(sqlite3.connect(tmp_path / "data" / "calfwise.db")) as connection:
        for one in reads:
            values = [0] * one.count("?")
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {one}", values)]
            scans = [step for step in plan if step.startswith("SCAN") and "CONSTANT" not in step]
            if "sqlite_" in one or "alembic_version" in one or one.endswith("FROM inbox"):
                continue  # the list of tables, the highest row numbers, the revision: a handful at most; all that waits
            assert not scans, (one, plan)
