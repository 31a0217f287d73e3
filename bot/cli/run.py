"""`run`: every adapter that has a token, sharing one store; the terminal chat where there is none."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

import typer

from bot.setup.settings import Settings

if TYPE_CHECKING:  # the terminal chat must not pay for what only the adapters need
    from bot.core import Core

NO_TOKEN = (
    "No token is set, so Telegram and Discord are off (put CALFWISE_TELEGRAM_TOKEN or CALFWISE_DISCORD_TOKEN into .env). "
    "This is the terminal chat."
)

GRACE = 10.0
"""Seconds that deliveries under way may still take when the bot stops."""


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
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
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
    clock = SystemClock()
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
            showing=store.find_countdowns,
        )
        await outbox.start()
        await timers.start()
        await turns.start()
        try:
            await _run_adapters(settings, core, stop)
        finally:
            await timers.stop()
            await turns.stop()
            await outbox.stop()
            await media.close()
    finally:
        store.close()


async def _run_adapters(settings: Settings, core: Core, stop: asyncio.Event) -> None:
    """All adapters that have a token; when one cannot go on, the others are stopped gracefully and its error is raised."""
    # A task group would cancel the others in mid-delivery; here they are asked to stop.
    working = []
    if settings.telegram_token is not None:
        working.append(_run_telegram(settings.telegram_token.get_secret_value(), settings.telegram_api, core, stop))
    if settings.discord_token is not None:
        working.append(_run_discord(settings.discord_token.get_secret_value(), core, stop))
    tasks = [asyncio.create_task(work) for work in working]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    await asyncio.wait(tasks)
    for task in tasks:
        task.result()


async def _run_telegram(token: str, address: str | None, core: Core, stop: asyncio.Event) -> None:
    from bot.adapters.telegram.adapter import Telegram
    from bot.adapters.telegram.api.client import ADDRESS

    telegram = Telegram(token, core, address or ADDRESS)
    try:
        await telegram.run(stop)
        with contextlib.suppress(TimeoutError):  # whoever was told to wait longer gets it after the next start
            if core.idle is not None:
                await asyncio.wait_for(core.idle(), GRACE)
    finally:
        await telegram.close()


async def _run_discord(token: str, core: Core, stop: asyncio.Event) -> None:
    from bot.adapters.discord.running import run

    await run(token, core, stop)
