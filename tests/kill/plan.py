"""How the next life of the bot is to end, drawn from the seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Literal

import msgspec

Kind = Literal["arrived", "done", "answering", "polled", "before commit", "after commit", "time", "polite"]
"""A request has arrived, has taken effect, is half answered; a poll confirms something; around a commit; at any time."""

KILLS: tuple[Kind, ...] = ("arrived", "done", "answering", "polled", "before commit", "after commit", "time")
AT_COMMIT = ("before commit", "after commit")

MOST = {"polled": 8, "before commit": 60, "after commit": 60}
"""The latest poll or commit of a life that it may end at."""

MOST_REQUESTS = 200
LONGEST = 2.0
"""Seconds after which a life ends that did not come to that."""

POLITE = 0.1
"""The share of lives that are asked to stop."""


class End(msgspec.Struct, frozen=True):
    """`count`: at which request, poll or commit of this life. `seconds`: when it comes at the latest."""

    kind: Kind
    count: int
    seconds: float

    @property
    def polite(self) -> bool:
        """Whether the process is asked to stop, and not killed."""
        return self.kind == "polite"


def draw(dice: random.Random, kinds: Sequence[Kind] = ()) -> End:
    """The next end: one of `kinds`, else of all."""
    seconds = dice.uniform(0.3, 1.5)
    kind: Kind = "polite" if not kinds and dice.random() < POLITE else dice.choice(kinds or KILLS)
    count = dice.randint(1, MOST.get(kind, MOST_REQUESTS))
    return End(kind, count, seconds if kind in ("time", "polite") else LONGEST)
