"""Conditions by number, for the proof: equal ones are one, and putting in what is known is a look-up the second time."""

from __future__ import annotations

from flows.check.conditions import ALWAYS, NEVER, All, Any_, AtLeast, Below, Node, Not, atoms, simplify
from flows.check.plan import Plan

IS_NEVER = 0
IS_ALWAYS = 1


class Conditions:
    """Every condition met on the walk has a number; `mask[number]` are the options it names, as bits of the plan."""

    def __init__(self, plan: Plan) -> None:
        self._bit = plan.bit
        self._nodes: list[Node] = []
        self._numbers: dict[Node, int] = {}
        self.mask: list[int] = []
        self._put: dict[tuple[int, int, int], int] = {}
        self._settled: dict[tuple[int, int], int] = {}
        self._asks: dict[tuple[int, int], bool] = {}
        self.number(NEVER)
        self.number(ALWAYS)

    def number(self, node: Node) -> int:
        """The number of this condition."""
        node = simplify(node, {})
        found = self._numbers.get(node)
        if found is None:
            found = self._numbers[node] = len(self._nodes)
            self._nodes.append(node)
            self.mask.append(sum(self._bit[atom] for atom in set(atoms(node))))
        return found

    def put(self, number: int, true: int, false: int) -> int:
        """The condition once these options (bits) are known; one in both counts as true."""
        mask = self.mask[number]
        key = (number, true & mask, false & mask & ~true)
        found = self._put.get(key)
        if found is None:
            node = self._nodes[number]
            known = {atom: bool(true & self._bit[atom]) for atom in atoms(node) if (true | false) & self._bit[atom]}
            found = self._put[key] = self.number(simplify(node, known))
        return found

    def settle(self, number: int, urgency: int) -> int:
        """The condition once this urgency is reached: `below` it or less can never hold again."""
        key = (number, urgency)
        found = self._settled.get(key)
        if found is None:
            found = self._settled[key] = self.number(_past(self._nodes[number], urgency))
        return found

    def holds(self, number: int, urgency: int) -> bool:
        """Whether a condition whose options are all known holds at this urgency."""
        key = (number, urgency)
        found = self._asks.get(key)
        if found is None:
            found = self._asks[key] = simplify(self._nodes[number], {}, urgency) == ALWAYS
        return found


def _past(node: Node, urgency: int) -> Node:
    match node:
        case Below(level) if urgency >= level:
            return NEVER
        case All(items):
            return All(tuple(_past(item, urgency) for item in items))
        case Any_(items):
            return Any_(tuple(_past(item, urgency) for item in items))
        case AtLeast(count, items):
            return AtLeast(count, tuple(_past(item, urgency) for item in items))
        case Not(item):
            return Not(_past(item, urgency))
        case _:
            return node
