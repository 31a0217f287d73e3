"""Trouble on order: what goes wrong, for which method, and on which of its calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.telegram.errors import ApiError


@dataclass
class Fault:
    """One scripted trouble.

    It strikes `times` calls of `method`, beginning with the `nth` from now on. `gate` holds the call until it is set.
    `after` lets the effect happen first, so that only the answer is lost. What is said instead: `error`, or a raw
    `status` and `body`, or nothing at all (`drop`), or the true answer cut in half (`truncate`). With `chat` only calls about
    that chat count, with `during` only those made while it says so.
    """

    method: str
    nth: int = 1
    times: int = 1
    error: ApiError | None = None
    status: int = 0
    body: str = ""
    drop: bool = False
    truncate: bool = False
    after: bool = False
    gate: asyncio.Event | None = None
    chat: int | None = None
    during: Callable[[], bool] = lambda: True
    struck: int = field(default=0, init=False)
    _seen: int = field(default=0, init=False)

    @property
    def has_effect(self) -> bool:
        """Whether the method still does its work."""
        return self.after or self.truncate or not (self.error or self.status or self.drop)

    def strikes(self, method: str, chat: Any = None) -> bool:
        """Whether this call is hit; counts the call."""
        if method.lower() != self.method.lower() or not self.during():
            return False
        if self.chat is not None and str(chat) != str(self.chat):
            return False
        self._seen += 1
        hit = self.nth <= self._seen < self.nth + self.times
        self.struck += hit
        return hit


class Faults:
    """The troubles that are still to come."""

    def __init__(self) -> None:
        self._list: list[Fault] = []

    def add(self, method: str, **how: Any) -> Fault:
        """Order a `Fault`; see there."""
        fault = Fault(method, **how)
        self._list.append(fault)
        return fault

    def clear(self) -> None:
        """No more trouble."""
        self._list.clear()

    def hitting(self, method: str, chat: Any = None) -> Fault | None:
        """The trouble that this call (about `chat`) meets, if any."""
        hits = [fault for fault in self._list if fault.strikes(method, chat)]
        return hits[0] if hits else None
