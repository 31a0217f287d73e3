"""The double itself: REST and gateway on one TLS port that the system picks, stateful, every request written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.base.clock import HandClock
from tests.doubles.discord.attachments import take
from tests.doubles.discord.errors import ApiError, unauthorized
from tests.doubles.discord.faults import Fault, Faults
from tests.doubles.discord.gateway import Gateway
from tests.doubles.discord.loopback import NAMES
from tests.doubles.discord.people import Person
from tests.doubles.discord.rest import Ask, find
from tests.doubles.discord.serving import API, LocalDiscord, Upload, json_response, read_body
from tests.doubles.discord.world import Json, User, World


@dataclass(frozen=True)
class Call:
    """One request and what was answered; `status` 0 when the connection was cut."""

    method: str
    path: str
    body: Any
    status: int
    answer: Any


class DiscordDouble(LocalDiscord):
    """Start it with `async with`; `verify()` at the end of every test."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__()
        self.clock = clock
        self.world = World(clock)
        self.faults = Faults()
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.gateway = Gateway(self.token, self._ready, lambda: [self.world.guild()], self.world.changed)

    def person(self, name: str = "Ann", locale: str = "en-US") -> Person:
        """A member of the server with the app in their hand."""
        user = User(self.world.new_id(), name, locale=locale)
        self.world.users[user.id] = user
        return Person(self.world, self.gateway, user)

    def sent(self, method: str, part: str) -> list[Call]:
        """The requests so far with this method and `part` in their path."""
        return [call for call in self.calls if call.method == method and part in call.path]

    def verify(self) -> None:
        """Fail if the bot asked for anything that Discord does not have or would refuse as malformed."""
        assert not self.complaints, "\n".join(self.complaints)
        assert self.asked <= set(NAMES), self.asked

    def forgive(self) -> list[str]:
        """The complaints so far, which are then dropped: for tests that provoke them."""
        complaints, self.complaints[:] = list(self.complaints), []
        return complaints

    async def answer_rest(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(API)
        body, files = await read_body(request)
        fault = self.faults.take(f"{request.method} {path}")
        if fault and fault.gate:
            fault.reached.set()
            await fault.gate.wait()
            fault = None
        if fault and not fault.after:
            return self._spoiled(request, path, body, fault)
        try:
            status, answer = 200, self._answer(request, path, body, files)
        except ApiError as error:
            if error.ours:
                self.complaints.append(f"{request.method} {path}: {error} for {str(body)[:500]!r}")
            status, answer = error.status, error.body()
        if fault:
            return self._spoiled(request, path, body, fault)
        self._write_down(request.method, path, body, status, answer)
        return json_response(status, answer)

    def _answer(self, request: web.Request, path: str, body: Any, files: list[Upload]) -> Any:
        found = find(request.method, path)
        if found is None:
            self.complaints.append(f"no such route: {request.method} {path}")
            raise ApiError(404, 0, "404: Not Found")
        route, match = found
        if route.by_bot and request.headers.get("Authorization") != f"Bot {self.token}":
            raise unauthorized()
        if isinstance(body, dict):
            body = take(self.world, body, files)
        return route.handle(Ask(self.world, match, body, request.query))

    def _spoiled(self, request: web.Request, path: str, body: Any, fault: Fault) -> web.StreamResponse:
        self._write_down(request.method, path, body, fault.status or 0, fault.body)
        if fault.status is not None:
            return json_response(fault.status, fault.body, fault.headers)
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    def _write_down(self, method: str, path: str, body: Any, status: int, answer: Any) -> None:
        self.calls.append(Call(method, path, body, status, answer))
        self.world.changed()

    def _ready(self, session: str) -> Json:
        return {
            "v": 10,
            "user": self.world.bot.wire(),
            "guilds": [{"id": "77", "unavailable": True}],
            "session_id": session,
            "resume_gateway_url": "wss://gateway.discord.gg/",
            "application": {"id": str(self.world.application), "flags": 0},
        }
