"""Trouble at the wrong moment: a disk that does not answer, a clock that jumps, a port that breaks oddly, a stop or a start."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.memory import Fault
from bot.ports import Lost, StoreUnavailable, Throttled, Unreachable
from bot.store.outgoing.outbox import DeliveryResult
from bot.store.records import OutboxRow
from bot.turns.service import TurnService
from flows.base.replies import Reply
from flows.talk.session import Session, Step
from tests.bot.core import Phrases, said
from tests.bot.delivery.test_lanes import alarm, pass_time, question, seen
from tests.bot.delivery.world import World, replying, world
from tests.bot.store.together import together

CARD = Reply("message", title="CALL NOW", urgent=True)


def failing(call: Callable[..., Awaitable[Any]], times: int = 1, error: Exception | None = None) -> Any:
    """The same call, which fails that many times before."""
    left = iter([error or StoreUnavailable("full")] * times)

    async def trouble(*args: Any) -> Any:
        if (raised := next(left, None)) is not None:
            raise raised
        return await call(*args)

    return trouble


async def say(w: World, *replies: Reply) -> None:
    """One turn that says all of these."""

    def step(_library: Phrases, session: Session | None, _event: object, _now: object, fresh: str) -> Step:
        return Step(session or Session(sid=fresh), replies)

    await TurnService(w.store, Phrases(), step).submit(said("mem:1", "?"))
    w.store.use(w.service._take)


async def rounds() -> None:
    """Whatever could still begin by itself has begun."""
    for _ in range(50):
        await asyncio.sleep(0)


# --- the disk --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [Reply("message", title="first"), Reply("message", title="first", urgent=True)])
async def test_a_card_does_not_wait_until_the_fate_of_another_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: Reply
) -> None:
    async with world(tmp_path) as w:
        with monkeypatch.context() as patch:
            patch.setattr(w.store, "record_result", failing(w.store.record_result, 3))
            await say(w, first, CARD)
            async with asyncio.timeout(5):
                await w.port.until("mem:1", 2)
            assert [text for text, _ in seen(w)] == ["first", "CALL NOW"]
            while w.fates() != ["delivered", "delivered"]:
                w.clock.move(timedelta(seconds=2))
                await asyncio.sleep(0)


async def test_a_card_waits_for_no_disk_that_hangs_or_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with world(tmp_path) as w:
        with monkeypatch.context() as patch:
            patch.setattr(w.store, "read_known", failing(w.store.read_known, error=RuntimeError("odd")))
            await alarm(w)
            async with asyncio.timeout(5):
                await w.port.until("mem:1", 1)

            async def hangs(_query: object) -> None:
                await asyncio.Event().wait()

            patch.setattr(w.store, "read_known", hangs)
            await alarm(w)
            async with asyncio.timeout(5):
                await w.port.until("mem:1", 2)


async def test_what_cannot_be_read_at_the_start_is_read_later_and_a_new_card_does_not_wait_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path, start=False) as w:
        await alarm(w, "OLD")
    async with world(tmp_path, start=False) as w:
        monkeypatch.setattr(w.store, "find_waiting", failing(w.store.find_waiting))
        w.outbox._joining.clear()
        await w.outbox.start()
        w.outbox.register(w.port)
        await w.clock.someone_sleeps(2)
        await alarm(w, "NEW")
        await w.port.until("mem:1", 1)
        await w.say("mem:2", "a")
        assert [text for text, _ in seen(w)] == ["NEW"]
        w.clock.move(timedelta(seconds=2))
        await w.outbox.idle()
        assert [text for text, _ in seen(w)] == ["NEW", "OLD"]
        assert w.shown("mem:2") == ["1: a"]


async def test_what_breaks_the_outbox_itself_is_given_up_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path) as w:
        monkeypatch.setattr(w.store, "read_known", failing(w.store.read_known, error=RuntimeError("odd")))
        await w.through("mem:1", "a")
        assert w.fates() == ["given_up"]


async def test_what_becomes_owed_in_the_very_moment_of_a_tap_is_shown_at_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path) as w:
        w.port.faults += [Fault(Unreachable(), "send", urgent=True) for _ in range(2)]
        noting: asyncio.Queue[DeliveryResult] = asyncio.Queue()
        note = w.store.record_result

        async def later(result: DeliveryResult) -> None:
            noting.put_nowait(result)
            await asyncio.Event().wait()

        with monkeypatch.context() as patch:
            patch.setattr(w.store, "record_result", later)
            await say(w, CARD, Reply("message", title="SECOND", urgent=True))
            first, second = await noting.get(), await noting.get()
        await note(first)
        await together(w.store, w.say("mem:1", "tap"), note(second))
        outcome = await w.say("mem:1", "again")
        assert [delivery.reply.title for delivery in outcome.deliveries] == ["SECOND", "2: again"]


# --- the clock -------------------------------------------------------------------------------------------------------


async def test_a_machine_that_slept_for_hours_gives_no_card_up(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults += [Fault(Lost(), "send") for _ in range(2)]
        await alarm(w)
        await w.clock.someone_sleeps(1)
        w.clock.move(timedelta(hours=3))
        await pass_time(w, 2)
        await w.outbox.idle()
        assert seen(w) == [("CALL NOW", False)]


async def test_a_clock_that_is_set_back_makes_no_wait_longer(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults.append(Fault(Throttled(30), "send", urgent=False))
        await question(w, "How did it start?")
        await w.clock.someone_sleeps(30)
        w.clock.move(timedelta(days=-1))
        await alarm(w)
        await w.port.until("mem:1", 1)
        await pass_time(w, 30)
        await w.outbox.idle()
        assert len(seen(w)) == 2


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), 1e12, -3.0])
async def test_told_to_wait_for_no_sensible_time_it_is_sent_all_the_same(tmp_path: Path, seconds: float) -> None:
    async with world(tmp_path) as w:
        w.port.faults += [Fault(Throttled(seconds), "send", "mem:1", urgent=urgent) for urgent in (True, False)]
        await alarm(w)
        await w.say("mem:1", "a")
        while w.fates() != ["delivered", "delivered"]:
            w.clock.move(timedelta(hours=25))
            await asyncio.sleep(0)


# --- the port --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [Unreachable(), KeyError("odd")])
async def test_an_earlier_message_that_nobody_can_reach_does_not_cost_the_next(
    tmp_path: Path, error: Exception
) -> None:
    async with world(tmp_path) as w:
        w.port.closes_first = True
        await w.through("mem:1", "a")
        w.port.faults.append(Fault(error, "close"))
        await w.through("mem:1", "b")
        assert w.shown("mem:1") == ["1: a", "2: b"]
        assert w.fates() == ["delivered", "delivered"]


async def test_what_cannot_be_drawn_over_where_it_stood_is_sent(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.outbox.delivered(await replying(w.store, slot="q").submit(said("mem:1", "one")))
        w.port.faults.append(Fault(Unreachable(), "redraw"))
        await w.outbox.delivered(await replying(w.store, slot="q", replaces="q").submit(said("mem:1", "two")))
        assert w.shown("mem:1") == ["one", "two"]


async def test_a_cancellation_from_beneath_is_a_lost_answer(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults.append(Fault(asyncio.CancelledError(), "send", after=True))
        await w.through("mem:1", "a")
        assert (w.shown("mem:1"), w.fates()) == (["1: a"], ["unknown"])
        w.port.faults.append(Fault(asyncio.CancelledError(), "send"))
        await alarm(w)
        await pass_time(w, 1)
        await w.outbox.idle()
        assert seen(w)[-1] == ("CALL NOW", False)


# --- starts and stops ------------------------------------------------------------------------------------------------


async def test_what_is_committed_just_before_a_platform_is_back_comes_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path) as w:
        await w.outbox.leave("mem")
        committed: list[list[OutboxRow]] = []
        with monkeypatch.context() as patch:
            patch.setattr(w.outbox, "_post", committed.append)  # the loop has not come to it yet
            await w.say("mem:1", "a")
        w.outbox.register(w.port)
        for entries in committed:
            w.outbox._post(entries)
        await w.outbox.idle()
        assert w.shown("mem:1") == ["1: a"]


async def test_a_stop_while_the_backlog_is_read_sends_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path, start=False) as w:
        await w.say("mem:1", "a")
        w.outbox._joining.clear()
        await w.outbox.start()

        begun = asyncio.Event()

        async def hangs() -> list[OutboxRow]:
            begun.set()
            return await asyncio.Event().wait()  # type: ignore[return-value]

        monkeypatch.setattr(w.store, "find_waiting", hangs)
        w.outbox.register(w.port)
        await begun.wait()
        outcome = await w.say("mem:1", "b")
        await w.outbox.stop()
        await w.outbox.delivered(outcome)
        await rounds()
        assert (w.port.chats, w.fates()) == ({}, ["waiting", "waiting"])
