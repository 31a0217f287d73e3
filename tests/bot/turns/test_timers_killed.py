"""A process killed while 500 timers are due: each has its effect exactly once, however often it is killed, and none waits
for the claim of a process that is gone."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, event

from bot.base.clock import HandClock
from bot.ports import Intake, Outcome
from bot.store import Store, open_store
from bot.turns.service import TurnService
from bot.turns.timers import TimerLoop
from flows.base.events import Command, Event, TimerFired
from flows.base.replies import Reply, SetTimer
from flows.talk.session import Session, Step
from tests.bot.core import NOON, Phrases, asked

ROOT = Path(__file__).parents[3]

PEOPLE = 100
EACH = 5
"""Timers of each person: 500 due at once; one of each sets another when it fires."""

DUE = NOON + timedelta(hours=1)
ALL = {(f"mem:{number}", name) for number in range(PEOPLE) for name in [*map(str, range(EACH)), "0again"]}

CHILD = "import sys; from tests.bot.turns.test_timers_killed import child; child(*sys.argv[1:])"


def act(_library: Phrases, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
    """A command sets the timers; each that fires counts one turn and says its name."""
    session = session or Session(sid=fresh, touched=now)
    if isinstance(event, Command):
        at = now + timedelta(minutes=1)
        return Step(session, (), tuple(SetTimer(str(number), at, {"again": number == 0}) for number in range(EACH)))
    assert isinstance(event, TimerFired)
    timers = (SetTimer(event.name + "again", now, {"again": False}),) if event.data["again"] else ()
    return Step(replace(session, turn=session.turn + 1), (Reply("message", title=event.name),), timers)


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Store, TurnService[Phrases]]]:
    store = open_store(folder / "calfwise.db", folder / "keys")
    try:
        yield store, TurnService(store, Phrases(), act)
    finally:
        store.close()


# --- the process that is killed --------------------------------------------------------------------------------------


class Telling:
    """A service that says on standard output which timer has fired, once that is committed."""

    def __init__(self, service: TurnService[Phrases]) -> None:
        self._road = service
        self.submit_now = service.submit_now
        self.session = service.session

    async def submit(self, intake: Intake) -> Outcome:
        outcome = await self._road.submit(intake)
        assert isinstance(intake.event, TimerFired)
        if not outcome.duplicate:
            sys.stdout.write(f"{intake.person} {intake.event.name}\n")
            sys.stdout.flush()
        return outcome


def child(folder: str, last_step: str) -> None:
    """Fire everything that is due. With `last_step` above 0 it kills itself right before so manyth step in the database."""
    if int(last_step):
        steps = itertools.count(1)

        def die(*_: Any) -> None:
            if next(steps) == int(last_step):
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", die)
        event.listen(Engine, "commit", die)

    async def fire() -> None:
        with opened(Path(folder)) as (store, service):
            clock = HandClock(DUE)
            loop = TimerLoop(store, Telling(service), clock)
            await loop.start()
            await clock.someone_sleeps()
            clock.move(
                timedelta(milliseconds=1)
            )  # what was set while firing is due now; a claim would hold much longer
            while clock.now() < DUE + timedelta(seconds=1):
                await clock.someone_sleeps()
                clock.move(timedelta(milliseconds=100))
            await clock.someone_sleeps()
            await loop.stop()
        print("none left", flush=True)  # noqa: T201

    asyncio.run(fire())


# --- those who kill it -----------------------------------------------------------------------------------------------


def set_all(folder: Path) -> None:
    with opened(folder) as (_, service):
        for number in range(PEOPLE):
            service.submit_now(asked(f"mem:{number}", "set"))
    assert timers_left(folder) == PEOPLE * EACH


def timers_left(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "calfwise.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM timer").fetchone()[0])


def run(folder: Path, kill_after: int = 0, last_step: int = 0) -> list[str]:
    """Everything that one process said; it is killed after `kill_after` lines, if that is not 0."""
    command = [sys.executable, "-c", CHILD, str(folder), str(last_step)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        lines = list(itertools.islice(process.stdout, kill_after))
        if kill_after:
            process.kill()
        lines += process.stdout.readlines()
    return [line.removesuffix("\n") for line in lines if line.endswith("\n")]


def check(folder: Path, told: list[str]) -> None:
    """Each timer has had its effect once, and each effect that was reported is there."""
    assert timers_left(folder) == 0
    with opened(folder) as (store, service):
        said = Counter((entry.delivery.person, entry.delivery.reply.title) for entry in store.find_waiting_now())
        assert set(said) == ALL
        assert set(said.values()) == {1}
        for number in range(PEOPLE):
            session = service.session_now(f"mem:{number}")
            assert session is not None
            assert session.turn == EACH + 1
    assert len(told) == len(set(told)), "none is reported twice"
    assert {(one.split()[0], one.split()[1]) for one in told} <= ALL
    with closing(sqlite3.connect(folder / "calfwise.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_killed_after_any_number_of_commits_each_timer_acts_once(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    set_all(tmp_path)
    told: list[str] = []
    for _ in range(5):
        told += run(tmp_path, kill_after=dice.randint(1, 200))
        if told[-1] == "none left":
            break
    else:
        told += run(tmp_path)
    assert told.pop() == "none left"
    check(tmp_path, told)


@pytest.mark.parametrize("seed", [4, 5])
def test_killed_at_any_step_in_the_database_each_timer_acts_once(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    set_all(tmp_path)
    told: list[str] = []
    for _ in range(8):
        told += run(tmp_path, last_step=dice.randint(15, 80))
        if told and told[-1] == "none left":
            break
    else:
        told += run(tmp_path)
    assert told.pop() == "none left"
    check(tmp_path, told)


def test_a_claim_ends_with_its_process(tmp_path: Path) -> None:
    set_all(tmp_path)
    with opened(tmp_path) as (store, _):
        assert len(store.claim_timers_now(DUE, "mem:7", most=EACH).timers) == EACH
        assert store.claim_timers_now(DUE, "mem:7").timers == ()
    with opened(tmp_path) as (store, _):
        assert len(store.claim_timers_now(DUE, "mem:7", most=9).timers) == EACH, "at once, not after a minute"
