"""Timers: each fires once, at its time, through the same service as everything else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.base.clock import HandClock
from bot.ports import Intake, Outcome
from bot.store import Store
from bot.store.records import DueTimer
from bot.turns.timers import TimerLoop, due_now, fired
from flows.base.events import Command, Typed
from flows.talk.session import Session
from tests.bot.core import NOON, Service, asked, core, said


class Watched:
    """A service that notes what comes through."""

    def __init__(self, service: Service) -> None:
        self._road = service
        self.outcomes: list[tuple[Intake, Outcome]] = []
        self._news = asyncio.Condition()

    async def submit(self, intake: Intake) -> Outcome:
        outcome = await self._road.submit(intake)
        async with self._news:
            self.outcomes.append((intake, outcome))
            self._news.notify_all()
        return outcome

    def submit_now(self, intake: Intake) -> Outcome:
        return self._road.submit_now(intake)

    async def session(self, person: str) -> Session | None:
        return await self._road.session(person)

    async def until(self, number: int) -> None:
        async with self._news:
            await self._news.wait_for(lambda: len(self.outcomes) >= number)


@asynccontextmanager
async def ticking(folder: Path, now: datetime = NOON) -> AsyncIterator[tuple[Store, Watched, HandClock]]:
    with core(folder) as (store, service):
        watched, clock = Watched(service), HandClock(now)
        loop = TimerLoop(store, watched, clock)
        await loop.start()
        try:
            yield store, watched, clock
        finally:
            await loop.stop()


@asynccontextmanager
async def world_of_one_reminder(folder: Path) -> AsyncIterator[tuple[Store, DueTimer]]:
    """A reminder of *mem:1* that is claimed and has not fired; turns that are taken now are taken in one batch."""
    with core(folder) as (store, service):
        await service.submit(asked("mem:1", "remind", "5"))
        (timer,) = (await store.claim_timers(NOON + timedelta(minutes=5))).timers
        yield store, timer


async def test_a_timer_fires_at_its_time_and_once(tmp_path: Path) -> None:
    async with ticking(tmp_path) as (_, service, clock):
        await clock.someone_sleeps(300)
        await service.submit(asked("mem:1", "remind", "2"))
        await clock.someone_sleeps(120)  # woken by the commit
        clock.move(timedelta(seconds=119))
        await clock.someone_sleeps(1)
        assert len(service.outcomes) == 1
        clock.move(timedelta(seconds=1))
        await service.until(2)
        intake, outcome = service.outcomes[1]
        assert outcome.deliveries[0].reply.title == "2: reminder"
        assert outcome.deliveries[0].address == {"chat": "mem:1"}, "where messages that come by themselves may go"
        assert intake.at == NOON + timedelta(minutes=2)
        clock.move(timedelta(hours=1))
        await clock.someone_sleeps()
        assert len(service.outcomes) == 2


async def test_a_timer_survives_a_restart_and_fires_late(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        service.submit_now(asked("mem:1", "remind", "30"))
    async with ticking(tmp_path, NOON + timedelta(hours=3)) as (_, watched, _clock):
        await watched.until(1)
        assert watched.outcomes[0][0].at == NOON + timedelta(hours=3)


async def test_a_timer_of_the_same_name_is_replaced_and_can_be_taken_back(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        service.submit_now(asked("mem:1", "remind", "10"))
        service.submit_now(asked("mem:2", "remind", "10"))
        service.submit_now(asked("mem:1", "remind", "20"))
        later = NOON + timedelta(hours=1)
        (timer,) = store.claim_timers_now(later, "mem:1", most=9).timers
        assert timer.fire_at == NOON + timedelta(minutes=20)
        service.submit_now(asked("mem:2", "stop"))
        assert store.claim_timers_now(later, "mem:2").timers == ()


async def test_a_claimed_timer_that_was_replaced_meanwhile_does_nothing(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        service.submit_now(asked("mem:1", "remind", "10"))
        (timer,) = store.claim_timers_now(NOON + timedelta(hours=1), "mem:1").timers
        service.submit_now(asked("mem:1", "remind", "90"))
        assert service.submit_now(fired(timer, NOON)).duplicate
        session = service.session_now("mem:1")
        assert session is not None
        assert session.turn == 2
        assert store.claim_timers_now(NOON + timedelta(hours=2), "mem:1").timers, "the new one is still there"


@pytest.mark.parametrize("command", ["stop", "remind", "forget"])
async def test_a_timer_taken_back_in_the_same_commit_does_nothing(tmp_path: Path, command: str) -> None:
    async with world_of_one_reminder(tmp_path) as (store, timer):
        before = asked("mem:1", command, "5", at=NOON + timedelta(minutes=5))
        queued = [before, said("mem:1", "hi"), fired(timer, NOON + timedelta(minutes=5))]
        outcomes = await asyncio.gather(*(store.take_turn(intake) for intake in queued))
        assert [outcome.duplicate for outcome in outcomes] == [False, False, True]


async def test_the_same_firing_twice_acts_once(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        service.submit_now(asked("mem:1", "remind", "10"))
        (timer,) = store.claim_timers_now(NOON + timedelta(hours=1), "mem:1").timers
        first, second = await asyncio.gather(service.submit(fired(timer, NOON)), service.submit(fired(timer, NOON)))
        assert [first.duplicate, second.duplicate] == [False, True]


async def test_a_claim_holds_for_a_minute(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        service.submit_now(asked("mem:1", "remind", "10"))
        later = NOON + timedelta(hours=1)
        assert store.claim_timers_now(later, "mem:1").timers
        claimed = store.claim_timers_now(later, "mem:1")
        assert claimed.timers == ()
        assert claimed.next_at == (later + timedelta(minutes=1)).timestamp() * 1000
        assert store.claim_timers_now(later + timedelta(minutes=1), "mem:1").timers


def test_due_now_fires_each_at_its_own_time_with_those_set_on_the_way(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        service.submit_now(asked("mem:1", "keep"))
        service.submit_now(asked("mem:1", "remind", "90"))
        service.submit_now(asked("mem:1", "again"))
        service.submit_now(asked("mem:2", "remind", "1"))
        outcomes = due_now(store, service, "mem:1", NOON + timedelta(hours=3))
        said_at = [(one.deliveries[0].reply.title[3:], one.deliveries[0].at - NOON) for one in outcomes]
        assert said_at == [
            ("chain", timedelta(hours=1)),
            ("reminder", timedelta(hours=1.5)),
            ("chain", timedelta(hours=2)),
            ("chain", timedelta(hours=3)),
        ]
        assert due_now(store, service, "mem:1", NOON + timedelta(hours=3)) == []


def test_a_timer_with_nowhere_to_go_is_used_up_silently(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        service.submit_now(Intake("a", "dc:1", Command("remind", "10"), NOON, {"token": "x"}))
        (outcome,) = due_now(store, service, "dc:1", NOON + timedelta(hours=1))
        assert outcome.deliveries == ()
        service.submit_now(Intake("b", "dc:1", Typed("hi"), NOON, {"token": "x"}, {"dm": 1}))


def test_a_timer_that_breaks_is_used_up_and_says_nothing(tmp_path: Path) -> None:
    from bot.turns.service import TurnService
    from tests.bot.core import Phrases

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with core(tmp_path) as (store, service):
        service.submit_now(asked("mem:1", "remind", "10"))
        bad = TurnService(store, Phrases(), broken)  # type: ignore[arg-type]
        (outcome,) = due_now(store, bad, "mem:1", NOON + timedelta(hours=1))
        assert outcome.broke
        assert outcome.deliveries == ()
        assert due_now(store, bad, "mem:1", NOON + timedelta(hours=2)) == []


async def test_the_loop_tidies_as_it_goes(tmp_path: Path) -> None:
    async with ticking(tmp_path) as (_, service, clock):
        await service.submit(said("mem:1", "a"))
        await clock.someone_sleeps(300)
        clock.move(timedelta(hours=25))
        await clock.someone_sleeps(300)
        assert await service.session("mem:1") is None


@pytest.mark.parametrize("minutes", [0, -5])
def test_a_timer_set_in_the_past_fires_next_but_never_at_the_very_instant(tmp_path: Path, minutes: int) -> None:
    with core(tmp_path) as (store, service):
        service.submit_now(asked("mem:1", "remind", str(minutes)))
        assert store.claim_timers_now(NOON, "mem:1").timers == ()
        assert store.claim_timers_now(NOON + timedelta(milliseconds=1), "mem:1").timers
