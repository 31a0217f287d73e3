"""Sending files: a picture that is the same for everybody is uploaded once, and from then on named by its id at Telegram.

Two people who ask for a new picture in the same moment both upload it: neither waits for the other's line.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import InlineKeyboardMarkup, Message
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.adapters.telegram.api.client import Bot
from bot.adapters.telegram.api.errors import wrong_file
from bot.base.log import logger
from bot.delivery.media import Attachment
from bot.ports import Notes, StoreUnavailable

log = logger("telegram")


class Files:
    """The uploads of one bot; `notes` outlive it. Without notes each run uploads anew."""

    def __init__(self, bot: Bot, notes: Notes | None = None) -> None:
        self._bot = bot
        self._notes = notes
        self._ids: dict[str, str] = {}

    async def send(self, chat: int, file: Attachment, caption: str, buttons: InlineKeyboardMarkup | None) -> int:
        """Send the file with an HTML caption (may be empty); returns the message's number. Raises `TelegramError`."""
        known = await self._known(file)
        if known:
            try:
                return (await self._sent(chat, file, known, caption, buttons)).message_id
            except TelegramError as error:
                if not wrong_file(error):
                    raise
                log.info("file_id_unknown", name=file.name)
        message = await self._sent(chat, file, file.data, caption, buttons)
        await self._learn(file, _id_in(message))
        return message.message_id

    async def _sent(
        self, chat: int, file: Attachment, content: str | bytes, caption: str, buttons: InlineKeyboardMarkup | None
    ) -> Message:
        named: dict[str, Any] = {} if isinstance(content, str) else {"filename": file.name}
        send: dict[str, Callable[..., Awaitable[Message]]] = {
            "moving": self._bot.send_animation,
            "still": self._bot.send_photo,
            "page": self._bot.send_document,
        }
        return await send[file.kind](
            chat, content, caption=caption or None, parse_mode=ParseMode.HTML, reply_markup=buttons, **named
        )

    async def _known(self, file: Attachment) -> str:
        if not file.key:
            return ""
        if file.key not in self._ids and self._notes is not None:
            try:
                self._ids[file.key] = await self._notes.recall(self._name(file))
            except StoreUnavailable:
                return ""
        return self._ids.get(file.key, "")

    async def _learn(self, file: Attachment, given: str) -> None:
        if not (file.key and given):
            return
        self._ids[file.key] = given
        if self._notes is not None:
            try:
                await self._notes.remember(self._name(file), given)
            except StoreUnavailable as error:
                log.warning("file_id_not_kept", error=error)  # the next run uploads once more

    def _name(self, file: Attachment) -> str:
        """An id means something to the bot that got it only."""
        return f"telegram.file {self._bot.id} {file.kind} {file.key}"


def _id_in(message: Message) -> str:
    """What Telegram calls the file of this message; a moving picture may come back as a document."""
    if message.photo:
        return message.photo[-1].file_id
    file = message.animation or message.document
    return file.file_id if file is not None else ""
