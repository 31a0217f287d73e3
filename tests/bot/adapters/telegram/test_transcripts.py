"""Every transcript through the real Telegram client library."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.base.clock import HandClock
from bot.turns.timers import due_now
from flows.base.tokens import parse
from flows.talk.library import Library
from tests.doubles.telegram import Person, TelegramDouble
from tests.doubles.telegram.driver import Driver
from tests.doubles.telegram.house import House
from tests.doubles.telegram.world import Message
from tests.transcripts_format import files, read
from tests.transcripts_hands import EngineHand, Recorder, Tapping, bare, go_through


class TelegramHand(Tapping):
    """A thumb on the buttons of one private chat."""

    def __init__(self, person: Person, house: House, clock: HandClock) -> None:
        self._person = person
        self._house = house
        self._clock = clock
        self._driver = Driver(person, house)
        self._tapped: list[tuple[str, Message, str]] = []
        self._had: dict[str, tuple[Message, str]] = {}

    async def say(self, text: str) -> None:
        await self._driver.say(text)

    async def tap(self, token: str) -> None:
        self._person.tap(token, next(m for m in reversed(self._person.sees()) if token in _tokens(m).values()))
        await self._house.settle()

    async def old_button(self, label: str) -> None:
        """The app still shows what the bot has taken away by now."""
        message, token = self._had[label]
        assert not message.rows, "the button is there, so it can simply be tapped"
        self._person.forge(token, message.wire())
        await self._house.settle()

    async def wait(self, by: timedelta) -> None:
        self._clock.move(by)
        due = (self._house.store, self._house.road, f"tg:{self._person.user.id}", self._clock.now())
        await asyncio.to_thread(due_now, *due)
        await self._house.settle()

    async def seen(self) -> list[str]:
        for message in self._person.sees():
            self._had.update({label: (message, token) for label, token in _tokens(message).items()})
        return await self._driver.settled()

    def board(self, label: str) -> dict[str, str]:
        for message in reversed(self._person.sees()):
            if label in (board := _tokens(message)):
                return board
        raise AssertionError(f"{label!r} is on no button; the newest are {self._driver.buttons()}")


def _tokens(message: Message) -> dict[str, str]:
    buttons = [button for row in message.rows for button in row if "callback_data" in button]
    assert all(parse(button["callback_data"]) for button in buttons)
    return {bare(button["text"]): button["callback_data"] for button in buttons}


@pytest.mark.parametrize("path", files("telegram"), ids=lambda path: path.stem)
async def test_transcript(
    path: Path, telegram: TelegramDouble, library: Library, clock: HandClock, tmp_path: Path
) -> None:
    transcript = read(path)
    reference, recorder = Recorder(), Recorder()
    wanted = await go_through(transcript, EngineHand(library, reference), reference)
    async with House(telegram, tmp_path, library, recorder.advance, clock, pictures=True) as house:
        hand = TelegramHand(telegram.person(), house, clock)
        assert await go_through(transcript, hand, recorder) == wanted
