"""The process with the local Discord, and members of its server who take a talk each.

In:  {"chats", "people"}      so many new people, `chats` at a time, take a whole talk each     -> {"turns", "seconds"}
"""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import UTC, datetime
from typing import Any

from bot.base.clock import HandClock
from tests.bench.requests import answer, say
from tests.bench.talks import Talk, read_talks
from tests.doubles.discord import loopback
from tests.doubles.discord.people import Person
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.discord.world import Json, Message

STUCK = 20.0


class Member:
    """One person's place in the talk. `shown` is done with the message on which `awaited` can be chosen."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.awaited = ""
        self.shown: asyncio.Future[Message] = asyncio.get_running_loop().create_future()

    def expect(self, act: str) -> None:
        self.awaited = act
        self.shown = asyncio.get_running_loop().create_future()

    def look(self, message: Message) -> None:
        if not self.shown.done() and _component(message, self.awaited):
            self.shown.set_result(message)


class Square:
    """The server's channel, where everybody is answered so that only they can see it."""

    def __init__(self, discord: DiscordDouble, talk: Talk) -> None:
        self._discord = discord
        self._talk = talk
        self._members: dict[int, Member] = {}
        self._touch = discord.world.touch
        discord.world.touch = self._touched  # type: ignore[method-assign]

    def _touched(self, message: Message) -> None:
        self._touch(message)
        member = self._members.get(message.only_for or 0)
        if member is not None:
            member.look(message)

    async def crowd(self, chats: int, people: int) -> Json:
        """So many new people, `chats` at a time, take one talk each and are not seen again."""
        waiting = list(range(people))

        async def queue() -> None:
            while waiting:
                waiting.pop()
                await self._whole_talk()

        began = time.perf_counter()
        await asyncio.gather(*(queue() for _ in range(chats)))
        return {"turns": people * len(self._talk.turns), "seconds": time.perf_counter() - began}

    async def _whole_talk(self) -> None:
        person = self._discord.person()
        member = self._members[person.user.id] = Member(person)
        acts = [turn.act for turn in self._talk.turns[1:]]
        message: Message | None = None
        for act, after in zip(["", *acts], [*acts, "handoff"], strict=True):
            member.expect(after)
            if message is None:
                await person.slash("calf")
            else:
                await _choose(person, message, act)
            async with asyncio.timeout(STUCK):
                message = await member.shown
        self._gone(person)

    def _gone(self, person: Person) -> None:
        """Nothing is kept of someone who has left: looking through it would cost the others time."""
        world = self._discord.world
        del self._members[person.user.id], world.users[person.user.id]
        for number in [one.id for one in world.messages.values() if one.only_for == person.user.id]:
            del world.messages[number]
        for number in [one.id for one in world.interactions.values() if one.user is person.user]:
            del world.interactions[number]
        self._discord.calls.clear()


def _component(message: Message, act: str) -> tuple[Json, Json | None] | None:
    """The button for this act; or the menu, and its option."""
    option = act.partition(".")[2]
    for row in message.components:
        for component in row["components"]:
            if component.get("custom_id", "").split(".", 3)[-1] == act:
                return component, None
            for entry in component.get("options", ()):
                if option and entry["value"] == option:
                    return component, entry
    return None


async def _choose(person: Person, message: Message, act: str) -> None:
    found = _component(message, act)
    assert found is not None
    component, entry = found
    if entry is None:
        await person.tap(message, component["custom_id"])
    else:
        await person.choose(message, entry["label"])


async def main(talk: Talk) -> None:
    # The clock stands still, so that no interaction ever grows too old; ids are of today, as the library expects.
    async with DiscordDouble(HandClock(datetime.now(UTC))) as discord:
        square = Square(discord, talk)
        say({"port": discord._port, "token": discord.token, "certificate": loopback._files()[1]})

        async def serve(request: Json) -> Json:
            try:
                done: dict[str, Any] = await square.crowd(request["chats"], request["people"])
            except TimeoutError:
                return {"error": f"somebody on Discord was left without an answer for {STUCK:g} s"}
            if complaints := discord.forgive():
                return {"error": complaints[0]}
            return done

        await answer(serve)


if __name__ == "__main__":
    asyncio.run(main(read_talks(sys.argv[1])[0]))
