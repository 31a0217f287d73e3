"""Both local servers and everybody on them: who has been shown something thinks for a moment, then does the next thing."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from bot.base.clock import HandClock
from tests.doubles.discord.errors import Breach
from tests.kill.people import HABITS, OnDiscord, OnTelegram, Someone
from tests.kill.watching import Ledger, Trigger, WatchedDiscord, WatchedTelegram

THINKS = (0.2, 1.2)
"""Seconds that somebody thinks before the next tap: what real people do, not a wait for anything."""


class World:
    """Made by `standing`. `awake` says whether people do anything."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self.ledger = Ledger()
        self.trigger = Trigger()
        self.awake = False
        self.people: dict[str, Someone] = {}
        self.faults: list[str] = []
        # Ids are of today, as the library expects; the clock stands still, so that no interaction grows too old.
        clock = HandClock(datetime.now(UTC))
        self.telegram = WatchedTelegram(self.ledger, self.trigger, self._dice, self._shown)
        self.discord = WatchedDiscord(clock, self.ledger, self.trigger, self._dice, self._shown_on_discord)
        self._thinking: dict[str, asyncio.TimerHandle] = {}
        self._acting: set[asyncio.Task[None]] = set()

    def populate(self, chats: int) -> None:
        """So many people; every third is on Discord."""
        for number in range(chats):
            habit = HABITS[number // 3 % len(HABITS)]
            dice = random.Random(self._dice.random())
            if number % 3 == 2:
                one: Someone = OnDiscord(self.discord.person(f"Ann{number}"), habit, dice, in_server=number % 2 == 0)
            else:
                one = OnTelegram(self.telegram.person(f"Ben{number}"), habit, dice)
            self.people[one.person] = one

    def wake(self) -> None:
        """The bot is there again: everybody does something, also who still waits for what will never be shown."""
        self.awake = True
        for person in self.people:
            self._think(person)

    async def rest(self) -> None:
        """Nobody does anything any more."""
        self.awake = False
        for handle in self._thinking.values():
            handle.cancel()
        self._thinking.clear()
        while self._acting:
            await asyncio.wait(self._acting)

    async def gone(self) -> None:
        """Return once the servers have noticed that the bot is gone: what it had sent has been done by then, or is lost."""
        telegram, discord = self.telegram, self.discord
        await telegram.world.until(lambda: telegram.line.quiet, "the calls to Telegram to end", 60)
        await discord.world.until(lambda: discord.line.quiet, "the calls to Discord to end", 60)

    def _shown(self, person: str) -> None:
        one = self.people.get(person)
        if one is not None and one.busy:
            one.busy = False
            self._think(person)

    def _shown_on_discord(self, number: int) -> None:
        message = self.discord.world.messages.get(number)
        owner = message and (message.only_for or (message.channel.recipient and message.channel.recipient.id))
        if message is None or not owner:
            return
        one = self.people[f"dc:{owner}"]
        assert isinstance(one, OnDiscord)
        one.sees(message)
        self._shown(one.person)

    def _think(self, person: str) -> None:
        if self.awake and person not in self._thinking:
            seconds = self._dice.uniform(*THINKS)
            self._thinking[person] = asyncio.get_running_loop().call_later(seconds, self._do, person)

    def _do(self, person: str) -> None:
        del self._thinking[person]
        task = asyncio.create_task(self._act(person))
        self._acting.add(task)
        task.add_done_callback(self._acting.discard)

    async def _act(self, person: str) -> None:
        one = self.people[person]
        if one.patient:
            one.busy = True
            return
        try:
            await one.act()
        except Breach as error:
            if self.discord.world.commands:  # else the bot was killed before it could register any
                self.faults.append(f"{person} could not do what a person can: {error}")
        except ConnectionError:
            pass  # the bot was killed in that instant; nobody heard it


@contextlib.asynccontextmanager
async def standing(seed: int, chats: int) -> AsyncIterator[World]:
    """The servers, listening, and `chats` people who do nothing yet."""
    world = World(seed)
    async with world.telegram, world.discord:
        world.populate(chats)
        try:
            yield world
        finally:
            await world.rest()
