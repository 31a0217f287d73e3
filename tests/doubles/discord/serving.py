"""What both local Discords have in common: a TLS server on a port that the system picks, and the wires to it."""

from __future__ import annotations

import io
import json
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
from aiohttp import web

from bot.adapters.discord.api.wiring import Wiring
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
        app = web.Application(client_max_size=64 * 2**20)
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
        return Wiring(connector=self.connector, guild_ready=0.05, identify_after=0.05, identify_every=0)

    def connector(self) -> aiohttp.TCPConnector:
        """A connector that can reach nothing but this server."""
        return connector(self._port, self.asked)


@dataclass(frozen=True)
class Upload:
    """A file as it came in; `description` is told beside it."""

    filename: str
    content_type: str
    data: bytes = field(repr=False)
    description: str | None = None

    @property
    def fp(self) -> io.BytesIO:
        """Its bytes, as simcord wants them."""
        return io.BytesIO(self.data)


async def read_body(request: web.Request) -> tuple[Any, list[Upload]]:
    """The JSON of a request and the files beside it: multipart has it in `payload_json`, the files in `files[0]` and on."""
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        return (json.loads(raw) if raw else None), []
    form = await request.post()
    body = json.loads(str(form["payload_json"]))
    told = {str(entry.get("id")): entry for entry in _listed(body)}
    files = []
    for number in range(len(form) - 1):
        part = form[f"files[{number}]"]
        assert isinstance(part, web.FileField)
        description = told.get(str(number), {}).get("description")
        files.append(Upload(part.filename, part.content_type, part.file.read(), description))
    return body, files


def _listed(body: Any) -> list[Any]:
    data = body.get("data") or body
    return list(data.get("attachments") or [])


def json_response(status: int, answer: Any, headers: dict[str, str] | None = None) -> web.Response:
    """JSON with exactly the content type that discord.py compares with; a text goes out as a page."""
    if answer is None and status == 200:
        return web.Response(status=204)
    kind = "text/html" if isinstance(answer, str) else "application/json"
    payload = answer if isinstance(answer, str) else json.dumps(answer)
    return web.Response(status=status, body=payload.encode(), headers={"Content-Type": kind, **(headers or {})})
