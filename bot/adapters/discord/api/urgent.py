"""A line of its own for what is urgent: its own connections, and limits that other messages have not used up."""

from __future__ import annotations

import aiohttp
import discord

from bot.adapters.discord.api.wiring import Wiring
from bot.base.log import logger
from bot.delivery.wire import watch_wire, watched

LONGEST_WAIT = 30.0
"""Seconds that the library may wait by itself when told to slow down; it takes no less than that."""

log = logger("discord")


class UrgentLine(discord.Client):
    """A client that sends direct messages and hears nothing."""

    def __init__(self, wiring: Wiring) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),  # it never connects, but the library warns of none
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            connector=watched(wiring.connector() if wiring.connector else aiohttp.TCPConnector(limit=0)),
            max_ratelimit_timeout=LONGEST_WAIT,
            http_trace=watch_wire(),
        )

    async def open(self, token: str) -> bool:
        """Whether it may send now; if that does not work, the usual line has to do."""
        try:
            await self.login(token)
        except Exception as error:
            log.warning("no_line_for_what_is_urgent", error=error)
            return False
        return True
