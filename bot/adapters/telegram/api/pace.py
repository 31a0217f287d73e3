"""How fast one chat may be written to: a few messages at once, then one a second."""

from __future__ import annotations

import asyncio

from bot.adapters.telegram.api.limits import BURST, PER_SECOND
from bot.base.clock import Clock

_MANY = 4096


class Pace:
    """A bucket for each chat. `wait` returns when the next request may go out; `spare` says if one can be spared.

    `whole` is the bucket of the bot as a whole, out of which each of these takes too.
    """

    def __init__(
        self, clock: Clock, burst: float = BURST, per_second: float = PER_SECOND, whole: Pace | None = None
    ) -> None:
        self._clock = clock
        self._whole = whole
        self._gap = 1 / per_second
        self._slack = (burst - 1) * self._gap
        self._due: dict[int, float] = {}
        self._seen = 0.0

    async def wait(self, chat: int, leaving: int = 0) -> None:
        """Take one from the chat's bucket as soon as it is there, and `leaving` more could go out at once.

        Whoever is cancelled while waiting has taken nothing.
        """
        now = self._clock.now().timestamp()
        due = self._due_at(chat, now)
        self._take(chat, due, now)
        try:
            await self._clock.sleep(due + leaving * self._gap - self._slack - now)
        except asyncio.CancelledError:
            self._due[chat] = self._due.get(chat, now) - self._gap
            raise
        if self._whole is not None:
            await self._whole.wait(0)

    def overdraw(self, chat: int) -> None:
        """Take one that cannot wait; what comes later waits for it."""
        now = self._clock.now().timestamp()
        self._take(chat, self._due_at(chat, now), now)
        if self._whole is not None:
            self._whole.overdraw(0)

    def spare(self, chat: int, leaving: int = 0) -> bool:
        """Take one from the chat's bucket if `leaving` more could still go out at once; otherwise take nothing."""
        now = self._clock.now().timestamp()
        due = self._due_at(chat, now)
        if due + leaving * self._gap - self._slack > now:
            return False
        self._take(chat, due, now)
        return True

    def _due_at(self, chat: int, now: float) -> float:
        if now < self._seen:  # a wall clock can be set back: a chat must not stay silent for that long
            self._due = {other: at - (self._seen - now) for other, at in self._due.items()}
        self._seen = now
        return max(self._due.get(chat, now), now)

    def _take(self, chat: int, due: float, now: float) -> None:
        if len(self._due) >= _MANY:
            self._due = {other: at for other, at in self._due.items() if at > now}
        self._due[chat] = due + self._gap
