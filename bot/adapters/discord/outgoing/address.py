"""Where a reply goes and which message it became, as small records that are stored between two runs."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec
from msgspec.structs import replace

from bot.adapters.discord.api.limits import TOKEN_LIFE
from bot.ports import Address


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a person is talking: by an interaction (`id` to `at`) or plainly in the direct messages.

    `channel` is the direct message channel; 0 means a server for an interaction, and not known yet for `dm`. A `home` is
    where what comes by itself may go: the direct messages, or the newest interaction in a server while its token lives.
    """

    kind: Literal["interaction", "dm", "home"]
    user: int
    channel: int = 0
    language: str = "en"
    id: int = 0
    token: str = ""
    app: int = 0
    at: datetime | None = None

    @property
    def in_dm(self) -> bool:
        """Whether this is a chat that only the person and the bot can see."""
        return self.kind == "dm" or self.channel != 0

    def expired(self, now: datetime) -> bool:
        """Whether the interaction's token is too old to be used."""
        return self.at is None or now - self.at >= TOKEN_LIFE

    def home(self) -> Address:
        """Where what comes by itself goes: nobody else's business, so the direct messages, or where only they can see it."""
        if self.in_dm:
            return write_address(self.direct())
        return write_address(replace(self, kind="home"))

    def direct(self) -> Place:
        """The direct messages with this person."""
        return Place("dm", self.user, self.channel, self.language)


def write_address(place: Place) -> Address:
    """The place as JSON data."""
    address: Address = msgspec.to_builtins(place)
    return address


def read_address(address: Address) -> Place:
    """The place that `write` wrote."""
    return msgspec.convert(address, Place)


class Sent(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message that was sent: in a direct message `channel`, or by an interaction's token (`app`, `token`, `at`).

    `copy` is the same in the direct message channel `copy_in`; 0 if there is none.
    """

    message: int
    channel: int = 0
    app: int = 0
    token: str = ""
    at: datetime | None = None
    copy: int = 0
    copy_in: int = 0

    def expired(self, now: datetime) -> bool:
        """Whether the token that could edit it is too old."""
        return self.at is None or now - self.at >= TOKEN_LIFE


def sent_by(place: Place, message: int) -> Sent:
    """The reference of a message that was sent to `place`."""
    if place.in_dm:
        return Sent(message, channel=place.channel)
    return Sent(message, app=place.app, token=place.token, at=place.at)


def dump_sent(sent: Sent) -> str:
    """The reference as a line of text for the outbox."""
    return msgspec.json.encode(sent).decode()


def load_sent(line: str) -> Sent:
    """The reference that `dump` wrote."""
    return msgspec.json.decode(line, type=Sent)
