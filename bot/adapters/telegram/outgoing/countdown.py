"""What is left of a countdown, drawn into its message now and then while it runs.

    countdowns = Countdowns(bot, pace, words, clock)
    countdowns.line(reply, "en")                  what is left now, as words ("" if nothing is)
    countdowns.begin(chat, message, reply, "en")  draw it again every few seconds
    countdowns.halt(chat)                         something else goes to this chat
    await countdowns.settle(chat, message)        this message is about to be edited
    countdowns.resume(shown)                      go on with what an earlier run left on the screens
    await countdowns.close()                      none goes on, and none begins any more

A drawing is worth nothing beside a real message: it is left out when the chat, or the bot as a whole, has little to spare,
and when it fails. The end of a countdown is not drawn at all, because the conversation itself closes the message.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextvars import Context
from dataclasses import dataclass
from datetime import datetime

from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.adapters.telegram.api.client import Bot, asked_to_wait
from bot.adapters.telegram.api.errors import not_modified
from bot.adapters.telegram.api.limits import DRAWINGS_PER_SECOND, DRAWN_EVERY, DRAWN_LAST, LEFT_FOR_MESSAGES
from bot.adapters.telegram.api.pace import Pace
from bot.adapters.telegram.outgoing import render, words
from bot.base.clock import Clock
from bot.base.log import logger
from bot.delivery.countdown import as_read, seconds_left
from bot.ports import Showing, TextSource
from flows.base.replies import Reply

log = logger("telegram")

PATIENCE = 1.0
"""Seconds that an edit of the same message waits for a drawing under way, so that the drawing cannot come after it."""

_ALL = 0


@dataclass(eq=False)
class _Count:
    chat: int
    message: str
    reply: Reply
    until: datetime
    language: str
    stale: bool = False
    over: bool = False
    drawing: bool = False


class Countdowns:
    """All countdowns of one bot, at most one a chat; `pace` is the chats' own, None if nothing is held back."""

    def __init__(self, bot: Bot, pace: Pace | None, words: TextSource, clock: Clock) -> None:
        self._bot = bot
        self._pace = pace
        self._words = words
        self._clock = clock
        self._all = Pace(clock, DRAWINGS_PER_SECOND, DRAWINGS_PER_SECOND)
        self._running: dict[_Count, asyncio.Task[None]] = {}
        self._closed = False
        self._touched: set[int] | None = set()
        """Chats in which something was shown before `resume`, so that nothing older goes on there; None after it."""

    def line(self, reply: Reply, language: str) -> str:
        """What is left of the reply's countdown, in words; empty if it has none or it is over."""
        left = seconds_left(reply.until, self._clock.now()) if reply.until else 0
        return self._words.text(language, "telegram.left", left=as_read(left)) if left else ""

    def begin(self, chat: int, message: str, reply: Reply, language: str) -> None:
        """Go on drawing what is left of `reply`, which was shown in `message` just now; nothing if it has no countdown."""
        self.halt(chat)
        if reply.until is not None:
            self._start(_Count(chat, message, reply, reply.until, language))

    def resume(self, shown: Iterable[Showing]) -> None:
        """Go on, at once, with what an earlier run left; not where this run has shown something since. Once a run."""
        touched, self._touched = self._touched or set(), None
        for last in shown:
            chat, reply = last.delivery.address["chat"], last.delivery.reply
            if chat not in touched and reply.until is not None:
                language = str(last.delivery.address.get("language", "en"))
                self._start(_Count(chat, last.message, reply, reply.until, language, stale=True))

    def _start(self, count: _Count) -> None:
        if self._closed:
            return
        # In a context of its own: what is drawn is no part of the row that showed the message.
        task = asyncio.get_running_loop().create_task(self._run(count), name="countdown", context=Context())
        self._running[count] = task
        task.add_done_callback(lambda _: self._running.pop(count, None))

    def halt(self, chat: int, message: str = "") -> None:
        """Draw no more in this chat (or this message of it). A drawing on its way is let go; nobody waits for it."""
        if self._touched is not None and not message:
            self._touched.add(chat)
        for count, task in list(self._running.items()):
            if count.chat == chat and message in ("", count.message):
                count.over = True
                if not count.drawing:
                    task.cancel()

    async def settle(self, chat: int, message: str) -> None:
        """Draw no more in this message; a drawing of it on its way has arrived, or is given up, when this returns."""
        self.halt(chat, message)
        late = {task for count, task in self._running.items() if count.drawing and count.message == message}
        if late:
            try:
                await asyncio.wait(late, timeout=PATIENCE)
            finally:
                for task in late:
                    task.cancel()

    async def close(self) -> None:
        """End them all at once."""
        self._closed = True
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, count: _Count) -> None:
        asked = 0.0
        try:
            while True:
                left = (count.until - self._clock.now()).total_seconds()
                every = 0.0 if count.stale else next(every for above, every in DRAWN_EVERY if left > above)
                pause, count.stale = max(every, asked), False
                if left - pause < DRAWN_LAST:
                    return
                await self._clock.sleep(pause)
                # A clock that was moved on may have passed the end.
                if (count.until - self._clock.now()).total_seconds() < DRAWN_LAST:
                    return
                if self._spare(count.chat):
                    asked = await self._draw(count)
                if count.over:
                    return
        except Exception as error:
            log.error("countdown_broke", error=error)

    def _spare(self, chat: int) -> bool:
        """Whether one more call harms nobody; if so, it is taken."""
        if self._pace is None:
            return True
        return self._all.spare(_ALL) and self._pace.spare(chat, LEFT_FOR_MESSAGES)

    async def _draw(self, count: _Count) -> float:
        """Edit the message once; returns how many seconds Telegram asks to wait, mostly 0. Ends what cannot go on."""
        count.drawing = True
        try:
            left = self.line(count.reply, count.language)
            text = render.caption(count.reply, left) if words.captioned(count.message) else ""
            text = text or render.texts(count.reply, left)[-1]
            await words.edit(self._bot, count.chat, count.message, text, render.keyboard(count.reply))
        except RetryAfter as error:
            return asked_to_wait(error)
        except (BadRequest, Forbidden, InvalidToken) as error:
            # The message is gone, or nobody reads it. Whoever sends the next real message finds out what is wrong.
            count.over = not not_modified(error)
        except TelegramError:
            pass  # no line just now: the next drawing may arrive
        finally:
            count.drawing = False
        return 0.0
