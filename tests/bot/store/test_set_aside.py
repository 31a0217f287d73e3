"""A stored conversation that cannot be read: kept as it is, said plainly, begun anew with the safety questions."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.ports import Intake, Outcome
from bot.setup.keys import add_data_key, load_keys
from bot.store import Store, StoreError, open_store
from bot.store.database.statements import OF_PEOPLE
from bot.store.database.tables import inbox, metadata
from bot.turns.anew import SET_ASIDE
from bot.turns.service import TurnService
from bot.turns.timers import due_now
from flows.base import retention
from flows.base.events import Chose, Command, Event, SentFile, TimerFired, Typed
from flows.base.replies import SetTimer
from flows.talk.library import Library, load_library
from flows.talk.session import VERSION, Session, Step
from flows.turn.engine import advance
from tests.bot.core import NOON, Phrases, arrived, asked, said
from tests.surroundings import spoken

SENT = [
    *(Command(name) for name in ("last", "check", "routine", "aid")),
    *(Typed("hello"), Typed("2"), SentFile("sticker")),
    None,
]
"""What somebody may send; None: a tap on the question that was open."""

LATER = NOON + timedelta(hours=1)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    with closing(open_store(folder / "calfwise.db", folder / "keys")) as store:
        yield store


def rows(folder: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "calfwise.db")) as connection, connection:
        return connection.execute(query, values).fetchall()


def flip(folder: Path) -> bytes:
    """Turn one bit of the stored conversation; returns the row's contents as they then are."""
    ((blob,),) = rows(folder, "SELECT blob FROM session")
    broken = bytearray(blob)
    broken[len(blob) // 2] ^= 1
    rows(folder, "UPDATE session SET blob = ?", bytes(broken))
    return bytes(broken)


def taken_for_text(folder: Path) -> bytes:
    """Turn the one bit by which SQLite tells bytes from a text (and one of them, so that it is no good text)."""
    broken = flip(folder)
    rows(folder, "UPDATE session SET blob = substr(blob, 1, 20) || x'ff' || substr(blob, 22)")
    return broken[:20] + b"\xff" + broken[21:]


def of_newer_form(folder: Path) -> bytes:
    """As if a later Calfwise had written the conversation."""
    keys = load_keys(folder / "keys")
    ((blob,),) = rows(folder, "SELECT blob FROM session")
    newer = keys.seal(keys.unseal(blob).replace(b'"version":%d' % VERSION, b'"version":%d' % (VERSION + 1)))
    rows(folder, "UPDATE session SET blob = ?", newer)
    return newer


def a_tap(outcome: Outcome, option: str) -> Chose:
    return Chose(next(choice.token for choice in outcome.deliveries[-1].reply.choices if choice.id == option))


@pytest.mark.parametrize("spoil", [flip, taken_for_text, of_newer_form])
@pytest.mark.parametrize("event", SENT)
def test_it_is_said_first_and_the_check_begins_anew_whatever_was_sent(
    tmp_path: Path, library: Library, capsys: pytest.CaptureFixture[str], spoil: Any, event: Event | None
) -> None:
    with opened(tmp_path) as store:
        first = TurnService(store, library, advance).submit_now(asked("mem:1", "start"))
    blob = spoil(tmp_path)
    with opened(tmp_path) as store:
        service = TurnService(store, library, advance)
        outcome = service.submit_now(arrived("mem:1", event or a_tap(first, "none")))
        told, *_, last = (delivery.reply for delivery in outcome.deliveries)
        assert told.paragraphs == (library.text("en", SET_ASIDE),)
        assert last.question is not None
        assert last.question.id == "breath"
        no_advice = library.text("en", "talk.no_last")
        assert not [one for one in outcome.deliveries if no_advice in one.reply.paragraphs]
        again = service.submit_now(arrived("mem:1", a_tap(outcome, "none")))
        assert again.deliveries[-1].reply.question is not None
        assert again.deliveries[-1].reply.question.id == "danger", "said once, and then it goes on"
        assert len(again.deliveries) == 1
    assert rows(tmp_path, "SELECT blob FROM set_aside") == [(blob,)]
    logged = [line for line in capsys.readouterr().err.splitlines() if "set_aside" in line]
    assert len(logged) == 1
    assert '"error"' in logged[0]


@pytest.mark.parametrize("how", ["typed", "tapped"])
def test_a_danger_in_that_very_message_is_caught(tmp_path: Path, library: Library, how: str) -> None:
    with opened(tmp_path) as store:
        first = TurnService(store, library, advance).submit_now(asked("mem:1", "start"))
    flip(tmp_path)
    sign = next(one.id for one in first.deliveries[-1].reply.choices if one.id not in ("none", "unsure", "done"))
    with opened(tmp_path) as store:
        service = TurnService(store, library, advance)
        event = Typed("I have chest pain and cannot breathe") if how == "typed" else a_tap(first, sign)
        outcome = service.submit_now(arrived("mem:1", event))
        assert outcome.deliveries[0].reply.paragraphs == (library.text("en", SET_ASIDE),)
        assert outcome.deliveries[-1].reply.urgent, outcome.deliveries


def test_a_sign_that_may_be_meant_is_asked_about_before_the_check(tmp_path: Path, library: Library) -> None:
    words = "chest pain?"
    with opened(tmp_path) as store:
        service = TurnService(store, library, advance)
        usual = service.submit_now(said("mem:2", words)).deliveries[-1].reply
        assert usual.question is not None
        service.submit_now(asked("mem:1", "start"))
        rows(tmp_path, "UPDATE session SET blob = x'00'")
    with opened(tmp_path) as store:
        service = TurnService(store, library, advance)
        told, *_, last = (one.reply for one in service.submit_now(said("mem:1", words)).deliveries)
        assert told.paragraphs == (library.text("en", SET_ASIDE),)
        assert last.question is not None
        assert last.question.id == usual.question.id


def test_a_turn_that_breaks_or_is_not_saved_leaves_it_where_it_is(tmp_path: Path, library: Library) -> None:
    with opened(tmp_path) as store:
        TurnService(store, library, advance).submit_now(asked("mem:1", "start"))
    blob = flip(tmp_path)

    def broken(*_: object) -> Step:
        raise ZeroDivisionError

    with opened(tmp_path) as store:
        assert TurnService(store, Phrases(), broken).submit_now(said("mem:1", "a")).broke
        assert rows(tmp_path, "SELECT blob, (SELECT count(*) FROM set_aside) FROM session") == [(blob, 0)]


def alone(_library: Phrases, session: Session | None, event: Event, now: Any, fresh: str) -> Step:
    """Sets a reminder and what erases, and says nothing."""
    erase = SetTimer(retention.ERASE_TIMER, now + timedelta(hours=24))
    timers = (SetTimer("reminder", now + timedelta(minutes=30)), erase) if not isinstance(event, TimerFired) else ()
    return Step(session or Session(sid=fresh, touched=now), (), timers)


def test_no_timer_puts_anything_over_it_and_they_come_when_the_person_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(tmp_path) as store:
        TurnService(store, Phrases(), alone).submit_now(said("mem:1", "a"))
    blob = flip(tmp_path)
    with opened(tmp_path) as store:
        service = TurnService(store, Phrases(), alone)
        assert [one.duplicate for one in due_now(store, service, "mem:1", LATER)] == [True]
        assert due_now(store, service, "mem:1", LATER) == [], "it is not tried for ever"
        assert rows(tmp_path, "SELECT blob FROM session") == [(blob,)]
        assert rows(tmp_path, "SELECT count(*) FROM timer") == [(2,)]
        assert capsys.readouterr().err.count("timers_rest") == 1, "whoever runs it is told"
    with opened(tmp_path) as store:
        service = TurnService(store, Phrases(), alone)
        service.submit_now(Intake("k", "mem:1", Typed("b"), LATER, {"chat": 1}, {"chat": 1}))
        assert rows(tmp_path, "SELECT blob FROM set_aside") == [(blob,)]
        assert len(due_now(store, service, "mem:1", LATER + timedelta(hours=1))) == 1


def test_what_cannot_be_read_is_erased_in_its_time_all_the_same(tmp_path: Path) -> None:
    def keeps(library: Phrases, session: Session | None, event: Event, now: Any, fresh: str) -> Step:
        step = alone(library, session, event, now, fresh)
        assert step.session is not None
        step.session.person = type(step.session.person)(keep=True)
        return step

    with opened(tmp_path) as store:
        TurnService(store, Phrases(), keeps).submit_now(said("mem:1", "a"))
    flip(tmp_path)
    with opened(tmp_path) as store:
        service = TurnService(store, Phrases(), keeps)
        due_now(store, service, "mem:1", NOON + retention.ASKED - timedelta(seconds=1))
        assert rows(tmp_path, "SELECT count(*) FROM session") == [(1,)], "what was agreed was 30 days"
        due_now(store, service, "mem:1", NOON + retention.ASKED)
        for table in OF_PEOPLE:
            assert rows(tmp_path, f"SELECT count(*) FROM {table.name} WHERE person IS NOT NULL") == [(0,)], table.name


def test_what_was_set_aside_can_be_put_back_as_the_operators_page_says(tmp_path: Path, library: Library) -> None:
    page = (Path(__file__).parents[3] / "docs" / "operating.md").read_text(encoding="utf-8")
    (commands,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    load_keys(tmp_path / "keys")
    old = (tmp_path / "keys").read_text(encoding="utf-8")
    add_data_key(tmp_path / "keys")
    with opened(tmp_path) as store:
        service = TurnService(store, library, advance)
        service.submit_now(said("mem:1", "a sore calf, since yesterday"))
        before = service.session_now("mem:1")
        assert before is not None
    both = (tmp_path / "keys").read_text(encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "calfwise.db")) as connection, connection:
        connection.execute("UPDATE meta SET blob = ? WHERE name = 'keys'", (load_keys_of(tmp_path, old),))
    (tmp_path / "keys").write_text(old, encoding="utf-8")  # a key file from a backup
    with opened(tmp_path) as store:
        TurnService(store, library, advance).submit_now(asked("mem:1", "check"))
    (tmp_path / "keys").write_text(both, encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "calfwise.db")) as connection:
        connection.executescript(commands)
    with opened(tmp_path) as store:
        service = TurnService(store, library, advance)
        assert service.session_now("mem:1") == before
        assert len(service.submit_now(asked("mem:1", "check")).deliveries) >= 1
    assert rows(tmp_path, "SELECT count(*) FROM set_aside") == [(0,)]


def load_keys_of(folder: Path, text: str) -> bytes:
    """The proof that the older key file belongs to the database, as that file would have sealed it."""
    (folder / "older").write_text(text, encoding="utf-8")
    keys = load_keys(folder / "older")
    return keys.seal(keys.tag("meta", "keys"))


def test_forgetting_and_time_erase_what_was_set_aside(tmp_path: Path, library: Library) -> None:
    for how in ("forget", "time"):
        folder = tmp_path / how
        folder.mkdir()
        with opened(folder) as store:
            TurnService(store, library, advance).submit_now(asked("mem:1", "start"))
        flip(folder)
        with opened(folder) as store:
            service = TurnService(store, library, advance)
            service.submit_now(asked("mem:1", "check"))
            assert rows(folder, "SELECT count(*) FROM set_aside") == [(1,)]
            if how == "forget":
                sure = service.submit_now(asked("mem:1", "forget"))
                service.submit_now(arrived("mem:1", a_tap(sure, sure.deliveries[-1].reply.choices[0].id)))
            else:
                rows(folder, "UPDATE session SET erase_at = NULL")  # as of somebody who asked to be kept
                asyncio.run(store.tidy(NOON + retention.SET_ASIDE - timedelta(seconds=1)))
                assert rows(folder, "SELECT count(*) FROM set_aside") == [(1,)]
                asyncio.run(store.tidy(NOON + retention.SET_ASIDE))
            assert rows(folder, "SELECT count(*) FROM set_aside") == [(0,)]


def test_every_table_with_a_person_is_erased_with_the_person() -> None:
    assert {table for table in metadata.tables.values() if "person" in table.c} == {*OF_PEOPLE, inbox}


def test_an_older_program_refuses_what_a_newer_one_has_written(
    tmp_path: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(tmp_path) as store:
        assert rows(tmp_path, "SELECT blob FROM meta WHERE name = 'form'") == []
        TurnService(store, library, advance).submit_now(asked("mem:1", "start"))
        assert rows(tmp_path, "SELECT blob FROM meta WHERE name = 'form'") == [(b"%d" % VERSION,)], "in clear"
        store.rewrite_now()
        assert "row_unreadable" not in capsys.readouterr().err
        TurnService(store, library, advance).submit_now(asked("mem:2", "start"))
    assert rows(tmp_path, "SELECT blob FROM meta WHERE name = 'form'") == [(b"%d" % VERSION,)]
    with opened(tmp_path):
        pass
    rows(tmp_path, "UPDATE meta SET blob = ? WHERE name = 'form'", b"%d" % (VERSION + 1))
    before = rows(tmp_path, "SELECT * FROM session")
    with (
        pytest.raises(StoreError, match=f"newer Calfwise .form {VERSION + 1}, this one knows {VERSION}."),
        opened(tmp_path),
    ):
        pass
    assert rows(tmp_path, "SELECT * FROM session") == before


def test_logged_without_content(tmp_path: Path, library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    with opened(tmp_path) as store:
        TurnService(store, library, advance).submit_now(asked("mem:4711", "start"))
    flip(tmp_path)
    with opened(tmp_path) as store:
        TurnService(store, library, advance).submit_now(said("mem:4711", "private words"))
    logged = spoken(capsys.readouterr().err)
    assert "session_set_aside" in logged
    assert "4711" not in logged
    assert "private" not in logged
