"""How calls reach Telegram: over aiohttp instead of the library's own choice, httpx.

A call costs a third of the CPU time this way. The pool of httpx looks at every connection for every call (with 64 chats
at once that was most of the bot's work), and the one of aiohttp does not.
"""

from __future__ import annotations

import ssl
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import certifi
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.adapters.telegram.api.answers import as_object, telegrams_own
from bot.delivery.wire import watch_wire, watched

NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, RuntimeError)
"""What a call failed with that never left (the cause of its `TelegramError`). A closed wire raises `RuntimeError`."""

Seconds = object
"""A timeout as the library hands it over: seconds, None for no limit, or its mark for "whatever is usual"."""


class Wire(BaseRequest):
    """As many connections as there are calls, so that no number of slow ones keeps a quick one waiting.

    How many there can be is bounded by how much a bot may send: thirty a second, for as long as a call may take.
    `connect` and `read` are how long (seconds) a connection, or any part of an answer, may take.
    """

    def __init__(self, base_url: str, connect: float, read: float) -> None:
        self._proxy = _proxy(base_url)
        self._connect = connect
        self._read = read
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """The usual seconds for any part of an answer."""
        return self._read

    async def initialize(self) -> None:
        """Open up; connections are made when they are needed."""
        if self._session is None:
            trusted = ssl.create_default_context(cafile=certifi.where())
            connector = watched(aiohttp.TCPConnector(limit=0, ssl=trusted))
            self._session = aiohttp.ClientSession(connector=connector, proxy=self._proxy, trace_configs=[watch_wire()])

    async def shutdown(self) -> None:
        """Let go of all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call; returns its status and what was answered. Writing has no limit.

        Raises `NotTelegram` if something else answered, among other network errors.
        """
        if self._session is None:
            raise RuntimeError("the wire to Telegram is closed")
        timeout = aiohttp.ClientTimeout(
            sock_connect=_seconds(connect_timeout, self._connect), sock_read=_seconds(read_timeout, self._read)
        )
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=timeout, headers={"User-Agent": self.USER_AGENT}
            ) as response:
                return response.status, telegrams_own(response.status, await response.read())
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            # Only the kind: the words of some of these hold the address, and with it the token.
            raise NetworkError(type(error).__name__) from error

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as an object; unlike the library's own, it logs no line each time when there is none."""
        return as_object(payload)


def _seconds(asked: Seconds, usual: float) -> float | None:
    return asked if asked is None or isinstance(asked, int | float) else usual


def _body(data: RequestData | None) -> dict[str, str] | aiohttp.FormData | None:
    if data is None or not data.contains_files:
        return data.json_parameters if data else None
    form = aiohttp.FormData(data.json_parameters)
    for name, (file, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=file, content_type=kind)
    return form


def _proxy(address: str) -> str | None:
    """The proxy that this machine's settings name for `address`, looked up once."""
    parts = urlsplit(address)
    if not parts.hostname or proxy_bypass(parts.hostname):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")
