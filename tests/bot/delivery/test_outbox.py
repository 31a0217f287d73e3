"""The outbox: in order for each person, patient where it may be, never sending twice what may have arrived."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.memory import Fault, MemoryPort
from bot.delivery.sender import PAUSES
from bot.ports import Lost, Refused, Throttled, Unreachable
from bot.store.outgoing.outbox import RowNote
from flows.base.replies import Choice
from tests.bot.core import NOON, asked, said
from tests.bot.delivery.world import replying, world
from tests.surroundings import spoken


@pytest.mark.parametrize(("first", "calls"), [(False, ["send", "send", "close"]), (True, ["send", "close", "send"])])
async def test_a_question_is_closed_when_the_next_is_out_or_before_as_the_platform_has_it(
    tmp_path: Path, first: bool, calls: list[str]
) -> None:
    async with world(tmp_path) as w:
        w.port.closes_first = first
        await w.through("mem:1", "a")
        await w.through("mem:1", "b")
        await w.outbox.idle()
        assert w.shown("mem:1") == ["b", "2: b"]
        assert [happened.call for happened in w.port.history["mem:1"]] == calls
        assert w.fates() == ["delivered", "delivered"]


async def test_a_closing_gives_way_to_what_is_to_be_said(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.through("mem:1", "a")
        w.port.faults.append(Fault(Throttled(60), "close"))
        await w.through("mem:1", "b")
        await w.clock.someone_sleeps(60)
        await w.say("mem:1", "c")
        w.clock.move(timedelta(seconds=20))
        await w.clock.someone_sleeps(40)  # what the platform asked for holds for the message, too
        w.clock.move(timedelta(seconds=40))
        await w.outbox.idle()
        assert [one.call for one in w.port.history["mem:1"]] == ["send", "send", "send", "close", "close"]
        assert w.shown("mem:1") == ["b", "c", "3: c"]


async def test_what_is_asked_once_more_leaves_one_copy_with_buttons(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        for text in ("one", "two", "three"):
            service = replying(w.store, slot="q", choices=(Choice("yes", "Yes"),), repeatable=True)
            await w.outbox.delivered(await service.submit(said("mem:1", text)))
            await w.outbox.idle()
        shown = w.port.chats["mem:1"]
        assert [(one.text, bool(one.choices)) for one in shown] == [("one", False), ("two", False), ("three", True)]


async def test_slots_are_known_after_a_restart(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.through("mem:1", "a")
    async with world(tmp_path) as w:
        await w.through("mem:1", "b")
        await w.outbox.idle()
        assert [happened.call for happened in w.port.history["mem:1"]] == ["send", "close"]


async def test_an_unknown_slot_is_skipped(tmp_path: Path) -> None:
    async with world(tmp_path, start=False) as w:
        w.service.arrived_now(await w.say("mem:1", "shown elsewhere"))
        await w.outbox.start()
        await w.through("mem:1", "b")
        assert [happened.call for happened in w.port.history["mem:1"]] == ["send"]


async def test_each_persons_replies_come_in_order_and_a_stuck_one_holds_back_nobody_else(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.held["mem:1"] = asyncio.Event()
        for text in "abc":
            await w.say("mem:1", text)
            await w.say("mem:2", text)
        await w.port.until("mem:2", 5)
        assert w.shown("mem:1") == []
        w.port.held["mem:1"].set()
        await w.outbox.idle()
        sends = [one.reply.title for one in w.port.history["mem:1"] if one.call == "send"]
        assert sends == ["1: a", "2: b", "3: c"]


async def test_throttled_waits_as_told_and_holds_back_only_that_person(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults += [Fault(Throttled(7), "send", "mem:1"), Fault(Throttled(2), "send", "mem:1")]
        await w.say("mem:1", "a")
        await w.say("mem:1", "b")
        await w.through("mem:2", "a")
        await w.clock.someone_sleeps()
        assert w.clock.asleep() == [7]
        assert w.shown("mem:1") == []
        w.clock.move(timedelta(seconds=7))
        await w.clock.someone_sleeps(2)
        w.clock.move(timedelta(seconds=2))
        await w.outbox.idle()
        assert w.shown("mem:1") == ["b", "2: b"]
        assert w.fates() == ["delivered"] * 3


async def test_told_to_wait_no_time_at_all_it_waits_a_little(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults.append(Fault(Throttled(0), "send"))
        await w.say("mem:1", "a")
        await w.clock.someone_sleeps(0.5)
        w.clock.move(timedelta(seconds=0.5))
        await w.outbox.idle()
        assert w.shown("mem:1") == ["1: a"]


async def test_a_lost_send_is_not_repeated_whether_or_not_it_arrived(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults += [Fault(Lost(), "send", "mem:1", after=True), Fault(Lost(), "send", "mem:2")]
        await w.through("mem:1", "a")
        await w.through("mem:2", "a")
        assert w.shown("mem:1") == ["1: a"]
        assert w.shown("mem:2") == []
        assert w.fates() == ["unknown", "unknown"]
        await w.through("mem:1", "b")
        assert w.shown("mem:1") == ["1: a", "2: b"], "the next reply goes out all the same"


async def test_a_repeatable_send_is_tried_again(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        service = replying(w.store, repeatable=True)
        w.port.faults += [Fault(Lost(), "send", after=True), Fault(Lost(), "send")]
        outcome = await service.submit(said("mem:1", "hello"))
        for pause in PAUSES[:2]:
            await w.clock.someone_sleeps(pause)
            w.clock.move(timedelta(seconds=pause))
        await w.outbox.delivered(outcome)
        assert w.shown("mem:1") == ["hello", "hello"]
        assert w.fates() == ["delivered"]


async def test_a_repeatable_send_is_given_up_in_the_end(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        service = replying(w.store, repeatable=True)
        w.port.faults += [Fault(Lost(), "send") for _ in range(len(PAUSES) + 1)]
        outcome = await service.submit(said("mem:1", "hello"))
        for pause in PAUSES:
            await w.clock.someone_sleeps(pause)
            w.clock.move(timedelta(seconds=pause))
        await w.outbox.delivered(outcome)
        assert w.shown("mem:1") == []
        assert w.fates() == ["unknown"]


async def test_a_refused_row_is_given_up_and_the_next_goes_on(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults.append(Fault(Refused(), "send"))
        await w.through("mem:1", "a")
        await w.through("mem:1", "b")
        assert w.shown("mem:1") == ["2: b"]
        assert w.fates() == ["given_up", "delivered"]


async def test_an_unreachable_persons_timers_rest(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        for person in ("mem:1", "mem:2"):
            await w.outbox.delivered(await w.service.submit(asked(person, "remind", "30")))
        w.port.faults.append(Fault(Unreachable(), "send", "mem:1"))
        await w.through("mem:1", "a")
        await w.outbox.idle()
        assert w.fates() == ["delivered", "delivered", "given_up"]
        due = await w.store.claim_timers(NOON + timedelta(hours=1))
        assert [timer.person for timer in due.timers] == ["mem:2"]


async def test_a_fault_in_the_port_itself_is_logged_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with world(tmp_path) as w:
        w.port.faults.append(Fault(KeyError("what they wrote"), "send"))
        await w.through("mem:1", "a")
        await w.through("mem:1", "b")
        assert w.shown("mem:1") == ["2: b"]
        assert w.fates() == ["given_up", "delivered"]
    assert "what they wrote" not in spoken(capsys.readouterr().err)


@pytest.mark.parametrize("error", [Refused(), Lost()])
async def test_an_edit_that_fails_never_holds_up_the_reply(tmp_path: Path, error: Exception) -> None:
    async with world(tmp_path) as w:
        await w.through("mem:1", "a")
        tries = 4 if isinstance(error, Lost) else 1
        w.port.faults += [Fault(error, "close") for _ in range(tries)]
        await w.through("mem:1", "b")
        assert w.shown("mem:1") == ["1: a", "2: b"], "before anything more is tried"
        for pause in PAUSES[: tries - 1]:
            await w.clock.someone_sleeps(pause)
            w.clock.move(timedelta(seconds=pause))
        await w.outbox.idle()
        assert w.shown("mem:1") == ["1: a", "2: b"]
        assert w.fates() == ["delivered", "delivered"]


async def test_a_lost_edit_is_repeated(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.through("mem:1", "a")
        w.port.faults.append(Fault(Lost(), "close"))
        await w.through("mem:1", "b")
        await w.clock.someone_sleeps(1)
        w.clock.move(timedelta(seconds=1))
        await w.outbox.idle()
        assert w.shown("mem:1") == ["b", "2: b"]


async def test_a_ticked_option_is_redrawn_in_place(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.outbox.delivered(await replying(w.store, slot="q").submit(said("mem:1", "one")))
        service = replying(w.store, slot="q", replaces="q")
        await w.outbox.delivered(await service.submit(said("mem:1", "two")))
        assert w.shown("mem:1") == ["two"]
        w.port.faults.append(Fault(Refused(), "redraw"))
        await w.outbox.delivered(await service.submit(said("mem:1", "three")))
        assert w.shown("mem:1") == ["two", "three"], "too old to edit: shown anew"
        await w.outbox.delivered(await service.submit(said("mem:1", "four")))
        assert w.shown("mem:1") == ["two", "four"], "from then on the new message is the one"


async def test_redrawing_what_is_not_known_is_a_send(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.outbox.delivered(await replying(w.store, replaces="nothing").submit(said("mem:1", "a")))
        assert w.shown("mem:1") == ["a"]


async def test_an_urgent_card_does_not_wait_for_tidying_up(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.outbox.delivered(await replying(w.store, slot="q").submit(said("mem:1", "question")))
        w.port.faults.append(Fault(Throttled(60), "close"))
        service = replying(w.store, urgent=True, closes="q", closed_text="answered")
        outcome = await service.submit(said("mem:1", "CALL NOW"))
        await w.clock.someone_sleeps()
        assert w.shown("mem:1") == ["question", "CALL NOW"]
        w.clock.move(timedelta(seconds=60))
        await w.outbox.delivered(outcome)
        await w.outbox.idle()
        assert w.shown("mem:1") == ["answered", "CALL NOW"]


async def test_a_message_that_must_come_once_is_noted_before_its_first_byte_leaves(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.held["mem:1"] = asyncio.Event()
        outcome = await w.say("mem:1", "a")
        await w.port.left.wait()
        assert w.fates() == ["on_wire"]
        w.port.held.pop("mem:1").set()
        await w.outbox.delivered(outcome)
        assert w.fates() == ["delivered"]


async def test_after_a_restart_what_was_never_tried_goes_out_and_what_was_tried_does_not(tmp_path: Path) -> None:
    async with world(tmp_path, start=False) as w:
        first = (await w.say("mem:1", "a")).deliveries[0]
        await w.say("mem:1", "b")
        await w.store.note_row(RowNote(first.row, on_wire=True))
    async with world(tmp_path) as w:
        await w.outbox.idle()
        assert w.shown("mem:1") == ["2: b"]
        assert w.fates() == ["unknown", "delivered"]


async def test_after_a_restart_a_tried_edit_is_done_again(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.outbox.delivered(await replying(w.store, slot="q").submit(said("mem:1", "one")))
        await w.outbox.stop()
        tick = (await replying(w.store, slot="q", replaces="q").submit(said("mem:1", "two"))).deliveries[0]
        await w.store.note_row(RowNote(tick.row, on_wire=True))
    async with world(tmp_path) as w:
        await w.outbox.idle()
        assert [happened.call for happened in w.port.history["mem:1"]] == ["redraw"]
        assert w.fates() == ["delivered", "delivered"]


async def test_a_platform_that_joins_late_gets_what_waited_before_what_is_new(tmp_path: Path) -> None:
    async with world(tmp_path, start=False) as w:
        late = MemoryPort("late")
        await w.service.submit(said("late:1", "a"))
        await w.outbox.start()
        outcome = await w.service.submit(said("late:1", "b"))
        await w.outbox.delivered(outcome)  # nobody serves that platform: does not wait
        w.outbox.register(late)
        await w.service.submit(said("late:1", "c"))
        await w.outbox.idle()
        sends = [one.reply.title for one in late.history["late:1"] if one.call == "send"]
        assert sends == ["1: a", "2: b", "3: c"]


async def test_rows_committed_while_the_courier_starts_go_out_once(tmp_path: Path) -> None:
    async with world(tmp_path, start=False) as w:
        starting = asyncio.ensure_future(w.outbox.start())
        for number in range(20):
            await w.say("mem:1", str(number))
        await starting
        await w.outbox.idle()
        sends = [one.reply.title for one in w.port.history["mem:1"] if one.call == "send"]
        assert sends == [f"{number + 1}: {number}" for number in range(20)]


async def test_stop_lets_what_is_under_way_finish(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.held["mem:1"] = asyncio.Event()
        await w.say("mem:1", "a")
        stopping = asyncio.ensure_future(w.outbox.stop(grace=30))
        await asyncio.sleep(0)
        w.port.held["mem:1"].set()
        await stopping
        assert w.shown("mem:1") == ["1: a"]
        await w.say("mem:1", "b")
        assert w.shown("mem:1") == ["1: a"], "for the next start"
