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

from bot.ports import Delivery
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
    """Fails the next call that fits: of this kind (empty: any) and for this person (empty: anyone).

    With `after` the call takes effect and only its answer is lost.
    """

    error: Exception
    call: Call | Literal[""] = ""
    person: str = ""
    after: bool = False


@dataclass
class MemoryPort:
    """A `bot.ports.Port`. Message ids are `m1`, `m2`, …; whoever is in `held` waits until its event is set."""

    platform: str = "mem"
    chats: dict[str, list[ChatMessage]] = field(default_factory=dict)
    history: dict[str, list[Happened]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    _sent: int = 0
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def send(self, delivery: Delivery) -> str:
        """Append a message to the person's chat."""
        fault = await self._before("send", delivery)
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
        """Leave `closed_text` and no buttons in an earlier message."""
        fault = await self._before("close", delivery)
        self._change(delivery.person, ChatMessage(message, delivery.reply.closed_text, ()))
        await self._after("close", delivery, message, fault)

    async def until(self, person: str, count: int) -> list[Happened]:
        """Everything that took effect for the person, as soon as it is at least `count` calls."""
        async with self._news:
            await self._news.wait_for(lambda: len(self.history.get(person, [])) >= count)
        return self.history[person]

    def _change(self, person: str, shown: ChatMessage) -> None:
        self.chats[person] = [shown if old.id == shown.id else old for old in self.chats.get(person, [])]

    async def _before(self, call: Call, delivery: Delivery) -> Fault | None:
        if delivery.person in self.held:
            await self.held[delivery.person].wait()
        for fault in self.faults:
            if fault.call in ("", call) and fault.person in ("", delivery.person):
                self.faults.remove(fault)
                if fault.after:
                    return fault
                raise fault.error
        return None

    async def _after(self, call: Call, delivery: Delivery, message: str, fault: Fault | None) -> None:
        happened = Happened(call, delivery.row, delivery.reply, message)
        async with self._news:
            self.history.setdefault(delivery.person, []).append(happened)
            self._news.notify_all()
        if fault is not None:
            raise fault.error
