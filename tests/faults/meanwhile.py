"""`serve`: what `run` does with these settings, on a clock and a wiring that are handed in.

That of `bot.cli.run` if it has one; until then the same is put together here, as it is there.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import Any

from bot.adapters.discord.api.wiring import Wiring
from bot.base.clock import Clock
from bot.cli import run
from bot.setup.settings import Settings


async def _serve(
    settings: Settings, clock: Clock, wiring: Wiring | None, ready: Callable[[str], None], paced: bool
) -> None:
    from bot.adapters.discord import running
    from bot.adapters.telegram.adapter import Telegram
    from bot.base.log import configure
    from bot.core import Core
    from bot.delivery.media import Media
    from bot.delivery.outbox import OutboxWorker
    from bot.store.store import open_store
    from bot.turns.service import TurnService
    from bot.turns.timers import TimerLoop
    from flows.talk.library import load_library
    from flows.turn.engine import advance
    from flows.turn.public import group_reply

    configure(settings.log_level, settings.secrets)
    library, stop = load_library(), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    store = open_store(settings.database, settings.key_file)
    try:
        turns = TurnService(store, library, advance)
        outbox, timers, media = OutboxWorker(store, {}, clock), TimerLoop(store, turns, clock), Media()
        core = Core(
            turns=turns,
            register=outbox.register,
            deliver=outbox.delivered,
            words=library,
            public_reply=lambda language: group_reply(library, language),
            clock=clock,
            languages=library.words.languages,
            idle=outbox.idle,
            media=media,
            notes=store,
        )

        async def telegram(token: str) -> None:
            one = Telegram(token, core, settings.telegram_api or "", paced)
            try:
                await one.run(stop)
                await asyncio.wait_for(core.idle() if core.idle else asyncio.sleep(0), run.GRACE)
            except TimeoutError:
                pass
            finally:
                await one.close()

        working: list[Any] = []
        if settings.telegram_token is not None:
            working.append(telegram(settings.telegram_token.get_secret_value()))
            ready("tg")
        if settings.discord_token is not None:
            token = settings.discord_token.get_secret_value()
            working.append(running.run(token, core, stop, wiring, lambda _client: ready("dc")))
        await outbox.start()
        await timers.start()
        try:
            tasks = [asyncio.create_task(work) for work in working]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            stop.set()
            await asyncio.wait(tasks)
            for task in tasks:
                task.result()
        finally:
            await timers.stop()
            await outbox.stop()
            await media.close()
    finally:
        store.close()


serve: Callable[..., Any] = getattr(run, "serve", _serve)
