"""A guided session under way: what its frame keeps."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import msgspec
from msgspec.structs import force_setattr, replace

from flows.talk.session import Frame

NAME = "routine"
WALK_RUN = "walk_run"
HOLD = "hold"
"""The timer of the countdown that runs."""

Side = Literal["left", "right"]
FIRST_SIDE: Side = "left"
SECOND_SIDE: Side = "right"


class Countdown(msgspec.Struct, frozen=True):
    """The seconds of a hold or a rest. `left` is what was left when it stopped; 0: the next one has its whole length."""

    until: datetime | None = None
    left: int = 0

    def started(self, whole: int, now: datetime) -> Countdown:
        """The countdown as it runs from now: what is left of it, else its whole length."""
        return Countdown(now + timedelta(seconds=self.left or whole))

    def stopped(self, now: datetime) -> Countdown:
        """The countdown as it stands still from now."""
        return self if self.until is None else Countdown(left=max(0, round((self.until - now).total_seconds())))


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a session is. `exercises` are those offered at its start; `number` counts them from 0, `set` counts from 1.

    `side` is None where both legs work at once. `until` and `left` are the countdown, `came_from` the state that was
    interrupted, `before` and `worst` the pain that was told (None: none was), `sets_done` all sets that were finished,
    `step` that of the walk-run plan.
    """

    routine: str
    exercises: list[str] = []
    number: int = 0
    set: int = 1
    side: Side | None = None
    level: int = 0
    until: datetime | None = None
    left: int = 0
    came_from: str | None = None
    worst: int | None = None
    before: int | None = None
    sets_done: int = 0
    step: int = 0

    def __post_init__(self) -> None:
        """Read pain of -1, which earlier versions wrote for what was not told."""
        if self.worst == -1:
            force_setattr(self, "worst", None)
        if self.before == -1:
            force_setattr(self, "before", None)

    @property
    def countdown(self) -> Countdown:
        """The countdown, running or not."""
        return Countdown(self.until, self.left)

    def counting(self, countdown: Countdown) -> Run:
        """The session with this countdown."""
        return replace(self, until=countdown.until, left=countdown.left)

    @property
    def untouched(self) -> bool:
        """Whether nothing was done, and no pain was told of it."""
        return not self.sets_done and self.worst is None


def run_of(frame: Frame) -> Run:
    """The session in its stored frame."""
    return msgspec.convert(frame.data, Run, strict=False)
