"""The discord.py client: what it asks Discord for, what it listens to, what is still being handled when it stops."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import discord

from bot.adapters.discord.api.wiring import Wiring
from bot.adapters.discord.incoming.commands import command_payloads
from bot.adapters.discord.incoming.handler import InteractionHandler
from bot.adapters.discord.outgoing.interaction import AnyInteraction
from bot.base.log import logger
from bot.delivery.wire import watch_wire
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
            connector=wiring.connector() if wiring.connector else None,
            guild_ready_timeout=wiring.guild_ready,
            max_ratelimit_timeout=LONGEST_WAIT,
            http_trace=watch_wire(),
        )
        self.came_up = asyncio.Event()
        self._words = words
        self._handler = handler(self)
        self._handling: set[asyncio.Task[Any]] = set()
        self._taking = True

    async def setup_hook(self) -> None:
        """Register the slash commands; called once, between login and connecting."""
        await self.http.bulk_upsert_global_commands(self.application_id or 0, payload=command_payloads(self._words))

    async def on_ready(self) -> None:
        """Connected, and again after a session that could not be resumed."""
        log.info("ready", servers=len(self.guilds))
        self.came_up.set()

    async def on_resumed(self) -> None:
        """Connected again, with nothing missed."""
        log.info("resumed")

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

    def _remember(self) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)
