"""The two lanes of one person: urgent rows go at once, the others strictly in order behind them.

    lanes.add(entry)          a row was committed
    await lanes.rest(5.0)     go no further; what is on the wire may finish

What waits in the ordinary lane (for its turn, as told by the platform, for a connection) is broken off when an urgent row
comes, and goes out after it without its buttons; so is the closing of earlier messages when anything is to be said. What is
on the wire is never broken off.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from bot.base.log import logger
from bot.delivery.passage import RowPassage
from bot.delivery.sender import Closing, Ended, RowSender
from bot.delivery.urgent import MOMENT, deliver_urgent
from bot.store.records import OutboxRow

Kind = Literal["urgent", "lead", "row", "closing"]

_log = logger("outbox")


class LaneStep(msgspec.Struct, frozen=True, eq=False):
    """One thing that is being done."""

    kind: Kind
    passage: RowPassage
    task: asyncio.Task[None]


class PersonLanes:
    """What is to be said to one person.

    `sender` gives whatever serves their platform now, `settled` hears of each row that is done with, `empty` of the last.
    """

    def __init__(
        self, sender: Callable[[], RowSender], settled: Callable[[int], None], empty: Callable[[], None]
    ) -> None:
        self._sender = sender
        self._settled = settled
        self._empty = empty
        self._urgent: deque[OutboxRow] = deque()
        self._ordinary: deque[OutboxRow] = deque()
        self._closings: deque[Closing] = deque()
        self._steps: list[LaneStep] = []
        self.workers: set[asyncio.Task[None]] = set()
        self._not_before: datetime | None = None
        self._asked = 0.0
        self._hurrying = False
        self._leading = False
        self._going = False
        self._resting = False

    def add(self, entry: OutboxRow) -> None:
        """Take a row; rows come in the order in which they were committed."""
        if entry.delivery.reply.urgent or entry.leads:
            self._ordinary = deque(replace(one, overtaken=True) for one in self._ordinary)
            self._urgent.append(entry)
        else:
            self._ordinary.append(entry)
        self._break_off()
        self._go()

    async def rest(self, grace: float) -> None:
        """Go no further. Rows that are not on the wire stay for the next start; the others have `grace` seconds."""
        self._resting = True
        self._break_off()
        if self.workers:
            await asyncio.wait(set(self.workers), timeout=grace)
        for task in (*(step.task for step in self._steps), *self.workers):
            task.cancel()
        await asyncio.gather(*self.workers, return_exceptions=True)

    # --- what happens when -------------------------------------------------------------------------------------------

    def _go(self) -> None:
        if self._resting:
            return
        if self._urgent and not self._hurrying:
            self._hurrying = True
            self._work(self._hurry())
        if not (self._urgent or self._leading or self._going) and (self._ordinary or self._closings):
            self._going = True
            self._work(self._go_on())

    def _work(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self.workers.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, worker: asyncio.Task[None]) -> None:
        self.workers.discard(worker)
        self._go()
        if not self.workers:
            self._empty()

    def _break_off(self) -> None:
        """Stop what merely waits: a closing for any row, an ordinary row for an urgent one, all of it at the end."""
        for step in self._steps:
            gives_way = step.kind == "closing" or (step.kind == "row" and self._urgent)
            if not step.passage.on_wire and (gives_way or self._resting):
                step.task.cancel()

    async def _do(self, kind: Kind, passage: RowPassage, work: Coroutine[Any, Any, None]) -> bool:
        """Do one thing; False if it was broken off."""
        step = LaneStep(kind, passage, asyncio.get_running_loop().create_task(work))
        self._steps.append(step)
        try:
            await asyncio.wait({step.task})
        finally:
            self._steps.remove(step)
            step.task.cancel()
        if step.task.cancelled():
            if passage.not_before is not None:
                self._not_before, self._asked = passage.not_before, passage.asked
            return False
        if error := step.task.exception():
            _log.error("outbox_broke", error=error)
        return True

    # --- the urgent lane ---------------------------------------------------------------------------------------------

    async def _hurry(self) -> None:
        try:
            while self._urgent and not self._resting:
                entry = self._urgent[0]
                if entry.leads:
                    self._urgent.popleft()
                    await self._lead_up(entry)
                    continue
                passage = RowPassage(self._sender().store, entry)
                if await self._do("urgent", passage, self._bring(entry, passage)):
                    self._urgent.popleft()
        finally:
            self._hurrying = False

    async def _bring(self, entry: OutboxRow, passage: RowPassage) -> None:
        ended = await deliver_urgent(entry, self._sender, passage)
        self._closings.extend(ended.closings)
        if ended.fate is not None:
            # What comes after it waits a moment for its note, and no longer: nothing urgent ever waits for the disk.
            await asyncio.wait({self._work(self._note(entry, ended))}, timeout=MOMENT)
        else:
            self._settled(entry.delivery.row)

    async def _note(self, entry: OutboxRow, ended: Ended) -> None:
        try:
            await self._sender().settle(entry, ended)
        except Exception as error:
            _log.error("outbox_broke", error=error)
        self._settled(entry.delivery.row)

    async def _lead_up(self, entry: OutboxRow) -> None:
        """Deliver what is to be read first, if that takes no longer than a moment.

        If it does, it comes afterwards; when it is on the wire by then, nobody waits for it any longer.
        """
        passage = RowPassage(self._sender().store, entry)
        self._leading = True
        task = self._work(self._lead(entry, passage))
        await asyncio.wait({task}, timeout=MOMENT)
        for step in self._steps:
            if step.kind == "lead" and not passage.on_wire:
                step.task.cancel()

    async def _lead(self, entry: OutboxRow, passage: RowPassage) -> None:
        try:
            if await self._do("lead", passage, self._say(entry, passage)):
                self._settled(entry.delivery.row)
            else:
                rest = replace(entry, leads=False, overtaken=True, parts=passage.parts)
                self._ordinary = deque(sorted((*self._ordinary, rest), key=lambda one: one.delivery.row))
        finally:
            self._leading = False

    async def _say(self, entry: OutboxRow, passage: RowPassage) -> None:
        ended = await self._sender().deliver(entry, passage)
        self._closings.extend(ended.closings)

    # --- the ordinary lane -------------------------------------------------------------------------------------------

    async def _go_on(self) -> None:
        hopeless: set[int] = set()
        try:
            while not (self._resting or self._urgent or self._leading) and (self._ordinary or self._closings):
                if self._ordinary:
                    entry = self._ordinary[0]
                    passage = RowPassage(self._sender().store, entry)
                    if await self._do("row", passage, self._pass_on(entry, passage, hopeless)):
                        self._ordinary.popleft()
                        self._settled(entry.delivery.row)
                else:
                    closing = self._closings[0]
                    passage = RowPassage(self._sender().store, OutboxRow(closing.delivery))
                    if await self._do("closing", passage, self._close(closing, passage)):
                        self._closings.popleft()
        finally:
            self._going = False

    async def _close(self, closing: Closing, passage: RowPassage) -> None:
        await self._wait()
        await self._sender().close(closing, passage)

    async def _wait(self) -> None:
        """Wait for as long as the platform asked to, if that was broken off."""
        if self._not_before is not None:
            clock = self._sender().clock
            # No longer than it asked for, should the clock have been set back meanwhile.
            await clock.sleep(min(self._asked, (self._not_before - clock.now()).total_seconds()))

    async def _pass_on(self, entry: OutboxRow, passage: RowPassage, hopeless: set[int]) -> None:
        """Deliver a row.

        What lay behind a row that could not reach the person goes nowhere either, and is not tried: nobody calls again and
        again for somebody who has blocked the bot. What was committed meanwhile is: they may be back.
        """
        sender = self._sender()
        if entry.delivery.row in hopeless:
            await sender.settle(entry, Ended("given_up", "unreachable"))
            return
        await self._wait()
        queued = len(self._ordinary)
        ended = await sender.deliver(entry, passage)
        self._closings.extend(ended.closings)
        if ended.message and self._ordinary[0].overtaken and not entry.overtaken:
            # An urgent row came while this was on the wire: what it asks is closed by now.
            self._closings.append(Closing(entry.delivery, ended.message, "", entry.delivery.reply.slot))
        if ended.reason == "unreachable":
            behind = itertools.islice(self._ordinary, 1, queued)
            hopeless.update(other.delivery.row for other in behind if other.delivery.address == entry.delivery.address)
