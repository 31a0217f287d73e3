"""Trouble on demand: the nth matching request is refused, cut off, held back, or done with its answer lost."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Fault:
    """What happens to matching requests. `match` is looked for in "METHOD /path".

    `skip` lets that many pass first, `times` is how many are hit. `status` answers with that status and `body`; without
    one the connection is dropped. `after` lets the request take effect first: the answer is lost. `gate` holds the
    request back until it is set, and `reached` is set when the first request has come to it.
    """

    match: str
    skip: int = 0
    times: int = 1
    status: int | None = None
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    after: bool = False
    gate: asyncio.Event | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault

    def slow_down(self, match: str, seconds: float = 0.05, times: int = 1) -> Fault:
        """429 the way Discord's API says it; discord.py waits and tries again."""
        body = {"message": "You are being rate limited.", "retry_after": seconds, "global": False}
        headers = {"Via": "1.1 google", "Retry-After": str(seconds), "X-RateLimit-Scope": "user"}
        return self.add(Fault(match, times=times, status=429, body=body, headers=headers))

    def banned(self, match: str, seconds: float) -> Fault:
        """429 the way Cloudflare says it: no Via header, a page instead of JSON; discord.py raises."""
        return self.add(Fault(match, status=429, body="banned", headers={"Retry-After": str(seconds)}))

    def take(self, request: str) -> Fault | None:
        """The fault that hits this request, used up by one."""
        for fault in self._faults:
            if fault.match not in request:
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self._faults.remove(fault)
            return fault
        return None
