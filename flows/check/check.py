"""All of the check in one part: what is asked, what it comes to, and the least that it must come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from flows.base.machine import FlowMachine
from flows.check.conditions import Node, Test
from flows.check.fits import Fit
from flows.check.floors import Floors
from flows.check.plan import Plan
from flows.check.telling import Telling


class Check(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The check as loaded. Immutable; shared by all conversations.

    `findings` are the derived findings by name; `acts` is every act that something may forbid, and `forbids` those that an
    urgency forbids. `watches` is what a watch-out on a card is about: its id → options that tell it already. `wordings` are
    the conditions, by name, on which a line of a card is said otherwise; `telling` is how the answers are told on it.
    """

    plan: Plan
    machine: FlowMachine
    floors: Floors
    telling: Telling
    fits: tuple[Fit, ...]
    acts: frozenset[str]
    forbids: Mapping[str, tuple[str, ...]]
    watches: Mapping[str, tuple[str, ...]]
    wordings: Mapping[str, Test]
    findings: Mapping[str, Node]
    reviewed_on: date

    def wordings_that_hold(self, true: int) -> tuple[str, ...]:
        """The names of the wordings that hold for these answers (as bits), in the order of the content."""
        false = self.plan.every & ~true
        return tuple(name for name, test in self.wordings.items() if test(true, false, 0))
