"""The other side of the chat: people who write and tap, and who can do nothing that a real app would not let them."""

from __future__ import annotations

import re
from typing import Any

from tests.doubles.telegram.world import GENERAL, Chat, Json, Message, Tap, Topic, User, World


class Group:
    """A group chat as its members see it."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.chat = chat

    def sees(self) -> list[Message]:
        """What the bot wrote here, oldest first."""
        return self.chat.from_bot()

    def open_topic(self, by: User) -> int:
        """Make the group a forum, if it is none, and open a topic in it; returns the thread's number."""
        if not self.chat.topics:
            self._world.post(
                self.chat, by, extra={"supergroup_chat_created": True}
            )  # no topic has the General one's number
            self.chat.topics[GENERAL] = Topic(None)
        opened = self._world.post(
            self.chat, by, extra={"forum_topic_created": {"name": "Topic", "icon_color": 7322096}}
        )
        opened.thread = opened.id
        self.chat.topics[opened.id] = Topic(opened)
        return opened.id

    def close_topic(self, thread: int = GENERAL) -> None:
        """Let only the group's keepers write in the topic."""
        self.chat.topics[thread].closed = True

    def become(self, number: int) -> Group:
        """Upgrade the group: the old id is dead and refers to the new one."""
        self.chat.moved_to = number
        chat = self._world.chats[number] = Chat(number, "supergroup", self.chat.title)
        return Group(self._world, chat)


class Person:
    """Somebody with the app in their hand. Acts return the id of the update they caused."""

    def __init__(self, world: World, user: User) -> None:
        self._world = world
        self.user = user

    @property
    def chat(self) -> Chat:
        """Their private chat with the bot; it exists from their first message on."""
        return self._world.chats.setdefault(self.user.id, Chat(self.user.id, "private", self.user.first_name))

    def sees(self) -> list[Message]:
        """What the bot wrote to them, oldest first."""
        return self.chat.from_bot()

    @property
    def last(self) -> Message:
        """The bot's newest message to them."""
        assert self.sees(), f"nothing has been sent to {self.user.first_name}"
        return self.sees()[-1]

    async def reads(self, part: str) -> Message:
        """Wait for a newest message that contains `part`."""
        await self._world.until(
            lambda: bool(self.sees()) and part in self.last.text,
            f"{part!r}; {self.user.first_name} sees {[message.text for message in self.sees()][-3:]}",
        )
        return self.last

    def say(
        self, text: str, to: Group | None = None, reply_to: Message | None = None, thread: int | None = None
    ) -> int:
        """Write text; a leading slash and @names become entities, as the app makes them.

        In a topic (`thread`), what answers nothing answers the message with which the topic was opened.
        """
        chat = to.chat if to else self.chat
        before = reply_to or (chat.topics[thread].opened if thread else None)
        message = self._world.post(chat, self.user, text=text, entities=_entities(text), reply_to=before, thread=thread)
        return self._world.announce("message", message.wire())

    def edit(self, text: str) -> int:
        """Change their own newest message."""
        mine = [message for message in self.chat.messages if not message.sender.is_bot][-1]
        mine.text = text
        return self._world.announce("edited_message", mine.wire() | {"edit_date": mine.date + 5})

    def send(self, kind: str, caption: str = "", to: Group | None = None) -> int:
        """Send a `sticker`, `photo`, `voice`, `location` or `pin` (a service message), which bring no text."""
        extra = _ATTACHMENTS[kind] | ({"caption": caption, "caption_entities": _entities(caption)} if caption else {})
        message = self._world.post(to.chat if to else self.chat, self.user, extra=extra)
        return self._world.announce("message", message.wire())

    def tap(self, what: str, on: Message | None = None) -> Tap:
        """Tap the button with this label or data, on the newest message that has buttons unless told otherwise."""
        if on is None:
            with_buttons = [message for message in self.sees() if message.rows]
            assert with_buttons, f"{self.user.first_name} sees no buttons"
            on = with_buttons[-1]
        assert not on.deleted, "the message is gone"
        button = on.button(what)
        assert "callback_data" in button, f"{what!r} does not report back to the bot"
        return self.forge(button["callback_data"], on.wire())

    def forge(self, data: str, message: Json | None) -> Tap:
        """A tap that no honest app would send: any data, on any message or none."""
        tap = Tap(f"{self.user.id}{len(self._world.taps):08d}")
        self._world.taps[tap.id] = tap
        content: Json = {"id": tap.id, "from": self.user.wire(), "chat_instance": "1", "data": data}
        if message is not None:
            content["message"] = message
        self._world.announce("callback_query", content)
        return tap

    def block(self) -> None:
        """Stop the bot from writing here."""
        self.chat.blocked = True

    def unblock(self) -> None:
        """Let the bot write here again."""
        self.chat.blocked = False


_ATTACHMENTS: dict[str, dict[str, Any]] = {
    "sticker": {
        "sticker": {
            "file_id": "s1",
            "file_unique_id": "s",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
        }
    },
    "photo": {"photo": [{"file_id": "p1", "file_unique_id": "p", "width": 90, "height": 90}]},
    "voice": {"voice": {"file_id": "v1", "file_unique_id": "v", "duration": 3}},
    "location": {"location": {"longitude": 0.0, "latitude": 51.5}},
    "pin": {"group_chat_created": True},
}


def _entities(text: str) -> list[Json]:
    found = []
    if match := re.match(r"/\w+(@\w+)?", text):
        found.append({"type": "bot_command", "offset": 0, "length": match.end()})
    for match in re.finditer(r"(?<![\w/])@\w+", text):
        offset = len(text[: match.start()].encode("utf-16-le")) // 2
        found.append({"type": "mention", "offset": offset, "length": len(match[0])})
    return found
