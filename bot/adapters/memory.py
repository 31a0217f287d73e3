"""An adapter with no platform behind it: chats are lists in memory. For tests, and to try the core by itself.

port = MemoryPort("mem")
port.faults.append(Fault(Throttled(3), "send", person="mem:1"))     the next matching call fails
await port.until("mem:1", 2)                                        wait for the second call that took effect
port.chats["mem:1"]                                                 what that person sees now
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Literal

from bot.ports import Delivery, Passage, Throttled
from flows.base.replies import Choice, Reply, plain_text

Call = Literal["send", "redraw", "close"]


@dataclass(frozen=True)
class ChatMessage:
    """A message as the person sees it now."""

    id: str
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Happened:
    """A call that took effect."""

    call: Call
    row: int
    reply: Reply
    message: str


@dataclass
class Fault:
    """Fails the next call that fits: of this kind (empty: any), for this person (empty: anyone), `urgent` or not (None: any).

    With `after` the call takes effect and only its answer is lost.
    """

    error: BaseException
    call: Call | Literal[""] = ""
    person: str = ""
    after: bool = False
    urgent: bool | None = None

    def hits(self, call: Call, delivery: Delivery) -> bool:
        """Whether this call is one of those that fail."""
        meant = self.call in ("", call) and self.person in ("", delivery.person)
        return meant and self.urgent in (None, delivery.reply.urgent)


@dataclass
class MemoryPort:
    """A `bot.ports.Port`. Message ids are `m1`, `m2`, …

    Calls for whoever is in `held` wait on the wire until its event is set; what is urgent has a line of its own. `left` is set
    as soon as anything is on the wire.
    """

    platform: str = "mem"
    closes_first: bool = False
    chats: dict[str, list[ChatMessage]] = field(default_factory=dict)
    history: dict[str, list[Happened]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    _sent: int = 0
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def send(self, delivery: Delivery, passage: Passage) -> str:
        """Append a message to the person's chat."""
        fault = await self._before("send", delivery, passage)
        self._sent += 1
        message = f"m{self._sent}"
        shown = ChatMessage(message, plain_text(delivery.reply), delivery.reply.choices)
        self.chats.setdefault(delivery.person, []).append(shown)
        await self._after("send", delivery, message, fault)
        return message

    async def redraw(self, delivery: Delivery, message: str) -> None:
        """Put the reply in the place of an earlier message."""
        fault = await self._before("redraw", delivery)
        self._change(delivery.person, ChatMessage(message, plain_text(delivery.reply), delivery.reply.choices))
        await self._after("redraw", delivery, message, fault)

    async def close(self, delivery: Delivery, message: str) -> None:
        """Leave `closed_text` (empty: the words) and no buttons in an earlier message."""
        fault = await self._before("close", delivery)
        words = next((old.text for old in self.chats.get(delivery.person, []) if old.id == message), "")
        self._change(delivery.person, ChatMessage(message, delivery.reply.closed_text or words, ()))
        await self._after("close", delivery, message, fault)

    async def until(self, person: str, count: int) -> list[Happened]:
        """Everything that took effect for the person, as soon as it is at least `count` calls."""
        async with self._news:
            await self._news.wait_for(lambda: len(self.history.get(person, [])) >= count)
        return self.history[person]

    def _change(self, person: str, shown: ChatMessage) -> None:
        self.chats[person] = [shown if old.id == shown.id else old for old in self.chats.get(person, [])]

    async def _before(self, call: Call, delivery: Delivery, passage: Passage | None = None) -> Fault | None:
        found = next((fault for fault in self.faults if fault.hits(call, delivery)), None)
        if found is not None:
            self.faults.remove(found)
        never_left = found is not None and isinstance(found.error, Throttled)
        if passage is not None and not never_left:
            await passage.leaves()
            self.left.set()
        if delivery.person in self.held and not delivery.reply.urgent:
            await self.held[delivery.person].wait()
        if found is not None and not found.after:
            raise found.error
        return found

    async def _after(self, call: Call, delivery: Delivery, message: str, fault: Fault | None) -> None:
        happened = Happened(call, delivery.row, delivery.reply, message)
        async with self._news:
            self.history.setdefault(delivery.person, []).append(happened)
            self._news.notify_all()
        if fault is not None:
            raise fault.error
