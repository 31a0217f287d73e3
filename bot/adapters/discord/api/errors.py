"""What discord.py raises, said in the words of `bot.ports`: wait, give up on the person, on the request, or unsure."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import aiohttp
import discord

from bot.ports import DeliveryError, Lost, Refused, Throttled, Unreachable

T = TypeVar("T")

ALREADY_ANSWERED = 40060
_NO_DM = {50007, 50278, 10013}
"""Direct messages closed, no server in common, no such user."""
_NO_ACCESS = {50001, 50013, 10003}
"""Not allowed in, not allowed to write, no such channel."""
_DEAD_TOKEN = {10015, 10062, 50027}
"""Unknown webhook, unknown interaction (answered too late), invalid webhook token (after 15 minutes)."""
_TOO_MANY_DMS = 40003
_BANNED_FOR = 60.0
"""Seconds to wait when Discord's front door turns us away without saying for how long."""


class TokenDead(Refused):
    """The interaction can no longer be answered: it is too old, or its first answer came too late.

    Not `Unreachable`: the person is still there, and what they agreed to get later must not be dropped.
    """


class AlreadyAnswered(Refused):
    """The interaction has had its first answer."""


class Closed(Unreachable):
    """This person takes no direct messages from the bot."""


@asynccontextmanager
async def calling() -> AsyncIterator[None]:
    """Raise one of the errors above, or of `bot.ports`, for whatever goes wrong with the call inside."""
    try:
        yield
    except discord.RateLimited as error:
        raise Throttled(error.retry_after) from error
    except discord.HTTPException as error:
        raise _translated(error) from error
    except (aiohttp.ClientConnectorError, ConnectionRefusedError) as error:
        raise Throttled(1.0) from error  # it never left this machine, so it can safely be said again
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Lost(type(error).__name__) from error


async def twice(call: Callable[[], Awaitable[T]]) -> T:
    """The result of `call`, repeated once if the answer was lost: only for what does no harm when it happens twice."""
    try:
        return await call()
    except Lost:
        return await call()


def _translated(error: discord.HTTPException) -> DeliveryError:
    said = f"{error.status} {error.code}: {error.text}"
    if error.status == 429:
        return Throttled(_seconds(error))
    if error.code in _NO_DM:
        return Closed(said)
    if error.code in _DEAD_TOKEN:
        return TokenDead(said)
    if error.code == ALREADY_ANSWERED:
        return AlreadyAnswered(said)
    if error.code == _TOO_MANY_DMS:
        return Throttled(_BANNED_FOR)
    if error.code in _NO_ACCESS:
        return Unreachable(said)
    return Lost(said) if error.status >= 500 else Refused(said)


def _seconds(error: discord.HTTPException) -> float:
    try:
        return float(error.response.headers.get("Retry-After", _BANNED_FOR))
    except ValueError:
        return _BANNED_FOR
