"""What is known of a row while it is being sent, and when the store is told of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from bot.ports import StoreUnavailable, Throttled, Withdrawn
from bot.store.outgoing.outbox import RowNote
from bot.store.records import OutboxRow
from bot.store.store import Store

STORE_PAUSE = 2.0
"""Seconds between tries while the store does not take notes (a full disk)."""


class RowPassage:
    """A `bot.ports.Passage`. `on_wire`: bytes may be on their way, so it must not be broken off.

    Only what must not come twice is noted before it leaves; the rest is simply sent again after a crash.
    """

    def __init__(self, store: Store, entry: OutboxRow) -> None:
        self._store = store
        self._row = entry.delivery.row
        self._counted = not (entry.delivery.reply.repeatable or entry.delivery.reply.urgent)
        self._noted = entry.attempted  # an edit that is made again after a restart
        self._over = False
        self.parts = dict(entry.parts)
        self.on_wire = False
        self.not_before: datetime | None = None
        """Until when the platform asked to wait, should the waiting be broken off."""
        self.asked = 0.0
        """For how many seconds."""

    async def leaves(self) -> None:
        """Note durably that the row may be on its way. Raises `Throttled` if that cannot be noted, or `Withdrawn`."""
        self.on_wire = True  # from here on, or it could be broken off between the note and the first byte
        if self._over or not self._counted or self._noted:
            return
        try:
            there = await self._store.note_row(RowNote(self._row, on_wire=True))
        except StoreUnavailable:
            self.on_wire = False
            raise Throttled(STORE_PAUSE) from None
        if not there:
            self.on_wire = False
            raise Withdrawn
        self._noted = True

    @contextmanager
    def editing(self) -> Iterator[None]:
        """What leaves inside changes an earlier message: it may come twice, and says nothing of whether the row has left."""
        counted, self._counted = self._counted, False
        try:
            yield
        finally:
            self._counted = counted
            self.on_wire = self._noted

    async def returned(self) -> None:
        """Nothing of it has arrived: it waits again."""
        if self._noted and not self._over:
            await self._note(RowNote(self._row, on_wire=False))
        self.on_wire = self._noted

    async def arrived(self, part: str, message: str) -> None:
        """One of its messages is out; what is left of it waits again."""
        self.parts[part] = message
        if self._counted:
            await self._note(RowNote(self._row, on_wire=False, parts=dict(self.parts)))
        self.on_wire = self._noted

    def end(self) -> None:
        """Its fate is known: whatever is still called in its name (a drawing that outlives it) says nothing of it."""
        self._over = True

    def rest(self) -> None:
        """What was on its way was an edit, which may be broken off and repeated."""
        self.on_wire = self._noted

    async def _note(self, note: RowNote) -> None:
        try:
            await self._store.note_row(note)
        except StoreUnavailable:
            return  # it stays noted as on the wire: should the process end now, it counts as unknown
        self._noted = False


def is_told_to_end() -> bool:
    """Whether a cancellation is meant for the task under way, and not for something that it waited for."""
    task = asyncio.current_task()
    return task is None or task.cancelling() > 0
