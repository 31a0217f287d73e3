"""`run`: every adapter that has a token, sharing one store; the terminal chat where there is none."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import typer

from bot.cli.platforms import Platform, run_platforms
from bot.setup.settings import Settings

if TYPE_CHECKING:  # the terminal chat must not pay for what only the adapters need
    from bot.adapters.discord.api.wiring import Wiring
    from bot.base.clock import Clock
    from bot.core import Core
    from bot.ports import Port

NO_TOKEN = (
    "No token is set, so Telegram and Discord are off (put CALFWISE_TELEGRAM_TOKEN or CALFWISE_DISCORD_TOKEN into .env). "
    "This is the terminal chat."
)


def run_everything() -> None:
    """Run until stopped. Raises `CalfwiseError` for what a person can put right."""
    from bot.cli.chat import chat_here, prepare_settings

    settings = prepare_settings()
    if settings.telegram_token is None and settings.discord_token is None:
        typer.echo(NO_TOKEN)
        chat_here(settings)
        return
    for platform, token in (("Telegram", settings.telegram_token), ("Discord", settings.discord_token)):
        if token is None:
            name = f"CALFWISE_{platform.upper()}_TOKEN"
            typer.echo(f"{platform} is off: set {name} in .env to turn it on.", err=True)
    asyncio.run(serve(settings))


async def serve(
    settings: Settings,
    clock: Clock | None = None,
    wiring: Wiring | None = None,
    ready: Callable[[str], None] | None = None,
    paced: bool = True,
) -> None:
    """Run every adapter that has a token until SIGINT or SIGTERM; raises `CalfwiseError` once none of them can go on.

    `ready` is called with a platform's prefix (`tg`, `dc`) as soon as it is there. `wiring` leads to another Discord,
    `paced=False` lifts the limits on how fast is written to Telegram: both are for local servers.
    """
    from bot.base.clock import SystemClock
    from bot.base.log import configure
    from bot.core import Core
    from bot.delivery.media import Media
    from bot.delivery.outbox import OutboxWorker
    from bot.setup.private import close_whole
    from bot.store.store import open_store
    from bot.turns.service import TurnService
    from bot.turns.timers import TimerLoop
    from flows.talk.library import load_library
    from flows.turn.engine import advance
    from flows.turn.pressing import cannot_wait
    from flows.turn.public import group_reply

    configure(settings.log_level, settings.secrets)
    library = load_library()
    library.prepare()
    clock = clock or SystemClock()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_number, stop.set)
    close_whole(settings.drawings)
    store = open_store(settings.database, settings.key_file, settings.key_file_group_read)
    try:
        turns = TurnService(store, library, advance, pressing=cannot_wait, clock=clock)
        outbox = OutboxWorker(store, {}, clock)
        timers = TimerLoop(store, turns, clock)
        media = Media()

        def register(port: Port) -> None:
            outbox.register(port)
            if ready is not None and port.platform != "dc":
                ready(port.platform)

        core = Core(
            turns=turns,
            register=register,
            deliver=outbox.delivered,
            words=library,
            public_reply=lambda language: group_reply(library, language),
            clock=clock,
            languages=library.words.languages,
            leave=outbox.leave,
            media=media,
            notes=store,
            showing=store.find_countdowns,
        )
        platforms: dict[str, Platform] = {}
        if settings.telegram_token is not None:
            platforms["Telegram"] = partial(_run_telegram, settings, core, stop, paced)
        if settings.discord_token is not None:
            platforms["Discord"] = partial(_run_discord, settings, core, stop, wiring, ready)
        await outbox.start()
        await timers.start()
        await turns.start()
        try:
            await run_platforms(platforms, clock, stop)
        finally:
            await timers.stop()
            await turns.stop()
            await outbox.stop()
            await media.close()
    finally:
        store.close()


async def _run_telegram(settings: Settings, core: Core, stop: asyncio.Event, paced: bool) -> None:
    from bot.adapters.telegram.adapter import Telegram
    from bot.adapters.telegram.api.client import ADDRESS

    assert settings.telegram_token is not None
    telegram = Telegram(settings.telegram_token.get_secret_value(), core, settings.telegram_api or ADDRESS, paced)
    try:
        await telegram.run(stop)
        if stop.is_set() and core.leave is not None:
            await core.leave(telegram.port.platform)
    finally:
        await telegram.close()


async def _run_discord(
    settings: Settings, core: Core, stop: asyncio.Event, wiring: Wiring | None, ready: Callable[[str], None] | None
) -> None:
    from bot.adapters.discord.running import run

    assert settings.discord_token is not None
    token = settings.discord_token.get_secret_value()
    await run(token, core, stop, wiring, lambda _client: ready("dc") if ready is not None else None)
