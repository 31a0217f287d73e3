"""The client that speaks to Telegram: python-telegram-bot's bot class over our own wire."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import telegram
from telegram.error import RetryAfter

from bot.adapters.telegram.api.answers import NotTelegram
from bot.adapters.telegram.api.wire import Wire

# Waiting times arrive as timedelta, as they will in the library's next major version; the old way warns at each use.
os.environ.setdefault("PTB_TIMEDELTA", "1")

ADDRESS = "https://api.telegram.org/bot"


class Bot(telegram.Bot):
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


def make_bot(token: str, base_url: str = ADDRESS, hurried: bool = False) -> Bot:
    """A bot that is not connected yet. It repeats nothing and holds nothing back by itself: the outbox does.

    One that is `hurried` waits less long for a line that hangs, since what it sends may come twice rather than late.
    """
    return Bot(
        token,
        base_url=base_url,
        request=Wire(base_url, connect=5, read=8) if hurried else Wire(base_url, connect=10, read=15),
        get_updates_request=Wire(base_url, connect=10, read=10),
    )


def asked_to_wait(error: RetryAfter) -> float:
    """The seconds that Telegram asks to wait."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
