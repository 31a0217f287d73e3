"""Editing the words of a message: those of a picture are its caption, which Telegram edits by a call of its own.

What a message is stands in the id that is kept of it: `123`, or `c123` if its words are a caption.
"""

from __future__ import annotations

from telegram import InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode

from bot.adapters.telegram.api.client import Bot

_CAPTIONED = "c"

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def reference(message: int, *, captioned: bool = False) -> str:
    """The id to keep of a message."""
    return f"{_CAPTIONED if captioned else ''}{message}"


def captioned(message: str) -> bool:
    """Whether the words of the message are a caption."""
    return message.startswith(_CAPTIONED)


async def edit(bot: Bot, chat: int, message: str, text: str, buttons: InlineKeyboardMarkup | None) -> None:
    """Put HTML `text` (empty: leave the words) and `buttons` in place of what is there. Raises `TelegramError`."""
    number = int(message.removeprefix(_CAPTIONED))
    if not text:
        await bot.edit_message_reply_markup(chat, number, reply_markup=buttons)
    elif captioned(message):
        await bot.edit_message_caption(chat, number, caption=text, parse_mode=ParseMode.HTML, reply_markup=buttons)
    else:
        await bot.edit_message_text(
            text, chat, number, parse_mode=ParseMode.HTML, reply_markup=buttons, link_preview_options=NO_PREVIEW
        )
