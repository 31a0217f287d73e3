"""Being on Discord from start to stop: log in, listen, come back after whatever goes wrong, stop gracefully."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any

import discord

from bot.adapters.discord.api.errors import DiscordError, explain_error
from bot.adapters.discord.api.outage import LONGEST, Outage
from bot.adapters.discord.api.urgent import UrgentLine
from bot.adapters.discord.api.wiring import Wiring
from bot.adapters.discord.client import CalfwiseClient
from bot.adapters.discord.incoming.handler import InteractionHandler
from bot.adapters.discord.outgoing.port import DiscordPort
from bot.base.clock import Clock
from bot.base.log import logger
from bot.core import Core

log = logger("discord")

GRACE = 3.0
"""Seconds that what has been taken in may still take when the bot stops, or when the line is made anew."""

CLOSING = 1.0
"""Seconds for a polite goodbye; a line that is dead does not answer one."""

Started = Callable[[CalfwiseClient], None]


async def run(
    token: str, core: Core, stop: asyncio.Event, wiring: Wiring | None = None, started: Started | None = None
) -> None:
    """Be on Discord until `stop` is set. Raises `DiscordError` if Discord will not have us from the very start.

    Whatever happens once we have been let in is told once and tried again. `started` is called with the client each
    time that there is a new one and it is connected.
    """
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await _Presence(token, core, wiring or Wiring(), stopping, started).keep()
    finally:
        stopping.cancel()


class _Presence:
    """One client after another, each used up by the trouble that ended it; the port is the same throughout."""

    def __init__(
        self, token: str, core: Core, wiring: Wiring, stopping: asyncio.Future[Any], started: Started | None
    ) -> None:
        self._token = token
        self._core = core
        self._wiring = wiring
        self._stopping = stopping
        self._started = started
        self._spell = Outage(wiring.retry)
        self._port: DiscordPort | None = None
        self._urgent: UrgentLine
        self._registered = False
        self._let_in = False

    async def keep(self) -> None:
        """Be there until we are to stop."""
        while not self._stopping.done():
            client = CalfwiseClient(self._core.words, self._wiring, self._handler)
            self._urgent = UrgentLine(self._wiring)
            try:
                if await _unless(self._stopping, client.login(self._token)):
                    self._join(client)
                    opening = asyncio.ensure_future(self._hurry())
                    try:
                        await self._listen(client)
                    finally:
                        opening.cancel()
                pause = 0.0
            except LineLost:
                pause = self._spell.unreachable("no_line_to_discord")
            except Exception as error:
                pause = self._pause_after(error)
            finally:
                await asyncio.gather(_close(client), _close(self._urgent))
            if pause and not self._stopping.done():
                await _unless(self._stopping, self._core.clock.sleep(pause))

    def _handler(self, client: CalfwiseClient) -> InteractionHandler:
        if self._port is None:
            self._port = DiscordPort(client, self._core.words, self._core.clock, self._core.media)
        return InteractionHandler(self._port, self._core)

    async def _hurry(self) -> None:
        """Send what is urgent by a line of its own as soon as that is there; until then by the usual one."""
        pause = self._wiring.retry
        while not await self._urgent.open(self._token):
            used_up, self._urgent = self._urgent, UrgentLine(self._wiring)
            await asyncio.gather(_close(used_up), self._core.clock.sleep(pause))
            pause = min(LONGEST, 2 * pause)
        if self._port is not None:
            self._port.hurry_by(self._urgent)

    def _join(self, client: CalfwiseClient) -> None:
        """Send by this client from now on."""
        assert self._port is not None  # the client's handler has it
        self._port.use(client)
        if not self._registered:
            self._registered = True
            self._core.register(self._port)

    def _pause_after(self, error: Exception) -> float:
        """How long to wait after this; raises if it is hopeless, which only the very start can tell."""
        refusal = explain_error(error) if _is_refusal(error) else None
        if not isinstance(refusal, DiscordError):
            return self._spell.unreachable("cannot_reach_discord", error)
        if not self._let_in:
            raise refusal from None
        return self._spell.refused(str(refusal))

    async def _listen(self, client: CalfwiseClient) -> None:
        """Handle what comes until we are to stop or the line is lost, then finish what has been taken in."""
        connected: asyncio.Future[Any] = asyncio.ensure_future(client.connect())
        ready: asyncio.Future[Any] = asyncio.ensure_future(client.came_up.wait())
        lost = asyncio.ensure_future(_stays_down(client, self._core.clock, self._wiring.patience))
        ends = {connected, self._stopping, lost}
        try:
            await asyncio.wait({*ends, ready}, return_when=asyncio.FIRST_COMPLETED)
            if ready.done():
                self._let_in = True
                self._spell.over()
                if self._started is not None:
                    self._started(client)
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            await self._finish(client)
        finally:
            for future in (ready, lost, connected):
                future.cancel()
            await asyncio.wait({ready, lost, connected})
        if self._stopping.done():
            return
        if not connected.cancelled() and (error := connected.exception()):
            raise error
        raise LineLost

    async def _finish(self, client: CalfwiseClient) -> None:
        client.take_no_more()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await client.drain()
        if self._stopping.done() and self._core.leave is not None:
            await self._core.leave(DiscordPort.platform)


class LineLost(Exception):
    """The gateway has not been heard of for too long."""


def _is_refusal(error: Exception) -> bool:
    """Whether Discord itself says that it will not have us, and not a proxy, a page or a broken line."""
    if isinstance(error, discord.HTTPException):
        return error.status < 500 and error.status != 429 and error.code != 0
    return isinstance(error, discord.LoginFailure | discord.ConnectionClosed | discord.PrivilegedIntentsRequired)


async def _stays_down(client: CalfwiseClient, clock: Clock, seconds: float) -> None:
    """Return once the line has been down for `seconds` on end."""
    while True:
        await client.went_down.wait()
        waking, back = asyncio.ensure_future(clock.sleep(seconds)), asyncio.ensure_future(client.came_up.wait())
        try:
            await asyncio.wait({waking, back}, return_when=asyncio.FIRST_COMPLETED)
            if not back.done() and client.went_down.is_set():
                return
        finally:
            waking.cancel()
            back.cancel()
            await asyncio.wait({waking, back})


async def _close(client: discord.Client) -> None:
    try:
        async with asyncio.timeout(CLOSING):
            await client.close()
    except Exception as error:
        log.info("not_closed_politely", error=error)
        await client.http.close()


async def _unless(stopping: asyncio.Future[Any], work: Coroutine[Any, Any, None]) -> bool:
    """Do `work`; False if we are to stop before it is done. Raises what `work` raises."""
    working: asyncio.Future[Any] = asyncio.ensure_future(work)
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            await working
            return True
        return False
    finally:
        working.cancel()
        await asyncio.wait({working})
