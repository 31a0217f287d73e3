"""A disk that fills up in mid-batch: exactly the turns reported as saved are there; it goes on when there is room."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.memory import MemoryPort
from bot.base.clock import HandClock
from bot.delivery.outbox import OutboxWorker
from bot.ports import Intake, Outcome, StoreUnavailable
from bot.store import Store
from bot.store.database.sqlite import driver_of, run_pragma
from tests.bot.core import NOON, Service, core, said

LONG = "my calf hurts " * 400
"""About 6 kB, so that few turns fill the little disk."""


@contextmanager
def mounted(data: Path) -> Iterator[Callable[[Store], None]]:
    """Make `data` a disk of 8 MB with 1 MB free; call what is yielded to make room."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "calfwise", str(data)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("NOT TESTED: a full disk, since this user may not mount one (run the tests as root for it)")
    try:
        (data / "ballast").write_bytes(b"x" * (7 << 20))
        yield lambda _store: (data / "ballast").unlink()
    finally:
        subprocess.run(["umount", "--lazy", str(data)], check=True)


@contextmanager
def limited(_data: Path) -> Iterator[Callable[[Store], None]]:
    """SQLite's own limit on pages, which fails in the same way without a disk that is full."""

    def make_room(store: Store) -> None:
        limit_pages(store, 1 << 30)
        driver_of(store._opened.connection).execute("DROP TRIGGER IF EXISTS no_room")

    yield make_room


def limit_pages(store: Store, pages: int) -> None:
    run_pragma(store._opened.connection, f"max_page_count={pages}")


@pytest.fixture(params=[mounted, limited])
def full(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, Service, Callable[[], None]]]:
    """A store with little room, its service, and how to make more room."""
    (tmp_path / "data").mkdir()
    with request.param(tmp_path / "data") as make_room, core(tmp_path) as (store, service):
        if request.param is limited:
            limit_pages(store, 150)
        yield store, service, lambda: make_room(store)


async def fill(service: Service, waves: int = 40) -> tuple[list[Intake], list[Intake]]:
    """Send waves of 16 turns at once until a good many were refused; returns the saved and the refused."""
    saved: list[Intake] = []
    refused: list[Intake] = []
    for wave in range(waves):
        intakes = [said(f"mem:{wave}.{chat}", LONG) for chat in range(16)]
        outcomes = await asyncio.gather(*(service.submit(one) for one in intakes), return_exceptions=True)
        for intake, outcome in zip(intakes, outcomes, strict=True):
            if isinstance(outcome, Outcome):
                saved.append(intake)
            else:
                assert isinstance(outcome, StoreUnavailable), outcome
                assert "full" in str(outcome)
                refused.append(intake)
        if len(refused) > 20:
            break
    waves_of = [{intake.person.partition(".")[0] for intake in group} for group in (saved, refused)]
    assert waves_of[0] & waves_of[1], "some batch was saved in part"
    return saved, refused


async def test_exactly_the_turns_reported_as_saved_are_there_and_the_rest_can_be_tried_again(
    full: tuple[Store, Service, Callable[[], None]], tmp_path: Path
) -> None:
    store, service, make_room = full
    saved, refused = await fill(service)
    waiting = [entry.delivery.person for entry in await store.find_waiting()]
    assert sorted(waiting) == sorted(intake.person for intake in saved)
    for intake in saved:
        session = await service.session(intake.person)
        assert session is not None
        assert session.rev == 1
    for intake in refused:
        assert await service.session(intake.person) is None

    make_room()
    for intake in refused:
        outcome = await service.submit(intake)
        assert not outcome.duplicate, "a refused turn left no trace"
        assert outcome.deliveries[0].reply.title.startswith("1: ")
    for intake in saved:
        assert (await service.submit(intake)).duplicate


async def test_after_a_restart_on_the_full_disk_the_saved_turns_are_still_there(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with mounted(tmp_path / "data") as make_room:
        with core(tmp_path) as (store, service):
            saved, refused = await fill(service)
        with core(tmp_path) as (store, service):
            for intake in saved:
                assert await service.session(intake.person) is not None
            for intake in refused:
                assert await service.session(intake.person) is None
            make_room(store)
            assert (await service.submit(refused[0])).deliveries
        with closing(sqlite3.connect(tmp_path / "data" / "calfwise.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_a_flow_error_and_a_full_disk_together_save_what_can_be_saved(
    full: tuple[Store, Service, Callable[[], None]],
) -> None:
    _, service, make_room = full
    await fill(service)
    make_room()
    outcomes = await asyncio.gather(
        *(service.submit(said(f"mem:b{n}", "break" if n % 2 else "fine")) for n in range(10))
    )
    assert [outcome.broke for outcome in outcomes] == [False, True] * 5


class Hasty(HandClock):
    """A clock on which every pause is over at once."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self.slept = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.slept.set()
        self.move(timedelta(seconds=seconds))
        await asyncio.sleep(0)


async def test_the_courier_waits_for_room_rather_than_sending_what_it_cannot_note(
    full: tuple[Store, Service, Callable[[], None]],
) -> None:
    store, service, make_room = full
    saved, _ = await fill(service)
    if run_pragma(store._opened.connection, "max_page_count")[0] <= 150:
        # A note may find room within a page that is there already, on a disk that is full it does not.
        driver_of(store._opened.connection).execute(
            "CREATE TEMP TRIGGER no_room BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    clock, port = Hasty(NOON), MemoryPort()
    outbox = OutboxWorker(store, {"mem": port}, clock)
    await outbox.start()
    await clock.slept.wait()
    make_room()
    await outbox.idle()
    assert sorted(person for person, chat in port.chats.items() if len(chat) == 1) == sorted(
        intake.person for intake in saved
    )
    await outbox.stop()
