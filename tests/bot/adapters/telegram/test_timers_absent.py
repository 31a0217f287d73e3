"""Somebody blocks the bot, or their account is gone: one refused call, then none until they write again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.base.clock import HandClock
from bot.turns.timers import TimerLoop
from flows.base.events import Event, TimerFired, Typed
from flows.base.replies import Reply, SetTimer
from flows.talk.library import Library
from flows.talk.session import Session, Step
from tests import holds
from tests.doubles.telegram import ApiError, Person, TelegramDouble
from tests.doubles.telegram.house import House


def remind(_library: Any, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
    """A number sets a reminder in so many minutes; each sets the next, an hour later. Its name is the number."""
    session = session or Session(sid=fresh, touched=now)
    if isinstance(event, TimerFired):
        again = SetTimer(event.name, now + timedelta(hours=1))
        return Step(session, (Reply("message", paragraphs=(f"Reminder {event.name}",)),), (again,))
    timers: tuple[SetTimer, ...] = ()
    if isinstance(event, Typed) and event.text.isdigit():
        timers = (SetTimer(event.text, now + timedelta(minutes=int(event.text))),)
    return Step(session, (Reply("message", paragraphs=("Noted.",)),), timers)


class Ticking:
    """A house whose timers run; `pass_time` returns when all that fell due meanwhile is said."""

    def __init__(self, house: House, clock: HandClock) -> None:
        self.house, self._clock = house, clock

    async def pass_time(self, **by: float) -> None:
        await self._clock.someone_sleeps()
        self._clock.move(timedelta(**by))
        await self._clock.someone_sleeps()
        await self.house.courier.idle()


@asynccontextmanager
async def ticking(house: House, clock: HandClock) -> AsyncIterator[Ticking]:
    timers = TimerLoop(house.store, house.road, clock)
    await timers.start()
    await clock.someone_sleeps()
    try:
        yield Ticking(house, clock)
    finally:
        await timers.stop()


def blocks(ann: Person, _telegram: TelegramDouble) -> Callable[[], None]:
    ann.block()
    return ann.unblock


def is_gone(_ann: Person, telegram: TelegramDouble) -> Callable[[], None]:
    for method in ("sendMessage", "editMessageText", "editMessageReplyMarkup"):
        telegram.faults.add(method, times=1000, error=ApiError(403, "Forbidden: user is deactivated"))
    return telegram.faults.clear


def was_deleted(_ann: Person, telegram: TelegramDouble) -> Callable[[], None]:
    telegram.faults.add("sendMessage", times=1000, error=ApiError(400, "Bad Request: chat not found"))
    return telegram.faults.clear


@pytest.mark.parametrize("leaves", [blocks, is_gone, was_deleted])
async def test_one_refused_call_and_then_none_until_they_write_again(
    telegram: TelegramDouble,
    library: Library,
    clock: HandClock,
    tmp_path: Path,
    leaves: Callable[[Person, TelegramDouble], Callable[[], None]],
) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    async with House(telegram, tmp_path, library, remind, clock) as house, ticking(house, clock) as at:
        for person in (ann, ben):
            for minutes in ("10", "20"):
                person.say(minutes)
        await house.settle()
        before = calls_to(telegram, ann)
        returns = leaves(ann, telegram)
        await at.pass_time(minutes=25)  # both fall due at once: the second is not tried
        for _ in range(5):
            await at.pass_time(hours=3)
        assert calls_to(telegram, ann) == before + 1

        returns()
        ann.say("back again")
        await house.settle()
        await at.pass_time(seconds=1)
        texts = [message.text for message in ann.sees()]
        assert texts == ["Noted."] * 3 + ["Reminder 10", "Reminder 20"], "what had been refused is not said now"
        await at.pass_time(hours=2)
        assert len(ann.sees()) == 7, "and they go on"


def calls_to(telegram: TelegramDouble, person: Person) -> int:
    """How often the bot has called for this chat."""
    return sum(int(call.params.get("chat_id", 0)) == person.user.id for call in telegram.requests)


async def test_blocked_in_the_middle_of_a_hold(
    telegram: TelegramDouble, library: Library, clock: HandClock, tmp_path: Path
) -> None:
    ann = telegram.person("Ann")
    async with House(telegram, tmp_path, library, holds.advance, clock) as house, ticking(house, clock) as at:
        ann.say("/routine")
        await house.settle()
        before = calls_to(telegram, ann)
        ann.block()
        await at.pass_time(seconds=5)
        await telegram.world.until(lambda: calls_to(telegram, ann) == before + 1, "a drawing, refused")
        for _ in range(20):
            await at.pass_time(seconds=25)
        assert calls_to(telegram, ann) == before + 2, "no further drawing; the end of the hold, refused; no more"
        ann.unblock()
        ann.say("/routine")
        await house.settle()
        assert ann.last.text.startswith("Hold 1 of 8.")
