"""Somebody writes faster than can be answered: all is read for danger, what is one is taken, and they are told once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.ports import Intake, Outcome
from bot.store.store import Store, open_store
from bot.turns.budget import MOST, WHILE, Budget
from bot.turns.service import TurnService
from flows.base.events import Chose, Command, Event, SentFile, Typed
from flows.base.replies import plain_text
from flows.talk.library import Library, load_library
from flows.turn.engine import advance
from flows.turn.pressing import cannot_wait
from tests.bot.core import NOON, arrived, asked, said

DANGER = "I have chest pain and I cannot breathe"
SOON = timedelta(milliseconds=100)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@contextmanager
def talking(folder: Path, library: Library) -> Iterator[tuple[Store, TurnService[Library]]]:
    store = open_store(folder / "calfwise.db", folder / "keys")
    try:
        yield store, TurnService(store, library, advance, pressing=cannot_wait)
    finally:
        store.close()


async def taken(service: TurnService[Library], intakes: list[Intake]) -> list[Outcome]:
    return list(await asyncio.gather(*map(service.submit, intakes)))


def words(outcome: Outcome) -> str:
    return "\n".join(plain_text(delivery.reply) for delivery in outcome.deliveries)


async def test_sixty_messages_and_then_a_danger(tmp_path: Path, library: Library) -> None:
    with talking(tmp_path, library) as (_, service):
        outcomes = await taken(service, [*(said("mem:1", f"haha lol {n}") for n in range(60)), said("mem:1", DANGER)])
        assert all(words(outcome) for outcome in outcomes[:MOST])
        assert [words(outcome) for outcome in outcomes[MOST:-1]] == [library.text("en", "talk.too_fast"), *[""] * 39]
        assert "Chest pain" in words(outcomes[-1])
        session = await service.session("mem:1")
        assert session is not None
        assert [frame.flow for frame in session.frames] == ["alarm"]


@pytest.mark.parametrize("yes", ["yes", "1", "Yes"])
async def test_a_typed_yes_to_a_danger_is_taken_however_much_was_typed(
    tmp_path: Path, library: Library, yes: str
) -> None:
    with talking(tmp_path, library) as (_, service):
        await service.submit(said("mem:1", DANGER))
        await taken(service, [said("mem:1", "ha" * n) for n in range(2, 42)])
        answered = await service.submit(said("mem:1", yes))
        assert "CALL" in words(answered)


async def test_what_is_passed_over_changes_nothing_and_does_not_come_again(tmp_path: Path, library: Library) -> None:
    with talking(tmp_path, library) as (_, service):
        await taken(service, [said("mem:1", f"haha {n}") for n in range(MOST + 1)])
        before = await service.session("mem:1")
        passed = said("mem:1", "hihi", key="tg:99")
        assert (await service.submit(passed)) == Outcome()
        assert await service.session("mem:1") == before
        assert (await service.submit(passed)).duplicate


async def test_taps_and_other_commands_are_taken_and_the_same_once_more_is_not(
    tmp_path: Path, library: Library
) -> None:
    with talking(tmp_path, library) as (_, service):
        await taken(service, [asked("mem:1", "start") for _ in range(MOST)])
        again = await taken(service, [asked("mem:1", "start") for _ in range(30)])
        assert [bool(words(outcome)) for outcome in again] == [True, *[False] * 29], "told of it"
        started = await service.submit(asked("mem:1", "check"))
        none = next(one for one in started.deliveries[-1].reply.choices if one.id == "none")
        assert words(await service.submit(arrived("mem:1", Chose(none.token))))


async def test_one_persons_flood_costs_nobody_elses_answers(tmp_path: Path, library: Library) -> None:
    with talking(tmp_path, library) as (_, service):
        outcomes = await taken(service, [said(f"mem:{n % 2 and n}", "haha") for n in range(100)])
        assert all(words(outcome) for outcome in outcomes[1::2])


async def test_without_a_reader_of_dangers_everything_is_taken(tmp_path: Path, library: Library) -> None:
    with talking(tmp_path, library) as (store, _):
        service = TurnService(store, library, advance)
        outcomes = await taken(service, [said("mem:1", f"haha {n}") for n in range(MOST * 2)])
        assert all(words(outcome) for outcome in outcomes)


async def test_what_the_reader_breaks_over_is_taken(
    tmp_path: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> bool:
        raise ValueError("private words")

    with talking(tmp_path, library) as (store, _):
        service = TurnService(store, library, advance, pressing=broken)
        outcomes = await taken(service, [said("mem:1", f"haha {n}") for n in range(MOST + 5)])
        assert all(words(outcome) for outcome in outcomes)
    logged = capsys.readouterr().err
    assert "pressing_broke" in logged
    assert "private" not in logged


# --- the budget by itself --------------------------------------------------------------------------------------------


def spent(budget: Budget, events: list[Event], every: timedelta = SOON) -> list[bool]:
    return [budget.spent(arrived("mem:1", event, at=NOON + number * every)) for number, event in enumerate(events)]


def test_what_is_beyond_it_goes_by_when_things_came() -> None:
    texts: list[Event] = [Typed(str(n)) for n in range(MOST * 2)]
    assert spent(Budget(), texts) == [False] * MOST + [True] * MOST
    assert not any(spent(Budget(), texts, WHILE / MOST)), "as fast as is answered"
    assert any(spent(Budget(), texts, WHILE / (MOST + 1)))


def test_taps_cost_nothing_and_a_command_only_the_second_time() -> None:
    tap: Event = Chose("k1.abcdef.1.none")
    assert not any(spent(Budget(), [tap] * MOST * 3))
    files: list[Event] = [SentFile("sticker")] * MOST
    after: list[Event] = [Command("stop"), Command("stop"), Command("start"), SentFile("photo")]
    assert spent(Budget(), [*files, *after])[MOST:] == [False, True, False, True]


def test_after_a_pause_it_begins_anew_and_is_told_anew() -> None:
    budget = Budget()
    spent(budget, [Typed(str(n)) for n in range(MOST + 1)])
    assert not budget.told("mem:1")
    budget.tell("mem:1")
    assert budget.told("mem:1")
    assert budget.spent(said("mem:1", "still", at=NOON + 30 * SOON))
    later = NOON + 30 * SOON + WHILE
    assert not budget.spent(said("mem:1", "later", at=later))
    assert not budget.told("mem:1")


def test_nobody_who_has_stopped_writing_is_remembered() -> None:
    budget = Budget()
    for number in range(1000):
        budget.spent(said(f"mem:{number}", "a", at=NOON + number * SOON))
    assert len(budget._spells) <= WHILE / SOON + 1


def test_what_cannot_be_saved_and_comes_again_is_counted_once() -> None:
    budget = Budget()
    first, second = said("mem:1", "three weeks ago"), asked("mem:1", "check")
    assert not any(budget.spent(intake) for _ in range(2 * MOST) for intake in (first, second))


def test_a_clock_that_is_set_back_makes_nobody_too_fast() -> None:
    budget = Budget()
    for n in range(MOST):
        budget.spent(said("mem:1", "before", at=NOON + timedelta(hours=1, seconds=n)))
    assert not any(budget.spent(said("mem:1", str(n), at=NOON + n * WHILE)) for n in range(2 * MOST))
