"""Everything from intake to the person's screen, with time standing still."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import msgspec

from bot.adapters.memory import MemoryPort
from bot.base.clock import HandClock
from bot.delivery.outbox import OutboxWorker
from bot.ports import Outcome
from bot.store import Store
from bot.turns.service import TurnService
from flows.base.events import Typed
from flows.base.replies import Reply
from flows.talk.session import Session, Step
from tests.bot.core import NOON, Phrases, Service, core, said


class World:
    """The store, the turns, the outbox and a pretended platform."""

    def __init__(self, store: Store, service: Service, folder: Path) -> None:
        self.store = store
        self.service = service
        self.folder = folder
        self.clock = HandClock(NOON)
        self.port = MemoryPort()
        self.outbox = OutboxWorker(store, {"mem": self.port}, self.clock)

    async def say(self, person: str, text: str) -> Outcome:
        return await self.service.submit(said(person, text))

    async def through(self, person: str, text: str) -> None:
        await self.outbox.delivered(await self.say(person, text))

    def shown(self, person: str) -> list[str]:
        return [message.text for message in self.port.chats.get(person, [])]

    def fates(self) -> list[str]:
        with closing(sqlite3.connect(self.folder / "data" / "calfwise.db")) as connection:
            return [row[0] for row in connection.execute("SELECT status FROM outbox ORDER BY id")]


@asynccontextmanager
async def world(folder: Path, start: bool = True) -> AsyncIterator[World]:
    with core(folder) as (store, service):
        made = World(store, service, folder)
        if start:
            await made.outbox.start()
        yield made
        for event in made.port.held.values():
            event.set()
        await made.outbox.stop(grace=0)


def replying(store: Store, before: str = "", **facts: object) -> TurnService[Phrases]:
    """A service whose conversation answers with one reply of these facts, its title what was typed; `before` leads up to it."""

    def echo(_library: Phrases, session: Session | None, event: object, _now: object, fresh: str) -> Step:
        title = event.text if isinstance(event, Typed) else ""
        reply = msgspec.structs.replace(Reply("message", title=title), **facts)
        leads = (Reply("message", title=before),) if before else ()
        return Step(session or Session(sid=fresh), (*leads, reply))

    return TurnService(store, Phrases(), echo)
