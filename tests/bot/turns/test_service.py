"""Turns: each takes effect once, in order, durably, and spoils no other."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ports import Intake, StoreUnavailable, Turns
from bot.store.database.errors import StoreError
from bot.turns.service import TurnService
from flows.base.events import Typed
from flows.talk.session import Session
from tests.bot.core import NOON, Phrases, arrived, asked, core, count, said
from tests.surroundings import spoken


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "data" / "calfwise.db")) as connection:
        return connection.execute(query).fetchall()


async def test_a_turn_is_saved_with_its_replies(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        turns: Turns = service
        outcome = await turns.submit(said("mem:1", "a"))
        (delivery,) = outcome.deliveries
        assert (delivery.person, delivery.reply.title, delivery.address) == ("mem:1", "1: a", {"chat": "mem:1"})
        session = await service.session("mem:1")
        assert session is not None
        assert (session.turn, session.rev, len(session.sid)) == (1, 1, 6)
    assert rows(tmp_path, "SELECT rev, turn, status FROM session, outbox") == [(1, 1, "waiting")]


async def test_many_chats_at_once_are_few_transactions_each_chat_in_order(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        commits: list[int] = []
        store.on_commit(lambda entries, _: commits.append(len(entries)))
        turns = (service.submit(said(f"mem:{chat}", str(turn))) for turn in range(5) for chat in range(40))
        outcomes = await asyncio.gather(*turns)
        for chat in range(40):
            mine = [one.deliveries[0] for one in outcomes if one.deliveries[0].person == f"mem:{chat}"]
            assert [delivery.reply.title for delivery in mine] == [f"{turn + 1}: {turn}" for turn in range(5)]
            assert sorted(mine, key=lambda delivery: delivery.row) == mine
            session = await service.session(f"mem:{chat}")
            assert session is not None
            assert session.rev == 5
        assert sum(commits) == 200
        assert len(commits) < 50


async def test_the_same_intake_acts_once_in_one_batch_or_later_or_after_a_restart(tmp_path: Path) -> None:
    intake = said("mem:1", "a", key="tg:7")
    with core(tmp_path) as (_, service):
        first, second = await asyncio.gather(service.submit(intake), service.submit(intake))
        assert [first.duplicate, second.duplicate] == [False, True]
        assert (await service.submit(intake)).duplicate
    with core(tmp_path) as (_, service):
        again = await service.submit(intake)
        assert again.duplicate
        assert again.deliveries == ()
        session = await service.session("mem:1")
        assert session is not None
        assert session.rev == 1


async def test_a_restart_goes_on_where_it_was(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        first = await service.submit(said("mem:1", "a"))
    with core(tmp_path) as (_, service):
        second = await service.submit(said("mem:1", "b"))
        assert second.deliveries[0].reply.title == "2: b"
        assert second.deliveries[0].row > first.deliveries[0].row


async def test_row_numbers_are_never_used_again(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        first = await service.submit(said("mem:1", "a"))
    with closing(sqlite3.connect(tmp_path / "data" / "calfwise.db")) as connection:
        connection.execute("DELETE FROM outbox")
        connection.commit()
    with core(tmp_path) as (_, service):
        second = await service.submit(said("mem:1", "b"))
        assert second.deliveries[0].row > first.deliveries[0].row


async def test_a_flow_that_breaks_apologises_and_spoils_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with core(tmp_path) as (_, service):
        await service.submit(said("mem:1", "a"))
        broken = said("mem:1", "break", key="tg:9")
        outcomes = await asyncio.gather(
            service.submit(said("mem:2", "x")), service.submit(broken), service.submit(said("mem:3", "y"))
        )
        assert [outcome.broke for outcome in outcomes] == [False, True, False]
        assert outcomes[1].deliveries[0].reply.paragraphs == ("en:talk.broke",)
        session = await service.session("mem:1")
        assert session is not None
        assert session.turn == 1
        assert (await service.submit(broken)).duplicate
        assert (await service.submit(said("mem:1", "b"))).deliveries[0].reply.title == "2: b"
    logged = spoken(capsys.readouterr().err)
    assert '"flow_broke"' in logged
    assert "private words" not in logged


async def test_a_flow_that_breaks_at_the_first_word_stores_no_session(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        outcome = await service.submit(said("mem:1", "break"))
        assert outcome.broke
        assert outcome.deliveries
        assert await service.session("mem:1") is None


async def test_an_apology_without_words_is_silent_and_still_acknowledged(tmp_path: Path) -> None:
    class Wordless:
        def text(self, language: str, key: str, /, **values: object) -> str:
            raise KeyError(key)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with core(tmp_path) as (store, _):
        service = TurnService(store, Wordless(), broken)  # type: ignore[arg-type]
        outcome = await service.submit(said("mem:1", "a"))
        assert outcome.broke
        assert outcome.deliveries == ()


async def test_the_latest_home_is_remembered_and_an_empty_one_does_not_wipe_it(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        await service.submit(asked("mem:1", "remind", "30"))
        away = Intake("k", "mem:1", Typed("in a channel"), NOON, {"channel": 5}, {})
        await service.submit(away)
        due = store.claim_timers_now(NOON + timedelta(hours=1), "mem:1")
        assert len(due.timers) == 1


def test_plain_code_needs_no_event_loop(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        outcome = service.submit_now(said("term:me", "a"))
        assert outcome.deliveries[0].reply.title == "1: a"
        assert [entry.delivery for entry in store.find_waiting_now()] == list(outcome.deliveries)
        service.arrived_now(outcome)
        assert store.find_waiting_now() == []
        session = service.session_now("term:me")
        assert session is not None
        assert session.turn == 1
        assert service.session_now("term:you") is None


async def test_nothing_of_the_chat_can_be_read_in_the_files(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        await service.submit(asked("mem:4242424242", "remind", "30"))
        await service.submit(said("mem:4242424242", "popped-while-sprinting"))
        raw = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    for secret in (b"4242424242", b"popped", b"reminder", b"question", b"chat"):
        assert secret not in raw


async def test_a_cancelled_caller_does_not_undo_the_turn(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        impatient = asyncio.ensure_future(service.submit(said("mem:1", "a")))
        await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.gather(impatient, return_exceptions=True)
        assert (await service.submit(said("mem:1", "b"))).deliveries[0].reply.title == "2: b"


async def test_after_the_close_turns_are_refused(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        pass
    with pytest.raises(StoreUnavailable, match="closed"):
        await service.submit(said("mem:1", "a"))


async def test_what_was_not_kept_is_gone_after_a_day(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        await service.submit(asked("mem:1", "remind", "30"))
        await service.submit(asked("mem:2", "keep"))
        later = NOON + timedelta(hours=24)
        just_before = NOON + timedelta(hours=23, minutes=59)
        assert (await service.submit(said("mem:1", "b", at=just_before))).deliveries[0].reply.title == "2: b"
        assert (await service.submit(said("mem:2", "b", at=later))).deliveries[0].reply.title == "2: b"
        gone = await service.submit(said("mem:1", "c", at=just_before + timedelta(hours=24)))
        assert gone.deliveries[0].reply.title == "1: c"
    assert rows(tmp_path, "SELECT count(*) FROM timer") == [(0,)]
    assert rows(tmp_path, "SELECT count(*) FROM outbox") == [(3,)]


async def test_tidying_erases_the_unkept_the_seen_and_the_delivered(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        await service.submit(asked("mem:1", "remind", "600"))
        kept = await service.submit(asked("mem:2", "keep", at=NOON + timedelta(hours=1)))
        counts_of_rows = (
            "SELECT (SELECT count(*) FROM session), (SELECT count(*) FROM seen), (SELECT count(*) FROM outbox)"
        )
        assert rows(tmp_path, counts_of_rows) == [(2, 2, 2)]
        assert await store.tidy(NOON + timedelta(hours=23)) == 0
        assert rows(tmp_path, counts_of_rows) == [(2, 2, 2)]
        assert await store.tidy(NOON + timedelta(hours=24)) == 1
        assert rows(tmp_path, counts_of_rows) == [(1, 1, 1)]
        assert rows(tmp_path, "SELECT count(*) FROM timer") == [(0,)]
        await store.tidy(NOON + timedelta(hours=49))
        assert rows(tmp_path, counts_of_rows) == [(1, 0, 1)], "a reply that is still to be delivered stays"
        service.arrived_now(kept)
        await store.tidy(NOON + timedelta(hours=49))
        assert rows(tmp_path, counts_of_rows) == [(1, 0, 0)]
        assert await service.session("mem:1") is None


async def test_a_tidied_person_starts_afresh_even_in_the_same_batch(tmp_path: Path) -> None:
    with core(tmp_path) as (store, service):
        await service.submit(said("mem:1", "a"))
        later = NOON + timedelta(days=2)
        _, outcome = await asyncio.gather(store.tidy(later), service.submit(said("mem:1", "b", at=NOON)))
        assert outcome.deliveries
        assert (await service.submit(said("mem:1", "c", at=later))).deliveries[0].reply.title == "1: c"
        session = await service.session("mem:1")
        assert session is not None
        assert session.rev == 1


async def test_a_session_nobody_can_read_any_more_starts_afresh(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        await service.submit(said("mem:1", "a"))
        await service.submit(said("mem:2", "a"))
    with closing(sqlite3.connect(tmp_path / "data" / "calfwise.db")) as connection:
        connection.execute("UPDATE session SET blob = x'00' WHERE rowid = 1")
        connection.commit()
    with core(tmp_path) as (_, service):
        told = [(await service.submit(said(f"mem:{who}", "b"))).deliveries for who in (1, 2)]
        assert sorted(deliveries[-1].reply.title for deliveries in told) == ["1: b", "2: b"]
        assert sorted(len(deliveries) for deliveries in told) == [1, 2], "and is told so"
        again = [await service.submit(said(f"mem:{who}", "c")) for who in (1, 2)]
        assert {outcome.deliveries[0].reply.title for outcome in again} == {"2: c", "3: c"}


async def test_rewriting_puts_every_blob_under_the_new_key(tmp_path: Path) -> None:
    from bot.setup.keys import add_data_key

    with core(tmp_path) as (_, service):
        for chat in range(3):
            await service.submit(asked(f"mem:{chat}", "remind", "30"))
    add_data_key(tmp_path / "keys")
    with core(tmp_path) as (store, _):
        store.rewrite_now()
    lines = (tmp_path / "keys").read_text(encoding="utf-8").splitlines()
    (tmp_path / "keys").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    with core(tmp_path) as (store, service):
        assert [entry.delivery.reply.title for entry in store.find_waiting_now()] == ["1: remind"] * 3
        assert store.claim_timers_now(NOON + timedelta(hours=1), "mem:0").timers
        assert (await service.submit(said("mem:0", "b"))).deliveries[0].reply.title == "2: b"


async def test_a_session_that_ends_is_removed(tmp_path: Path) -> None:
    from flows.talk.session import Step

    with core(tmp_path) as (store, service):
        await service.submit(said("mem:1", "a"))
        ending = TurnService(store, Phrases(), lambda *_: Step(None, ()))
        await ending.submit(said("mem:1", "b"))
        assert await ending.session("mem:1") is None
        counting = TurnService(store, Phrases(), count)
        assert (await counting.submit(said("mem:1", "c"))).deliveries[0].reply.title == "1: c"


async def test_odd_text_survives(tmp_path: Path) -> None:
    text = "🏃" * 5_000 + "\x00\n'\";--"
    with core(tmp_path) as (store, service):
        await service.submit(said("mem:1", text))
        assert store.find_waiting_now()[0].delivery.reply.title == f"1: {text}"
    assert issubclass(StoreError, Exception)


def test_a_session_is_what_was_stored(tmp_path: Path) -> None:
    with core(tmp_path) as (_, service):
        service.submit_now(arrived("mem:1", Typed("a")))
        cached = service.session_now("mem:1")
    with core(tmp_path) as (_, service):
        assert service.session_now("mem:1") == cached
        assert isinstance(cached, Session)
