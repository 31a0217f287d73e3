"""A routine that was begun in a server: each timed step comes where it began, else where it went is said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.base.clock import HandClock
from bot.turns.timers import due_now
from flows.base.events import Command, Event
from flows.base.replies import Reply, SetTimer
from flows.content.words import Words
from flows.talk.library import Library, load_library
from flows.talk.session import Session, Step
from flows.turn.engine import advance
from tests.doubles.discord.driver import Driver
from tests.doubles.discord.house import House
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.discord.world import EPHEMERAL

HERE = "This comes here because a server shows"
NEXT_IN_DM = "What comes next I send you as a direct message"
TO_CALF_STRETCH = (
    *("None of these", "None of these", "Left leg only", "Nothing different", "Slowly, with running or activity"),
    *(
        "All over the calf, or foot too",
        "Started in the last 3 days",
        "Normal, pain 0 to 2 out of 10",
        "Eases as I warm up",
    ),
    *("None of these", "None of these", "Calf stretch, 6 min", "Skip"),
)


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture
async def real(discord: DiscordDouble, tmp_path: Path, library: Library, clock: HandClock) -> AsyncIterator[House]:
    async with House(discord, tmp_path, library, advance, clock) as house:
        yield house


class Runner:
    """Ann in the server, at the first hold of a routine, with the clock in her hand."""

    def __init__(self, person: Person, house: House, clock: HandClock) -> None:
        self.person = person
        self.driver = Driver(person, house)
        self._house = house
        self._clock = clock

    async def begin(self) -> None:
        await self.driver.start("start")
        for label in TO_CALF_STRETCH:
            await self.driver.tap(label)
        await self.here()

    async def later(self, **by: float) -> None:
        self._clock.move(timedelta(**by))
        person, turns = f"dc:{self.person.user.id}", self._house.turns.road
        await asyncio.to_thread(due_now, self._house.store, turns, person, self._clock.now())  # type: ignore[arg-type]
        await self._house.settle()

    async def here(self) -> str:
        return "\n\n".join(await self.driver.settled())

    async def in_dm(self) -> str:
        self.person.go_to_dm()
        news = await self.here()
        self.person.go_to_server()
        return news


@pytest.fixture
async def runner(ann: Person, real: House, clock: HandClock) -> Runner:
    runner = Runner(ann, real, clock)
    await runner.begin()
    return runner


async def test_the_first_rest_comes_where_it_began(runner: Runner) -> None:
    await runner.driver.tap("Start")
    assert "left leg" in await runner.here()
    await runner.later(seconds=30)
    assert "right leg" in await runner.here()
    assert await runner.in_dm() == ""
    assert all(message.flags & EPHEMERAL for message in runner.person.sees())


async def test_after_a_restart_too(runner: Runner, real: House) -> None:
    await runner.driver.tap("Start")
    await runner.here()
    await real.restart()
    await runner.later(seconds=30)
    assert "right leg" in await runner.here()


async def test_a_step_that_comes_too_late_for_the_server_says_why_it_is_elsewhere(runner: Runner) -> None:
    await runner.driver.tap("Start")
    await runner.here()
    await runner.later(minutes=16)
    assert await runner.here() == ""
    there = await runner.in_dm()
    assert HERE in there
    assert "right leg" in there


async def test_with_closed_direct_messages_routine_goes_on_with_it(runner: Runner) -> None:
    runner.person.user.dms_open = False
    await runner.driver.tap("Start")
    await runner.here()
    await runner.later(minutes=16)
    assert await runner.here() == ""
    await runner.driver.start("routine")
    shown = await runner.here()
    assert "Which one?" not in shown
    assert "right leg" in shown


def count_down(_library: Any, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
    """A countdown of five minutes, and then another, and so on: each begins with a message."""
    session = session or Session(sid=fresh, touched=now)
    until = now + timedelta(minutes=5)
    said = "Go." if isinstance(event, Command) else "And once more."
    return Step(session, (Reply("message", paragraphs=(said,), until=until, live=True),), (SetTimer("on", until),))


async def test_the_last_that_the_server_can_show_says_where_the_next_comes(
    discord: DiscordDouble, ann: Person, words: Words, clock: HandClock, tmp_path: Path
) -> None:
    async with House(discord, tmp_path, words, count_down, clock) as house:
        runner = Runner(ann, house, clock)
        await runner.driver.start()
        assert NEXT_IN_DM not in await runner.here()
        await runner.later(minutes=5)
        assert NEXT_IN_DM not in await runner.here()
        await runner.later(minutes=5)
        assert NEXT_IN_DM in await runner.here()  # it ends at 15 minutes, when the token is of no use
        assert await runner.in_dm() == ""
        await runner.later(minutes=5)
        assert await runner.here() == ""
        assert HERE in await runner.in_dm()
        await runner.driver.start()  # something is done in the server, and it goes on there
        assert NEXT_IN_DM not in await runner.here()
        await runner.later(minutes=5)
        assert "And once more." in await runner.here()
        assert await runner.in_dm() == ""
