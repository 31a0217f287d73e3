"""A bot of the bench, standing as `run` has it: its store, turns, outbox and timers in one folder, until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.base.clock import SystemClock
from bot.base.log import configure
from bot.core import Core
from bot.delivery.outbox import OutboxWorker
from bot.store.store import open_store
from bot.turns.service import TurnService
from bot.turns.timers import TimerLoop
from flows.talk.library import load_library
from flows.turn.engine import advance
from flows.turn.pressing import cannot_wait
from flows.turn.public import group_reply


@asynccontextmanager
async def standing(folder: Path, token: str) -> AsyncIterator[tuple[Core, asyncio.Event]]:
    """What adapters need, and an event that is set by SIGTERM. `token` is kept out of the log."""
    configure("WARNING", [token])
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    library, clock = load_library(), SystemClock()
    store = open_store(folder / "calfwise.db", folder / "keys")
    try:
        turns = TurnService(store, library, advance, pressing=cannot_wait, clock=clock)
        outbox, timers = OutboxWorker(store, {}, clock), TimerLoop(store, turns, clock)
        await outbox.start()
        await timers.start()
        await turns.start()
        core = Core(
            turns=turns,
            register=outbox.register,
            deliver=outbox.delivered,
            words=library,
            public_reply=lambda language: group_reply(library, language),
            clock=clock,
            languages=library.words.languages,
            leave=outbox.leave,
        )
        try:
            yield core, stop
        finally:
            await timers.stop()
            await turns.stop()
            await outbox.stop()
    finally:
        store.close()
