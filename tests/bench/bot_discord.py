"""Calfwise on Discord, put together as `run` does, on a Discord of this machine.

python -m tests.bench.bot_discord <port> <token> <certificate> <folder>
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import sys
from pathlib import Path

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.adapters.discord.api.wiring import Wiring
from bot.adapters.discord.running import run
from tests.bench.requests import say
from tests.bench.standing import standing


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
    trusted = ssl.create_default_context(cafile=certificate)
    wiring = Wiring(lambda: aiohttp.TCPConnector(limit=0, resolver=ThisMachine(port), ssl=trusted), guild_ready=0.05)
    async with standing(folder, token) as (core, stop):
        await run(token, core, stop, wiring, started=lambda _client: say({"up": True}))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4])))
