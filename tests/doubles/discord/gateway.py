"""The gateway: hello, identify, heartbeats, numbered events, resuming, and the ways in which it hangs up."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.doubles.discord.errors import Breach

Json = dict[str, Any]

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12
PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)
"""Members, presences, message content: this application has asked for none of them."""


@dataclass
class Session:
    """What a bot identified for; events are kept so that they can be sent again after a resume."""

    id: str
    intents: int
    events: list[Json] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None


class Gateway:
    """One bot at a time. `ready` makes READY's data, `guilds` what follows it, `changed` is called after each step."""

    def __init__(
        self, token: str, ready: Callable[[str], Json], guilds: Callable[[], list[Json]], changed: Callable[[], None]
    ) -> None:
        self._token = token
        self._ready = ready
        self._guilds = guilds
        self._changed = changed
        self.session: Session | None = None
        self.identified = 0
        self.resumed = 0
        self.intents = 0
        self.turns_away = 0
        """The code with which whoever identifies is thrown out; 0: nobody is."""
        self.mute = False
        """Whether whoever connects hears nothing, not even HELLO."""
        self._sessions: dict[str, Session] = {}

    @property
    def connected(self) -> bool:
        """Whether a bot is listening."""
        return self.session is not None and self.session.socket is not None

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from HELLO to its end."""
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        if not self.mute:
            await socket.send_str(json.dumps({"op": 10, "d": {"heartbeat_interval": 41250}, "s": None, "t": None}))
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                break
            payload = json.loads(frame.data)
            if payload["op"] == 1:
                await socket.send_str(json.dumps({"op": 11, "d": None, "s": None, "t": None}))
            elif payload["op"] == 2:
                await self._identify(socket, payload["d"])
            elif payload["op"] == 6:
                await self._resume(socket, payload["d"])
            self._changed()
        for session in self._sessions.values():
            if session.socket is socket:
                session.socket = None
        self._changed()
        return socket

    async def _identify(self, socket: web.WebSocketResponse, data: Mapping[str, Any]) -> None:
        if data["token"] != self._token:
            await socket.close(code=4004, message=b"Authentication failed.")
            return
        if data["intents"] & PRIVILEGED:
            await socket.close(code=4014, message=b"Disallowed intent(s).")
            return
        if self.turns_away:
            await socket.close(code=self.turns_away)
            return
        self.identified += 1
        self.intents = data["intents"]
        self.session = Session(f"session-{self.identified}", self.intents, socket=socket)
        self._sessions[self.session.id] = self.session
        await self.emit("READY", self._ready(self.session.id))
        if self.intents & GUILDS:
            for guild in self._guilds():
                await self.emit("GUILD_CREATE", guild)

    async def _resume(self, socket: web.WebSocketResponse, data: Mapping[str, Any]) -> None:
        session = self._sessions.get(data["session_id"])
        if session is None or data["token"] != self._token or data["seq"] > len(session.events):
            await socket.send_str(json.dumps({"op": 9, "d": False, "s": None, "t": None}))
            return
        self.resumed += 1
        self.session = session
        session.socket = socket
        for event in session.events[data["seq"] :]:
            await socket.send_str(json.dumps(event))
        await self.emit("RESUMED", {})

    async def emit(self, name: str, data: Mapping[str, Any], needs: int = 0) -> bool:
        """Send an event, or keep it for a resume; False if nobody will ever get it.

        Without one of the intents in `needs` it never existed. Where no session is (one is over and nobody has identified
        anew) it is lost: no new session is told what happened before it.
        """
        session = self.session
        if session is None or (needs and not session.intents & needs):
            return False
        event = {"op": 0, "t": name, "s": len(session.events) + 1, "d": data}
        session.events.append(json.loads(json.dumps(event)))
        if session.socket is not None and not session.socket.closed:
            await session.socket.send_str(json.dumps(event))
        return True

    async def again(self) -> None:
        """Send the newest event once more, under its old number: what a flawed resume does."""
        session, socket = self._connection()
        await socket.send_str(json.dumps(session.events[-1]))

    async def reconnect(self) -> None:
        """Op 7: please come back and resume."""
        await self._say({"op": 7, "d": None, "s": None, "t": None})

    async def invalidate(self, resumable: bool = False) -> None:
        """Op 9: this session is over; nobody is listening until a bot has identified anew."""
        session, socket = self._connection()
        if not resumable:
            del self._sessions[session.id]
            self.session = None
        await socket.send_str(json.dumps({"op": 9, "d": resumable, "s": None, "t": None}))

    async def babble(self, frame: str) -> None:
        """Send a frame as it is."""
        _, socket = self._connection()
        await socket.send_str(frame)

    async def close(self, code: int) -> None:
        """Hang up with this code."""
        _, socket = self._connection()
        await socket.close(code=code)

    async def hang_up(self) -> None:
        """Close whatever is open; at the end of a test."""
        for session in self._sessions.values():
            if session.socket is not None:
                await session.socket.close(code=1001)

    async def _say(self, payload: Json) -> None:
        _, socket = self._connection()
        await socket.send_str(json.dumps(payload))

    def _connection(self) -> tuple[Session, web.WebSocketResponse]:
        if self.session is None or self.session.socket is None:
            raise Breach("no bot is connected")
        return self.session, self.session.socket
