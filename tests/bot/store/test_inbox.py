"""What is written down to be taken later: each once, in order, gone with its turn, and legible to nobody."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ports import Intake
from flows.base import retention
from flows.base.events import Answered, Chose, Command, Event, SentFile, Typed
from tests.bot.core import NOON, arrived, asked, core, said

EVENTS: tuple[Event, ...] = (
    Typed("my calf 🏃 \ud83d and half a pair"),
    Chose("k1.abcdef.3.pick", ("a", "b")),
    Answered(("one", "two")),
    Command("check", "now"),
    SentFile("voice"),
)


def held_rows(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "data" / "calfwise.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM inbox").fetchone()[0])


async def test_it_comes_back_as_it_was_in_order_after_a_restart(tmp_path: Path) -> None:
    intakes = [arrived(f"mem:{number % 2}", event) for number, event in enumerate(EVENTS)]
    with core(tmp_path) as (store, _):
        await store.hold(intakes[:3])
        await store.hold(intakes[3:])
    with core(tmp_path) as (store, _):
        assert await store.find_held() == intakes


async def test_a_turn_takes_its_row_along_and_no_other(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        first, second = said("mem:1", "a"), said("mem:1", "b")
        await store.hold([first, second])
        assert (await service.submit(first)).deliveries
        assert await store.find_held() == [second]
    with core(tmp_path) as (store, service):
        await service.submit(second)
        assert await store.find_held() == []
        assert held_rows(tmp_path) == 0


async def test_what_has_been_taken_or_is_there_already_is_not_written_down(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        taken, waiting = said("mem:1", "a"), said("mem:1", "b")
        await service.submit(taken)
        await store.hold([taken, waiting])
        await store.hold([taken, waiting, waiting])
        assert await store.find_held() == [waiting]


async def test_a_repeat_that_was_written_down_before_its_turn_was_known_goes_too(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        intake = said("mem:1", "a")
        await service.submit(intake)
        with closing(sqlite3.connect(tmp_path / "data" / "calfwise.db")) as connection:
            (seen,) = connection.execute("SELECT key FROM seen").fetchone()
            connection.execute("DELETE FROM seen")
            connection.commit()
            await store.hold([intake])
            connection.execute("INSERT INTO seen VALUES (?, NULL, 0)", (seen,))
            connection.commit()
        assert (await service.submit(intake)).duplicate
        assert held_rows(tmp_path) == 0


async def test_to_forget_erases_what_was_said_before_and_loses_nothing_said_after(tmp_path: Path) -> None:
    before, other = said("mem:1", "old", at=NOON), said("mem:2", "else", at=NOON)
    goodbye = asked("mem:1", "forget", at=NOON + timedelta(seconds=1))
    after = said("mem:1", "I have chest pain", at=NOON + timedelta(seconds=2))
    with core(tmp_path) as (store, service):
        await store.hold([before, other, goodbye, after])
        await service.submit(goodbye)
        assert await store.find_held() == [other, after]


async def test_nothing_of_it_can_be_read_in_the_files(tmp_path: Path) -> None:
    with core(tmp_path) as (store, _):
        await store.hold([Intake("tg:987654321", "mem:4242424242", Typed("popped"), NOON, {"chat": 4242424242})])
        raw = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    for secret in (b"4242424242", b"popped", b"typed", b"chat", b"987654321"):
        assert secret not in raw


async def test_a_row_that_cannot_be_read_holds_up_no_other_and_goes_in_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with core(tmp_path) as (store, _):
        await store.hold([said("mem:1", "private words"), said("mem:2", "b")])
    with closing(sqlite3.connect(tmp_path / "data" / "calfwise.db")) as connection:
        connection.execute("UPDATE inbox SET blob = x'00' WHERE id = 1")
        connection.commit()
    with core(tmp_path) as (store, _):
        assert [intake.person for intake in await store.find_held()] == ["mem:2"]
        logged = capsys.readouterr().err
        assert "held_intake_unreadable" in logged
        assert "private" not in logged
        await store.tidy(NOON + retention.UPDATES_SEEN - timedelta(seconds=1))
        assert held_rows(tmp_path) == 2
        await store.tidy(NOON + retention.UPDATES_SEEN)
        assert held_rows(tmp_path) == 0


async def test_it_is_put_under_a_new_key_like_all_else(tmp_path: Path) -> None:
    from bot.setup.keys import add_data_key

    intake = said("mem:1", "a")
    with core(tmp_path) as (store, _):
        await store.hold([intake])
    add_data_key(tmp_path / "keys")
    with core(tmp_path) as (store, _):
        store.rewrite_now()
    lines = (tmp_path / "keys").read_text(encoding="utf-8").splitlines()
    (tmp_path / "keys").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    with core(tmp_path) as (store, _):
        assert await store.find_held() == [intake]
