"""A database of the version before, with rows in each of its states, is taken over and goes on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.command import upgrade
from sqlalchemy import URL, create_engine

from bot.ports import Delivery
from bot.setup.keys import Keys, load_keys
from bot.store.database.migrations import alembic_config
from bot.store.database.schema import HEAD
from bot.store.records import millis, seal_outbox_row, seal_session, seal_timer
from flows.base.replies import Reply
from flows.talk.session import Person, Session
from tests.bot.core import NOON, core, said

STATES = {
    "waiting": ("waiting", ""),
    "trying": ("on_wire", ""),
    "delivered": ("delivered", ""),
    "lost": ("unknown", ""),
    "refused": ("given_up", "refused"),
    "unreachable": ("given_up", "unreachable"),
}
"""What the version before called them → what they are called now, and why they were given up."""


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def as_before(path: Path, keys: Keys) -> None:
    """A database as version 0.1.0 left it: its tables, its names, no note of a form."""
    engine = create_engine(URL.create("sqlite", database=str(path)))
    settings = alembic_config()
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        upgrade(settings, "0001")
    engine.dispose()
    at = millis(NOON)
    with closing(sqlite3.connect(path)) as driver, driver:
        driver.execute("INSERT INTO meta VALUES ('keys', ?)", (keys.seal(keys.tag("meta", "keys")),))
        for number, state in enumerate(STATES, start=1):
            person = f"mem:{number}"
            who = keys.tag("person", person)
            session = Session(sid="abcdef", turn=3, version=2, person=Person(keep=True), touched=NOON)
            blob = seal_session(keys, session, {"chat": person})
            driver.execute("INSERT INTO session VALUES (?, 7, 3, ?, NULL, ?)", (who, at, blob))
            reply = Reply("message", title=state)
            delivery = Delivery(number, person, reply, {"chat": person}, NOON)
            driver.execute(
                "INSERT INTO outbox VALUES (?, ?, ?, 0, ?, ?)",
                (number, who, state, at, seal_outbox_row(keys, delivery, {})),
            )
            driver.execute(
                "INSERT INTO timer (key, person, fire_at, lease, blob) VALUES (?, ?, ?, ?, ?)",
                (keys.tag("timer", person, "reminder"), who, at, at, seal_timer(keys, person, "reminder", {})),
            )
            driver.execute("INSERT INTO seen VALUES (?, ?, ?)", (keys.tag("seen", f"tg:{number}"), who, at))
            driver.execute("INSERT INTO slot VALUES (?, ?, ?, ?)", (who, who, at, keys.seal(b"77")))


@pytest.fixture
def before(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "calfwise.db"
    as_before(path, load_keys(tmp_path / "keys"))
    return path


def test_each_state_has_its_name_of_today(before: Path, tmp_path: Path) -> None:
    with core(tmp_path):
        pass
    found = rows(before, "SELECT id, status, reason, progress FROM outbox ORDER BY id")
    assert found == [(number, *STATES[state], None) for number, state in enumerate(STATES, start=1)]
    assert rows(before, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert rows(before, "SELECT count(*) FROM timer WHERE lease > 0") == [(0,)], "claims of another process"


def test_everyone_goes_on_and_what_waited_still_waits(before: Path, tmp_path: Path) -> None:
    for _ in ("taken over", "again"):
        with core(tmp_path) as (store, service):
            waiting = [entry.delivery.reply.title for entry in store.find_waiting_now()]
            assert "waiting" in waiting
            assert not {"delivered", "lost", "refused", "unreachable"} & set(waiting)
            for number in range(1, len(STATES) + 1):
                session = service.session_now(f"mem:{number}")
                assert session is not None
                assert (session.turn, session.version) == (3, 2)
                assert store.claim_timers_now(NOON + timedelta(hours=1), f"mem:{number}").timers
                assert service.submit_now(said(f"mem:{number}", "x", key=f"tg:{number}")).duplicate
    with core(tmp_path) as (_, service):
        outcome = service.submit_now(said("mem:1", "b"))
        assert outcome.deliveries[0].reply.title == "4: b"
        assert outcome.deliveries[0].row > len(STATES)
    assert rows(before, "SELECT blob FROM meta WHERE name = 'form'") == [(b"2",)]
    assert rows(before, "SELECT count(*) FROM set_aside") == [(0,)]
