"""The real conversation on the real store: it goes on after a restart, and forgets for good."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ports import Outcome
from bot.store import open_store
from bot.turns.service import TurnService
from bot.turns.timers import due_now
from flows.base.events import Chose, Typed
from flows.base.replies import Choice
from flows.talk.library import Library, load_library
from flows.turn.engine import advance
from tests.bot.core import NOON, arrived, asked, said


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@contextmanager
def talking(folder: Path, library: Library) -> Iterator[TurnService[Library]]:
    store = open_store(folder / "calfwise.db", folder / "keys")
    try:
        yield TurnService(store, library, advance)
    finally:
        store.close()


def choice(outcome: Outcome, id: str) -> Choice:
    """The button of that name in the last message."""
    return next(one for one in outcome.deliveries[-1].reply.choices if one.id == id)


def question(outcome: Outcome) -> str | None:
    facts = outcome.deliveries[-1].reply.question
    return facts.id if facts else None


def test_a_restart_in_mid_question_continues_and_old_buttons_work(tmp_path: Path, library: Library) -> None:
    with talking(tmp_path, library) as service:
        started = service.submit_now(asked("mem:1", "start"))
        assert question(started) == "breath"
    with talking(tmp_path, library) as service:
        tapped = service.submit_now(arrived("mem:1", Chose(choice(started, "none").token)))
        assert question(tapped) == "danger"
    with talking(tmp_path, library) as service:
        stale = service.submit_now(arrived("mem:1", Chose(choice(started, "unsure").token)))
        assert question(stale) == "danger", "an older tap shows the open question again"
        session = service.session_now("mem:1")
        assert session is not None
        assert session.rev == 3
        assert session.touched == NOON


def test_forget_takes_two_taps_and_leaves_nothing(tmp_path: Path, library: Library) -> None:
    with talking(tmp_path, library) as service:
        service.submit_now(asked("mem:1", "start"))
        sure = service.submit_now(asked("mem:1", "forget"))
        assert service.session_now("mem:1") is not None
        (yes, *_) = sure.deliveries[-1].reply.choices
        gone = service.submit_now(arrived("mem:1", Chose(yes.token)))
        assert service.session_now("mem:1") is None
        service.arrived_now(gone)
    with closing(sqlite3.connect(tmp_path / "calfwise.db")) as connection:
        for table in ("session", "outbox", "slot", "timer"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
        assert connection.execute("SELECT count(*) FROM seen WHERE person IS NOT NULL").fetchone() == (0,)


def test_a_day_later_it_begins_anew_unless_it_was_to_be_kept(tmp_path: Path, library: Library) -> None:
    with talking(tmp_path, library) as service:
        service.submit_now(asked("mem:1", "start"))
        service.submit_now(said("mem:1", "none of these"))
        later = service.submit_now(asked("mem:1", "start", at=NOON + timedelta(hours=25)))
        assert question(later) == "breath"
        session = service.session_now("mem:1")
        assert session is not None
        assert session.rev == 1


def test_a_timer_is_no_sign_of_life(tmp_path: Path, library: Library) -> None:
    """The timer of the first day goes off an hour early; that must not give what is stored another day."""
    last_word = NOON + timedelta(hours=1)
    with closing(open_store(tmp_path / "calfwise.db", tmp_path / "keys")) as store:
        service = TurnService(store, library, advance)
        service.submit_now(asked("mem:1", "start"))
        service.submit_now(arrived("mem:1", Typed("none of these"), at=last_word))
        due_now(store, service, "mem:1", last_word + timedelta(hours=24, seconds=-1))
        assert service.session_now("mem:1") is not None
        due_now(store, service, "mem:1", last_word + timedelta(hours=24))
        asyncio.run(store.tidy(last_word + timedelta(hours=24)))
        assert service.session_now("mem:1") is None
