"""The client that speaks to Telegram: python-telegram-bot's bot class, with the whole bot's rate limit."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, ExtBot

from bot.adapters.telegram.api.answers import NotTelegram
from bot.adapters.telegram.api.wire import Wire

# Waiting times arrive as timedelta, as they will in the library's next major version; the old way warns at each use.
os.environ.setdefault("PTB_TIMEDELTA", "1")

ADDRESS = "https://api.telegram.org/bot"
OVERALL_PER_SECOND = 30.0

CONNECTIONS = 32
"""Calls under way at once: at a tenth of a second each this is many times what Telegram lets a bot send."""


class Bot(ExtBot[int]):
    """The library's bot, which also hands out updates as they came."""

    async def raw_updates(self, offset: int, seconds: int, kinds: Sequence[str], **limits: Any) -> list[Any]:
        """What `get_updates` would return, each update still as Telegram wrote it, so that one can be read without the others.

        `seconds` is how long to wait for one; `limits` are `limit` (how many) and `read_timeout` (seconds). Raises
        `TelegramError`.
        """
        data = {"offset": offset, "timeout": seconds, "allowed_updates": list(kinds)}
        if "limit" in limits:
            data["limit"] = limits["limit"]
        read = limits.get("read_timeout", self._request[0].read_timeout or 0)
        found = await self._post("getUpdates", data, read_timeout=read + seconds)
        if not isinstance(found, list):
            raise NotTelegram(200)
        return found


def make_bot(token: str, base_url: str = ADDRESS, overall_per_second: float = OVERALL_PER_SECOND) -> Bot:
    """A bot that is not connected yet. At most `overall_per_second` messages go out in all (0: no such limit).

    The limiter repeats nothing by itself: while it waits as told, it holds back every chat, an emergency card too. The
    outbox waits for the one chat that is meant.
    """
    return Bot(
        token,
        base_url=base_url,
        request=Wire(base_url, CONNECTIONS, connect=10, read=15),
        get_updates_request=Wire(base_url, 2, connect=10, read=10),
        rate_limiter=AIORateLimiter(overall_max_rate=overall_per_second, max_retries=0),
    )


def asked_to_wait(error: RetryAfter) -> float:
    """The seconds that Telegram asks to wait."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
