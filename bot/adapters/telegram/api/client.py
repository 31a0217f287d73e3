"""The client that speaks to Telegram: python-telegram-bot's bot class over our own wire."""

from __future__ import annotations

import os
from datetime import timedelta

import telegram
from telegram.error import RetryAfter

from bot.adapters.telegram.api.wire import Wire

# Waiting times arrive as timedelta, as they will in the library's next major version; the old way warns at each use.
os.environ.setdefault("PTB_TIMEDELTA", "1")

Bot = telegram.Bot

ADDRESS = "https://api.telegram.org/bot"


def make_bot(token: str, base_url: str = ADDRESS) -> Bot:
    """A bot that is not connected yet. It repeats nothing and holds nothing back by itself: the outbox does."""
    return Bot(
        token,
        base_url=base_url,
        request=Wire(base_url, connect=10, read=15),
        get_updates_request=Wire(base_url, connect=10, read=10),
    )


def asked_to_wait(error: RetryAfter) -> float:
    """The seconds that Telegram asks to wait."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
