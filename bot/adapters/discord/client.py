"""The discord.py client: what it asks Discord for, what it listens to, what is still being handled when it stops."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import discord

from bot.adapters.discord.api.outage import RECONNECTS
from bot.adapters.discord.api.wiring import Wiring
from bot.adapters.discord.incoming.commands import command_payloads
from bot.adapters.discord.incoming.handler import InteractionHandler
from bot.adapters.discord.incoming.raw import pass_over
from bot.adapters.discord.outgoing.interaction import AnyInteraction
from bot.base.log import logger
from bot.delivery.wire import watch_wire, watched
from bot.ports import TextSource

log = logger("discord")

LONGEST_WAIT = 60.0
"""Seconds that the library may wait by itself when told to slow down; beyond that the outbox waits instead."""


class CalfwiseClient(discord.Client):
    """Servers and direct messages only: no privileged intent, and nothing that is written in a server's channels."""

    def __init__(
        self, words: TextSource, wiring: Wiring, handler: Callable[[CalfwiseClient], InteractionHandler]
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,  # what people write is not kept in memory
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            connector=watched(wiring.connector() if wiring.connector else aiohttp.TCPConnector(limit=0)),
            guild_ready_timeout=wiring.guild_ready,
            max_ratelimit_timeout=LONGEST_WAIT,
            http_trace=watch_wire(),
        )
        self.came_up = asyncio.Event()
        """Set while Discord hears us and we hear it."""
        self.went_down = asyncio.Event()
        """Set while that is not so; from the beginning on."""
        self.went_down.set()
        self._wiring = wiring
        self._identified = 0.0
        self._words = words
        self._handler = handler(self)
        self._handling: set[asyncio.Task[Any]] = set()
        self._taking = True
        pass_over(self._connection.parsers, self._unreadable)

    async def setup_hook(self) -> None:
        """Register the slash commands; called once, between login and connecting."""
        await self.http.bulk_upsert_global_commands(self.application_id or 0, payload=command_payloads(self._words))

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait as Discord asks, and no longer: what is said in direct messages meanwhile is never handed over.

        It wants a second at least after a session that is over, and five between two of these calls; the library waits
        for five each time.
        """
        now = asyncio.get_running_loop().time()
        if not initial:
            since = self._identified + self._wiring.identify_every - now
            await asyncio.sleep(max(self._wiring.identify_after, since))
        self._identified = asyncio.get_running_loop().time()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Tell who listens, unless the client is closed: what the library had put off until then would break in it."""
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def on_ready(self) -> None:
        """Connected, and again after a session that could not be resumed."""
        log.info("ready", servers=len(self.guilds))
        self._up()

    async def on_resumed(self) -> None:
        """Connected again, with nothing missed."""
        log.info("resumed")
        self._up()

    async def on_disconnect(self) -> None:
        """The line is lost; the library makes it anew, again and again."""
        if self.came_up.is_set():
            log.info("line_lost")
        self.came_up.clear()
        self.went_down.set()

    def _up(self) -> None:
        RECONNECTS.begin_anew()
        self.went_down.clear()
        self.came_up.set()

    async def on_interaction(self, interaction: AnyInteraction) -> None:
        """A command, tap, menu or modal."""
        if self._taking:
            self._remember()
            await self._handler.handle_interaction(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """A direct message."""
        if self._taking:
            self._remember()
            await self._handler.handle_message(message, self.user)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """A handler failed: said without its arguments, which hold what people wrote."""
        import sys

        log.error("handler_failed", handler=event_method, error=sys.exc_info()[1])

    async def drain(self) -> None:
        """Return once everything that has come in is handled."""
        while self._handling:
            await asyncio.wait(set(self._handling))

    def take_no_more(self) -> None:
        """Leave what comes from now on unanswered: the same button works after the restart."""
        self._taking = False

    def _unreadable(self, name: str, payload: Any, error: Exception) -> None:
        """Called where the line is held: what can still be read of it is handled beside."""
        log.warning("event_not_readable", kind=name, error=error)
        if self._taking:
            work = self._handler.handle_raw(name, payload, self.user.id if self.user else 0)
            self._remember(asyncio.ensure_future(work))

    def _remember(self, task: asyncio.Task[Any] | None = None) -> None:
        task = task or asyncio.current_task()
        if task is not None:
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)
