"""Where everybody can read, the bot only shows the way to a private chat, and at most once a minute in each place."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.base.clock import Clock

EVERY = timedelta(minutes=1)

Place = tuple[int, int | None]
"""A group or channel, and the topic in it, if it has topics."""


class Allowance:
    """Remembers when each group was last answered, and where it could not be."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._answered: dict[int, datetime] = {}
        self._refused: dict[Place, datetime] = {}
        self._locks: dict[int, asyncio.Lock] = {}
        self._asking: set[Place] = set()

    async def answer(self, chat: int, thread: int | None, say: Callable[[], Awaitable[bool]]) -> None:
        """Call `say`, if this group is due; it returns whether anything was said.

        Where nothing could be said (a closed topic), nothing is tried for as long, but another topic of the group loses
        nothing by it: who asks there meanwhile is answered once it is known.
        """
        place = (chat, thread)
        if place in self._asking:
            return
        self._asking.add(place)
        lock = self._locks.setdefault(chat, asyncio.Lock())
        try:
            async with lock:
                now = self._clock.now()
                if not self._due(place, now):
                    return
                if await say():
                    self._answered[chat] = now
                elif thread is not None:
                    self._refused[place] = now
        finally:
            self._asking.discard(place)
            if not any(asking == chat for asking, _ in self._asking):
                self._locks.pop(chat, None)

    def _due(self, place: Place, now: datetime) -> bool:
        self._answered = {group: at for group, at in self._answered.items() if now - at < EVERY}
        self._refused = {refused: at for refused, at in self._refused.items() if now - at < EVERY}
        return place[0] not in self._answered and place not in self._refused
