"""Somebody who cannot be reached gets nothing by itself, and is not called again and again, until they are heard from."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.adapters.memory import Fault, MemoryPort
from bot.base.clock import HandClock
from bot.delivery.outbox import OutboxWorker
from bot.ports import Delivery, Intake, Outcome, Passage, Unreachable
from bot.store import Store
from bot.store.outgoing.outbox import DeliveryResult
from bot.store.records import millis
from bot.turns.service import TurnService
from bot.turns.timers import due_now, fired
from flows.base.events import Command, Event, TimerFired
from flows.base.replies import Reply, SetTimer
from flows.base.retention import ERASE_TIMER
from flows.talk.session import Session, Step
from tests.bot.core import NOON, Phrases, Service, arrived, asked, core, said
from tests.bot.store.together import together

LATER = NOON + timedelta(hours=1)


class World:
    """A store, an outbox and people's screens; time stands still."""

    def __init__(self, store: Store, service: Service, folder: Path) -> None:
        self.store, self.service, self.folder = store, service, folder
        self.port = MemoryPort()
        self.outbox = OutboxWorker(store, {"mem": self.port}, HandClock(NOON))
        self.woken = 0
        store.on_commit(lambda _, timers_changed: setattr(self, "woken", self.woken + timers_changed))

    async def through(self, *intakes: Intake) -> None:
        await asyncio.gather(*map(self.service.submit, intakes))
        await self.outbox.idle()

    def refuse(self, times: int = 1) -> None:
        self.port.faults += [Fault(Unreachable(), "send", "mem:1")] * times

    def due(self) -> list[str]:
        return [timer.name for timer in self.store.claim_timers_now(LATER, "mem:1", most=9).timers]

    def fates(self) -> list[str]:
        with closing(sqlite3.connect(self.folder / "data" / "calfwise.db")) as connection:
            return [row[0] for row in connection.execute("SELECT status FROM outbox ORDER BY id")]


@asynccontextmanager
async def world(folder: Path) -> AsyncIterator[World]:
    with core(folder) as (store, service):
        made = World(store, service, folder)
        await made.outbox.start()
        yield made
        for gate in made.port.held.values():
            gate.set()
        await made.outbox.stop(grace=0)


async def test_timers_set_in_the_very_turn_that_cannot_be_delivered_rest_until_the_person_is_back(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        w.refuse()
        await w.through(asked("mem:1", "remind", "10"))
        await w.through(asked("mem:2", "remind", "10"))
        assert w.due() == []
        assert [timer.person for timer in (await w.store.claim_timers(LATER)).timers] == ["mem:2"]
        woken = w.woken
        await w.through(said("mem:1", "here again"))
        assert w.woken > woken, "the loop that fires them is told"
        assert w.due() == ["reminder"]


async def test_they_rest_over_a_restart(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.refuse()
        await w.through(asked("mem:1", "remind", "10"))
    async with world(tmp_path) as w:
        assert w.due() == []
        assert w.store.claim_timers_now(LATER, "mem:1").next_at is None, "nobody wakes for them"
        await w.through(said("mem:1", "here again"))
        assert w.due() == ["reminder"]


async def test_what_is_set_or_taken_back_on_return_counts(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.refuse(2)
        await w.through(asked("mem:1", "remind", "10"))
        await w.through(asked("mem:1", "again"))
        await w.through(asked("mem:1", "stop"))
        assert [(one.name, one.fire_at) for one in w.store.claim_timers_now(LATER, "mem:1", most=9).timers] == [
            ("chain", LATER)
        ]


async def test_a_timer_claimed_before_the_refusal_and_taken_after_it_waits_too(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.through(asked("mem:1", "remind", "10"))
        await w.through(asked("mem:1", "again"))
        first, second = w.store.claim_timers_now(LATER, "mem:1", most=9).timers
        w.refuse()
        await w.through(fired(first, LATER))
        assert (await w.service.submit(fired(second, LATER))).duplicate
        assert len(w.fates()) == 3, "it has said nothing"
        assert w.due() == []
        await w.through(said("mem:1", "here again"))
        assert w.due() == ["chain"], "and is not lost"


async def test_messages_that_lay_behind_the_refused_one_are_not_tried(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.held["mem:1"] = asyncio.Event()
        w.refuse()
        await asyncio.gather(*(w.store.take_turn(said("mem:1", text)) for text in "abc"))
        w.port.held["mem:1"].set()
        await w.outbox.idle()
        assert w.fates() == ["given_up"] * 3
        assert "mem:1" not in w.port.history


class Hesitant(MemoryPort):
    """Says no to the first send, but not before it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.answer = asyncio.Event()

    async def send(self, delivery: Delivery, passage: Passage) -> str:
        if not self.asked.is_set():
            self.asked.set()
            await self.answer.wait()
            raise Unreachable
        return await super().send(delivery, passage)


async def test_whoever_writes_again_while_the_refusal_is_on_its_way_keeps_everything(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        port = Hesitant()
        outbox = OutboxWorker(store, {"mem": port}, HandClock(NOON))
        await outbox.start()
        await service.submit(asked("mem:1", "again"))
        await port.asked.wait()
        await service.submit(asked("mem:1", "remind", "10"))
        port.answer.set()
        await outbox.idle()
        assert [shown.text for shown in port.chats["mem:1"]] == ["2: remind"]
        assert [timer.name for timer in store.claim_timers_now(LATER, "mem:1", most=9).timers] == ["reminder", "chain"]
        await outbox.stop()


async def test_an_emergency_card_is_tried_though_another_message_was_refused(tmp_path: Path) -> None:
    def alarming(_library: Phrases, session: Session | None, event: Event, _now: object, fresh: str) -> Step:
        replies = (Reply("message", title="Noted."), Reply("verdict", title="CALL", urgent=True))
        return Step(session or Session(sid=fresh), replies)

    async with world(tmp_path) as w:
        TurnService(w.store, Phrases(), alarming)
        w.port.faults.append(Fault(Unreachable(), "send", urgent=False))
        await w.through(said("mem:1", "chest pain"))
        assert [shown.text for shown in w.port.chats["mem:1"]] == ["CALL"]
        assert w.fates() == ["given_up", "delivered"]


async def test_what_erases_them_goes_on(tmp_path: Path) -> None:
    """Somebody who asked to be kept for thirty days, and then blocked the bot, is erased all the same."""

    def keeping(_library: Phrases, session: Session | None, event: Event, now: object, fresh: str) -> Step:
        if isinstance(event, TimerFired):
            assert session is not None
            return Step(replace(session, person=replace(session.person, keep=False)), ())
        assert isinstance(event, Command)
        session = Session(sid=fresh, touched=NOON)
        session = replace(session, person=replace(session.person, keep=True))
        timers = (SetTimer(ERASE_TIMER, NOON + timedelta(days=30)), SetTimer("checkin", NOON + timedelta(days=1)))
        return Step(session, (Reply("message", title="Kept."),), timers)

    month = NOON + timedelta(days=31)
    async with world(tmp_path) as w:
        service = TurnService(w.store, Phrases(), keeping)
        w.refuse()
        await w.through(asked("mem:1", "keep"))
        assert len(due_now(w.store, service, "mem:1", month)) == 1
        assert await w.store.tidy(month) == 1
        assert await w.store.load_session("mem:1") is None
    with closing(sqlite3.connect(tmp_path / "data" / "calfwise.db")) as connection:
        for table in ("session", "timer", "outbox", "seen"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


@pytest.mark.parametrize("event", [Command("again")])
async def test_coming_back_many_times_costs_one_refused_call_each(tmp_path: Path, event: Event) -> None:
    async with world(tmp_path) as w:
        for number in range(3):
            w.refuse()
            await w.through(arrived("mem:1", event))
            assert w.due() == []
            assert w.fates() == ["given_up"] * (number + 1)


async def test_timers_laid_aside_in_the_very_moment_of_a_tap_come_back_with_the_next(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.through(asked("mem:1", "remind", "30"))
        w.refuse()
        await w.through(said("mem:1", "a"))
        await w.outbox.stop()
        outcome = await w.service.submit(said("mem:1", "b"))
        await w.store.record_result(gone := fate_of(outcome))
        tap = w.service.submit(said("mem:1", "c"))
        await together(w.store, tap, w.store.record_result(gone))
        assert w.due() == []
        await w.service.submit(said("mem:1", "d"))
        assert w.due() == ["reminder"]


def fate_of(outcome: Outcome) -> DeliveryResult:
    """It reached nobody."""
    (delivery,) = outcome.deliveries
    return DeliveryResult(delivery.row, delivery.person, "given_up", millis(NOON), reason="unreachable")
