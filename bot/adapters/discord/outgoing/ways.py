"""Which way a reply goes when it was not asked for just now, or when the interaction that asked cannot be used any more.

In a server a person can be written to by the token of an interaction only, for a quarter of an hour; the newest one lasts
longest. Where there is none, it goes to the direct messages, with a word why it is there.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.adapters.discord.api.limits import TOKEN_LIFE
from bot.adapters.discord.outgoing.address import Place
from bot.ports import Lost
from flows.base.replies import Reply

MARGIN = timedelta(seconds=30)
"""So long before its end a token is not trusted any more: the call has to arrive."""

HURRY = 3.0
"""Seconds that what is urgent may take on its way into a server; then it goes to the direct messages. No first answer counts
after so long anyway."""


class Routes:
    """The newest interaction of each person in a server, as long as its token lives."""

    def __init__(self) -> None:
        self._newest: dict[int, Place] = {}

    def note(self, place: Place, now: datetime) -> None:
        """Something was done at `place`; what is no newer than what is known is passed over."""
        if place.in_dm or place.at is None or not place.token:
            return
        self._newest = {user: other for user, other in self._newest.items() if lives(other, now)}
        known = self._newest.get(place.user)
        if known is None or known.at is None or known.at <= place.at:
            self._newest[place.user] = replace(place, kind="interaction")

    def spoil(self, place: Place) -> None:
        """This token has been refused."""
        known = self._newest.get(place.user)
        if known is not None and known.token == place.token:
            del self._newest[place.user]

    def newest(self, user: int, now: datetime) -> Place | None:
        """The newest interaction that can still be used."""
        known = self._newest.get(user)
        return known if known is not None and lives(known, now) else None

    def of(self, place: Place, reply: Reply, now: datetime) -> Place:
        """Where the reply goes: a home becomes the newest interaction for what is under way, else the direct messages."""
        if place.kind != "home":
            return place
        self.note(place, now)
        return (self.newest(place.user, now) if reply.live else None) or place.direct()


def lives(place: Place, now: datetime) -> bool:
    """Whether the token can be used for a while yet."""
    return place.at is not None and now - place.at < TOKEN_LIFE - MARGIN


def last_here(place: Place, reply: Reply, now: datetime) -> bool:
    """Whether what follows this countdown would find the token dead."""
    if place.in_dm or place.at is None or not reply.live:
        return False
    return not lives(place, max(now, reply.until or now))


@asynccontextmanager
async def in_a_hurry(place: Place, reply: Reply) -> AsyncIterator[None]:
    """What is urgent has another way than into a server, so it does not wait for one that hangs. Raises `Lost`."""
    if not reply.urgent or place.in_dm:
        yield
        return
    try:
        async with asyncio.timeout(HURRY):
            yield
    except TimeoutError:
        raise Lost("no answer in time") from None
