"""The Telegram adapter as a whole: connect, publish the profile, take updates until told to stop, let go.

    telegram = Telegram(token, core)
    await telegram.run(stop)                      returns when `stop` is set and all that came in is committed
    await outbox.stop()                          what is under way still goes out
    await telegram.close()

Importing this module loads python-telegram-bot.
"""

from __future__ import annotations

import asyncio

from telegram.error import InvalidToken, TelegramError

from bot.adapters.telegram.api.client import ADDRESS, make_bot
from bot.adapters.telegram.api.limits import OVERALL_PER_SECOND
from bot.adapters.telegram.api.pace import Pace
from bot.adapters.telegram.api.waiting import Backoff, Stopped, unless
from bot.adapters.telegram.incoming.intake import UpdateIntake
from bot.adapters.telegram.incoming.poll import TOKEN_REFUSED, take_updates
from bot.adapters.telegram.incoming.updates import UpdateReader
from bot.adapters.telegram.outgoing.countdown import Countdowns
from bot.adapters.telegram.outgoing.port import TelegramPort
from bot.adapters.telegram.profile import publish
from bot.base.log import logger
from bot.core import Core
from flows.base.errors import CalfwiseError
from flows.turn.registry import COMMANDS

log = logger("telegram")


class Telegram:
    """One bot account. `paced=False` lifts the limits on how fast is written (benchmarks against a local server)."""

    def __init__(self, token: str, core: Core, base_url: str = ADDRESS, paced: bool = True) -> None:
        try:
            self._bot, self._urgent = make_bot(token, base_url), make_bot(token, base_url)
        except InvalidToken:
            raise CalfwiseError(TOKEN_REFUSED) from None
        self._core = core
        whole = Pace(core.clock, OVERALL_PER_SECOND, OVERALL_PER_SECOND)
        pace = Pace(core.clock, whole=whole) if paced else None
        self._countdowns = Countdowns(self._bot, pace, core.words, core.clock)
        self.port = TelegramPort(self._bot, pace, self._countdowns, core.media, core.notes)
        self.port.hurry_by(self._urgent)

    async def run(self, stop: asyncio.Event) -> None:
        """Take updates until `stop` is set; the port is registered once the bot can send.

        Every turn taken in is committed, or will come again at the next start. Raises `CalfwiseError` if the token is
        refused.
        """
        try:
            await self._connect(stop)
        except Stopped:
            return
        self._core.register(self.port)
        profile = asyncio.create_task(publish(self._bot, self._core))
        reader = UpdateReader(self._bot.username, COMMANDS, self._core.languages)
        intake = UpdateIntake(self._bot, self.port, reader, self._core)
        try:
            await take_updates(self._bot, intake.take, self._core.clock, stop)
        finally:
            await self._countdowns.close()
            await intake.finish()
            profile.cancel()
            await asyncio.gather(profile, return_exceptions=True)

    async def close(self) -> None:
        """Let go of the connections; nothing can be sent afterwards."""
        await self._countdowns.close()
        await self._bot.shutdown()
        await self._urgent.request.shutdown()

    async def _connect(self, stop: asyncio.Event) -> None:
        """Log in, trying again while the line is down."""
        backoff = Backoff(self._core.clock)
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
        await self._urgent.request.initialize()
        await self._bot.initialize()
        # A webhook set by somebody else would keep all updates away. What is pending stays.
        await self._bot.delete_webhook(drop_pending_updates=False)
