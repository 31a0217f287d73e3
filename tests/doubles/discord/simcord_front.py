"""A second Discord that we did not write: simcord's backend behind our gateway and a REST front, over real sockets.

    async with SimcordServer(clock) as discord:
        ann = discord.person("Ann")          a member of the server, with the verbs of people.Person

simcord has no rate limits and no resuming; what it does have is somebody else's reading of Discord's rules.
"""

from __future__ import annotations

import asyncio
import copy
import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import discord
from aiohttp import web
from simcord import interactions
from simcord._clock import Clock
from simcord.backend import Backend, serializers
from simcord.backend.errors import BackendError
from simcord.backend.models import Channel, Interaction, Message, User
from simcord.http import RouteNotImplemented, UnsupportedField, dispatch
from simcord.intents import required_intent

from bot.base.clock import HandClock
from tests.doubles.discord.errors import Breach
from tests.doubles.discord.gateway import Gateway, Json
from tests.doubles.discord.limits import filled_in, text_inputs
from tests.doubles.discord.serving import API, LocalDiscord, json_response, read_body

importlib.import_module("simcord.http.routes")  # registers them


class _Time(Clock):
    """simcord's clock, which is ours."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__()
        self._hand = clock

    def now(self) -> datetime:
        return self._hand.now()


class SimcordServer(LocalDiscord):
    """`complaints` holds what the bot asked for and simcord refused as malformed or does not have."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__()
        self.backend = Backend(clock=_Time(clock))
        self.complaints: list[str] = []
        self.gateway = Gateway(self.token, self._ready, self._guilds, self._changed)
        owner = self.backend.make_user("Owner")
        self.guild = self.backend.create_guild("Hill club", owner_id=owner.id)
        self.square = self.backend.create_channel(self.guild.id, "general")
        self._events: asyncio.Queue[tuple[str, Json]] = asyncio.Queue()
        self._moved = asyncio.Condition()
        self._pump: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self.backend.subscribers.append(lambda name, data: self._events.put_nowait((name, copy.deepcopy(dict(data)))))
        self._pump = asyncio.ensure_future(self._pass_on())
        await super().__aenter__()
        return self

    async def __aexit__(self, *failure: object) -> None:
        if self._pump is not None:
            self._pump.cancel()
        await super().__aexit__(*failure)

    def person(self, name: str = "Ann") -> SimcordPerson:
        """A member of the server."""
        user = self.backend.make_user(name)
        self.backend.add_member(self.guild.id, user.id)
        return SimcordPerson(self, user)

    def verify(self) -> None:
        """Fail if the bot asked for anything that simcord would not take."""
        assert not self.complaints, "\n".join(self.complaints)

    async def until(self, there: Any, what: str) -> None:
        """Wait for `there()`."""
        try:
            async with asyncio.timeout(20), self._moved:
                await self._moved.wait_for(there)
        except TimeoutError:
            raise Breach(f"waited in vain for {what}") from None

    async def answer_rest(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(API)
        body, files = await read_body(request)
        try:
            answer = dispatch(self.backend, request.method, path, json=body, params=dict(request.query), files=files)
            status = 200
        except (RouteNotImplemented, UnsupportedField) as error:
            self.complaints.append(f"{request.method} {path}: {error}")
            status, answer = 501, {"code": 0, "message": str(error)}
        except BackendError as error:
            if error.code in (50035, 50006):
                self.complaints.append(f"{request.method} {path}: {error} for {str(body)[:500]!r}")
            status, answer = error.status, error.to_json()
        async with self._moved:
            self._moved.notify_all()
        return json_response(status, answer)

    async def _pass_on(self) -> None:
        """Events to the gateway, in order, those that the bot's intents let through."""
        while True:
            name, data = await self._events.get()
            gate = required_intent(name, data)
            if gate is None or getattr(discord.Intents._from_value(self.gateway.intents), gate):
                await self.gateway.emit(name, data)

    def _ready(self, session: str) -> Json:
        return {
            "v": 10,
            "user": dict(serializers.user_payload(self.backend.bot_user)),
            "guilds": [{"id": str(self.guild.id), "unavailable": True}],
            "session_id": session,
            "resume_gateway_url": "wss://gateway.discord.gg/",
            "application": {"id": str(self.backend.application_id), "flags": 0},
        }

    def _guilds(self) -> list[Json]:
        return [dict(serializers.guild_create_payload(self.backend, self.guild))]

    def _changed(self) -> None:
        """Nobody waits for the gateway's own steps here."""


@dataclass(frozen=True)
class Seen:
    """A message on the screen, with a `version` that any change alters."""

    message: Message

    @property
    def id(self) -> int:
        return self.message.id

    @property
    def content(self) -> str:
        return self.message.content

    @property
    def components(self) -> list[Json]:
        return self.message.components

    @property
    def version(self) -> int:
        return hash((self.content, json.dumps(self.components)))


@dataclass(frozen=True)
class Deed:
    """Something a person did."""

    record: Interaction

    @property
    def key(self) -> str:
        return f"dc:{self.record.id}"


class SimcordPerson:
    """Somebody with the app open, in the server or in the direct messages."""

    def __init__(self, server: SimcordServer, user: User) -> None:
        self._server = server
        self._backend = server.backend
        self.user = user
        self.where: Channel = server.square

    @property
    def in_dm(self) -> bool:
        return self.where.guild_id is None

    def go_to_dm(self) -> None:
        """Open the direct messages with the bot."""
        self.where = self._backend.get_dm_channel(self.user.id)

    def sees(self) -> list[Seen]:
        """The messages on the screen; an ephemeral one is for the person whose interaction it answers."""
        mine = self._backend.messages[self.where.id].values()
        return [Seen(message) for message in mine if not message.is_ephemeral or self._for_me(message)]

    def _for_me(self, message: Message) -> bool:
        asked = message.interaction_metadata or {}
        return str((asked.get("user") or {}).get("id")) == str(self.user.id)

    async def slash(self, name: str, /, **options: str | int) -> Deed:
        """Run a registered command, with these of its options filled in."""
        command = self._backend.find_command(name, self.where.guild_id)
        if command is None:
            raise Breach(f"/{name} was never registered")
        filled = {"options": filled_in(command, options)} if options else {}
        return self._interact(2, {"id": command["id"], "name": name, "type": 1, **filled})

    async def tap(self, message: Seen, button: str) -> Deed:
        """Tap a button by its label or custom id."""
        for one in self._parts(message, 2):
            if button in (one.get("label"), one.get("custom_id")):
                return self._interact(3, {"custom_id": one["custom_id"], "component_type": 2}, message)
        raise Breach(f"{button!r} is not on that message")

    async def choose(self, message: Seen, *labels: str) -> Deed:
        """Choose options of a menu."""
        for one in self._parts(message, 3):
            if set(labels) <= {option["label"] for option in one["options"]}:
                values = [option["value"] for option in one["options"] if option["label"] in labels]
                data = {"custom_id": one["custom_id"], "component_type": 3, "values": values}
                return self._interact(3, data, message)
        raise Breach(f"{labels!r} are not on that message")

    async def submit(self, shown: Deed, text: str) -> Deed:
        """Send the modal that answered `shown`."""
        if shown.record.modal is None or shown.record.modal_consumed:
            raise Breach("there is no modal on the screen")
        shown.record.modal_consumed = True
        ((_, field),) = text_inputs(shown.record.modal)
        value = {"type": 4, "id": 2, "custom_id": field["custom_id"], "value": text}
        data = {
            "custom_id": shown.record.modal["custom_id"],
            "components": [{"type": 18, "id": 1, "component": value}],
        }
        source = shown.record.source_message_id
        message = Seen(self._backend.get_message(shown.record.channel_id, source)) if source else None
        return self._interact(5, data, message)

    async def write(self, text: str) -> Message:
        """Write where we are."""
        return self._backend.create_message(self.where.id, self.user.id, text)

    async def answered(self, deed: Deed) -> Deed:
        """Wait for the first answer."""
        await self._server.until(lambda: deed.record.responded, "an answer to the interaction")
        return deed

    def _parts(self, message: Seen, kind: int) -> list[Json]:
        if message.id not in {seen.id for seen in self.sees()}:
            raise Breach(f"{self.user.name} cannot see that message")
        return [one for row in message.components for one in row["components"] if one["type"] == kind]

    def _interact(self, kind: int, data: Mapping[str, Any], source: Seen | None = None) -> Deed:
        record, payload = interactions.base_payload(
            self._backend,
            type=kind,
            channel_id=self.where.id,
            guild_id=self.where.guild_id,
            user_id=self.user.id,
            data=dict(data),
        )
        if source is not None:
            record.source_message_id = source.id
            payload["message"] = dict(serializers.message_payload(self._backend, source.message))
        self._backend.emit("INTERACTION_CREATE", payload)
        return Deed(record)
