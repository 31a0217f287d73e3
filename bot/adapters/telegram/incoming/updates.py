"""What an update means: a turn in a private chat, a call from a group, a stranger's tap, or nothing to us."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

import msgspec
from telegram import Message, Update, User
from telegram.constants import ChatType, MessageEntityType
from telegram.helpers import effective_message_type

from bot.ports import Intake
from flows.base.events import Chose, Command, Event, SentFile, Typed

WANTED = ("message", "callback_query")
"""The kinds of update that the bot asks Telegram for; edits of what was said are not among them."""

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,64})(?:@(?P<bot>\w+))?(?:\s+(?P<argument>.*))?", re.DOTALL | re.ASCII)
_FILES = frozenset(
    (
        *("animation", "audio", "checklist", "contact", "dice", "document", "game", "location", "paid_media"),
        *("photo", "poll", "sticker", "story", "venue", "video", "video_note", "voice"),
    )
)


class GroupCall(msgspec.Struct, frozen=True):
    """Somebody in the group `chat` addressed the bot."""

    chat: int
    language: str


class ForeignTap(msgspec.Struct, frozen=True):
    """A tap (callback query `query`) from where no conversation can be."""

    query: str
    language: str


class UpdateReader:
    """Reads updates for one bot: its `username`, and the names of the `commands` it answers to without being named."""

    def __init__(self, username: str, commands: Collection[str], languages: Collection[str] = ("en",)) -> None:
        self._username = username.lower()
        self._commands = frozenset(commands)
        self._languages = frozenset(languages)

    def read(self, update: Update, now: datetime) -> Intake | GroupCall | ForeignTap | None:
        """The meaning of the update; None if there is nothing to do."""
        if query := update.callback_query:
            chat = query.message.chat if query.message else None
            if chat is None or chat.id != query.from_user.id:
                return ForeignTap(query.id, self._language(query.from_user))
            return self._intake(update, query.from_user, Chose(query.data or ""), now)
        message = update.message
        if message is None or message.from_user is None:
            return None
        if message.chat.type != ChatType.PRIVATE:
            language = self._language(message.from_user)
            return GroupCall(message.chat.id, language) if self._addressed(message) else None
        event = _said(message)
        return self._intake(update, message.from_user, event, now) if event else None

    def _intake(self, update: Update, user: User, event: Event, now: datetime) -> Intake:
        language = self._language(user)
        home = {"chat": user.id, "language": language}
        return Intake(f"tg:{update.update_id}", f"tg:{user.id}", event, now, home, home, language)

    def _language(self, user: User) -> str:
        code = (user.language_code or "").lower().partition("-")[0]
        return code if code in self._languages else "en"

    def _addressed(self, message: Message) -> bool:
        if command := _COMMAND.match(message.text or ""):
            named = command["bot"]
            return named.lower() == self._username if named else command["name"].lower() in self._commands
        answered = message.reply_to_message and message.reply_to_message.from_user
        if answered and (answered.username or "").lower() == self._username:
            return True
        mentions = message.parse_entities([MessageEntityType.MENTION]) | message.parse_caption_entities(
            [MessageEntityType.MENTION]
        )
        return f"@{self._username}" in (name.lower() for name in mentions.values())


def _said(message: Message) -> Event | None:
    # Words that come with a picture are read like any others: they may hold a red flag.
    text = message.text or message.caption
    if text:
        if command := _COMMAND.fullmatch(text):
            return Command(command["name"].lower(), (command["argument"] or "").strip())
        return Typed(text)
    kind = effective_message_type(message)
    return SentFile(str(kind)) if kind in _FILES else None
