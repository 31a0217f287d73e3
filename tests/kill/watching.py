"""The local servers, with an eye on every request: which row it was for, what it made people see; and a kill at the nth."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

import msgspec
from aiohttp import web

from bot.base.clock import HandClock
from tests.doubles.discord.server import DiscordDouble
from tests.doubles.discord.world import LOADING
from tests.doubles.telegram.errors import ApiError
from tests.doubles.telegram.methods import NOT_MODIFIED
from tests.doubles.telegram.server import TelegramDouble
from tests.kill.plan import End
from tests.kill.witness import LABEL

SLOW_DOWN = 0.03
"""The share of messages that are told to wait."""

SECONDS = (2, 20)
"""For how long, by the bot's clock."""


class Shown(msgspec.Struct, frozen=True):
    """A message that was made (`new`) or changed for a row, in this life of the bot, as the `order`th."""

    row: int
    life: int
    order: int
    message: str
    text: str
    new: bool


class Ledger:
    """Everything that the servers did for each row, and how often they were asked."""

    def __init__(self) -> None:
        self.life = 0
        self.shown: dict[int, list[Shown]] = defaultdict(list)
        self.requests = 0
        self.polls = 0
        """How often this life has asked for updates."""
        self.slowed = 0
        self.unlabelled = 0
        self._count = 0
        self.seen: set[str] = set()
        self.edits: Counter[int] = Counter()
        """How often, in this life, a row's request was for a change of an earlier message."""

    def begin(self) -> None:
        """The next life of the bot."""
        self.life += 1
        self.polls = 0
        self.edits.clear()

    def note(self, row: str, message: str, text: str) -> None:
        """A message was made or changed."""
        self._count += 1
        new = message not in self.seen
        self.seen.add(message)
        if row:
            self.edits[int(row)] += not new
            self.shown[int(row)].append(Shown(int(row), self.life, self._count, message, text, new))
        else:
            self.unlabelled += 1


class Trigger:
    """Pulled at the request that `arm` names. `pull` ends the bot's process at once."""

    def __init__(self) -> None:
        self._end: End | None = None
        self._pull: Callable[[], None] = lambda: None
        self._requests = 0
        self._polls = 0

    def arm(self, end: End | None, pull: Callable[[], None]) -> None:
        """Count from here on; without an `end` nothing is pulled."""
        self._end, self._pull = end, pull
        self._requests = self._polls = 0

    def at(self, kind: str) -> bool:
        """A request has come to this point; whether that was the one."""
        if kind == "arrived":
            self._requests += 1
        if kind == "polled":
            self._polls += 1
        count = self._polls if kind == "polled" else self._requests
        if self._end is None or self._end.kind != kind or self._end.count != count:
            return False
        self._end = None
        self._pull()
        return True

    def wants(self, kind: str) -> bool:
        """Whether the present request is the one that ends like this."""
        return self._end is not None and self._end.kind == kind and self._end.count <= self._requests


class Calls:
    """The connections and requests of one server; `changed` wakes whoever waits for it to be quiet."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._under_way = 0
        self._server: web.Server | None = None

    def watch(self, runner: web.AppRunner | None) -> None:
        """From now on a connection that ends wakes whoever waits."""
        assert runner is not None
        assert runner.server is not None
        server = self._server = runner.server
        lost = server.connection_lost

        def connection_lost(handler: Any, error: BaseException | None = None) -> None:
            working = handler._task_handler
            lost(handler, error)
            if working is not None:  # the connection counts until what came by it is done
                working.add_done_callback(lambda _: self._changed())
            self._changed()

        server.connection_lost = connection_lost  # type: ignore[method-assign, assignment]

    @contextmanager
    def one(self) -> Iterator[None]:
        """A request is under way."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            self._changed()

    @property
    def open(self) -> int:
        """How many connections there are."""
        return len(self._server.connections) if self._server else 0

    @property
    def quiet(self) -> bool:
        """Whether there is no connection, and nothing that came by one is still being done."""
        return not self._under_way and not self.open


class WatchedTelegram(TelegramDouble):
    """`news` is called with the person for whom something was shown."""

    def __init__(self, ledger: Ledger, trigger: Trigger, dice: random.Random, news: Callable[[str], None]) -> None:
        super().__init__()
        self._ledger, self._trigger, self._dice, self._news = ledger, trigger, dice, news
        self.line = Calls(self.world.changed)

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self.line.watch(self._runner)
        return self

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        with self.line.one():
            return await self._watched(request)

    async def _watched(self, request: web.Request) -> web.StreamResponse:
        method, row = request.match_info["method"], request.headers.get(LABEL, "")
        self._arrived(row)
        if method == "getUpdates":
            self._ledger.polls += 1
            offset = int((await request.post()).get("offset", "0"))  # type: ignore[arg-type]
            if offset > self.world.confirmed + 1:
                self.world.confirm(offset)
                self._trigger.at("polled")
            response = await super()._handle(request)
            self.requests.pop()
            return response
        if method == "sendMessage" and self._dice.random() < SLOW_DOWN:
            self._ledger.slowed += 1
            seconds = self._dice.randint(*SECONDS)
            self.faults.add(
                method, error=ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
            )
        response = await super()._handle(request)
        call = self.requests.pop()
        if call.status == 200 and isinstance(call.answer, dict) and isinstance(call.answer["result"], dict):
            self._look(row, call.answer["result"])
        elif call.status == 400 and isinstance(call.answer, dict) and call.answer["description"] == NOT_MODIFIED:
            # The message shows that already: a button that was tapped again, once the same had been drawn for another row.
            self._ledger.note(
                row, f"tg:{call.params['chat_id']}:{call.params['message_id']}", call.params.get("text", "")
            )
        return await self._answered(request, response)

    def _look(self, row: str, result: dict[str, Any]) -> None:
        if "chat" in result:
            self._ledger.note(row, f"tg:{result['chat']['id']}:{result['message_id']}", result.get("text", ""))
            self._news(f"tg:{result['chat']['id']}")

    def _arrived(self, row: str) -> None:
        self._ledger.requests += 1
        self._trigger.at("arrived")

    async def _answered(self, request: web.Request, response: web.StreamResponse) -> web.StreamResponse:
        self._trigger.at("done")
        return await cut(request, response, self._trigger)


class WatchedDiscord(DiscordDouble):
    """The same for Discord."""

    def __init__(
        self,
        clock: HandClock,
        ledger: Ledger,
        trigger: Trigger,
        dice: random.Random,
        news: Callable[[int], None],
    ) -> None:
        super().__init__(clock)
        self._ledger, self._trigger, self._dice, self._news = ledger, trigger, dice, news
        self.line = Calls(self.world.changed)

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self.line.watch(self._runner)
        return self

    async def answer_rest(self, request: web.Request) -> web.StreamResponse:
        with self.line.one():
            return await self._watched(request)

    async def _watched(self, request: web.Request) -> web.StreamResponse:
        row = request.headers.get(LABEL, "")
        self._ledger.requests += 1
        self._trigger.at("arrived")
        sends = request.method == "POST" and request.path.endswith("/messages")
        if sends and self._dice.random() < SLOW_DOWN:
            self._ledger.slowed += 1
            self.faults.slow_down("/messages", self._dice.randint(*SECONDS))
        response = await super().answer_rest(request)
        call = self.calls.pop()
        if call.status == 200 and isinstance(call.answer, dict):
            message = call.answer.get("resource", {}).get("message", call.answer)
            if "content" in message and not message["flags"] & LOADING:
                self._ledger.note(row, f"dc:{message['id']}", message["content"])
                self._news(int(message["id"]))
        self._trigger.at("done")
        return await cut(request, response, self._trigger)


async def cut(request: web.Request, response: web.StreamResponse, trigger: Trigger) -> web.StreamResponse:
    """Send the answer, but end the bot in the middle of it if that is what it is to be."""
    if not trigger.wants("answering") or not isinstance(response, web.Response) or not isinstance(response.body, bytes):
        return response
    body = response.body
    headers = {"Content-Type": response.headers["Content-Type"], "Content-Length": str(len(body))}
    half = web.StreamResponse(status=response.status, headers=headers)
    await half.prepare(request)
    await half.write(body[: len(body) // 2])
    trigger.at("answering")
    await half.write(body[len(body) // 2 :])
    return half
