"""Calfwise on Discord, put together as `run` does, on a Discord of this machine.

python -m tests.bench.bot_discord <port> <token> <certificate> <folder>
"""

from __future__ import annotations

import asyncio
import signal
import socket
import ssl
import sys
from pathlib import Path

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.adapters.discord.api.wiring import Wiring
from bot.adapters.discord.running import run
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


class ThisMachine(AbstractResolver):
    """Every name is on this machine, at one port."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=self._port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        pass


async def main(port: int, token: str, certificate: str, folder: Path) -> None:
    configure("WARNING", [token])
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    trusted = ssl.create_default_context(cafile=certificate)
    wiring = Wiring(lambda: aiohttp.TCPConnector(limit=0, resolver=ThisMachine(port), ssl=trusted), guild_ready=0.05)
    library, clock = load_library(), SystemClock()
    store = open_store(folder / "calfwise.db", folder / "keys")
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
            idle=courier.idle,
        )
        try:
            await run(token, core, stop, wiring, started=lambda _client: say({"up": True}))
        finally:
            await timers.stop()
            await courier.stop()
    finally:
        store.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4])))
