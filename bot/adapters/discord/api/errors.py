"""What discord.py raises, said in our words: to the outbox by `calling`, to whoever runs the bot by what is raised."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import aiohttp
import discord

from bot.adapters.discord.api.meanings import MEANINGS, RECONNECT_SECONDS
from bot.base.errors import find_meaning
from bot.ports import Lost, Throttled
from flows.base.errors import CalfwiseError

T = TypeVar("T")

_CLOSED = "Session is closed"
"""What aiohttp says when a session is used that has been closed; it has no class of its own for it."""


class DiscordError(CalfwiseError):
    """The bot cannot be on Discord; the sentence says why and what to do."""


@asynccontextmanager
async def calling() -> AsyncIterator[None]:
    """Raise an error of `bot.ports` (or of `meanings`) for whatever goes wrong with the call inside."""
    try:
        yield
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        meaning = find_meaning(MEANINGS, error).delivery
        if meaning is None:
            raise
        raise meaning(error) from error
    except RuntimeError as error:
        if str(error) != _CLOSED:
            raise
        # The client was given up between two calls. Nothing has left, so the next one can say it.
        raise Throttled(RECONNECT_SECONDS) from error


async def twice(call: Callable[[], Awaitable[T]]) -> T:
    """The result of `call`, repeated once if the answer was lost: only for what does no harm when it happens twice."""
    try:
        return await call()
    except Lost:
        return await call()


def explain_error(error: BaseException) -> BaseException:
    """A `DiscordError` that says what a person can put right; any other error as it is."""
    if not isinstance(error, discord.DiscordException):
        return error
    sentence = find_meaning(MEANINGS, error).sentence
    return error if sentence is None else DiscordError(sentence(error))
