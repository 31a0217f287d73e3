"""Being on Discord from start to stop: log in (again and again if the network is down), listen, stop gracefully."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import discord

from bot.adapters.discord.api.errors import explain_error
from bot.adapters.discord.api.wiring import Wiring
from bot.adapters.discord.client import CalfwiseClient
from bot.adapters.discord.incoming.handler import InteractionHandler
from bot.adapters.discord.outgoing.port import DiscordPort
from bot.base.log import logger
from bot.core import Core

log = logger("discord")

GRACE = 5.0
"""Seconds that what has been taken in may still take when the bot stops."""


async def run(
    token: str,
    core: Core,
    stop: asyncio.Event,
    wiring: Wiring | None = None,
    started: Callable[[CalfwiseClient], None] | None = None,
) -> None:
    """Be on Discord until `stop` is set. Raises `DiscordError` if Discord will not have us.

    `started` is called with the client once it is connected.
    """
    stopping = asyncio.ensure_future(stop.wait())
    try:
        client = await _logged_in(token, core, wiring or Wiring(), stopping)
        if client is not None:
            await _listen(client, core, stopping, started)
    finally:
        stopping.cancel()


async def _logged_in(token: str, core: Core, wiring: Wiring, stopping: asyncio.Future[Any]) -> CalfwiseClient | None:
    """A client that Discord has let in, or None if we are to stop first.

    A client whose login failed cannot be used again, so each try has its own.
    """
    ports: list[DiscordPort] = []

    def handler(client: CalfwiseClient) -> InteractionHandler:
        ports.append(DiscordPort(client, core.words, core.clock, core.media))
        return InteractionHandler(ports[-1], core)

    while True:
        client = CalfwiseClient(core.words, wiring, handler)
        try:
            if not await _unless(stopping, client.login(token)):
                await client.close()
                return None
        except (OSError, aiohttp.ClientError, discord.DiscordServerError) as error:
            await client.close()
            log.warning("cannot_reach_discord", error=error)
            if not await _unless(stopping, core.clock.sleep(wiring.retry)):
                return None
        except discord.DiscordException as error:
            await client.close()
            raise explain_error(error) from None
        else:
            core.register(ports[-1])
            return client


async def _listen(
    client: CalfwiseClient, core: Core, stopping: asyncio.Future[Any], started: Callable[[CalfwiseClient], None] | None
) -> None:
    """Handle what comes until we are to stop or are thrown out for good, then finish what has been taken in."""
    connected: asyncio.Future[Any] = asyncio.ensure_future(client.connect())
    ready: asyncio.Future[Any] = asyncio.ensure_future(client.came_up.wait())
    try:
        await asyncio.wait({connected, stopping, ready}, return_when=asyncio.FIRST_COMPLETED)
        if ready.done() and started is not None:
            started(client)
        await asyncio.wait({connected, stopping}, return_when=asyncio.FIRST_COMPLETED)
        client.take_no_more()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await client.drain()
                if core.idle is not None:
                    await core.idle()
    finally:
        ready.cancel()
        await client.close()
        connected.cancel()
        await asyncio.wait({connected})
    if not connected.cancelled() and (error := connected.exception()):
        raise explain_error(error) from None


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
