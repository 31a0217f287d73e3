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
from bot.adapters.telegram.api.limits import CAPTION, TEXT
from bot.adapters.telegram.api.pace import Pace
from bot.adapters.telegram.outgoing import render, words
from bot.adapters.telegram.outgoing.countdown import Countdowns
from bot.adapters.telegram.outgoing.files import Files
from bot.base.log import logger
from bot.delivery.media import Media
from bot.ports import Delivery, DeliveryError, Lost, Notes, Refused, Showing, Throttled
from flows.base.replies import Reply

log = logger("telegram")


class TelegramPort:
    """The outbox's way out to Telegram; message ids are those of `words.reference`."""

    platform = "tg"

    def __init__(
        self,
        bot: Bot,
        pace: Pace | None,
        countdowns: Countdowns | None = None,
        media: Media | None = None,
        notes: Notes | None = None,
    ) -> None:
        self._bot = bot
        self._pace = pace
        self.countdowns = countdowns
        self._media = media
        self._files = Files(bot, notes)
        self._done: dict[int, dict[str, int]] = {}
        """By row, which parts of a reply are out already, as what message: "file" (0: given up), "1" for its first text."""

    async def send(self, delivery: Delivery) -> str:
        """Send the reply; the id is that of the message that carries the buttons."""
        if self.countdowns:
            self.countdowns.halt(delivery.address["chat"])
        done = self._done.setdefault(delivery.row, {})
        try:
            message = await self._send(delivery, done)
        except Throttled:
            raise  # what is out so far stays noted: the outbox comes back with the whole reply
        except BaseException:
            self._done.pop(delivery.row, None)
            raise
        self._done.pop(delivery.row, None)
        self._count(delivery, message)
        return message

    async def _send(self, delivery: Delivery, done: dict[str, int]) -> str:
        reply, chat = delivery.reply, delivery.address["chat"]
        if reply.page is not None:
            message = await self._words(delivery, done)
            await self._file(chat, reply, done)
            return message
        caption = render.caption(reply, self._left(delivery))
        if caption is None:
            await self._file(chat, reply, done)
        elif sent := await self._file(chat, reply, done, caption, render.keyboard(reply)):
            return words.reference(sent, captioned=True)
        return await self._words(delivery, done)

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
        await self._edit(delivery, message, render.closed(text, limit) if text else "", None)

    async def say(self, chat: int, reply: Reply, thread: int | None = None) -> None:
        """Send a reply that is in no outbox, into a forum's topic `thread`: nothing is lost if it never arrives."""
        for text in render.texts(reply):
            await self._message(chat, text, render.keyboard(reply, self._private_link), reply.urgent, thread)

    def resume(self, shown: Iterable[Showing]) -> None:
        """Go on with the countdowns of an earlier run."""
        if self.countdowns:
            self.countdowns.resume(shown)

    async def _words(self, delivery: Delivery, done: dict[str, int]) -> str:
        """The reply's words, the buttons under the last of them."""
        chat, reply = delivery.address["chat"], delivery.reply
        texts = render.texts(reply, self._left(delivery))
        for number, text in enumerate(texts, 1):
            if str(number) not in done:
                buttons = render.keyboard(reply) if number == len(texts) else None
                done[str(number)] = await self._message(chat, text, buttons, reply.urgent)
        return words.reference(done[str(len(texts))])

    async def _file(
        self,
        chat: int,
        reply: Reply,
        done: dict[str, int],
        caption: str | None = None,
        buttons: InlineKeyboardMarkup | None = None,
    ) -> int:
        """The reply's file, if it has one; without a `caption` what it shows stands beneath it. 0 if none is there."""
        if "file" in done or self._media is None:
            return 0
        file = await self._media.of(reply)
        done["file"] = 0
        if file is None:
            return 0
        beneath = render.closed(file.alt, CAPTION) if caption is None else caption
        try:
            done["file"] = await self._paced(chat, False, lambda to: self._files.send(to, file, beneath, buttons))
        except (Refused, Lost) as error:
            log.warning("file_not_sent", name=file.name, error=error)
        except DeliveryError:
            del done["file"]  # asked to wait, it is tried again
            raise
        return done["file"]

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
        async def send(to: int) -> int:
            sent = await self._bot.send_message(
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
        """One message to the chat, as soon as it may be; follows a group that has moved."""
        if self._pace:
            await self._pace.wait(chat, urgent)
        try:
            try:
                return await send(chat)
            except ChatMigrated as moved:
                return await send(moved.new_chat_id)
        except TelegramError as error:
            raise delivery_error(error) from error

    async def _edit(self, delivery: Delivery, message: str, text: str, buttons: InlineKeyboardMarkup | None) -> bool:
        """Edit a message (an empty `text` leaves its words); False if it cannot be edited any more."""
        chat = delivery.address["chat"]
        if self._pace:
            await self._pace.wait(chat, delivery.reply.urgent)
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
