"""Calfwise on Telegram, put together as `run` does, without the limits on how fast is written.

python -m tests.bench.bot_calfwise <url> <token> <talks, unused> <folder>
"""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from bot.adapters.telegram.adapter import Telegram
from bot.base.clock import SystemClock
from bot.base.log import configure
from bot.core import Core
from bot.delivery.outbox import OutboxWorker
from bot.store.store import open_store
from bot.turns.service import TurnService
from bot.turns.timers import TimerLoop
from flows.talk.library import load_library
from flows.turn.engine import advance
from flows.turn.public import group_reply
from tests.bench.requests import say


async def main() -> None:
    url, token, _, folder = sys.argv[1:]
    configure("WARNING", [token])
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    library, clock = load_library(), SystemClock()
    store = open_store(Path(folder) / "calfwise.db", Path(folder) / "keys")
    try:
        road = TurnService(store, library, advance)
        courier, timers = OutboxWorker(store, {}, clock), TimerLoop(store, road, clock)
        await courier.start()
        await timers.start()
        core = Core(
            turns=road,
            register=courier.register,
            deliver=courier.delivered,
            words=library,
            public_reply=lambda language: group_reply(library, language),
            clock=clock,
            languages=library.words.languages,
        )
        telegram = Telegram(token, core, url, paced=False)
        say({"up": True})
        try:
            await telegram.run(stop)
        finally:
            await timers.stop()
            await courier.stop()
            await telegram.close()
    finally:
        store.close()


if __name__ == "__main__":
    asyncio.run(main())
