"""What the child adds to the bot so that it can be judged: a label on each request, a journal, and an end at a commit.

Nothing here changes what the bot does.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import time
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import aiohttp

from bot.ports import Intake, Outcome
from tests.kill.journal import Connected, JournalWriter, Taken

LABEL = "X-Row"
"""The header that names the row which a request is for."""


class Rounds:
    """When the timer loop last began a round that found nothing due."""

    def __init__(self) -> None:
        self.loop: Any = None
        self.calm_since = 0.0
        self.calm = asyncio.Event()


rounds = Rounds()


def watch(journal: JournalWriter) -> None:
    """From now on, turns and connections are written down and requests labelled. Before the adapters are imported."""
    _watch_wire(journal)
    _watch_turns(journal)


def _watch_wire(journal: JournalWriter) -> None:
    from bot.delivery import wire

    original = wire.watch_wire

    def row() -> int | None:
        return getattr(wire._passage.get(), "_row", None)

    async def label(_session: Any, _context: SimpleNamespace, request: aiohttp.TraceRequestStartParams) -> None:
        number = row()
        if number is not None:
            request.headers[LABEL] = str(number)

    async def connected(*_: Any) -> None:
        number = row()
        if number is not None:
            journal.write(Connected(number))

    def watch_wire() -> aiohttp.TraceConfig:
        trace = original()
        trace.on_request_start.append(label)
        # Before the bot hears of it: what it notes then has its line already.
        trace.on_connection_create_end.insert(0, connected)
        trace.on_connection_reuseconn.insert(0, connected)
        return trace

    wire.watch_wire = watch_wire


def _watch_turns(journal: JournalWriter) -> None:
    from bot.store.batch import Batch
    from bot.turns import service

    original, draw = Batch.take, service.new_sid
    drawn = ""

    def drawing() -> str:
        nonlocal drawn
        drawn = draw()
        return drawn

    def watched(self: Batch, intake: Intake, take: Any) -> Outcome:
        nonlocal drawn
        drawn = ""
        outcome = original(self, intake, take)
        conversation = self.people.get(self._keys.tag("person", intake.person))
        if drawn and not outcome.duplicate and conversation is not None and conversation.session is not None:
            journal.write(Taken(intake.person, intake.key, intake.event, intake.at, drawn, conversation.rev))
        return outcome

    service.new_sid = drawing
    Batch.take = watched  # type: ignore[method-assign]


def prepare(commit: str, count: int, timers: bool) -> None:
    """In the new process: die at the `count`th commit if told to; without `timers` none fires."""
    from sqlalchemy import Engine, event

    from bot.store.database import writer
    from bot.turns.timers import TimerLoop

    commits = itertools.count(1)

    def die(*_: Any) -> None:
        if next(commits) == count:
            os.kill(os.getpid(), signal.SIGKILL)

    if commit == "before commit":
        event.listen(Engine, "commit", die)
    elif commit == "after commit":
        original = writer._answer

        def answer(jobs: Any) -> None:
            die()
            original(jobs)

        writer._answer = answer
    _watch_outbox()
    if timers:
        _watch_timers(TimerLoop)
    else:

        async def none(self: TimerLoop) -> None:
            """No timer fires in this life."""

        TimerLoop.start = none  # type: ignore[method-assign]


def _watch_timers(kind: Any) -> None:
    original = kind._round

    async def look(self: Any) -> float:
        rounds.loop, began = self, time.monotonic()
        seconds: float = await original(self)
        if seconds > 0:
            rounds.calm_since = began
            rounds.calm.set()
        return seconds

    kind._round = look


def _watch_outbox() -> None:
    from bot.delivery.outbox import OutboxWorker

    original = OutboxWorker.start

    async def start(self: OutboxWorker) -> None:
        _tell_when_idle(self.idle)
        await original(self)

    OutboxWorker.start = start  # type: ignore[method-assign]


def _tell_when_idle(idle: Callable[[], Awaitable[None]]) -> None:
    """On SIGUSR1, say once no timer is due and nothing is on its way out any more."""
    from tests.kill.zygote import say

    tasks = set()

    async def tell() -> None:
        asked = time.monotonic()
        while rounds.loop is not None and rounds.calm_since < asked:
            rounds.calm.clear()
            rounds.loop._wake.set()
            await rounds.calm.wait()
        await idle()
        say({"idle": True})

    def ask() -> None:
        tasks.add(asyncio.ensure_future(tell()))

    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, ask)
