"""/forget: of the person nothing stays, neither in a table nor in the bytes of the files; of others all does."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.memory import Fault, MemoryPort
from bot.base.clock import HandClock
from bot.delivery.outbox import OutboxWorker
from bot.ports import Unreachable
from bot.setup.keys import load_keys
from bot.store.database import checkpoints
from bot.store.database.checkpoints import Checkpoints
from bot.store.database.sqlite import driver_of, run_pragma
from tests.bot.core import NOON, asked, core, said

TABLES = ("session", "outbox", "slot", "timer", "seen")

emptied = Checkpoints.wait_empty


def counts(folder: Path, who: bytes) -> dict[str, int]:
    """How many rows of the person each table holds."""
    with closing(sqlite3.connect(folder / "data" / "calfwise.db")) as connection:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table} WHERE person = ?", (who,)).fetchone()[0]
            for table in TABLES
        }


def blobs(folder: Path, who: bytes) -> set[bytes]:
    """The encrypted contents and keyed hashes of the person's rows, as they stand in the file."""
    found = {who}
    with closing(sqlite3.connect(folder / "data" / "calfwise.db")) as connection:
        for table in TABLES:
            column = "key" if table == "seen" else "blob"
            rows = connection.execute(f"SELECT {column} FROM {table} WHERE person = ?", (who,))
            found |= {row[0] for row in rows}
    return found


def raw(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((folder / "data").glob("calfwise.db*")))


async def test_everything_of_the_person_goes_and_the_goodbye_still_arrives(tmp_path: Path) -> None:
    port = MemoryPort()
    with core(tmp_path) as (store, service):
        outbox = OutboxWorker(store, {"mem": port}, HandClock(NOON))
        await outbox.start()
        for person in ("mem:1", "mem:2"):
            await outbox.delivered(await service.submit(asked(person, "remind", "30")))
            await outbox.delivered(await service.submit(said(person, "my calf")))
        keys = load_keys(tmp_path / "keys")
        me, other = keys.tag("person", "mem:1"), keys.tag("person", "mem:2")
        assert all(counts(tmp_path, me).values())
        traces = blobs(tmp_path, me)
        assert all(trace in raw(tmp_path) for trace in traces)
        await outbox.idle()
        others = counts(tmp_path, other)

        goodbye = asked("mem:1", "forget")
        await outbox.delivered(await service.submit(goodbye))
        assert port.chats["mem:1"][-1].text == "Gone."
        assert port.chats["mem:1"][-2].text == "bye", "the buttons of the last question are taken off"
        assert counts(tmp_path, me) == dict.fromkeys(TABLES, 0)
        assert await asyncio.to_thread(emptied, store._checkpoints, 30)
        assert not [trace for trace in traces if trace in raw(tmp_path)]
        assert counts(tmp_path, other) == others
        assert (await service.submit(goodbye)).duplicate, "a repeat of the update finds it done"
        assert await service.session("mem:1") is None
        assert (await service.submit(said("mem:1", "hello"))).deliveries[0].reply.title == "1: hello"
        assert (await service.submit(said("mem:2", "hello"))).deliveries[0].reply.title == "3: hello"
        await outbox.stop()


async def test_what_waits_to_be_sent_is_dropped_but_the_goodbye(tmp_path: Path) -> None:
    port = MemoryPort()
    port.held["mem:1"] = asyncio.Event()
    with core(tmp_path) as (store, service):
        outbox = OutboxWorker(store, {"mem": port}, HandClock(NOON))
        await outbox.start()
        for text in "abc":
            await service.submit(said("mem:1", text))
        outcome = await service.submit(asked("mem:1", "forget"))
        port.held["mem:1"].set()
        await outbox.delivered(outcome)
        await outbox.idle()
        texts = [message.text for message in port.chats["mem:1"]]
        assert texts[-1] == "Gone."
        assert len(texts) <= 2, "only what was being sent at that instant went out"
        assert counts(tmp_path, load_keys(tmp_path / "keys").tag("person", "mem:1")) == dict.fromkeys(TABLES, 0)
        await outbox.stop()


async def test_a_goodbye_that_cannot_be_delivered_goes_too(tmp_path: Path) -> None:
    port = MemoryPort()
    with core(tmp_path) as (store, service):
        outbox = OutboxWorker(store, {"mem": port}, HandClock(NOON))
        await outbox.start()
        await outbox.delivered(await service.submit(said("mem:1", "a")))
        port.faults += [Fault(Unreachable(), "close"), Fault(Unreachable(), "send")]
        await outbox.delivered(await service.submit(asked("mem:1", "forget")))
        assert counts(tmp_path, load_keys(tmp_path / "keys").tag("person", "mem:1")) == dict.fromkeys(TABLES, 0)
        await outbox.stop()


async def test_a_goodbye_survives_a_restart_and_is_then_gone(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        await service.submit(said("mem:1", "a"))
        await service.submit(asked("mem:1", "forget"))
    port = MemoryPort()
    with core(tmp_path) as (store, _):
        outbox = OutboxWorker(store, {"mem": port}, HandClock(NOON))
        await outbox.start()
        await outbox.idle()
        await outbox.stop()
    assert [message.text for message in port.chats["mem:1"]] == ["Gone."]
    assert counts(tmp_path, load_keys(tmp_path / "keys").tag("person", "mem:1")) == dict.fromkeys(TABLES, 0)


async def test_forgetting_in_the_middle_of_a_batch(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        intakes = [
            asked("mem:1", "remind", "30"),
            said("mem:2", "x"),
            asked("mem:1", "forget"),
            said("mem:1", "again"),
            said("mem:2", "y"),
        ]
        outcomes = await asyncio.gather(*(store.take_turn(intake) for intake in intakes))
        titles = [outcome.deliveries[0].reply.title for outcome in outcomes]
        assert titles == ["1: remind", "1: x", "Gone.", "1: again", "2: y"]
        assert [entry.delivery.reply.title for entry in store.find_waiting_now()] == [
            "1: x",
            "Gone.",
            "1: again",
            "2: y",
        ]
        assert not store.claim_timers_now(NOON + timedelta(hours=1), "mem:1").timers
        session = await service.session("mem:1")
        assert session is not None
        assert session.rev == 1


@contextmanager
def reading(folder: Path) -> Iterator[sqlite3.Connection]:
    """A program that reads the database and holds on to what it saw, as a backup does."""
    with closing(sqlite3.connect(folder / "data" / "calfwise.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM session").fetchall()
        yield reader


async def test_no_turn_waits_while_somebody_reads_and_the_log_is_emptied_once_they_are_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "RETRY_SECONDS", 0.01)
    with core(tmp_path) as (store, service):
        await service.submit(said("mem:1", "a"))
        keys = load_keys(tmp_path / "keys")
        traces = blobs(tmp_path, keys.tag("person", "mem:1"))
        ran: list[str] = []
        driver_of(store._opened.connection).set_trace_callback(ran.append)
        with reading(tmp_path) as reader:
            await service.submit(asked("mem:1", "forget"))
            for number in range(50):
                await service.submit(said(f"mem:2{number}", "b"))
            assert any(trace in raw(tmp_path) for trace in traces), "the reader still holds on to the old pages"
            assert not [line for line in ran if "checkpoint" in line], "what answers people never copies the log"
            reader.execute("COMMIT")
            assert await asyncio.to_thread(emptied, store._checkpoints, 30), "with nobody there who says anything"
        goodbye = keys.tag("person", "mem:1")  # the goodbye row itself still waits to be delivered
        assert not [trace for trace in traces - {goodbye} if trace in raw(tmp_path)]


async def test_who_reads_the_newest_pages_only_holds_up_no_turn_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All can be copied then, but the log cannot be emptied."""
    monkeypatch.setattr(checkpoints, "RETRY_SECONDS", 0.01)
    with core(tmp_path) as (store, service):
        await service.submit(said("mem:1", "a"))
        waits: list[str] = []
        with reading(tmp_path) as reader:
            driver_of(store._opened.connection).set_trace_callback(waits.append)
            store._checkpoints.committed(0, empty=True)
            while not [line for line in waits if "TRUNCATE" in line]:
                await service.submit(said("mem:2", "b"))
                reader.execute("COMMIT")
                reader.execute("BEGIN")
                reader.execute("SELECT * FROM session").fetchall()
            assert waits[waits.index("PRAGMA wal_checkpoint(TRUNCATE)") - 1] == "PRAGMA busy_timeout=0"
        assert await asyncio.to_thread(emptied, store._checkpoints, 30)


async def test_what_a_killed_process_left_in_the_log_is_emptied_at_the_next_start(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        await service.submit(said("mem:1", "a"))
        traces = blobs(tmp_path, load_keys(tmp_path / "keys").tag("person", "mem:1"))
        with reading(tmp_path):
            await service.submit(asked("mem:1", "forget"))
            for name in ("calfwise.db", "calfwise.db-wal"):  # as a kill at this instant leaves them
                copy = tmp_path / "killed" / "data" / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes((tmp_path / "data" / name).read_bytes())
    (tmp_path / "keys").rename(tmp_path / "killed" / "keys")
    assert any(trace in raw(tmp_path / "killed") for trace in traces)
    with core(tmp_path / "killed") as (store, _):
        assert await asyncio.to_thread(emptied, store._checkpoints, 30)
        goodbye = load_keys(tmp_path / "killed" / "keys").tag("person", "mem:1")
        assert not [trace for trace in traces - {goodbye} if trace in raw(tmp_path / "killed")]


async def test_a_log_that_has_grown_is_copied_without_being_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "COPY_ROWS", 8)
    monkeypatch.setattr(checkpoints, "LONGEST_LOG", 1)
    with core(tmp_path) as (store, service):
        assert run_pragma(store._opened.connection, "wal_autocheckpoint") == (0,), "no commit copies it itself"
        log = tmp_path / "data" / "calfwise.db-wal"
        store._checkpoints.committed(0, empty=True)
        assert await asyncio.to_thread(emptied, store._checkpoints, 30)
        largest = 0
        for number in range(5_000):
            await service.submit(said("mem:1", str(number)))
            if log.stat().st_size < largest:
                return
            largest = log.stat().st_size
        pytest.fail("the log only grows")
