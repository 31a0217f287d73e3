"""How replies leave for Telegram: send, redraw, close; what is left of a countdown is drawn as long as it lasts.

A reply with a picture is one message, the words beneath it, if they fit there; else the picture goes first and the words after
it. With a page the words go first, since it takes a while to be made. A picture that does not arrive holds up no words.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import ChatMigrated, TelegramError

from bot.adapters.telegram.api.client import Bot
from bot.adapters.telegram.api.errors import beyond_edit, delivery_error, not_modified
from bot.adapters.telegram.api.limits import CAPTION, LEFT_FOR_QUESTIONS, TEXT
from bot.adapters.telegram.api.pace import Pace
from bot.adapters.telegram.outgoing import render, words
from bot.adapters.telegram.outgoing.countdown import Countdowns
from bot.adapters.telegram.outgoing.files import Files
from bot.base.log import logger
from bot.delivery.media import Media
from bot.ports import Delivery, Lost, Notes, Passage, Refused, Showing
from flows.base.replies import Reply

log = logger("telegram")


class TelegramPort:
    """The outbox's way out to Telegram; message ids are those of `words.reference`."""

    platform = "tg"
    closes_first = False

    def __init__(
        self,
        bot: Bot,
        pace: Pace | None,
        countdowns: Countdowns | None = None,
        media: Media | None = None,
        notes: Notes | None = None,
    ) -> None:
        self._bot = bot
        self._urgent = bot
        self._pace = pace
        self.countdowns = countdowns
        self._media = media
        self._files = Files(bot, notes)

    def hurry_by(self, bot: Bot) -> None:
        """Send what is urgent by this client from now on: it has connections of its own."""
        self._urgent = bot

    async def send(self, delivery: Delivery, passage: Passage) -> str:
        """Send the reply; the id is that of the message that carries the buttons.

        The parts are "file" (0: given up) and "1" for the first text.
        """
        if self.countdowns:
            self.countdowns.halt(delivery.address["chat"])
        message = await self._send(delivery, passage)
        self._count(delivery, message)
        return message

    async def _send(self, delivery: Delivery, passage: Passage) -> str:
        reply = delivery.reply
        if reply.page is not None:
            message = await self._words(delivery, passage, more=True)
            await self._file(delivery, passage)
            return message
        if reply.urgent:
            return await self._words(delivery, passage)  # a picture could hold it up
        caption = render.caption(reply, self._left(delivery))
        if caption is None:
            await self._file(delivery, passage)
        elif sent := await self._file(delivery, passage, caption, render.keyboard(reply)):
            return words.reference(sent, captioned=True)
        return await self._words(delivery, passage)

    async def redraw(self, delivery: Delivery, message: str) -> None:
        """Draw the reply over the earlier message; `Refused` if that cannot be edited any more, or has not the room."""
        if self.countdowns:
            await self.countdowns.settle(delivery.address["chat"], message)
        if words.captioned(message):
            text = render.caption(delivery.reply, self._left(delivery)) or ""
            if not text:
                raise Refused("the words have outgrown the picture")
        else:
            text = render.texts(delivery.reply, self._left(delivery))[-1]
        if not await self._edit(delivery, message, text, render.keyboard(delivery.reply)):
            raise Refused("the message to redraw is gone or too old")
        self._count(delivery, message)

    async def close(self, delivery: Delivery, message: str) -> None:
        """Leave the question and its answer, without buttons. A message that cannot be edited is left as it is."""
        if self.countdowns:
            await self.countdowns.settle(delivery.address["chat"], message)
        text = delivery.reply.closed_text
        limit = CAPTION if words.captioned(message) else TEXT
        await self._edit(delivery, message, render.closed(text, limit) if text else "", None, closing=True)

    async def say(self, chat: int, reply: Reply, thread: int | None = None) -> None:
        """Send a reply that is in no outbox, into a forum's topic `thread`: nothing is lost if it never arrives."""
        for text in render.texts(reply):
            await self._message(chat, text, render.keyboard(reply, self._private_link), reply.urgent, thread)

    def resume(self, shown: Iterable[Showing]) -> None:
        """Go on with the countdowns of an earlier run."""
        if self.countdowns:
            self.countdowns.resume(shown)

    async def _words(self, delivery: Delivery, passage: Passage, more: bool = False) -> str:
        """The reply's words, the buttons under the last of them; `more`: they are not the last of the row."""
        chat, reply = delivery.address["chat"], delivery.reply
        texts = render.texts(reply, self._left(delivery))
        message = ""
        for number, text in enumerate(texts, 1):
            part, last = str(number), number == len(texts)
            if part not in passage.parts:
                sent = await self._message(chat, text, render.keyboard(reply) if last else None, reply.urgent)
                message = words.reference(sent)
                if more or not last:
                    await passage.arrived(part, message)
        return message or passage.parts[str(len(texts))]

    async def _file(
        self,
        delivery: Delivery,
        passage: Passage,
        caption: str | None = None,
        buttons: InlineKeyboardMarkup | None = None,
    ) -> int:
        """The reply's file, if it has one; without a `caption` what it shows stands beneath it. 0 if none is there."""
        if "file" in passage.parts or self._media is None:
            return 0
        file = await self._media.of(delivery.reply)
        sent = 0
        if file is not None:
            beneath = render.closed(file.alt, CAPTION) if caption is None else caption
            try:
                sent = await self._paced(
                    delivery.address["chat"], False, lambda to: self._files.send(to, file, beneath, buttons)
                )
            except (Refused, Lost) as error:
                log.warning("file_not_sent", name=file.name, error=error)
        if file is not None and (caption is None or not sent) and delivery.reply.page is None:
            await passage.arrived("file", str(sent))
        return sent

    def _left(self, delivery: Delivery) -> str:
        return self.countdowns.line(delivery.reply, _language(delivery)) if self.countdowns else ""

    def _count(self, delivery: Delivery, message: str) -> None:
        if self.countdowns:
            self.countdowns.begin(delivery.address["chat"], message, delivery.reply, _language(delivery))

    @property
    def _private_link(self) -> str:
        return f"https://t.me/{self._bot.username}?start=check"

    async def _message(
        self, chat: int, text: str, buttons: InlineKeyboardMarkup | None, urgent: bool, thread: int | None = None
    ) -> int:
        bot = self._urgent if urgent else self._bot

        async def send(to: int) -> int:
            sent = await bot.send_message(
                to,
                text,
                parse_mode=ParseMode.HTML,
                reply_markup=buttons,
                link_preview_options=words.NO_PREVIEW,
                message_thread_id=thread,
            )
            return sent.message_id

        return await self._paced(chat, urgent, send)

    async def _paced(self, chat: int, urgent: bool, send: Callable[[int], Awaitable[int]]) -> int:
        """One message to the chat, as soon as it may be, an urgent one at once; follows a group that has moved."""
        if self._pace and urgent:
            self._pace.overdraw(chat)
        elif self._pace:
            await self._pace.wait(chat)
        try:
            try:
                return await send(chat)
            except ChatMigrated as moved:
                return await send(moved.new_chat_id)
        except TelegramError as error:
            raise delivery_error(error) from error

    async def _edit(
        self, delivery: Delivery, message: str, text: str, buttons: InlineKeyboardMarkup | None, closing: bool = False
    ) -> bool:
        """Edit a message (an empty `text` leaves its words); False if it cannot be edited any more.

        One that is only being closed waits until there is room for what the person is waiting for.
        """
        chat = delivery.address["chat"]
        if self._pace:
            await self._pace.wait(chat, LEFT_FOR_QUESTIONS if closing else 0)
        try:
            await words.edit(self._bot, chat, message, text, buttons)
        except TelegramError as error:
            if beyond_edit(error):
                return False
            if not not_modified(error):
                raise delivery_error(error) from error
        return True


def _language(delivery: Delivery) -> str:
    return str(delivery.address.get("language", "en"))
