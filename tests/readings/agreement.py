"""How far readers agree with the lists: for each option, and for each sentence that they read otherwise."""

from __future__ import annotations

from collections import Counter

import msgspec

from tests.readings.files import Item, Readings
from tests.readings.shown import Shown

ENOUGH = 0.9
"""The share of readings in which an option must be chosen where it should be, and only there."""
READERS = 5
"""How many must have read each sentence."""
EACH = 3
"""How many sentences should tick an option, and how many come close to it without."""


class Agreement(msgspec.Struct, frozen=True):
    """One option: `right` of `n` readings, over the sentences that should tick it and those that must not."""

    option: str
    n: int
    right: int

    @property
    def share(self) -> float:
        """From 0 to 1; without readings, 0."""
        return self.right / self.n if self.n else 0.0

    @property
    def enough(self) -> bool:
        """Whether the label can stay as it is."""
        return self.n > 0 and self.right >= ENOUGH * self.n


def items_of(readings: Readings, option: str) -> list[Item]:
    """The sentences by which an option is measured."""
    return [item for item in readings.items if option in item.tick or option in item.avoid]


def agreement(readings: Readings, option: str) -> Agreement:
    """How one option was read."""
    said = [(option in read) == (option in item.tick) for item in items_of(readings, option) for read in item.read]
    return Agreement(option, len(said), sum(said))


def agreements(readings: Readings, shown: Shown) -> list[Agreement]:
    """How each option was read, in the order of the screen."""
    return [agreement(readings, option) for option in shown.signs]


def read_otherwise(readings: Readings, option: str) -> list[tuple[Item, list[tuple[str, int]]]]:
    """The sentences over which readers disagreed about an option, with what they chose and how often."""
    found = []
    for item in items_of(readings, option):
        wrong = [read for read in item.read if (option in read) != (option in item.tick)]
        if wrong:
            found.append((item, Counter(" + ".join(read) for read in wrong).most_common()))
    return found
