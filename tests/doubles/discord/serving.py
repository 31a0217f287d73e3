"""What both local Discords have in common: a TLS server on a port that the system picks, and the wires to it."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import Any, Self

import aiohttp
from aiohttp import web

from bot.adapters.discord.wiring import Wiring
from tests.doubles.discord.gateway import Gateway
from tests.doubles.discord.loopback import connector, serving

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GtEsTs.not-a-secret-just-a-test-token-000000"
API = "/api/v10"


class LocalDiscord(ABC):
    """REST under `API` goes to `answer_rest`, the WebSocket at / to `gateway`. Start it with `async with`."""

    gateway: Gateway

    def __init__(self) -> None:
        self.token = TOKEN
        self.asked: set[str] = set()
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/", self.gateway.serve)
        app.router.add_route("*", API + "/{rest:.*}", self.answer_rest)
        self._runner = web.AppRunner(app, shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=serving()).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self.gateway.hang_up()
        if self._runner is not None:
            await self._runner.cleanup()

    @abstractmethod
    async def answer_rest(self, request: web.Request) -> web.StreamResponse:
        """Answer one REST request."""

    def wiring(self) -> Wiring:
        """What points the adapter here."""
        return Wiring(connector=self.connector, guild_ready=0.05)

    def connector(self) -> aiohttp.TCPConnector:
        """A connector that can reach nothing but this server."""
        return connector(self._port, self.asked)


def json_response(status: int, answer: Any, headers: dict[str, str] | None = None) -> web.Response:
    """JSON with exactly the content type that discord.py compares with; a text goes out as a page."""
    if answer is None and status == 200:
        return web.Response(status=204)
    kind = "text/html" if isinstance(answer, str) else "application/json"
    payload = answer if isinstance(answer, str) else json.dumps(answer)
    return web.Response(status=status, body=payload.encode(), headers={"Content-Type": kind, **(headers or {})})
