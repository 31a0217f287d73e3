"""The long poll: what was committed is confirmed by the next offset, and nothing else is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.adapters.telegram.api.answers import NotTelegram
from bot.adapters.telegram.api.client import Bot, asked_to_wait
from bot.adapters.telegram.api.limits import POLL_SECONDS
from bot.adapters.telegram.api.waiting import Backoff, Stopped, unless
from bot.adapters.telegram.incoming.raw import number_of, readable
from bot.adapters.telegram.incoming.spell import NOTHING, Spell
from bot.adapters.telegram.incoming.updates import WANTED
from bot.base.clock import Clock
from bot.base.log import logger

log = logger("telegram")

REFUSALS = 3
"""So many refusals of the token in a row are believed; a single one may come from something in between."""

REFUSED_SECONDS = 120.0
"""Seconds between two tries with a token that is believed to be withdrawn."""

GOODBYE_SECONDS = 2.0
"""How long a stop waits for the last offset to be taken."""

TOKEN_REFUSED = "Telegram refuses the bot's token: ask @BotFather for a valid one and set it again."

Take = Callable[[Sequence[Update], asyncio.Event], Awaitable[None]]


async def take_updates(bot: Bot, take: Take, clock: Clock, stop: asyncio.Event) -> None:
    """Fetch updates and hand them to `take` until told to stop.

    The library's own updater confirms an update before anyone has handled it; here the offset moves on only when `take`
    has returned. Nothing else ends it: whatever is wrong with the line, or with the token, is told once and waited out.
    """
    poll = _Poll(bot, take, clock, stop)
    try:
        while True:
            await poll.once()
    except Stopped:
        await poll.confirm()


class _Poll:
    def __init__(self, bot: Bot, take: Take, clock: Clock, stop: asyncio.Event) -> None:
        self._bot = bot
        self._take = take
        self._stop = stop
        self._backoff = Backoff(clock)
        self._spell = Spell(log, "poll_well_again")
        self._refused = 0
        self._webhooks = 0
        self._offset = self._confirmed = 0

    async def once(self) -> None:
        """One poll, and a pause if it went wrong. Raises `Stopped`."""
        try:
            fetch = self._bot.raw_updates(self._offset, POLL_SECONDS, WANTED)
            updates = await unless(self._stop, fetch)
        except InvalidToken as error:
            await self._token_refused(error)
        except Conflict as error:
            if "webhook" in str(error).lower():
                await self._webhook_set(error)
            else:
                await self._trouble("another_process_polls_with_this_token", error)
        except NotTelegram as error:
            await self._trouble("something_else_answers_for_telegram", error, facts={"status": error.status})
        except RetryAfter as error:
            await self._trouble("poll_told_to_wait", error, at_least=asked_to_wait(error))
        except (TelegramError, ValueError, TypeError, LookupError, AttributeError) as error:
            await self._trouble("poll_failed", error)
        else:
            await self._fetched(updates)

    async def confirm(self) -> None:
        """Spare the next start the updates that are done; if this fails they come again and are known by their keys."""
        if self._offset > self._confirmed:
            try:
                await self._bot.raw_updates(self._offset, 0, WANTED, limit=1, read_timeout=GOODBYE_SECONDS)
            except (TelegramError, LookupError) as error:
                log.info("last_offset_not_confirmed", error=error)

    async def _fetched(self, updates: list[Any]) -> None:
        self._confirmed = self._offset
        self._refused = self._webhooks = 0
        if not updates:
            self._well()
            return
        found = list(readable(updates, self._bot))
        if found:
            await self._take(found, self._stop)
        # One whose number cannot be read goes when a later one does. To guess it might confirm what nobody has seen.
        numbers = [number for number in map(number_of, updates) if number is not None]
        if numbers:
            self._offset = numbers[-1] + 1
            self._well()
        else:
            await self._trouble("no_update_has_a_number", LookupError())

    def _well(self) -> None:
        self._backoff.reset()
        self._spell.over()

    async def _token_refused(self, error: InvalidToken) -> None:
        self._refused += 1
        if self._refused < REFUSALS:
            await self._trouble("token_refused", error)
        else:
            # Other platforms go on, and so do the conversations' timers; only somebody with a new token can help.
            self._spell.trouble("token_withdrawn", error, grave=True, facts={"advice": TOKEN_REFUSED})
            await self._backoff.wait(self._stop, at_least=REFUSED_SECONDS)

    async def _webhook_set(self, error: Conflict) -> None:
        """Somebody set a webhook meanwhile, which keeps all updates away: it is taken back, and nothing that waits is lost."""
        self._spell.trouble("webhook_was_set", error)
        try:
            await unless(self._stop, self._bot.delete_webhook(drop_pending_updates=False))
        except TelegramError as failure:
            await self._trouble("webhook_not_deleted", failure)
            return
        self._webhooks += 1
        if self._webhooks > 1:  # and set again at once: no race with whoever does that
            await self._backoff.wait(self._stop)

    async def _trouble(
        self, event: str, error: Exception, at_least: float = 0.0, facts: Mapping[str, object] = NOTHING
    ) -> None:
        self._spell.trouble(event, error, facts=facts)
        await self._backoff.wait(self._stop, at_least)
