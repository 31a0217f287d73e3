"""How many answers a path takes and how many paths there are, added up over the graph of the walk from its ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flows.proof.state import Edge, Path, State
from flows.proof.walk import Walk


class Tally(NamedTuple):
    """Of the paths that end alike: how many, and the fewest and most answers still to give."""

    paths: int
    fewest: int
    most: int


Only = Mapping[str, tuple[str, ...]]
"""Question → the options it may be answered with, one of them alone."""

_ANYTHING: Only = {}
_DOUBT = ("unsure",)


class Tallies:
    """For each state of a walk, the paths from it by how they end: an urgency, or `UNMATCHED` where no rule holds.

    `only` and `doubt` leave paths out: those that answer otherwise, and those with a *Not sure* in them.
    """

    def __init__(self, walk: Walk, only: Only = _ANYTHING, *, doubt: bool = True) -> None:
        self._walk = walk
        self._only = only
        self._doubt = doubt
        self._known: dict[State, dict[int, Tally]] = {}

    def of(self, state: State) -> dict[int, Tally]:
        """The paths from `state`."""
        found = self._known.get(state)
        if found is None:
            found = self._known[state] = self._add(state)
        return found

    def longest(self, state: State) -> int:
        """The most answers that can still be given from `state`."""
        return max((tally.most for tally in self.of(state).values()), default=0)

    def path(self, start: State, ends: tuple[int, ...]) -> Path:
        """The longest path from `start` that ends in one of `ends`; there must be one."""
        steps = []
        state = start
        while state.at < self._walk.end:
            left = max(self.of(state)[end].most for end in ends if end in self.of(state))
            for options, edge in self._edges(state):
                after = self.of(edge.to)
                if any(end in after and after[end].most == left - 1 for end in ends):
                    steps.append((self._walk.plan.questions[state.at].id, options))
                    state = edge.to
                    break
        return tuple(steps)

    def _edges(self, state: State) -> list[tuple[tuple[str, ...], Edge]]:
        """What may be answered at `state`: for each edge one of the answers that lead along it."""
        allowed = self._only.get(self._walk.plan.questions[state.at].id)
        found = []
        for edge in self._walk.edges(state):
            answers = [edge.options, *((option,) for option in edge.single)]
            if allowed is not None:
                answers = [options for options in answers if len(options) == 1 and options[0] in allowed]
            if not self._doubt:
                answers = [options for options in answers if options != _DOUBT]
            if answers:
                found.append((answers[0], edge))
        return found

    def _add(self, state: State) -> dict[int, Tally]:
        if state.at == self._walk.end:
            return {state.reached: Tally(1, 0, 0)}
        sums: dict[int, Tally] = {}
        for _, edge in self._edges(state):
            for end, tally in self.of(edge.to).items():
                before = sums.get(end)
                paths = tally.paths * edge.ways
                if before is None:
                    sums[end] = Tally(paths, tally.fewest + 1, tally.most + 1)
                else:
                    sums[end] = Tally(
                        before.paths + paths, min(before.fewest, tally.fewest + 1), max(before.most, tally.most + 1)
                    )
        return sums
