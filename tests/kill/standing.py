"""The bot as `python -m bot run` stands, with both adapters on local servers and a clock that runs faster."""

from __future__ import annotations

import importlib
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
from pydantic import SecretStr

from bot.cli.run import serve
from bot.setup.settings import Settings
from flows.talk import library
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


def load() -> None:
    """Load what every life needs, before the first begins."""
    for name in (*ADAPTERS, *CORE):
        importlib.import_module(name)
    loaded = library.load_library()
    loaded.prepare()
    library.load_library = lambda *_: loaded


async def stand(start: Start) -> None:
    """Run until SIGTERM."""
    from bot.adapters.discord.api.wiring import Wiring

    trusted = ssl.create_default_context(cafile=start.certificate)
    wiring = Wiring(
        lambda: aiohttp.TCPConnector(limit=0, resolver=LoopbackOnly(start.discord, set()), ssl=trusted),
        guild_ready=0.05,
    )
    folder = Path(start.folder)
    settings = Settings(
        _env_file=None,
        telegram_token=SecretStr(start.telegram_token),
        telegram_api=start.telegram,
        discord_token=SecretStr(start.discord_token),
        data_dir=folder,
        key_file=folder / "keys",
        log_level="WARNING",
    )
    await serve(settings, FastClock(start.began, start.rate), wiring)
