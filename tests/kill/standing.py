"""The bot as `python -m bot run` puts it together, with both adapters on local servers and a clock that runs faster.

It stands here only until `bot.cli.run` can be told of another clock and another Discord.
"""

from __future__ import annotations

import asyncio
import importlib
import signal
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp

from bot.base.log import configure
from flows.talk.library import Library, load_library
from tests.doubles.discord.loopback import LoopbackOnly
from tests.kill.clock import FastClock

if TYPE_CHECKING:
    from tests.kill.zygote import Start

ADAPTERS = ("bot.adapters.discord.running", "bot.adapters.telegram.adapter")
CORE = (
    "bot.delivery.outbox",
    "bot.store.store",
    "bot.turns.service",
    "bot.turns.timers",
    "flows.turn.engine",
    "flows.turn.pressing",
)

_loaded: list[Library] = []


def load() -> None:
    """Load what every life needs, before the first begins."""
    for name in (*ADAPTERS, *CORE):
        importlib.import_module(name)
    library = load_library()
    library.prepare()
    _loaded.append(library)


async def serve(start: Start) -> None:
    """Run until SIGTERM."""
    from bot.adapters.discord.api.wiring import Wiring
    from bot.adapters.discord.running import run
    from bot.adapters.telegram.adapter import Telegram
    from bot.core import Core
    from bot.delivery.outbox import OutboxWorker
    from bot.store.store import open_store
    from bot.turns.service import TurnService
    from bot.turns.timers import TimerLoop
    from flows.turn.engine import advance
    from flows.turn.pressing import cannot_wait
    from flows.turn.public import group_reply

    configure("WARNING", [start.telegram_token, start.discord_token])
    library, clock = _loaded[0], FastClock(start.began, start.rate)
    trusted = ssl.create_default_context(cafile=start.certificate)
    wiring = Wiring(
        lambda: aiohttp.TCPConnector(limit=0, resolver=LoopbackOnly(start.discord, set()), ssl=trusted),
        guild_ready=0.05,
    )
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    store = open_store(Path(start.folder) / "calfwise.db", Path(start.folder) / "keys")
    try:
        turns = TurnService(store, library, advance, pressing=cannot_wait, clock=clock)
        outbox, timers = OutboxWorker(store, {}, clock), TimerLoop(store, turns, clock)
        core = Core(
            turns=turns,
            register=outbox.register,
            deliver=outbox.delivered,
            words=library,
            public_reply=lambda language: group_reply(library, language),
            clock=clock,
            languages=library.words.languages,
            leave=outbox.leave,
            notes=store,
            showing=store.find_countdowns,
        )
        await outbox.start()
        await timers.start()
        await turns.start()
        telegram = Telegram(start.telegram_token, core, start.telegram)
        try:
            await asyncio.gather(telegram.run(stop), run(start.discord_token, core, stop, wiring))
            await outbox.leave(telegram.port.platform)
        finally:
            await telegram.close()
            await timers.stop()
            await turns.stop()
            await outbox.stop()
    finally:
        store.close()
