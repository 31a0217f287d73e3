"""What the pretended Telegram remembers: chats, messages, waiting updates, taps and the bot's public profile."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.doubles.telegram.files import Cabinet, File

Json = dict[str, Any]
EPOCH = 1_767_225_600  # 2026-01-01T00:00:00Z; dates are in seconds


@dataclass
class User:
    """An account: a person, or the bot itself."""

    id: int
    first_name: str
    username: str = ""
    language: str = "en"
    is_bot: bool = False

    def wire(self) -> Json:
        """The account as the Bot API writes it."""
        shown: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            shown["username"] = self.username
        if not self.is_bot:
            shown["language_code"] = self.language
        return shown


@dataclass
class Message:
    """One message in a chat. `text` is what a reader sees, without markup (the caption of a `file`); `rows` are the buttons."""

    id: int
    chat: Chat
    sender: User
    date: int
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    rows: list[list[Json]] = field(default_factory=list)
    extra: Json = field(default_factory=dict)
    file: File | None = None
    reply_to: Message | None = None
    thread: int | None = None
    deleted: bool = False
    edits: int = 0

    @property
    def labels(self) -> list[str]:
        """What the buttons say, in reading order."""
        return [button["text"] for row in self.rows for button in row]

    def button(self, what: str) -> Json:
        """The button with this label or data; `AssertionError` if there is none: nobody can tap what is not there."""
        for row in self.rows:
            for button in row:
                if what in (button["text"], button.get("callback_data")):
                    return button
        raise AssertionError(f"no button {what!r} on {self.text!r}, only {self.labels}")

    def bold(self) -> list[str]:
        """The stretches shown in bold."""
        raw = self.text.encode("utf-16-le")
        return [
            raw[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
            for e in self.entities
            if e["type"] == "bold"
        ]

    def wire(self) -> Json:
        """The message as the Bot API writes it."""
        shown: Json = {
            "message_id": self.id,
            "date": self.date,
            "chat": self.chat.wire(),
            "from": self.sender.wire(),
            **self.extra,
            **(self.file.wire() if self.file else {}),
        }
        if self.text:
            shown["caption" if self.file else "text"] = self.text
        if self.entities:
            shown["caption_entities" if self.file else "entities"] = self.entities
        if self.rows:
            shown["reply_markup"] = {"inline_keyboard": self.rows}
        if self.thread is not None:
            shown |= {"message_thread_id": self.thread, "is_topic_message": True}
        if self.reply_to:
            shown["reply_to_message"] = self.reply_to.wire()
        return shown


GENERAL = 1
"""The topic that every forum has. Its messages name no thread, and to write there none may be named."""


@dataclass
class Topic:
    """A topic of a forum; `opened` is the message it began with, and its number is the thread's (the General one has none)."""

    opened: Message | None
    closed: bool = False


@dataclass
class Chat:
    """A private chat (its id is the person's) or a group (negative id)."""

    id: int
    type: Literal["private", "group", "supergroup"]
    title: str
    messages: list[Message] = field(default_factory=list)
    blocked: bool = False
    moved_to: int | None = None
    topics: dict[int, Topic] = field(default_factory=dict)
    """Of a forum; `GENERAL` is always among them."""

    def wire(self) -> Json:
        """The chat as the Bot API writes it."""
        shown: Json = {"id": self.id, "type": self.type}
        shown["first_name" if self.type == "private" else "title"] = self.title
        return shown | ({"is_forum": True} if self.topics else {})

    def from_bot(self) -> list[Message]:
        """What the bot wrote here and is still to be seen, oldest first."""
        return [message for message in self.messages if message.sender.is_bot and not message.deleted]


@dataclass
class Tap:
    """A tap that waits for its one answer."""

    id: str
    answered: bool = False
    expired: bool = False
    shown: str = ""
    alert: bool = False


class World:
    """Everything that has a state. `until` waits for a state; nothing here sleeps."""

    def __init__(self) -> None:
        self.me = User(4_200_000_001, "Calfwise", "calfwise_bot", is_bot=True)
        self.chats: dict[int, Chat] = {}
        self.taps: dict[str, Tap] = {}
        self.files = Cabinet()
        self.updates: list[Any] = []
        self.webhook = ""
        self.allowed: list[str] | None = None
        self.confirmed = 0
        self.last_update = 700_000_000
        self.poller: asyncio.Event | None = None
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}
        self.seconds = 0
        self._last_message = 0
        self._spoilt: list[tuple[Any, int]] = []
        self._waiting: list[asyncio.Future[None]] = []

    def changed(self) -> None:
        """Wake whoever waits for a state."""
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, reached: Callable[[], bool], why: str = "the expected state", within: float = 10) -> None:
        """Return once `reached()` is true; it is looked at after every change."""
        try:
            async with asyncio.timeout(within):
                while not reached():
                    future = asyncio.get_running_loop().create_future()
                    self._waiting.append(future)
                    await future
        except TimeoutError:
            raise AssertionError(f"waited {within:g} s for {why}") from None

    def post(self, chat: Chat, sender: User, **parts: Any) -> Message:
        """Put a message into a chat."""
        self._last_message += 1
        self.seconds += 1
        message = Message(self._last_message, chat, sender, EPOCH + self.seconds, **parts)
        chat.messages.append(message)
        return message

    def find(self, chat: Chat, number: int) -> Message | None:
        """A message of this chat that was not deleted."""
        return next((m for m in chat.messages if m.id == number and not m.deleted), None)

    def announce(self, kind: str, content: Json) -> int:
        """Queue an update for the bot and return its id; kinds that the bot did not ask for are not queued."""
        self.last_update += 1
        if not self.allowed or kind in self.allowed:
            self.updates.append({"update_id": self.last_update, kind: content})
        self.changed()
        return self.last_update

    def spoil(self, number: int, how: Callable[[Json], Any]) -> None:
        """Put what `how` makes of a waiting update in its place; Telegram goes on to know it by its number."""
        place = next(n for n, update in enumerate(self.updates) if self.number_of(update) == number)
        spoilt = how(copy.deepcopy(self.updates[place]))
        self._spoilt.append((spoilt, number))
        self.updates[place] = spoilt

    def number_of(self, update: Any) -> int:
        """The number by which Telegram knows an update, whatever it looks like."""
        return next((number for spoilt, number in self._spoilt if spoilt is update), 0) or int(update["update_id"])

    def confirm(self, below: int) -> None:
        """Forget the updates with an id below `below`, as an offset does."""
        # The number that Telegram goes by stands beside an update that was spoilt on its way.
        self.updates = [update for update in self.updates if self.number_of(update) >= below]
        self.confirmed = max(self.confirmed, below - 1)
        self.changed()
