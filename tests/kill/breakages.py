"""Three ways to build the bot wrongly. The report has to find each of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

SLOW_DISK = 0.02
"""Seconds that a disk may take; what happens between two steps that should be one is seen by a kill in between."""


def split_the_transaction() -> None:
    """The conversation is committed first, then its replies and timers."""
    from bot.store.batch import Batch

    original = Batch.write

    class Nothing:
        def write(self, _connection: object) -> None:
            """Later."""

    def write(self: Batch) -> None:
        posts, timers, spent = self.posts, self._timers, self._spent
        self.posts, self._timers, self._spent = Nothing(), {}, set()  # type: ignore[assignment]
        original(self)
        self._connection.exec_driver_sql("COMMIT")
        time.sleep(SLOW_DISK)
        self._connection.exec_driver_sql("BEGIN")
        self._sessions, self._seen_rows, self._aside, self.erased = {}, [], {}, {}
        self.posts, self._timers, self._spent = posts, timers, spent
        original(self)

    Batch.write = write  # type: ignore[method-assign]


def acknowledge_early() -> None:
    """The offset moves on as soon as the updates are there."""
    from telegram import Update

    from bot.adapters.telegram.incoming.intake import UpdateIntake

    original = UpdateIntake.take
    tasks: set[asyncio.Task[None]] = set()

    async def take(self: UpdateIntake, updates: Sequence[Update], stop: asyncio.Event) -> None:
        async def later() -> None:
            await asyncio.sleep(SLOW_DISK)
            await original(self, updates, stop)

        task = asyncio.create_task(later())
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    UpdateIntake.take = take  # type: ignore[method-assign]


def mark_early() -> None:
    """A row is noted as on the wire when its turn comes, before it waits for its pace and its connection."""
    from bot.delivery.passage import RowPassage
    from bot.delivery.sender import Ended, RowSender
    from bot.store.records import OutboxRow

    original = RowSender.deliver

    async def deliver(self: RowSender, entry: OutboxRow, passage: RowPassage) -> Ended:
        await passage.leaves()
        return await original(self, entry, passage)

    RowSender.deliver = deliver  # type: ignore[method-assign]


BREAKAGES: dict[str, Callable[[], None]] = {
    "": lambda: None,
    "split": split_the_transaction,
    "early-ack": acknowledge_early,
    "early-mark": mark_early,
}
"""By the name that `--break` takes."""
