"""How replies leave for Telegram: send, redraw, close; what is left of a countdown is drawn as long as it lasts."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import ChatMigrated, TelegramError

from bot.adapters.telegram import render
from bot.adapters.telegram.client import Bot
from bot.adapters.telegram.countdown import Countdowns
from bot.adapters.telegram.errors import beyond_edit, delivery_error, not_modified
from bot.adapters.telegram.pace import Pace
from bot.ports import Delivery, Refused
from flows.model import Reply

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramPort:
    """The outbox's way out to Telegram; message ids are decimal strings."""

    platform = "tg"

    def __init__(self, bot: Bot, pace: Pace | None, countdowns: Countdowns | None = None) -> None:
        self._bot = bot
        self._pace = pace
        self.countdowns = countdowns
        self._parts_sent: dict[int, int] = {}

    async def send(self, delivery: Delivery) -> str:
        """Send the reply; the id is that of its last message, which carries the buttons."""
        if self.countdowns:
            self.countdowns.halt(delivery.address["chat"])
        texts = self._texts(delivery)
        buttons = render.keyboard(delivery.reply)
        for number, text in enumerate(texts[:-1]):
            # Asked to wait between two parts, the outbox comes back with the whole reply.
            if number >= self._parts_sent.get(delivery.row, 0):
                await self._message(delivery.address["chat"], text, None, delivery.reply.urgent)
                self._parts_sent[delivery.row] = number + 1
        message = await self._message(delivery.address["chat"], texts[-1], buttons, delivery.reply.urgent)
        self._parts_sent.pop(delivery.row, None)
        self._count(delivery, message)
        return message

    async def redraw(self, delivery: Delivery, message: str) -> None:
        """Draw the reply over the earlier message; `Refused` if that cannot be edited any more."""
        if self.countdowns:
            await self.countdowns.settle(delivery.address["chat"], message)
        text = self._texts(delivery)[-1]
        if not await self._edit(delivery, message, text, render.keyboard(delivery.reply)):
            raise Refused("the message to redraw is gone or too old")
        self._count(delivery, message)

    async def close(self, delivery: Delivery, message: str) -> None:
        """Leave the question and its answer, without buttons. A message that cannot be edited is left as it is."""
        if self.countdowns:
            await self.countdowns.settle(delivery.address["chat"], message)
        text = delivery.reply.closed_text
        await self._edit(delivery, message, render.closed(text) if text else "", None)

    async def say(self, chat: int, reply: Reply) -> None:
        """Send a reply that is in no outbox: nothing is lost if it never arrives."""
        for text in render.texts(reply):
            await self._message(chat, text, render.keyboard(reply, self._private_link), reply.urgent)

    def _texts(self, delivery: Delivery) -> list[str]:
        left = self.countdowns.line(delivery.reply, _language(delivery)) if self.countdowns else ""
        return render.texts(delivery.reply, left)

    def _count(self, delivery: Delivery, message: str) -> None:
        if self.countdowns:
            self.countdowns.begin(delivery.address["chat"], message, delivery.reply, _language(delivery))

    @property
    def _private_link(self) -> str:
        return f"https://t.me/{self._bot.username}?start=check"

    async def _message(self, chat: int, text: str, buttons: InlineKeyboardMarkup | None, urgent: bool) -> str:
        async def send(to: int) -> Message:
            return await self._bot.send_message(
                to, text, parse_mode=ParseMode.HTML, reply_markup=buttons, link_preview_options=_NO_PREVIEW
            )

        if self._pace:
            await self._pace.wait(chat, urgent)
        try:
            try:
                sent = await send(chat)
            except ChatMigrated as moved:
                sent = await send(moved.new_chat_id)
        except TelegramError as error:
            raise delivery_error(error) from error
        return str(sent.message_id)

    async def _edit(self, delivery: Delivery, message: str, text: str, buttons: InlineKeyboardMarkup | None) -> bool:
        """Edit a message (an empty `text` leaves its words); False if it cannot be edited any more."""
        chat = delivery.address["chat"]
        if self._pace:
            await self._pace.wait(chat, delivery.reply.urgent)
        try:
            if text:
                await self._bot.edit_message_text(
                    text,
                    chat,
                    int(message),
                    parse_mode=ParseMode.HTML,
                    reply_markup=buttons,
                    link_preview_options=_NO_PREVIEW,
                )
            else:
                await self._bot.edit_message_reply_markup(chat, int(message), reply_markup=buttons)
        except TelegramError as error:
            if beyond_edit(error):
                return False
            if not not_modified(error):
                raise delivery_error(error) from error
        return True


def _language(delivery: Delivery) -> str:
    return str(delivery.address.get("language", "en"))
