"""The process with the local Telegrams: one for each bot, and the people who tap as soon as they can see the next button.

In:  {"bot", "chats", "seconds"}       so many chats talk at once for so long       -> {"turns", "seconds", "calls"}
     {"bot", "chats", "people"}        so many new people take a whole talk each    -> the same
     {"bot", "first"}                  someone new writes /start now, perhaps before the bot is up; answered once it was
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from contextlib import AsyncExitStack
from typing import Any

from tests.bench.requests import answer, say
from tests.bench.talks import Talk, read_talks
from tests.doubles.telegram.faults import Fault
from tests.doubles.telegram.people import Person
from tests.doubles.telegram.server import TelegramDouble
from tests.doubles.telegram.world import Json

STUCK = 20.0
QUIET = 0.15
SCREEN = 24
"""Messages of a chat that are kept: scrolling back costs time, and it would not be the bot's."""


class Chat:
    """One person's place in their talks."""

    def __init__(self, person: Person, number: int) -> None:
        self.person = person
        self.number = number
        self.turn = 0
        self.awaited = ""
        self.shown: asyncio.Future[None] | None = None


class Exchange(TelegramDouble):
    """A local Telegram that tells a chat's person when the awaited button appears; nobody else is woken."""

    def __init__(self, talks: list[Talk]) -> None:
        super().__init__()
        self.talks = talks
        self.chats: list[Chat] = []
        self.by_id: dict[int, Chat] = {}
        self.counted: Counter[str] = Counter()
        self.last_call = 0.0

    async def _answer(self, token: str, method: str, params: Json, fault: Fault | None) -> tuple[int, Any]:
        status, body = await super()._answer(token, method, params, fault)
        if method != "getUpdates":
            self.counted[method] += 1
            self.last_call = time.perf_counter()
        if status == 200 and method in ("sendMessage", "editMessageText"):
            self._look(body["result"])
        return status, body

    def _look(self, message: Json) -> None:
        chat = self.by_id.get(message["chat"]["id"])
        if chat is None or chat.shown is None or chat.shown.done():
            return
        for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
            for button in row:
                if button.get("callback_data", "").split(".", 3)[-1] == chat.awaited:
                    chat.shown.set_result(None)
                    return

    def newcomer(self, number: int) -> Chat:
        """Somebody new, whose first talk is the one with this number."""
        chat = Chat(self.person("Ann"), number)
        self.chats.append(chat)
        self.by_id[chat.person.user.id] = chat
        return chat

    async def turn(self, chat: Chat) -> bool:
        """The next command or tap, until what comes after it can be tapped; whether the talk is over with it."""
        number = chat.number % len(self.talks)
        turns = self.talks[number].turns
        act = turns[chat.turn].act
        last = chat.turn == len(turns) - 1
        chat.awaited = "handoff" if last else turns[chat.turn + 1].act
        chat.shown = asyncio.get_running_loop().create_future()
        if act:
            self._tap(chat, act)
        else:
            chat.person.say(f"/check {number}")
        async with asyncio.timeout(STUCK):
            await chat.shown
        chat.turn += 1
        if last:
            chat.turn = 0
            chat.number += 1
        return last

    def _tap(self, chat: Chat, act: str) -> None:
        for message in reversed(chat.person.sees()):
            for row in message.rows:
                for button in row:
                    data = button.get("callback_data", "")
                    if data.split(".", 3)[-1] == act:
                        chat.person.tap(data, message)
                        return
        raise AssertionError(f"no button {act}")

    def clear_up(self, chat: Chat) -> None:
        messages = chat.person.chat.messages
        del messages[:-SCREEN]

    async def quiet(self) -> None:
        """Return once no call has come for a while."""
        while True:
            rest = self.last_call + QUIET - time.perf_counter()
            if rest <= 0:
                return
            await asyncio.sleep(rest)

    async def talk_for(self, chats: int, seconds: float) -> Json:
        """So many people talk for so long; the turn under way is finished."""
        while len(self.chats) < chats:
            self.newcomer(len(self.chats))
        return await self._measured([self._until(chat, seconds) for chat in self.chats[:chats]])

    async def _until(self, chat: Chat, seconds: float) -> int:
        end = time.perf_counter() + seconds
        turns = 0
        while time.perf_counter() < end:
            if await self.turn(chat):
                self.clear_up(chat)
            turns += 1
        return turns

    async def crowd(self, chats: int, people: int) -> Json:
        """So many new people, `chats` at a time, take one talk each and are not seen again."""
        waiting = list(range(people))

        async def queue() -> int:
            turns = 0
            while waiting:
                waiting.pop()
                chat = self.newcomer(0)
                over = False
                while not over:
                    over = await self.turn(chat)
                    turns += 1
                self.chats.remove(chat)
                del self.by_id[chat.person.user.id], self.world.chats[chat.person.user.id]
                self.requests.clear()
            return turns

        return await self._measured([queue() for _ in range(chats)])

    async def _measured(self, work: list[Any]) -> Json:
        self.counted.clear()
        began = time.perf_counter()
        turns = sum(await asyncio.gather(*work))
        seconds = time.perf_counter() - began
        await self.quiet()
        self.requests.clear()
        self.world.taps.clear()
        return {"turns": turns, "seconds": seconds, "calls": dict(self.counted)}

    async def first(self) -> Json:
        """Someone writes before the bot is up."""
        chat = self.newcomer(0)
        chat.awaited, chat.shown = self.talks[0].turns[1].act, asyncio.get_running_loop().create_future()
        chat.person.say("/start")
        await chat.shown
        return {"answered": True}


async def main(names: list[str], talks: list[Talk]) -> None:
    async with AsyncExitStack() as stack:
        exchanges = {name: await stack.enter_async_context(Exchange(talks)) for name in names}
        say({name: {"token": one.token, "url": one.base_url} for name, one in exchanges.items()})

        async def serve(request: Json) -> Json:
            exchange = exchanges[request["bot"]]
            try:
                if "seconds" in request:
                    return await exchange.talk_for(request["chats"], request["seconds"])
                if "people" in request:
                    return await exchange.crowd(request["chats"], request["people"])
                return await exchange.first()
            except TimeoutError:
                return {"error": f"{request['bot']} left somebody without an answer for {STUCK:g} s"}
            finally:
                for complaint in exchange.forgive():
                    sys.stderr.write(f"{request['bot']}: {complaint}\n")

        await answer(serve)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[2:], read_talks(sys.argv[1])))
