"""Reminders through the store, until they are forgotten."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from bot.store import open_store
from bot.turns.service import TurnService
from bot.turns.timers import due_now
from flows.base.events import Chose, Command, Event, Typed
from flows.base.replies import Reply
from flows.turn.engine import advance
from tests.bot.core import arrived, asked
from tests.flows.followup.reminding import utc
from tests.flows.support import NOON, SORE, calmest, library, texts

pytestmark = pytest.mark.usefixtures("furnished")


def test_through_the_store_until_it_is_forgotten(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "calfwise.db", tmp_path / "keys")) as store:
        road = TurnService(store, library(), advance)
        shown: list[Reply] = []

        def send(event: Event) -> None:
            taken = road.submit_now(arrived("mem:1", event, at=NOON))
            shown.extend(one.reply for one in taken.deliveries)

        def tap(id: str) -> None:
            send(Chose(next(one.token for one in shown[-1].choices if one.id == id)))

        shown.extend(one.reply for one in road.submit_now(asked("mem:1", "check", at=NOON)).deliveries)
        while (facts := shown[-1].question) is not None:
            tap(SORE.get(facts.id, calmest(facts.id)))
        session = road.session_now("mem:1")
        assert session is not None
        send(Chose(f"k1.{session.sid}.{session.turn}.remind.calf_stretch"))
        tap("yes")
        send(Typed("Leeds"))
        tap("zone.0")
        tap("at.1080")

        assert due_now(store, road, "mem:1", utc("2026-03-02 17:59")) == []
        (due,) = due_now(store, road, "mem:1", utc("2026-03-02 18:00"))
        assert "Time for: Calf stretch" in texts(one.reply for one in due.deliveries)
        assert due_now(store, road, "mem:1", utc("2026-03-02 18:00")) == []
        days = due_now(store, road, "mem:1", utc("2026-03-08 18:00"))
        said = [texts(one.reply for one in outcome.deliveries) for outcome in days]
        assert [("Time for" in one, "last three" in one) for one in said] == [
            (True, False),
            (True, False),
            (False, True),
        ]

        send(Command("reminders"))
        tap("leave")
        session = road.session_now("mem:1")
        assert session is not None
        send(Chose(f"k1.{session.sid}.{session.turn}.remind.calf_stretch"))
        tap("at.1080")
        send(Command("forget"))
        tap("yes")
        assert road.session_now("mem:1") is None
        assert due_now(store, road, "mem:1", utc("2026-06-01 18:00")) == []
