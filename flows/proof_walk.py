"""Every path through the check at once: a graph of states, in which paths that can no longer differ run together.

Paths are counted, never listed. After each answer all conditions that are still open (rules above the urgency reached,
later `ask_if`s, floors) are simplified by what is known; two paths at the same question with the same urgency and the
same open conditions have the same future, so they share one state. Of a list only options that an open condition names
are told apart; the others multiply the number of paths.

What is asked next and the urgency reached follow `flows.check_plan.Plan` exactly: an urgency is reached once a rule is
certain, it is looked at after each answer, and an emergency ends the check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flows.check_plan import CLINICIAN, EMERGENCY, Plan, Question
from flows.conditions import ALWAYS, NEVER, All, Any_, AtLeast, Below, Node, Not, atoms, simplify
from flows.floors import Excuse, Floor

UNMATCHED = -1
"""No rule holds yet, not even one for `ok_to_run`; at the end this means `clinician_soon`."""

Path = tuple[tuple[str, tuple[str, ...]], ...]
"""The answers in the order they were given: (question, options chosen)."""

# What an open condition is for: its slot. A rule's slot is its urgency; the others stand above those.
_FLOOR = 10  # + urgency
_HIDDEN = 100  # + 10 × number of the option + urgency
_ASK = 1_000_000  # + number of the question
_EXCUSE = 2_000_000  # + number of the excuse
_GOAL = 3_000_000

Open = frozenset[tuple[int, int]]
"""(slot, number of the condition)."""


class State(NamedTuple):
    """At question number `at` (past the last: the end), with `reached` and `debt` as urgencies; `debt` is the highest
    floor that has been earned and not yet reached."""

    at: int
    reached: int
    debt: int
    open: Open


class Edge(NamedTuple):
    """`ways` different answers lead to the same state; `options` is one of them."""

    options: tuple[str, ...]
    ways: int
    to: State


class Conditions:
    """Conditions by number, so that equal ones are one; 0 is never, 1 is always."""

    def __init__(self, plan: Plan) -> None:
        self._atoms = plan.atoms
        self._bit = plan.bit
        self._nodes: list[Node] = []
        self._number: dict[Node, int] = {}
        self.mask: list[int] = []
        self._put: dict[tuple[int, int, int], int] = {}
        self._settled: dict[tuple[int, int], int] = {}
        self.number(NEVER)
        self.number(ALWAYS)

    def number(self, node: Node) -> int:
        """The number of this condition."""
        found = self._number.get(node)
        if found is None:
            found = self._number[node] = len(self._nodes)
            self._nodes.append(node)
            self.mask.append(sum(self._bit[atom] for atom in set(atoms(node))))
        return found

    def node(self, number: int) -> Node:
        """The condition of this number."""
        return self._nodes[number]

    def put(self, number: int, true: int, false: int) -> int:
        """The condition once these options (bits) are known."""
        mask = self.mask[number]
        key = (number, true & mask, false & mask)
        if not key[1] and not key[2]:
            return number
        found = self._put.get(key)
        if found is None:
            known = {
                atom: bool(true & self._bit[atom])
                for atom in set(atoms(self._nodes[number]))
                if (true | false) & self._bit[atom]
            }
            found = self._put[key] = self.number(simplify(self._nodes[number], known))
        return found

    def settle(self, number: int, urgency: int) -> int:
        """The condition once this urgency is reached: `below` it or less can never hold again."""
        key = (number, urgency)
        found = self._settled.get(key)
        if found is None:
            found = self._settled[key] = self.number(simplify(_past(self._nodes[number], urgency), {}))
        return found

    def asks(self, number: int, urgency: int) -> bool:
        """Whether an `ask_if` holds whose question's turn has come."""
        return simplify(self._nodes[number], {}, urgency) == ALWAYS


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


class Walk:
    """The graph of one plan, built as it is walked.

    `floors` are followed as debts. With `hidden`, each option of a question that is passed over is followed as if it had
    been chosen, and `raised` of an end tells which would have made the verdict more urgent. `goal` is followed until the
    end, where it is either in `open` as always, or gone.
    """

    def __init__(
        self,
        plan: Plan,
        floors: Iterable[Floor] = (),
        *,
        hidden: bool = False,
        excused: tuple[Excuse, ...] = (),
        goal: Node | None = None,
    ) -> None:
        self.plan = plan
        self.conditions = Conditions(plan)
        self.end = len(plan.questions)
        self._hidden = hidden
        self._excused = excused
        self.excused: set[tuple[Excuse, str]] = set()
        self._mask = [sum(plan.bit[atom] for atom in question.atoms) for question in plan.questions]
        # What there is no more to ask of a condition once this question's turn is over.
        self._over = [
            {_ASK + place, *(_EXCUSE + number for number, excuse in enumerate(excused) if excuse.question == question.id)}
            for place, question in enumerate(plan.questions)
        ]
        self._edges: dict[State, tuple[Edge, ...]] = {}
        self._parent: dict[State, tuple[State, tuple[str, ...]] | None] = {}
        number = self.conditions.number
        first = {(rule.urgency, number(rule.when)) for rule in plan.rules}
        first |= {(_ASK + place, number(question.ask_if)) for place, question in enumerate(plan.questions)}
        first |= {(_FLOOR + floor.urgency, number(All(_atoms(floor)))) for floor in floors}
        first |= {(_EXCUSE + place, number(excuse.when)) for place, excuse in enumerate(excused)}
        if goal is not None:
            first.add((_GOAL, number(simplify(goal, {}))))
        self.start = self._next(-1, UNMATCHED, 0, frozenset(first))
        self._parent[self.start] = None

    def edges(self, state: State) -> tuple[Edge, ...]:
        """The answers to the question at `state`, grouped by where they lead; empty at an end."""
        found = self._edges.get(state)
        if found is None:
            found = self._edges[state] = tuple(self._answer(state)) if state.at < self.end else ()
            for edge in found:
                self._parent.setdefault(edge.to, (state, edge.options))
        return found

    def ends(self) -> Iterator[State]:
        """Every end, depth first; each once."""
        seen: set[State] = set()
        stack = [self.start]
        while stack:
            state = stack.pop()
            if state in seen:
                continue
            seen.add(state)
            if state.at >= self.end:
                yield state
            stack.extend(edge.to for edge in reversed(self.edges(state)))

    def path(self, state: State) -> Path:
        """The answers that first led to this state."""
        steps = []
        parent = self._parent[state]
        while parent is not None:
            before, options = parent
            steps.append((self.plan.questions[before.at].id, options))
            parent = self._parent[before]
        return tuple(reversed(steps))

    def states(self) -> tuple[State, ...]:
        """All states walked so far."""
        return tuple(self._edges)

    def raised(self, end: State) -> Iterator[tuple[str, int]]:
        """At an end: (option, urgency) of each unasked option that alone would have led to this higher urgency."""
        final = end.reached if end.reached != UNMATCHED else CLINICIAN
        for slot, number in end.open:
            if _HIDDEN <= slot < _ASK and self.conditions.node(number) == ALWAYS and (slot - _HIDDEN) % 10 > final:
                yield self.plan.atoms[(slot - _HIDDEN) // 10 - 1], (slot - _HIDDEN) % 10

    # --- one answer --------------------------------------------------------------------------------------------------

    def _answer(self, state: State) -> Iterator[Edge]:
        question = self.plan.questions[state.at]
        grouped: dict[State, tuple[int, tuple[str, ...]]] = {}
        for options, ways, reached, debt, left in self._choices(question, state):
            to = self._next(state.at, reached, debt, left)
            before, kept = grouped.get(to, (0, options))
            grouped[to] = (before + ways, kept)
        for to, (ways, options) in grouped.items():
            yield Edge(options, ways, to)

    def _choices(self, question: Question, state: State) -> Iterator[tuple[tuple[str, ...], int, int, int, Open]]:
        bit = {option: self.plan.bit[f"{question.id}.{option}"] for option in question.every}
        every = sum(bit.values())
        single = question.last if question.kind == "many" else question.every
        for option in single:
            yield ((option,), 1, *self._put(state.reached, state.debt, state.open, bit[option], every & ~bit[option]))
        if question.kind == "one":
            return
        last = sum(bit[option] for option in question.last)
        named = self._named(state.open)
        plain = [option for option in question.options if not bit[option] & named]
        # Layers of (reached, debt, open) → (how many ways, one of them), one option after the other.
        begin = self._put(state.reached, state.debt, state.open, 0, last + sum(bit[option] for option in plain))
        layer: dict[tuple[int, int, Open, bool], tuple[int, tuple[str, ...]]] = {(*begin, False): (1, ())}
        if plain:
            layer[*begin, True] = (2 ** len(plain) - 1, (plain[0],))
        for option in question.options:
            if option in plain:
                continue
            after: dict[tuple[int, int, Open, bool], tuple[int, tuple[str, ...]]] = {}
            for (reached, debt, left, ticked), (ways, options) in layer.items():
                for true in (False, True):
                    mask = bit[option]
                    put = self._put(reached, debt, left, mask if true else 0, 0 if true else mask)
                    key = (*put, ticked or true)
                    before, kept = after.get(key, (0, (*options, option) if true else options))
                    after[key] = (before + ways, kept)
            layer = after
        for (reached, debt, left, ticked), (ways, options) in layer.items():
            if ticked:
                yield options, ways, reached, debt, left

    def _named(self, left: Open) -> int:
        mask = 0
        for _, number in left:
            mask |= self.conditions.mask[number]
        return mask

    def _put(self, reached: int, debt: int, left: Open, true: int, false: int) -> tuple[int, int, Open]:
        """What is open once these options are known by an answer: now rules that are certain count."""
        return self._tidy(reached, debt, self._known(left, true, false))

    def _known(self, left: Iterable[tuple[int, int]], true: int, false: int) -> list[tuple[int, int]]:
        put = self.conditions.put
        return [(slot, found) for slot, number in left if (found := put(number, true, false)) != 0]

    def _tidy(self, reached: int, debt: int, left: list[tuple[int, int]]) -> tuple[int, int, Open]:
        before = reached
        for slot, number in left:
            if number == 1:
                if slot < _FLOOR:
                    reached = max(reached, slot)
                elif slot < _HIDDEN:
                    debt = max(debt, slot - _FLOOR)
        if reached >= debt:
            debt = 0
        if reached == EMERGENCY:
            return reached, 0, frozenset(item for item in left if item[0] == _GOAL)
        settle = self.conditions.settle
        kept = []
        for slot, number in left:
            if slot < _FLOOR:
                if slot > reached:
                    kept.append((slot, number))
            elif slot < _HIDDEN:
                if slot - _FLOOR > max(reached, debt):
                    kept.append((slot, number))
            elif slot < _ASK:
                if (slot - _HIDDEN) % 10 > reached:
                    kept.append((slot, number))
            elif slot < _GOAL and reached > before:
                number = settle(number, reached)
                if number != 0:
                    kept.append((slot, number))
            else:
                kept.append((slot, number))
        return reached, debt, frozenset(kept)

    def _next(self, at: int, reached: int, debt: int, left: Open) -> State:
        """From an answer to the next question that is asked; what is passed over becomes known to be false."""
        if reached == EMERGENCY:
            goal = self._known(left, 0, self.plan.every)
            return State(self.end, reached, 0, frozenset(goal))
        now = list(left)
        for place in range(at + 1, self.end):
            ask = next((number for slot, number in now if slot == _ASK + place), 0)
            later = [item for item in now if item[0] not in self._over[place]]
            if ask and self.conditions.asks(ask, max(reached, 0)):
                return State(place, reached, debt, frozenset(later))
            passed = self._known(later, 0, self._mask[place])
            if self._hidden:
                passed.extend(self._as_if(place, reached, now))
            now = passed
        return State(self.end, *self._tidy(reached, debt, now))

    def _as_if(self, place: int, reached: int, now: list[tuple[int, int]]) -> set[tuple[int, int]]:
        """The rules as they would be with one option of a question that is passed over, where that makes a difference."""
        conditions = self.conditions
        right = [
            self._excused[slot - _EXCUSE]
            for slot, number in now
            if _EXCUSE <= slot < _GOAL and slot in self._over[place] and conditions.asks(number, max(reached, 0))
        ]
        found = set()
        mask = self._mask[place]
        for atom in self.plan.questions[place].atoms:
            bit = self.plan.bit[atom]
            for urgency, number in now:
                if reached < urgency < _FLOOR and conditions.mask[number] & bit:
                    chosen = conditions.put(number, bit, mask & ~bit)
                    if chosen in (0, conditions.put(number, 0, mask)):
                        continue
                    excuses = [excuse for excuse in right if atom in excuse.atoms]
                    self.excused.update((excuse, atom) for excuse in excuses)
                    if not excuses:
                        found.add((_HIDDEN + 10 * bit.bit_length() + urgency, chosen))
        return found


def _atoms(floor: Floor) -> tuple[Node, ...]:
    from flows.conditions import Atom

    return tuple(Atom(name) for name in floor.atoms)
