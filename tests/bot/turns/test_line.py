"""Whose turn is next: each person's in order and one at a time, and nobody behind anybody's flood."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from datetime import timedelta

import pytest

from bot.base.clock import HandClock
from bot.ports import Intake, Outcome, StoreUnavailable
from bot.turns.line import LONGEST, STORE_PAUSE, TurnLine
from flows.base.events import Typed
from tests.bot.core import NOON, said

LONG = "x" * LONGEST


class Desk:
    """Takes turns by hand: `under_way` are those being taken, in the order in which they came."""

    def __init__(self) -> None:
        self.under_way: deque[tuple[Intake, asyncio.Future[Outcome]]] = deque()
        self.begun: list[str] = []
        self.news = asyncio.Event()
        self.clock = HandClock(NOON)
        self.line = TurnLine(self._take, self.clock)

    async def _take(self, intake: Intake) -> Outcome:
        assert isinstance(intake.event, Typed)
        self.begun.append(intake.event.text.split(" ")[0])
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self.under_way.append((intake, done))
        self.news.set()
        return await done

    async def settle(self) -> None:
        """Let everything go as far as it can without a commit."""
        for _ in range(10):
            await asyncio.sleep(0)

    async def commit(self, error: Exception | None = None) -> None:
        """Commit all that is under way, or fail the first of it."""
        if error is not None:
            self.under_way.popleft()[1].set_exception(error)
        else:
            while self.under_way:
                self.under_way.popleft()[1].set_result(Outcome())
        await self.settle()

    @property
    def people(self) -> list[str]:
        return [intake.person for intake, _ in self.under_way]


@pytest.fixture
async def desk() -> Desk:
    return Desk()


async def test_of_one_person_one_turn_is_taken_at_a_time_and_others_beside_it(desk: Desk) -> None:
    for text in ("a1", "a2", "a3"):
        desk.line.join(said("mem:a", text))
    desk.line.join(said("mem:b", "b1"))
    await desk.settle()
    assert desk.begun == ["a1", "b1"]
    await desk.commit()
    assert desk.people == ["mem:a"]
    desk.line.join(said("mem:b", "b2"))
    await desk.settle()
    assert desk.begun == ["a1", "b1", "a2", "b2"]
    await desk.commit()
    await desk.commit()
    await desk.line.idle()
    assert desk.begun == ["a1", "b1", "a2", "b2", "a3"]


async def test_all_who_crowd_share_one_longest_message_in_turn(desk: Desk) -> None:
    for number in range(5):
        for person in "abc":
            desk.line.join(said(f"mem:{person}", f"{person}{number} {LONG}"))
    await desk.settle()
    for _ in range(6):
        assert len(desk.people) == 1, "however many crowd, one longest message is all that anybody waits for"
        desk.line.join(said("mem:quiet", "q"))
        await desk.settle()
        assert desk.people[1:] == ["mem:quiet"], "at once, beside it"
        desk.news.clear()
        await desk.commit()
        await desk.news.wait()  # those who crowd leave the store to the quiet one for a moment
    crowding = [text for text in desk.begun if text != "q"]
    assert crowding[:7] == ["a0", "b0", "c0", "a1", "b1", "c1", "a2"]
    await desk.line.stop()


async def test_whoever_crowds_with_little_turns_shares_the_same_as_with_great_ones(desk: Desk) -> None:
    for person in range(30):
        for number in range(30):
            desk.line.join(said(f"mem:{person}", str(number)))
    await desk.settle()
    assert Counter(desk.people).most_common(1)[0][1] == 1
    assert 10 < len(desk.people) < 30, "many small turns at a time, and no more than cost one longest message"
    await desk.line.stop()


@pytest.mark.parametrize(
    ("texts", "crowded"), [([LONG], False), (["a"] * 20, False), (["a"] * 21, True), ([LONG, "a"], True)]
)
async def test_more_than_one_longest_message_is_a_crowd(desk: Desk, texts: list[str], crowded: bool) -> None:
    assert desk.line.crowded("mem:a", [said("mem:a", text) for text in texts]) is crowded
    *before, last = texts
    for text in before:
        desk.line.join(said("mem:a", text))
    assert desk.line.crowded("mem:a", [said("mem:a", last)]) is crowded
    assert not desk.line.crowded("mem:b", [said("mem:b", "b")])
    await desk.line.stop()


async def test_what_comes_while_others_are_written_down_comes_behind_them(desk: Desk) -> None:
    with desk.line.arriving("mem:a"):
        assert desk.line.crowded("mem:a", [said("mem:a", "a")])
        assert not desk.line.crowded("mem:b", [said("mem:b", "b")])
    assert not desk.line.crowded("mem:a", [said("mem:a", "a")])


async def test_nothing_overtakes_what_could_not_be_saved(desk: Desk) -> None:
    first, second = desk.line.join(said("mem:a", "a1")), desk.line.join(said("mem:a", "a2"))
    other = desk.line.join(said("mem:b", "b1"))
    await desk.settle()
    await desk.commit(StoreUnavailable("disk full"))
    for outcome in (first, second):
        with pytest.raises(StoreUnavailable, match="disk full"):
            await outcome
    await desk.commit()
    await other
    await desk.line.idle()
    assert desk.begun == ["a1", "b1"]


async def test_what_is_written_down_is_tried_until_it_is_saved(desk: Desk) -> None:
    held = [desk.line.join(said("mem:a", text), held=True) for text in ("a1", "a2")]
    await desk.settle()
    for _ in range(3):
        await desk.commit(StoreUnavailable("disk full"))
        assert desk.people == []
        await desk.clock.someone_sleeps(STORE_PAUSE)
        desk.clock.move(timedelta(seconds=STORE_PAUSE))
        await desk.settle()
    await desk.commit()
    await desk.commit()
    await asyncio.gather(*held)
    assert desk.begun == ["a1", "a1", "a1", "a1", "a2"]


async def test_a_fault_of_ours_holds_up_nobody(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = desk.line.join(said("mem:a", "a1"), held=True), desk.line.join(said("mem:a", "a2"))
    await desk.settle()
    await desk.commit(ValueError("a fault"))
    await desk.commit()
    with pytest.raises(ValueError, match="a fault"):
        await first
    await second
    assert "held_turn_failed" in capsys.readouterr().err


async def test_once_stopped_nothing_more_is_taken(desk: Desk) -> None:
    first, second = desk.line.join(said("mem:a", "a1")), desk.line.join(said("mem:a", "a2"))
    await desk.settle()
    await desk.line.stop()
    for outcome in (first, second):
        with pytest.raises(StoreUnavailable, match="stopping"):
            await outcome
    with pytest.raises(StoreUnavailable, match="stopping"):
        desk.line.join(said("mem:b", "b1"))
    assert desk.begun == ["a1"]


async def test_a_caller_who_goes_away_changes_nothing(desk: Desk) -> None:
    first = desk.line.join(said("mem:a", "a1"))
    second = desk.line.join(said("mem:a", "a2"))
    await desk.settle()
    first.cancel()
    await desk.commit()
    await desk.commit()
    assert (await second) == Outcome()
