"""The long poll: what was committed is confirmed by the next offset, and nothing else is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.adapters.telegram.api.client import Bot, asked_to_wait
from bot.adapters.telegram.api.limits import POLL_SECONDS
from bot.adapters.telegram.api.waiting import Backoff, Stopped, unless
from bot.adapters.telegram.incoming.updates import WANTED
from bot.base.clock import Clock
from bot.base.log import logger
from flows.base.errors import CalfwiseError

log = logger("telegram")

REFUSALS = 3
"""So many refusals of the token in a row are believed; a single one may come from something in between."""

GOODBYE_SECONDS = 3.0
"""How long a stop waits for the last offset to be taken."""

TOKEN_REFUSED = "Telegram refuses the bot's token: ask @BotFather for a valid one and set it again."

Take = Callable[[Sequence[Update], asyncio.Event], Awaitable[None]]


async def take_updates(bot: Bot, take: Take, clock: Clock, stop: asyncio.Event) -> None:
    """Fetch updates and hand them to `take` until told to stop.

    The library's own updater confirms an update before anyone has handled it; here the offset moves on only when `take`
    has returned. Raises `CalfwiseError` if Telegram keeps refusing the token.
    """
    backoff = Backoff(clock)
    refused = 0
    offset = confirmed = 0
    try:
        while True:
            try:
                poll = bot.get_updates(offset=offset, timeout=POLL_SECONDS, allowed_updates=WANTED)
                updates = await unless(stop, poll)
            except InvalidToken as error:
                refused += 1
                if refused == REFUSALS:
                    raise CalfwiseError(TOKEN_REFUSED) from None
                await _trouble("token_refused", error, backoff, stop)
            except Conflict as error:
                await _trouble("another_process_polls_with_this_token", error, backoff, stop)
            except TelegramError as error:
                await _trouble("poll_failed", error, backoff, stop)
            except (ValueError, TypeError, LookupError, AttributeError) as error:
                await _trouble("updates_unreadable", error, backoff, stop)
            else:
                confirmed = offset
                refused = 0
                backoff.reset()
                if updates:
                    await take(updates, stop)
                    offset = updates[-1].update_id + 1
    except Stopped:
        if offset > confirmed:
            await _confirm(bot, offset)


async def _trouble(event: str, error: Exception, backoff: Backoff, stop: asyncio.Event) -> None:
    log.warning(event, error=error)
    await backoff.wait(stop, at_least=asked_to_wait(error) if isinstance(error, RetryAfter) else 0.0)


async def _confirm(bot: Bot, offset: int) -> None:
    """Spare the next start the updates that are done; if this fails they come again and are known by their keys."""
    try:
        await bot.get_updates(offset=offset, timeout=0, limit=1, allowed_updates=WANTED, read_timeout=GOODBYE_SECONDS)
    except TelegramError as error:
        log.info("last_offset_not_confirmed", error=error)
