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

from bot.adapters.telegram.api.answers import NotTelegram
from bot.adapters.telegram.api.client import ADDRESS, make_bot
from bot.adapters.telegram.api.limits import OVERALL_PER_SECOND
from bot.adapters.telegram.api.pace import Pace
from bot.adapters.telegram.api.waiting import Backoff, Stopped, unless
from bot.adapters.telegram.incoming.intake import UpdateIntake
from bot.adapters.telegram.incoming.poll import REFUSALS, TOKEN_REFUSED, take_updates
from bot.adapters.telegram.incoming.spell import Spell
from bot.adapters.telegram.incoming.updates import UpdateReader
from bot.adapters.telegram.outgoing.countdown import Countdowns
from bot.adapters.telegram.outgoing.port import TelegramPort
from bot.adapters.telegram.profile import publish
from bot.base.log import logger
from bot.core import Core
from bot.ports import StoreUnavailable
from flows.base.errors import CalfwiseError
from flows.turn.registry import COMMANDS

log = logger("telegram")


class Telegram:
    """One bot account. `paced=False` lifts the limits on how fast is written (benchmarks against a local server)."""

    def __init__(self, token: str, core: Core, base_url: str = ADDRESS, paced: bool = True) -> None:
        try:
            self._bot, self._urgent = make_bot(token, base_url), make_bot(token, base_url, hurried=True)
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
        refused from the first; one that is withdrawn later is told, and waited for.
        """
        try:
            await self._connect(stop)
        except Stopped:
            return
        self._core.register(self.port)
        await self._resume_countdowns()
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
        """Log in, trying again while the line is down, or something else answers in Telegram's place."""
        backoff, spell = Backoff(self._core.clock), Spell(log, "telegram_reached")
        refused = 0
        while True:
            try:
                await unless(stop, self._log_in())
            except InvalidToken as error:
                refused += 1
                if refused == REFUSALS:
                    raise CalfwiseError(TOKEN_REFUSED) from None
                spell.trouble("token_refused", error)
            except NotTelegram as error:
                spell.trouble("something_else_answers_for_telegram", error, facts={"status": error.status})
            except (TelegramError, ValueError, TypeError, LookupError, AttributeError) as error:
                spell.trouble("telegram_not_reached", error)
            else:
                spell.over()
                return
            await backoff.wait(stop)

    async def _resume_countdowns(self) -> None:
        """Go on drawing what an earlier run left on people's screens; a drawing is worth no trouble."""
        try:
            shown = await self._core.showing(self.port.platform, self._core.clock.now()) if self._core.showing else []
        except StoreUnavailable as error:
            log.warning("countdowns_not_resumed", error=error)
            shown = []
        self.port.resume(shown)

    async def _log_in(self) -> None:
        await self._urgent.request.initialize()
        await self._bot.initialize()
        # A webhook set by somebody else would keep all updates away. What is pending stays.
        await self._bot.delete_webhook(drop_pending_updates=False)
