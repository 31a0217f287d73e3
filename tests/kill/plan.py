"""How the next life of the bot is to end, drawn from the seed."""

from __future__ import annotations

import random
from typing import Literal

import msgspec

Kind = Literal["arrived", "done", "answering", "polled", "before commit", "after commit", "time", "polite"]
"""A request has arrived, has taken effect, is half answered; a poll confirms something; around a commit; at any time."""

AT_REQUEST = ("arrived", "done", "answering")
AT_COMMIT = ("before commit", "after commit")


class End(msgspec.Struct, frozen=True):
    """`count`: at which request, poll or commit of this life. `seconds`: when it comes at the latest."""

    kind: Kind
    count: int
    seconds: float

    @property
    def polite(self) -> bool:
        """Whether the process is asked to stop, and not killed."""
        return self.kind == "polite"


def draw(dice: random.Random) -> End:
    """The next end; about one in ten is polite."""
    seconds = dice.uniform(0.3, 1.5)
    kinds: tuple[Kind, ...] = ("arrived", "done", "answering", "polled", "before commit", "after commit", "time")
    kind: Kind = "polite" if dice.random() < 0.1 else dice.choice(kinds)
    most = {"polled": 8, "before commit": 60, "after commit": 60}.get(kind, 250)
    count = dice.randint(1, most)
    return End(kind, count, seconds if kind in ("time", "polite") else 3.0)
