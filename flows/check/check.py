"""All of the check in one part: what is asked, what it comes to, and the least that it must come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from flows.base.machine import FlowMachine
from flows.check.conditions import Node, Test, compile_must
from flows.check.fits import Fit
from flows.check.floors import Floors
from flows.check.plan import Answers, Plan
from flows.check.telling import Telling


class WhatElse(msgspec.Struct, frozen=True, eq=False):
    """What is offered beneath the card of an emergency, to be told beside what made it one.

    `lists` are conditions with atoms, most telling first: the first that holds is taken. `told_so` is when an atom was told
    in other words, `most` how many are shown at once.
    """

    lists: tuple[tuple[Node, tuple[str, ...]], ...]
    told_so: Mapping[str, Node]
    most: int


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
    what_else: WhatElse
    reviewed_on: date

    def wordings_that_hold(self, true: int) -> tuple[str, ...]:
        """The names of the wordings that hold for these answers (as bits), in the order of the content."""
        false = self.plan.every & ~true
        return tuple(name for name, test in self.wordings.items() if test(true, false, 0))

    def untold(self, answers: Answers, partly: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """What can still be told beneath the card of an emergency, most telling first.

        Nothing that was told or asked about: the question at which the check stopped has been read. A list of which only
        single options were told (`partly`), or that was left at its first sign, has more to tell.
        """
        plan, true = self.plan, self.plan.bits(answers)
        stopped = plan.stopped_by(answers)

        def holds(when: Node) -> bool:
            return compile_must(when, plan.bit)(true, plan.every & ~true, 0)

        def is_open(atom: str) -> bool:
            name, _, option = atom.partition(".")
            told = answers.get(name, ())
            left = plan.by_id[name].tap and not {"none", "unsure"}.intersection(told)
            may = name != stopped and (not told or left or name in partly) and option not in told
            return may and not (atom in self.what_else.told_so and holds(self.what_else.told_so[atom]))

        listed = next((atoms for when, atoms in self.what_else.lists if holds(when)), ())
        return tuple(filter(is_open, listed))[: self.what_else.most]
