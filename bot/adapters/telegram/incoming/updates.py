"""What an update means: a turn in a private chat, a call from a group, a stranger's tap, or nothing to us."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
from telegram import Message, Update, User
from telegram.constants import ChatType, MessageEntityType
from telegram.helpers import effective_message_type

from bot.adapters.telegram.incoming.raw import UNREADABLE
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
    """Somebody in the group `chat` addressed the bot, in the topic `thread` (None: in no topic, or in the one called General)."""

    chat: int
    language: str
    thread: int | None = None


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
            if query.message and chat is None:
                raise LookupError("a tap on a message of no chat")
            if chat is None or chat.id != query.from_user.id:
                return ForeignTap(query.id, self._language(query.from_user))
            return self._intake(update, query.from_user, Chose(query.data or ""), now)
        message = update.message
        if message is None:
            return None
        if message.chat.type == ChatType.PRIVATE:
            event = _said(message)
            # In a private chat both have the same number, should one of them be missing.
            user = message.from_user or User(message.chat.id, "", is_bot=False)
            return self._intake(update, user, event, now) if event else None
        if message.from_user is None or not self._addressed(message):
            return None
        # Where there are no topics, the thread is that of the message replied to, and is no place to write to.
        thread = message.message_thread_id if message.is_topic_message else None
        return GroupCall(message.chat.id, self._language(message.from_user), thread)

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
        before = message.reply_to_message
        # In a topic, a message that answers nothing names as its predecessor the one with which the topic was opened.
        answered = before.from_user if before and before.forum_topic_created is None else None
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
    if kind in _FILES:
        return SentFile(str(kind))
    # What is newer than the library has no name there, but may hold words all the same.
    words = "\n".join(_words(message.api_kwargs))
    if words:
        return Typed(words)
    return SentFile(UNREADABLE) if UNREADABLE in message.api_kwargs else None


def _words(content: Any) -> Iterator[str]:
    """Every text in what the library did not know what to make of, in order."""
    if isinstance(content, Mapping):
        for name, part in content.items():
            if name == "text" and isinstance(part, str):
                yield part
            else:
                yield from _words(part)
    elif isinstance(content, list | tuple):
        for part in content:
            yield from _words(part)
