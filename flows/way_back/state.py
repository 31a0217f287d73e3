"""The frame of the way back: the states that it can be in, and what it keeps between two turns."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from flows.talk.turn import Turn

NAME = "plan"
"""The name of its frames, of the command and of the card act."""

Overview = Literal["show"]
Criterion = Literal["ask"]
EntryState = Literal["seen", "load", "same", "past", "age", "lean"]
RaisesState = Literal["sex", "leg", "sore_side", "other_side"]
State = Overview | Criterion | EntryState | RaisesState

SHOW: Overview = "show"
"""The overview is open."""
ASK: Criterion = "ask"
"""One of several criteria is being asked about."""


class WayBack(msgspec.Struct, frozen=True):
    """What is kept on the way. Before the first stage: `past` (a strain before this one), `load` (it may be loaded), `lean`.

    While criteria are asked: their `names`, the one asked about `at`, the `answers` so far. In the heel-raise test: `leg`, the
    sore one, and `sore`, what it did. `again` is true where somebody who is merely sore is asked; at the overview it is the
    turn in which the stage changed, so that the same overview is shown again. Lists are lists: a stored frame reads back equal.
    """

    past: bool | UnsetType = UNSET
    load: bool | UnsetType = UNSET
    lean: str | UnsetType = UNSET
    leg: str | UnsetType = UNSET
    names: list[str] | UnsetType = UNSET
    at: int | UnsetType = UNSET
    answers: dict[str, int] | UnsetType = UNSET
    again: bool | int | UnsetType = UNSET
    sore: int | UnsetType = UNSET

    @property
    def strained_before(self) -> bool:
        """Whether an earlier strain was told of."""
        return self.past is True

    @property
    def asked(self) -> tuple[str, ...]:
        """All criteria that are asked about; none where it is not about any."""
        return () if self.names is UNSET else tuple(self.names)

    @property
    def number(self) -> int:
        """The place of the criterion that is open, from 0."""
        return 0 if self.at is UNSET else self.at

    @property
    def told(self) -> dict[str, int]:
        """The criteria that have their answers."""
        return {} if self.answers is UNSET else self.answers

    @property
    def only_sore(self) -> bool:
        """Whether it is about plain soreness, with no programme behind it."""
        return self.again is not UNSET and bool(self.again)


def go_to(turn: Turn, state: State, data: WayBack | None = None) -> None:
    """Take the way back, which is on top, to another of its states, with this data and no other."""
    turn.move(state, data)
