"""The two lanes: an emergency waits for nothing, and what was on its way before it arrives after it, without buttons."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.memory import Fault
from bot.delivery.urgent import EVERY, PAUSES, TRIED_FOR
from bot.ports import Delivery, Lost, Passage, Refused, StoreUnavailable, Throttled, Unreachable
from bot.turns.service import TurnService
from flows.base.replies import Choice, Reply
from flows.talk.session import Session, Step
from tests.bot.core import Phrases, asked, core, said
from tests.bot.delivery.world import World, replying, world
from tests.surroundings import spoken

YES = (Choice("yes", "Yes"),)


async def alarm(w: World, text: str = "CALL NOW", before: str = "", **facts: object) -> None:
    """An emergency card is committed, and what leads up to it."""
    await replying(w.store, before, urgent=True, repeatable=True, **facts).submit(said("mem:1", text))
    w.store.use(w.service._take)


async def question(w: World, text: str, slot: str = "q") -> None:
    await replying(w.store, slot=slot, choices=YES, repeatable=True).submit(said("mem:1", text))
    w.store.use(w.service._take)


async def leading(w: World) -> None:
    """A card with a plain message before it in the same turn."""
    replies = (Reply("message", title="The advice below comes first."), Reply("verdict", title="CALL NOW", urgent=True))

    def both(_library: Phrases, session: Session | None, _event: object, _now: object, fresh: str) -> Step:
        return Step(session or Session(sid=fresh), replies)

    await TurnService(w.store, Phrases(), both).submit(said("mem:1", "last"))
    w.store.use(w.service._take)


def seen(w: World) -> list[tuple[str, bool]]:
    """The person's screen: each message, and whether it has buttons."""
    return [(shown.text, bool(shown.choices)) for shown in w.port.chats.get("mem:1", [])]


async def on_wire(w: World) -> None:
    """Something is under way to the first person, and held there."""
    await w.port.left.wait()


async def pass_time(w: World, *seconds: float) -> None:
    for pause in seconds:
        await w.clock.someone_sleeps(pause)
        w.clock.move(timedelta(seconds=pause))


async def test_it_passes_a_queue_that_was_told_to_wait_ten_minutes(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults.append(Fault(Throttled(600), "send", urgent=False))
        await question(w, "How did it start?")
        await w.clock.someone_sleeps(600)
        await question(w, "Which leg?", "r")
        await alarm(w)
        await w.port.until("mem:1", 1)
        assert seen(w) == [("CALL NOW", False)]
        await pass_time(w, 600)
        await w.outbox.idle()
        assert seen(w) == [("CALL NOW", False), ("How did it start?", False), ("Which leg?", False)]
        assert w.fates() == ["delivered"] * 3


async def test_the_wait_that_was_asked_for_is_kept_by_what_it_passed(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults.append(Fault(Throttled(600), "send", urgent=False))
        await question(w, "How did it start?")
        await w.clock.someone_sleeps(600)
        w.clock.move(timedelta(seconds=590))
        await alarm(w)
        await w.port.until("mem:1", 1)
        await w.clock.someone_sleeps(10)
        assert seen(w) == [("CALL NOW", False)]
        await pass_time(w, 10)
        await w.outbox.idle()
        assert len(seen(w)) == 2


async def test_what_is_on_the_wire_is_let_go_and_loses_its_buttons_afterwards(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.held["mem:1"] = asyncio.Event()
        await question(w, "How did it start?")
        await on_wire(w)
        await alarm(w)
        await w.port.until("mem:1", 1)
        assert seen(w) == [("CALL NOW", False)]
        w.port.held.pop("mem:1").set()
        await w.outbox.idle()
        assert seen(w) == [("CALL NOW", False), ("How did it start?", False)]


async def test_what_is_on_the_wire_is_not_broken_off_and_sent_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path) as w:
        sent, send = [], w.port.send

        async def counted(delivery: Delivery, passage: Passage) -> str:
            sent.append(delivery.reply.title)
            return await send(delivery, passage)

        monkeypatch.setattr(w.port, "send", counted)
        w.port.held["mem:1"] = asyncio.Event()
        await w.say("mem:1", "a")
        await on_wire(w)
        await alarm(w)
        await w.port.until("mem:1", 1)
        w.port.held.pop("mem:1").set()
        await w.outbox.idle()
        assert sent == ["1: a", "CALL NOW"]


async def test_it_passes_others_after_a_restart_too_and_they_have_no_buttons(tmp_path: Path) -> None:
    async with world(tmp_path, start=False) as w:
        await question(w, "How did it start?")
        await alarm(w)
        await question(w, "And now?", "r")
    async with world(tmp_path) as w:
        await w.outbox.idle()
        assert seen(w) == [("CALL NOW", False), ("How did it start?", False), ("And now?", True)]


async def test_what_it_had_passed_before_a_restart_has_no_buttons_either(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults.append(Fault(Throttled(600), "send", urgent=False))
        await question(w, "How did it start?")
        await w.clock.someone_sleeps(600)
        await alarm(w)
        await w.port.until("mem:1", 1)
        await w.outbox.stop()
        assert w.fates() == ["waiting", "delivered"]
    async with world(tmp_path) as w:
        await w.outbox.idle()
        assert seen(w) == [("How did it start?", False)]


async def test_it_is_never_drawn_over_an_earlier_message_which_only_loses_its_buttons(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await question(w, "How did it start?")
        await w.outbox.idle()
        await alarm(w, slot="q", replaces="q", choices=YES)
        await w.outbox.idle()
        assert seen(w) == [("How did it start?", False), ("CALL NOW", True)]


async def test_it_waits_for_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(_query: object) -> dict[str, str]:
        raise StoreUnavailable("The disk is full.")

    async with world(tmp_path) as w:
        monkeypatch.setattr(w.store, "read_known", full)
        await alarm(w)
        async with asyncio.timeout(5):
            await w.port.until("mem:1", 1)
        assert seen(w) == [("CALL NOW", False)]
        assert not w.clock.asleep()


async def test_what_leads_up_to_it_passes_the_queue_with_it(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults.append(Fault(Throttled(600), "send", urgent=False))
        await question(w, "How did it start?")
        await w.clock.someone_sleeps(600)
        await alarm(w, before="I read: chest pain.")
        async with asyncio.timeout(5):
            await w.port.until("mem:1", 2)
        assert seen(w) == [("I read: chest pain.", False), ("CALL NOW", False)]


async def test_what_leads_up_to_it_holds_it_up_for_a_moment_only(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults.append(Fault(Throttled(600), "send", urgent=False))
        await alarm(w, before="I read: chest pain.")
        async with asyncio.timeout(5):
            await w.port.until("mem:1", 1)
        assert seen(w) == [("CALL NOW", False)]
        w.port.held["mem:1"] = asyncio.Event()
        await alarm(w, "CALL AGAIN", before="I read: faint.")
        async with asyncio.timeout(5):
            await w.port.until("mem:1", 2)
        assert seen(w)[-1] == ("CALL AGAIN", False)


@pytest.mark.parametrize("after", [False, True])
async def test_a_lost_answer_is_no_reason_to_stop_for_an_hour(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], after: bool
) -> None:
    async with world(tmp_path) as w:
        many = len(PAUSES) + int((TRIED_FOR - sum(PAUSES)) // EVERY)
        w.port.faults += [Fault(Lost(), "send", after=after) for _ in range(many)]
        await alarm(w)
        await pass_time(w, *PAUSES, *[EVERY] * (many - len(PAUSES)))
        await w.outbox.idle()
        assert len(seen(w)) == (many + 1 if after else 1)
        assert w.fates() == ["delivered"]
    told = spoken(capsys.readouterr().err)
    assert told.count("urgent_delayed") == 1
    assert "CALL NOW" not in told


async def test_given_up_after_an_hour_it_is_shown_first_at_the_next_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with world(tmp_path) as w:
        w.port.faults += [Fault(Lost(), "send", urgent=True) for _ in range(500)]
        await alarm(w)
        while "owed" not in w.fates():
            await asyncio.sleep(0)
            if w.clock.asleep():
                w.clock.move(timedelta(seconds=w.clock.asleep()[0]))
        w.port.faults.clear()
        assert "urgent_not_delivered" in spoken(capsys.readouterr().err)
    async with world(tmp_path) as w:  # the process may have been another one
        await w.through("mem:1", "hello")
        assert seen(w) == [("CALL NOW", False), ("1: hello", False)]
        await w.through("mem:1", "again")
        assert [text for text, _ in seen(w)] == ["CALL NOW", "again", "2: again"]


@pytest.mark.parametrize(("error", "tries"), [(Unreachable(), 1), (Refused(), 2)])
async def test_what_can_never_work_ends_at_once_and_is_owed(tmp_path: Path, error: Exception, tries: int) -> None:
    async with world(tmp_path) as w:
        w.port.faults += [Fault(error, "send") for _ in range(tries)]
        await alarm(w)
        await w.outbox.idle()
        assert w.port.faults == []
        assert w.fates() == ["owed"]
        await w.through("mem:1", "hello")
        assert seen(w)[0] == ("CALL NOW", False)


async def test_what_a_platform_dislikes_about_it_goes_and_the_words_are_sent(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults.append(Fault(Refused(), "send"))
        await alarm(w, choices=YES)
        await w.outbox.idle()
        assert seen(w) == [("CALL NOW", False)]


async def test_told_to_wait_it_waits_half_a_minute_at_most(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults += [Fault(Throttled(600), "send"), Fault(Throttled(4), "send")]
        await alarm(w)
        await pass_time(w, 30, 4)
        await w.outbox.idle()
        assert seen(w) == [("CALL NOW", False)]


async def test_nothing_owed_comes_with_a_timer_or_a_goodbye(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults.append(Fault(Unreachable(), "send"))
        await alarm(w)
        await w.outbox.idle()
        outcome = await w.service.submit(asked("mem:1", "forget"))
        await w.outbox.delivered(outcome)
        await w.outbox.idle()
        assert [text for text, _ in seen(w)] == ["Gone."]


async def test_a_stop_lets_go_of_what_waits_and_it_goes_out_at_the_next_start(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.faults.append(Fault(Throttled(600), "send"))
        await w.say("mem:1", "a")
        await w.say("mem:1", "b")
        w.port.faults.append(Fault(Lost(), "send", "mem:2", urgent=True))
        await replying(w.store, urgent=True).submit(said("mem:2", "CALL NOW"))
        await w.clock.someone_sleeps()
        await w.outbox.stop()
        assert w.fates() == ["waiting"] * 3
        assert "mem:1" not in w.port.chats
    async with world(tmp_path) as w:
        await w.outbox.idle()
        assert w.shown("mem:1") == ["b", "2: b"]
        assert w.shown("mem:2") == ["CALL NOW"]


async def test_a_platform_that_is_left_and_joined_again_gets_what_waited(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.held["mem:1"] = asyncio.Event()
        outcome = await w.say("mem:1", "a")
        await on_wire(w)
        await w.outbox.leave("mem", quick=0, grace=0)
        await w.outbox.delivered(outcome)  # nobody waits for ever for what goes out later
        await w.say("mem:1", "b")
        w.port.held.pop("mem:1").set()
        assert w.fates() == ["on_wire", "waiting"]
        w.outbox.register(w.port)
        await w.outbox.idle()
        assert w.fates() == ["unknown", "delivered"]


async def test_a_new_port_of_a_platform_takes_over_what_is_being_tried(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        w = World(store, service, tmp_path)
        await w.outbox.start()
        w.port.faults.append(Fault(Lost(), "send"))
        await alarm(w)
        await w.clock.someone_sleeps(1)
        other = type(w.port)()
        w.outbox.register(other)
        w.clock.move(timedelta(seconds=1))
        await w.outbox.idle()
        assert [shown.text for shown in other.chats["mem:1"]] == ["CALL NOW"]
        await w.outbox.stop()


async def test_it_is_never_merely_an_edit_of_what_stands_there(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await question(w, "How did it start?")
        await w.outbox.idle()
        await alarm(w, slot="q", replaces="q", choices=YES)
        await w.outbox.idle()
        assert [one.call for one in w.port.history["mem:1"]] == ["send", "send", "close"]
        assert seen(w) == [("How did it start?", False), ("CALL NOW", True)]


async def test_what_leads_up_to_it_is_read_before_it(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await leading(w)
        await w.outbox.idle()
        assert [text for text, _ in seen(w)] == ["The advice below comes first.", "CALL NOW"]
        assert w.fates() == ["delivered", "delivered"]


@pytest.mark.parametrize("error", [Throttled(600), Lost(), Refused(), KeyError("a fault of ours")])
async def test_what_leads_up_to_it_and_meets_trouble_holds_it_up_no_longer_than_a_moment(
    tmp_path: Path, error: Exception
) -> None:
    async with world(tmp_path) as w:
        w.port.faults.append(Fault(error, "send", urgent=False))
        await leading(w)
        await w.port.until("mem:1", 1)
        assert seen(w)[0] == ("CALL NOW", False)
        if isinstance(error, Throttled):
            await pass_time(w, 600)
        await w.outbox.idle()
        late = [text for text, _ in seen(w)][1:]
        assert late == (["The advice below comes first."] if isinstance(error, Throttled) else [])
        assert w.fates()[1] == "delivered"


async def test_a_line_that_hangs_holds_it_up_no_longer_than_a_moment(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.port.held["mem:1"] = asyncio.Event()
        await leading(w)
        await w.port.until("mem:1", 1)
        assert seen(w) == [("CALL NOW", False)]
        w.port.held.pop("mem:1").set()
        await w.outbox.idle()
        assert [text for text, _ in seen(w)] == ["CALL NOW", "The advice below comes first."]
        assert w.fates() == ["delivered", "delivered"], "it was on the wire, so it was not broken off"
