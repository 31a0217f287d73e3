"""Somebody closes their direct messages, or their account is gone: one refused call, then none until they are back."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.base.clock import HandClock
from bot.turns.timers import TimerLoop
from flows.base.events import Event, TimerFired, Typed
from flows.base.replies import Reply, SetTimer
from flows.content.words import Words
from flows.talk.session import Session, Step
from tests.doubles.discord.driver import Driver
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.house import House
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import DiscordDouble


def remind(_library: Any, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
    """Whatever is typed sets two reminders, in ten and in twenty minutes."""
    session = session or Session(sid=fresh, touched=now)
    if isinstance(event, TimerFired):
        return Step(session, (Reply("message", paragraphs=(f"Reminder {event.name}",)),))
    names = ("10", "20") if isinstance(event, Typed) else ()
    timers = tuple(SetTimer(name, now + timedelta(minutes=int(name))) for name in names)
    return Step(session, (Reply("message", paragraphs=("Noted.",)),), timers)


@pytest.mark.parametrize("gone", [False, True], ids=["direct messages closed", "no such user"])
async def test_one_refused_call_and_then_none_until_they_are_back(
    discord: DiscordDouble, ann: Person, words: Words, clock: HandClock, tmp_path: Path, gone: bool
) -> None:
    async with House(discord, tmp_path, words, remind, clock) as house:
        timers = TimerLoop(house.store, house.turns.road, clock)  # type: ignore[arg-type]
        await timers.start()

        async def pass_time(**by: float) -> None:
            await clock.someone_sleeps()
            clock.move(timedelta(**by))
            await clock.someone_sleeps()
            await house.settle()

        driver = Driver(ann, house)
        ann.go_to_dm()
        await driver.say("hello")
        await house.settle()
        assert texts(ann) == ["hello", "Noted."]
        before = len(discord.sent("POST", "/channels/"))
        if gone:
            body = {"code": 10013, "message": "Unknown User"}
            discord.faults.add(Fault("POST /channels/", status=404, body=body))
        else:
            ann.user.dms_open = False
        await pass_time(minutes=25)  # both fall due at once: the second is not tried
        for _ in range(5):
            await pass_time(hours=3)
        assert len(discord.sent("POST", "/channels/")) == before + 1

        ann.user.dms_open = True
        await driver.say("back again")
        await pass_time(minutes=25)
        assert texts(ann)[2:] == ["back again", "Noted.", "Reminder 10", "Reminder 20"]
        await timers.stop()


def texts(person: Person) -> list[str]:
    return [message.content for message in person.sees()]
