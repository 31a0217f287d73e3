"""The process with the local Telegram of the flood bench, and the people in it.

In:  {"quiet": 20}                                somebody asks so many times, one after the other   -> {"ms": [...]}
     {"quiet": 20, "text": "…"}                   the same with a text instead of a command
     {"flood": 300, "text": "…", "quiet": 20}     the same beside somebody new who has just sent that many messages
     {"flood": 60, "text": "…", "last": "…"}      how long until that many and then `last` has its answer
     {"hanging": 40, "quiet": 20}                 somebody asks while the answers to that many others hang
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from tests.bench.requests import answer, say
from tests.doubles.telegram.people import Person
from tests.doubles.telegram.server import TelegramDouble

STUCK = 120.0
ASKED = "/help"
LAST, LAST_ANSWER = "/privacy", "What I keep"
ASKED_BACK = "Is this so now"
"""What stands in the question that a typed danger gets."""


class Crowd(TelegramDouble):
    """A local Telegram, and what people do there."""

    async def ask(self, times: int, text: str = ASKED) -> list[float]:
        """So many questions of somebody new who waits for each answer: milliseconds until each came."""
        samples, asker = [], self.person("Ann")
        for _ in range(times):
            began, seen = time.perf_counter(), len(asker.sees())
            asker.say(text)
            await self._sees(asker, seen + 1)
            samples.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.01)  # as far as the bot is concerned they are still reading
        return samples

    async def flood(self, number: int, text: str, quiet: int) -> list[float]:
        """The same right after somebody new has sent `number` messages; returns when that flood is over too."""
        flooder = self.person("Ben")
        for count in range(number):
            flooder.say(f"{count} {text}")
        samples = await self.ask(quiet)
        await self._over(flooder)
        return samples

    async def hang(self, number: int, quiet: int) -> list[float]:
        """Questions of somebody new while the calls to so many chats are held; they are let go afterwards."""
        gate = asyncio.Event()
        people = [self.person("Dan") for _ in range(number)]
        held = [self.faults.add("sendMessage", chat=person.user.id, gate=gate) for person in people]
        for person in people:
            person.say(ASKED)
        await self.world.until(lambda: all(fault.struck for fault in held), "all to hang", within=STUCK)
        samples = await self.ask(quiet)
        gate.set()
        for person in people:
            await self._sees(person, 1)
        self.faults.clear()
        return samples

    async def danger(self, number: int, text: str, last: str) -> list[float]:
        """How long somebody new waits who sent `number` messages, and then says a danger."""
        person = self.person("Cat")
        for count in range(number):
            person.say(f"{count} {text}")
        began = time.perf_counter()
        person.say(last)
        await self.world.until(
            lambda: any(ASKED_BACK in message.text for message in person.sees()),
            "the danger to be asked about",
            within=STUCK,
        )
        samples = [(time.perf_counter() - began) * 1000]
        await self._over(person)
        return samples

    async def _sees(self, person: Person, number: int) -> None:
        await self.world.until(lambda: len(person.sees()) >= number, "an answer", within=STUCK)

    async def _over(self, person: Person) -> None:
        """Return once everything that this person said has been taken, and what there is to say about it has been said."""
        person.say(LAST)
        await self.world.until(lambda: LAST_ANSWER in person.last.text, "the last answer", within=STUCK)


async def main() -> None:
    async with Crowd() as crowd:
        say({"token": crowd.token, "url": crowd.base_url})

        async def serve(request: dict[str, Any]) -> dict[str, Any]:
            number, text = request.get("flood", 0), request.get("text", "")
            if "hanging" in request:
                samples = await crowd.hang(request["hanging"], request["quiet"])
            elif "last" in request:
                samples = await crowd.danger(number, text, request["last"])
            elif number:
                samples = await crowd.flood(number, text, request["quiet"])
            else:
                samples = await crowd.ask(request["quiet"], text or ASKED)
            crowd.requests.clear()
            crowd.forgive()
            return {"ms": samples}

        await answer(serve)


if __name__ == "__main__":
    asyncio.run(main())
