"""What each error of discord.py, and of the line beneath it, means to us.

`MEANINGS` names every error class of the library; a test fails when the library has one that is not named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
import discord
import msgspec
from discord import app_commands, oggparse, opus

from bot.ports import DeliveryError, Lost, Refused, Throttled, Unreachable

BANNED_FOR = 60.0
"""Seconds to wait when Discord's front door turns us away without saying for how long."""

RECONNECT_SECONDS = 1.0

_BAD_TOKEN = (
    "Discord does not accept the bot token. Copy it again from the Bot page of your application in the Discord "
    "developer portal and set CALFWISE_DISCORD_TOKEN."
)
_BAD_INTENTS = "Discord refused the intents that the bot asked for."
_CLOSES = {4004: _BAD_TOKEN, 4014: _BAD_INTENTS}
"""Codes with which the gateway closes for good → what to tell whoever runs the bot."""


class TokenDead(Refused):
    """The interaction can no longer be answered: it is too old, or its first answer came too late.

    Not `Unreachable`: the person is still there, and what they agreed to get later must not be dropped.
    """


class AlreadyAnswered(Refused):
    """The interaction has had its first answer."""


class Closed(Unreachable):
    """This person takes no direct messages from the bot."""


class Meaning(msgspec.Struct, frozen=True):
    """`delivery` makes the outbox's name for it, `sentence` the words for whoever runs the bot.

    Without one of them the error is passed on as it is.
    """

    delivery: Callable[[Any], DeliveryError] | None = None
    sentence: Callable[[Any], str] | None = None


CODES: Mapping[int, Callable[[str], DeliveryError]] = {
    40060: AlreadyAnswered,
    50007: Closed,  # takes no direct messages
    50278: Closed,  # no server in common
    10013: Closed,  # no such user
    10015: TokenDead,  # unknown webhook
    10062: TokenDead,  # unknown interaction: answered too late
    50027: TokenDead,  # invalid webhook token: after 15 minutes
    40003: lambda _said: Throttled(BANNED_FOR),  # too many direct messages opened
    40094: TokenDead,  # used up: an app that a person has installed for themselves may send five followups
    50001: Unreachable,  # not allowed in
    50013: Unreachable,  # not allowed to write
    10003: Unreachable,  # no such channel
}
"""Discord's own code in an answer → what it means, whatever the status is (save 429)."""


def _answered(error: discord.HTTPException) -> DeliveryError:
    """What Discord answered, by its code, else by its status."""
    said = f"{error.status} {error.code}: {error.text}"
    if error.status == 429:
        return Throttled(_asked_to_wait(error))
    return CODES.get(error.code, Lost if error.status >= 500 else Refused)(said)


def _asked_to_wait(error: discord.HTTPException) -> float:
    try:
        return float(error.response.headers.get("Retry-After", BANNED_FOR))
    except ValueError:
        return BANNED_FOR


def _not_let_in(error: discord.HTTPException) -> str:
    return f"Discord refused to let the bot in: {error.status} {error.text}"


def _closed_for_good(error: discord.ConnectionClosed) -> str:
    return _CLOSES.get(error.code, f"Discord closed the connection for good (code {error.code}).")


ANSWER = Meaning(_answered, _not_let_in)
LOST = Meaning(lambda error: Lost(type(error).__name__))
NOT_SENT = Meaning(lambda _error: Throttled(RECONNECT_SECONDS))
"""It never left this machine, so it can safely be said again."""
OURS = Meaning()
"""Our own use of the library is at fault, or it is about a part of it that is not used here."""

MEANINGS: Mapping[type[BaseException], Meaning] = {
    discord.DiscordException: OURS,
    discord.HTTPException: ANSWER,
    discord.Forbidden: ANSWER,
    discord.NotFound: ANSWER,
    discord.DiscordServerError: ANSWER,
    discord.RateLimited: Meaning(lambda error: Throttled(error.retry_after)),
    discord.LoginFailure: Meaning(sentence=lambda _error: _BAD_TOKEN),
    discord.PrivilegedIntentsRequired: Meaning(sentence=lambda _error: _BAD_INTENTS),
    discord.ConnectionClosed: Meaning(sentence=_closed_for_good),
    discord.ClientException: OURS,
    discord.GatewayNotFound: OURS,
    discord.InteractionResponded: OURS,
    discord.InvalidData: OURS,
    discord.MissingApplicationID: OURS,
    # Voice is not used.
    discord.FFmpegProcessError: OURS,
    oggparse.OggError: OURS,
    opus.OpusError: OURS,
    opus.OpusNotLoaded: OURS,
    # Commands are registered and read by hand, see `bot.adapters.discord.incoming`.
    app_commands.AppCommandError: OURS,
    app_commands.BotMissingPermissions: OURS,
    app_commands.CheckFailure: OURS,
    app_commands.CommandAlreadyRegistered: OURS,
    app_commands.CommandInvokeError: OURS,
    app_commands.CommandLimitReached: OURS,
    app_commands.CommandNotFound: OURS,
    app_commands.CommandOnCooldown: OURS,
    app_commands.CommandSignatureMismatch: OURS,
    app_commands.CommandSyncFailure: ANSWER,
    app_commands.MissingAnyRole: OURS,
    app_commands.MissingPermissions: OURS,
    app_commands.MissingRole: OURS,
    app_commands.NoPrivateMessage: OURS,
    app_commands.TransformerError: OURS,
    app_commands.TranslationError: OURS,
    # The line beneath.
    aiohttp.ClientConnectorError: NOT_SENT,
    ConnectionRefusedError: NOT_SENT,
    aiohttp.ClientError: LOST,
    OSError: LOST,  # `TimeoutError` is one
}
"""Error class of the library → what it means."""
