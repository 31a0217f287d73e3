"""What this Discord knows: people, channels, messages, interactions, commands; and how each looks on the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.base.clock import HandClock
from tests.doubles.discord.errors import Breach

Json = dict[str, Any]

EPHEMERAL, LOADING = 1 << 6, 1 << 7
SERVER, BOT_DM, PRIVATE = 0, 1, 2
"""Contexts of an interaction."""
COMMAND, COMPONENT, MODAL = 2, 3, 5
"""Types of interaction."""

_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


@dataclass
class User:
    """An account. `dms_open` is whether the bot may write to them first."""

    id: int
    name: str
    bot: bool = False
    dms_open: bool = True
    locale: str = "en-US"

    def wire(self) -> Json:
        return {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0",
            "avatar": None,
            "global_name": self.name,
            "bot": self.bot,
        }


@dataclass
class Channel:
    """A server's text channel (`guild` set), the bot's direct messages with `recipient`, or a chat without the bot."""

    id: int
    context: int
    recipient: User | None = None
    closed: bool = False
    """Whether the bot may not write there."""

    def wire(self) -> Json:
        if self.context == SERVER:
            return {"id": str(self.id), "type": 0, "name": "general", "position": 0, "guild_id": "77"}
        recipients = [self.recipient.wire()] if self.recipient else []
        return {"id": str(self.id), "type": 1, "name": None, "position": 0, "recipients": recipients}


@dataclass
class Message:
    """A message. `only_for` is set for an ephemeral one; `version` counts its changes through the whole world."""

    id: int
    channel: Channel
    author: User
    content: str = ""
    components: list[Json] = field(default_factory=list)
    embeds: list[Json] = field(default_factory=list)
    flags: int = 0
    only_for: int | None = None
    asked_by: Interaction | None = None
    version: int = 0
    deleted: bool = False
    nonce: str | None = None
    attachments: list[Json] = field(default_factory=list)
    extra: Json = field(default_factory=dict)

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    def wire(self) -> Json:
        when = (_EPOCH.timestamp() * 1000 + (self.id >> 22)) / 1000
        payload: Json = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "type": 0,
            "author": self.author.wire(),
            "content": self.content,
            "components": self.components,
            "embeds": self.embeds,
            "flags": self.flags,
            "timestamp": datetime.fromtimestamp(when, UTC).isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": self.attachments,
            "pinned": False,
            "nonce": self.nonce,
            **self.extra,
        }
        if self.asked_by:
            payload["interaction_metadata"] = {
                "id": str(self.asked_by.id),
                "type": self.asked_by.type,
                "user": self.asked_by.user.wire(),
                "authorizing_integration_owners": {},
            }
        return payload


@dataclass
class Interaction:
    """A command, tap, menu or modal, and what the bot answered. `answer` is the callback's type; None = not yet."""

    id: int
    token: str
    type: int
    user: User
    channel: Channel
    at: datetime
    source: Message | None = None
    user_install: bool = False
    answer: int | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    modal_used: bool = False
    heard: bool = True
    """Whether a bot was listening; if not, the app says that the interaction failed."""

    @property
    def key(self) -> str:
        """What the bot calls it."""
        return f"dc:{self.id}"


class World:
    """Everything there is. `until` waits for a state of it; nothing in it moves by itself."""

    def __init__(self, clock: HandClock) -> None:
        self.clock = clock
        self.bot = User(self._id_at(clock.now(), 1), "Calfwise", bot=True)
        self.application = self.bot.id
        self.square = Channel(7701, SERVER)
        self.users: dict[int, User] = {}
        self.channels: dict[int, Channel] = {self.square.id: self.square}
        self.messages: dict[int, Message] = {}
        self.interactions: dict[int, Interaction] = {}
        self.commands: dict[str, Json] = {}
        self.files: dict[int, tuple[Json, bytes]] = {}
        """What was uploaded, by its id: as it is shown, and its bytes."""
        self.version = 0
        self._last_id = self.bot.id
        self._waiting: list[asyncio.Future[None]] = []

    def new_id(self) -> int:
        """A snowflake of the present instant, larger than all before."""
        self._last_id = max(self._last_id + 1, self._id_at(self.clock.now(), 0))
        return self._last_id

    @staticmethod
    def _id_at(when: datetime, number: int) -> int:
        return (int((when - _EPOCH).total_seconds() * 1000) << 22) + number

    def dm(self, user: User) -> Channel:
        """The bot's direct messages with `user`."""
        for channel in self.channels.values():
            if channel.recipient is user and channel.context == BOT_DM:
                return channel
        channel = Channel(self.new_id(), BOT_DM, user)
        self.channels[channel.id] = channel
        return channel

    def add(self, message: Message) -> Message:
        self.messages[message.id] = message
        self.touch(message)
        return message

    def touch(self, message: Message) -> None:
        """Note that a message is new or has changed."""
        self.version += 1
        message.version = self.version
        self.changed()

    def changed(self) -> None:
        """Wake whoever waits for a state."""
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, there: Callable[[], bool], what: str | Callable[[], str], seconds: float = 20.0) -> None:
        """Wait for `there()`; `what` is said if it does not come about."""
        try:
            async with asyncio.timeout(seconds):
                while not there():
                    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                    self._waiting.append(future)
                    await future
        except TimeoutError:
            raise Breach(f"waited in vain for {what if isinstance(what, str) else what()}") from None

    def guild(self) -> Json:
        """The one server, as GUILD_CREATE shows it."""
        everyone = {
            "id": "77",
            "name": "@everyone",
            "color": 0,
            "hoist": False,
            "position": 0,
            "permissions": "2147483647",
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }
        return {
            "id": "77",
            "name": "Hill club",
            "icon": None,
            "owner_id": "1",
            "roles": [everyone],
            "emojis": [],
            "features": [],
            "channels": [self.square.wire()],
            "members": [{"user": self.bot.wire(), "roles": [], "flags": 0, "joined_at": _EPOCH.isoformat()}],
            "threads": [],
            "voice_states": [],
            "presences": [],
            "stickers": [],
            "member_count": 2,
            "large": False,
            "unavailable": False,
            "system_channel_id": None,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "premium_progress_bar_enabled": False,
            "preferred_locale": "en-US",
            "afk_timeout": 300,
            "joined_at": _EPOCH.isoformat(),
        }


def interaction_wire(world: World, interaction: Interaction, data: Mapping[str, Any]) -> Json:
    """The interaction as INTERACTION_CREATE shows it."""
    payload: Json = {
        "id": str(interaction.id),
        "application_id": str(world.application),
        "type": interaction.type,
        "token": interaction.token,
        "version": 1,
        "data": dict(data),
        "channel": interaction.channel.wire(),
        "channel_id": str(interaction.channel.id),
        "context": interaction.channel.context,
        "locale": interaction.user.locale,
        "entitlements": [],
        "authorizing_integration_owners": {"1": str(interaction.user.id)} if interaction.user_install else {"0": "77"},
        "app_permissions": "2147483647",
        "attachment_size_limit": 10485760,
    }
    if interaction.channel.context == SERVER:
        payload["guild_id"] = "77"
        payload["guild"] = {"id": "77", "locale": "en-US", "features": []}
        payload["member"] = {
            "user": interaction.user.wire(),
            "roles": [],
            "flags": 0,
            "joined_at": _EPOCH.isoformat(),
            "permissions": "2147483647",
        }
    else:
        payload["user"] = interaction.user.wire()
    if interaction.source is not None:
        payload["message"] = interaction.source.wire()
    return payload
