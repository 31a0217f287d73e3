"""The Telegram adapter as a whole: connect, publish the profile, take updates until told to stop, let go.

    telegram = Telegram(token, turns, library, clock)
    await telegram.run(courier.register, stop)    returns when `stop` is set and all that came in is committed
    await courier.stop()                          what is under way still goes out
    await telegram.close()

Importing this module loads python-telegram-bot.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from telegram.error import InvalidToken, TelegramError

from bot.adapters.telegram.client import ADDRESS, OVERALL_PER_SECOND, make_bot
from bot.adapters.telegram.countdown import Countdowns
from bot.adapters.telegram.intake import Reader
from bot.adapters.telegram.pace import Pace
from bot.adapters.telegram.poll import TOKEN_REFUSED, take_updates
from bot.adapters.telegram.port import TelegramPort
from bot.adapters.telegram.profile import publish
from bot.adapters.telegram.reception import Reception
from bot.adapters.telegram.waiting import Backoff, Stopped, unless
from bot.clock import Clock
from bot.log import logger
from bot.media import Media
from bot.ports import Notes, Port, Turns
from flows.base.errors import CalfwiseError
from flows.talk.library import Library
from flows.turn.registry import COMMANDS

log = logger("telegram")


class Telegram:
    """One bot account. `paced=False` lifts the limits on how fast is written (benchmarks against a local server).

    `media` has the pictures (None: words only), `notes` keeps what they are called once they were uploaded.
    """

    def __init__(
        self,
        token: str,
        turns: Turns,
        library: Library,
        clock: Clock,
        base_url: str = ADDRESS,
        paced: bool = True,
        media: Media | None = None,
        notes: Notes | None = None,
    ) -> None:
        try:
            self._bot = make_bot(token, base_url, OVERALL_PER_SECOND if paced else 0)
        except InvalidToken:
            raise CalfwiseError(TOKEN_REFUSED) from None
        self._turns = turns
        self._library = library
        self._clock = clock
        pace = Pace(clock) if paced else None
        self._countdowns = Countdowns(self._bot, pace, library, clock)
        self.port = TelegramPort(self._bot, pace, self._countdowns, media, notes)

    async def run(self, register: Callable[[Port], None], stop: asyncio.Event) -> None:
        """Take updates until `stop` is set; `register` is called once the bot can send.

        Every turn taken in is committed, or will come again at the next start. Raises `CalfwiseError` if the token is
        refused.
        """
        try:
            await self._connect(stop)
        except Stopped:
            return
        register(self.port)
        profile = asyncio.create_task(publish(self._bot, self._library, self._clock))
        reader = Reader(self._bot.username, COMMANDS, self._library.words.languages)
        reception = Reception(self._bot, self.port, reader, self._turns, self._library, self._clock)
        try:
            await take_updates(self._bot, reception.take, self._clock, stop)
        finally:
            await self._countdowns.close()
            await reception.finish()
            profile.cancel()
            await asyncio.gather(profile, return_exceptions=True)

    async def close(self) -> None:
        """Let go of the connections; nothing can be sent afterwards."""
        await self._countdowns.close()
        await self._bot.shutdown()

    async def _connect(self, stop: asyncio.Event) -> None:
        """Log in, trying again while the line is down."""
        backoff = Backoff(self._clock)
        while True:
            try:
                await unless(stop, self._log_in())
                return
            except InvalidToken:
                raise CalfwiseError(TOKEN_REFUSED) from None
            except TelegramError as error:
                log.warning("telegram_not_reached", error=error)
                await backoff.wait(stop)

    async def _log_in(self) -> None:
        await self._bot.initialize()
        # A webhook set by somebody else would keep all updates away. What is pending stays.
        await self._bot.delete_webhook(drop_pending_updates=False)
