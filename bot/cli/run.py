"""`run`: every adapter that has a token, sharing one store; the terminal chat where there is none."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

import typer

from bot.setup.settings import Settings

if TYPE_CHECKING:  # the terminal chat must not pay for what only the adapters need
    from bot.base.clock import Clock
    from bot.delivery.media import Media
    from bot.delivery.outbox import Courier
    from bot.store.store import Store
    from bot.turns.service import TurnRoad
    from flows.library import Library

NO_TOKEN = (
    "No token is set, so Telegram and Discord are off (put CALFWISE_TELEGRAM_TOKEN or CALFWISE_DISCORD_TOKEN into .env). "
    "This is the terminal chat."
)

GRACE = 10.0
"""Seconds that deliveries under way may still take when the bot stops."""


def run_everything() -> None:
    """Run until stopped. Raises `CalfwiseError` for what a person can put right."""
    from bot.cli.chat import chat_here, prepare

    settings = prepare()
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
    from bot.delivery.media import Media
    from bot.delivery.outbox import Courier
    from bot.store.store import open_store
    from bot.turns.service import TurnRoad
    from bot.turns.timers import TimerLoop
    from flows.engine import advance
    from flows.library import load_library

    configure(settings.log_level, settings.secrets)
    library = load_library()
    library.prepare()
    clock = SystemClock()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_number, stop.set)
    store = open_store(settings.database, settings.key_file)
    try:
        road = TurnRoad(store, library, advance)
        courier = Courier(store, {}, clock)
        timers = TimerLoop(store, road, clock)
        media = Media()
        await courier.start()
        await timers.start()
        try:
            await _adapters(settings, road, courier, library, clock, stop, store, media)
        finally:
            await timers.stop()
            await courier.stop()
            await media.close()
    finally:
        store.close()


async def _adapters(
    settings: Settings,
    road: TurnRoad[Library],
    courier: Courier,
    library: Library,
    clock: Clock,
    stop: asyncio.Event,
    store: Store,
    media: Media,
) -> None:
    """All adapters that have a token; when one cannot go on, the others are stopped gracefully and its error is raised."""
    # A task group would cancel the others in mid-delivery; here they are asked to stop.
    working = []
    if settings.telegram_token is not None:
        token = settings.telegram_token.get_secret_value()
        working.append(_telegram(token, settings, road, courier, library, clock, stop, store, media))
    if settings.discord_token is not None:
        working.append(_discord(settings.discord_token.get_secret_value(), road, courier, library, clock, stop, media))
    tasks = [asyncio.create_task(work) for work in working]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    await asyncio.wait(tasks)
    for task in tasks:
        task.result()


async def _telegram(
    token: str,
    settings: Settings,
    road: TurnRoad[Library],
    courier: Courier,
    library: Library,
    clock: Clock,
    stop: asyncio.Event,
    store: Store,
    media: Media,
) -> None:
    from bot.adapters.telegram.adapter import Telegram
    from bot.adapters.telegram.api.client import ADDRESS

    telegram = Telegram(token, road, library, clock, settings.telegram_api or ADDRESS, media=media, notes=store)
    try:
        await telegram.run(courier.register, stop)
        with contextlib.suppress(TimeoutError):  # whoever was told to wait longer gets it after the next start
            await asyncio.wait_for(courier.idle(), GRACE)
    finally:
        await telegram.close()


async def _discord(
    token: str,
    road: TurnRoad[Library],
    courier: Courier,
    library: Library,
    clock: Clock,
    stop: asyncio.Event,
    media: Media,
) -> None:
    from bot.adapters.discord.running import Core, run
    from flows.public import group_reply

    core = Core(
        turns=road,
        register=courier.register,
        deliver=courier.delivered,
        words=library,
        public_reply=lambda language: group_reply(library, language),
        idle=courier.idle,
        media=media,
    )
    await run(token, core, stop, clock)
