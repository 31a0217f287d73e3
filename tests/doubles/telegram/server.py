"""The HTTP face of the double: a real server on 127.0.0.1, on a port the system picks."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.doubles.telegram.errors import ApiError, Breach
from tests.doubles.telegram.faults import Fault, Faults
from tests.doubles.telegram.files import Upload
from tests.doubles.telegram.methods import METHODS
from tests.doubles.telegram.people import Group, Person
from tests.doubles.telegram.world import Chat, Json, User, World

TOKEN = "4200000001:AAtestTokenThatOpensNothing_000000000"


@dataclass(frozen=True)
class Call:
    """One request as it came in; `answer` is None when nothing was sent back."""

    method: str
    params: Json
    at: float
    status: int
    answer: Any


class TelegramDouble:
    """Start it with `async with`, let people write, look at what the bot did; `verify()` at the end of every test."""

    def __init__(self) -> None:
        self.world = World()
        self.faults = Faults()
        self.token = TOKEN
        self.requests: list[Call] = []
        self.complaints: list[str] = []
        self._next_person = 501
        self._next_group = -1001
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def base_url(self) -> str:
        """What python-telegram-bot wants as `base_url`."""
        return f"http://127.0.0.1:{self._port}/bot"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        # A long poll that its client has left must not look like a second poller.
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        assert self._runner is not None
        if self.world.poller:
            self.world.poller.set()
            self.world.changed()
        await self._runner.cleanup()

    def person(self, name: str = "Ann", language: str = "en") -> Person:
        """Somebody with an account who has not yet written to the bot."""
        self._next_person += 1
        return Person(self.world, User(self._next_person, name, name.lower(), language))

    def group(self, title: str = "Hill club") -> Group:
        """A group that the bot has been added to."""
        self._next_group -= 1
        chat = self.world.chats[self._next_group] = Chat(self._next_group, "supergroup", title)
        return Group(self.world, chat)

    def calls(self, method: str) -> list[Call]:
        """The finished requests of this method, oldest first."""
        return [call for call in self.requests if call.method.lower() == method.lower()]

    async def confirmed(self, update: int) -> None:
        """Wait until the bot has confirmed this update by a later offset."""
        await self.world.until(lambda: self.world.confirmed >= update, f"update {update} to be confirmed")

    async def polling(self) -> None:
        """Wait until a poller hangs on the line and nothing is left to give it."""
        await self.world.until(lambda: self.world.poller is not None and not self.world.updates, "an idle poller")

    def forgive(self) -> list[str]:
        """The complaints so far, which then no longer fail the test."""
        said, self.complaints = self.complaints, []
        return said

    def verify(self) -> None:
        """Fail if the bot ever asked for something impossible."""
        assert not self.complaints, "\n".join(self.complaints)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method, at = request.match_info["method"], time.monotonic()
        params = {key: _decoded(value) for key, value in (await request.post()).items()}
        fault = self.faults.hitting(method, params.get("chat_id"))
        if fault and fault.gate:
            self.world.changed()
            await fault.gate.wait()
        status, answer = await self._answer(request.match_info["token"], method, params, fault)
        self.requests.append(Call(method, params, at, status, answer))
        self.world.changed()
        if fault and fault.drop and request.transport is not None:
            request.transport.abort()
        body = answer if isinstance(answer, str) else json.dumps(answer)
        if fault and fault.truncate:
            body = body[: len(body) // 2]
        kind = "text/html" if body.startswith("<") else "application/json"
        return web.Response(status=status, text=body, content_type=kind)

    async def _answer(self, token: str, method: str, params: Json, fault: Fault | None) -> tuple[int, Any]:
        if token != self.token:
            return 401, ApiError(401, "Unauthorized").body()
        act = METHODS.get(method.lower())
        if act is None:
            self.complaints.append(f"the double does not know the method {method}")
            return 404, ApiError(404, "Not Found").body()
        done: dict[str, Any] = {}
        try:
            if fault is None or fault.has_effect:
                done = {"ok": True, "result": await act(self.world, params)}
            if fault and fault.error:
                raise fault.error
        except ApiError as error:
            if isinstance(error, Breach):
                self.complaints.append(f"{method}: {error.description} ({params})")
            return error.status, error.body()
        if fault and (fault.status or fault.drop):
            return fault.status, fault.body
        return 200, done


def _decoded(value: Any) -> Any:
    """Form fields carry nested objects, numbers and booleans as JSON; everything else is text, or a file."""
    if isinstance(value, web.FileField):
        return Upload(value.filename, value.content_type, value.file.read())
    if value[:1] in "[{" or value in ("true", "false", "null"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
