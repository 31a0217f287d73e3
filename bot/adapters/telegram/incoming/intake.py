"""Takes updates in: every tap answered at once, every turn committed, each chat in order, chats side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import TelegramError

from bot.adapters.telegram.api.client import Bot
from bot.adapters.telegram.api.waiting import Backoff
from bot.adapters.telegram.incoming.raw import mended
from bot.adapters.telegram.incoming.updates import ForeignTap, GroupCall, UpdateReader
from bot.adapters.telegram.outgoing.port import TelegramPort
from bot.base.allowance import Allowance
from bot.base.log import logger
from bot.core import Core
from bot.ports import DeliveryError, Intake, Lost, StoreUnavailable
from flows.base.replies import Reply

log = logger("telegram")

GOODBYE_SECONDS = 2.0


class UpdateIntake:
    """Between the poll and the core. What a committed turn left to deliver is the outbox's business."""

    def __init__(self, bot: Bot, port: TelegramPort, reader: UpdateReader, core: Core) -> None:
        self._bot = bot
        self._port = port
        self._reader = reader
        self._core = core
        self._groups = Allowance(core.clock)
        self._errands: set[asyncio.Task[None]] = set()

    async def take(self, updates: Sequence[Update], stop: asyncio.Event) -> None:
        """Return when nothing among the updates can be lost any more; raises `Stopped` if told to stop before that.

        Nobody's flood keeps the next poll waiting: what would wait behind its own chat is only written down here. What
        cannot be saved is tried again, and what the same chat said after it waits.
        """
        chats: dict[str, list[Intake]] = {}
        for update in updates:
            match self._read(update):
                case Intake() as intake:
                    if update.callback_query:
                        self._run(self._answer(update.callback_query.id))
                    chats.setdefault(intake.person, []).append(intake)
                case GroupCall() as call:
                    self._run(self._groups.answer(call.chat, call.thread, partial(self._offer_private, call)))
                case ForeignTap() as tap:
                    self._run(self._answer(tap.query, self._core.words.text(tap.language, "telegram.not_yours")))
                case None:
                    pass
        done = await asyncio.gather(*(self._commit(said, stop) for said in chats.values()), return_exceptions=True)
        for error in done:
            if isinstance(error, BaseException):
                raise error

    async def finish(self) -> None:
        """Wait a little for the small errands that nobody waited for."""
        if self._errands:
            _, unfinished = await asyncio.wait(self._errands, timeout=GOODBYE_SECONDS)
            for errand in unfinished:
                errand.cancel()

    def _read(self, update: Update) -> Intake | GroupCall | ForeignTap | None:
        try:
            return self._reader.read(update, self._core.clock.now())
        except Exception as error:
            # Something Telegram has only just invented: it must not come again for ever.
            log.error("update_unreadable", error=error)
        try:
            # The library takes a field of a wrong type for what it is not; what is left may be read.
            left = mended(update.to_dict())
            return self._reader.read(left, self._core.clock.now()) if left else None
        except Exception as error:
            log.error("update_passed_over", error=error)
            return None

    async def _commit(self, said: Sequence[Intake], stop: asyncio.Event) -> None:
        """Take in what one chat said. Tried again as a whole: what was taken before is known by its key."""
        backoff, told = Backoff(self._core.clock), False
        while True:
            try:
                await self._core.turns.take_in(said)
                return
            except StoreUnavailable as error:
                log.error("turn_not_saved", error=error)
                if not told:
                    told = True
                    self._run(self._tell_not_saved(said[-1]))
                await backoff.wait(stop)
            except Exception as error:
                # A fault of ours would come again each time and hold everybody up. (One in the conversation itself
                # never gets here: `TurnService` apologises for it.)
                log.error("turn_failed", error=error)
                return

    def _run(self, errand: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def _answer(self, query: str, text: str = "") -> None:
        try:
            await self._bot.answer_callback_query(query, text or None, show_alert=True if text else None)
        except TelegramError as error:
            # Too old, too many, or no line: the tap itself counts all the same.
            log.info("tap_not_answered", error=error)

    async def _tell_not_saved(self, intake: Intake) -> None:
        """Whoever waits for an answer that cannot come now must not wait with an emergency."""
        words = self._core.words.text(intake.language, "telegram.not_saved")
        try:
            await self._port.say(intake.address["chat"], Reply("message", paragraphs=(words,), urgent=True))
        except DeliveryError as error:
            log.info("not_told", error=error)

    async def _offer_private(self, call: GroupCall) -> bool:
        """Whether the group may have got it."""
        try:
            await self._port.say(call.chat, self._core.public_reply(call.language), call.thread)
        except DeliveryError as error:
            log.warning("group_not_answered", error=error)
            return isinstance(error, Lost)
        return True
