"""Every path through the check at once: a graph of states, in which paths that can no longer differ run together.

Paths are counted, never listed. After each answer all conditions that are still open (rules above the urgency reached,
later `ask_if`s, floors) are simplified by what is known; two paths at the same question with the same urgency and the
same open conditions have the same future, so they share one state. Of a list only options that an open condition names
are told apart; the others multiply the number of paths. A floor is let go as soon as its options make a rule certain.

What is asked next and the urgency reached follow `flows.check.plan.Plan` exactly: an urgency is reached once a rule is
certain, it is looked at after each answer, and an emergency ends the check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.base.urgency import EMERGENCY
from flows.check.conditions import All, Atom, Node
from flows.check.floors import Excuse, Floor
from flows.check.plan import Plan
from flows.proof.conditions import IS_ALWAYS, IS_NEVER, Conditions
from flows.proof.state import AS_IF, ASK, EXCUSE, FLOOR, GOAL, UNMATCHED, Edge, Lane, Path, State, final, tidy


class Walk:
    """The graph of one plan, built as it is walked.

    `floors` are followed as debts. With `as_if`, each option of a question that is passed over is followed as if it had
    been chosen, unless an excuse says that it may be; see `raised`. The `goal` is followed to the end; see `met`. Walks
    over plans with the same options can share `conditions`, so that what one has worked out spares the next.
    """

    def __init__(
        self,
        plan: Plan,
        floors: Iterable[Floor] = (),
        *,
        as_if: bool = False,
        excused: tuple[Excuse, ...] = (),
        goal: Node | None = None,
        conditions: Conditions | None = None,
    ) -> None:
        self.plan = plan
        self.end = len(plan.questions)
        self.excuses_used: set[Excuse] = set()
        self.conditions = conditions or Conditions(plan)
        self._as_if_chosen = as_if
        self._excused = excused
        self._mask = [sum(plan.bit[atom] for atom in question.atoms) for question in plan.questions]
        # What is no longer needed once this question's turn is over.
        self._over = [
            {
                ASK + place,
                *(EXCUSE + number for number, excuse in enumerate(excused) if excuse.question == question.id),
            }
            for place, question in enumerate(plan.questions)
        ]
        self._position = {atom: place for place, atom in enumerate(plan.atoms)}
        self._helps: dict[tuple[int, int], tuple[tuple[str, int], ...]] = {}
        self._edges: dict[State, tuple[Edge, ...]] = {}
        self._parent: dict[State, tuple[State, tuple[str, ...]] | None] = {}
        number = self.conditions.number
        first = {(rule.urgency, number(rule.when)) for rule in plan.rules}
        first |= {(FLOOR + floor.urgency, number(All(tuple(map(Atom, floor.atoms))))) for floor in floors}
        first |= {(ASK + place, number(question.ask_if)) for place, question in enumerate(plan.questions)}
        first |= {(EXCUSE + place, number(excuse.when)) for place, excuse in enumerate(excused)}
        if goal is not None:
            first.add((GOAL, number(goal)))
        self.start = self._next(-1, UNMATCHED, 0, first)
        self._parent[self.start] = None

    def edges(self, state: State) -> tuple[Edge, ...]:
        """The answers to the question at `state`, grouped by where they lead; none at an end."""
        found = self._edges.get(state)
        if found is None:
            found = self._edges[state] = tuple(self._answers(state)) if state.at < self.end else ()
            for edge in found:
                self._parent.setdefault(edge.to, (state, edge.options))
        return found

    def states(self) -> Iterator[State]:
        """Every state, depth first, each once. It may be left early: nothing is walked ahead."""
        seen = {self.start}
        stack = [self.start]
        while stack:
            state = stack.pop()
            yield state
            for edge in reversed(self.edges(state)):
                if edge.to not in seen:
                    seen.add(edge.to)
                    stack.append(edge.to)

    def ends(self) -> Iterator[State]:
        """Every end, depth first, each once."""
        return (state for state in self.states() if state.at == self.end)

    def path(self, state: State) -> Path:
        """The answers that first led to this state."""
        steps = []
        parent = self._parent[state]
        while parent is not None:
            before, options = parent
            steps.append((self.plan.questions[before.at].id, options))
            parent = self._parent[before]
        return tuple(reversed(steps))

    def raised(self, end: State) -> Iterator[tuple[str, int]]:
        """(option, urgency) of every unasked, unexcused option that alone would have made this end more urgent."""
        for slot, number in end.open:
            if AS_IF <= slot < ASK and number == IS_ALWAYS:
                place, urgency = divmod(slot - AS_IF, 10)
                if urgency > final(end):
                    yield self.plan.atoms[place], urgency

    def met(self, end: State) -> bool:
        """Whether the goal holds at this end."""
        return (GOAL, IS_ALWAYS) in end.open

    def may_meet(self, state: State) -> bool:
        """Whether the goal can still come to hold."""
        return any(slot == GOAL for slot, _ in state.open)

    # --- one answer --------------------------------------------------------------------------------------------------

    def _answers(self, state: State) -> Iterator[Edge]:
        ways: dict[State, int] = {}
        shortest: dict[State, tuple[str, ...]] = {}
        single: dict[State, list[str]] = {}
        for options, count, (to,) in self.answers((state,)):
            ways[to] = ways.get(to, 0) + count
            if to not in shortest or len(options) < len(shortest[to]):
                shortest[to] = options
            if len(options) == 1:
                single.setdefault(to, []).extend(options)
        return (Edge(options, ways[to], tuple(single.get(to, ())), to) for to, options in shortest.items())

    def answers(self, states: tuple[State, ...]) -> Iterator[tuple[tuple[str, ...], int, tuple[State, ...]]]:
        """(options, how many answers are like this one, where it leads from each of the states) for each kind of answer.

        All states stand at the same question and the same answer is given in each. Those of the options that no open
        condition names are not told apart: one of them stands for all.
        """
        at = states[0].at
        question = self.plan.questions[at]
        bit = {option: self.plan.bit[f"{question.id}.{option}"] for option in question.every}
        # What became certain while questions were passed over counts from this answer on.
        now = tuple(tidy(self.conditions, state.reached, state.debt, state.open) for state in states)
        named = 0
        for lane in now:
            for _, number in lane.open:
                named |= self.conditions.mask[number]

        def put(lanes: tuple[Lane, ...], true: int, false: int) -> tuple[Lane, ...]:
            return tuple(self._put(lane, true, false) for lane in lanes)

        def onward(lanes: tuple[Lane, ...]) -> tuple[State, ...]:
            return tuple(self._next(at, *lane) for lane in lanes)

        for option in question.last if question.kind == "many" else question.every:
            yield (option,), 1, onward(put(now, bit[option], self._mask[at] & ~bit[option]))
        if question.kind == "one":
            return
        plain = [option for option in question.options if not bit[option] & named]
        # One option after the other; the layer holds for each kind of answer so far: how many are like it, and one.
        begin = put(now, 0, sum(bit[option] for option in (*question.last, *plain)))
        layer: dict[tuple[tuple[Lane, ...], bool], tuple[int, tuple[str, ...]]] = {(begin, False): (1, ())}
        if plain:
            layer[begin, True] = (2 ** len(plain) - 1, (plain[0],))
        for option in question.options:
            if option in plain:
                continue
            after: dict[tuple[tuple[Lane, ...], bool], tuple[int, tuple[str, ...]]] = {}
            for (lanes, ticked), (ways, options) in layer.items():
                for key, chosen in (
                    ((put(lanes, 0, bit[option]), ticked), options),
                    ((put(lanes, bit[option], 0), True), (*options, option)),
                ):
                    before, kept = after.get(key, (0, chosen))
                    after[key] = (before + ways, min(kept, chosen, key=len))
            layer = after
        for (lanes, ticked), (ways, options) in layer.items():
            if ticked:
                yield options, ways, onward(lanes)

    def _put(self, lane: Lane, true: int, false: int) -> Lane:
        """What is open once these options are known by an answer; a rule that is certain now counts."""
        mask, put, both = self.conditions.mask, self.conditions.put, true | false
        kept = []
        certain = False
        for item in lane.open:
            slot, number = item
            if not mask[number] & both:
                kept.append(item)
                continue
            number = put(number, true, false)
            if number != IS_NEVER:
                kept.append((slot, number))
                certain = certain or number == IS_ALWAYS
        reached, debt, _ = lane
        return tidy(self.conditions, reached, debt, kept) if certain else Lane(reached, debt, frozenset(kept))

    # --- from an answer to the next question -------------------------------------------------------------------------

    def _next(self, at: int, reached: int, debt: int, now: Iterable[tuple[int, int]]) -> State:
        """The state at the next question that is asked; the options of what is passed over are known to be false."""
        now = list(now)
        if reached == EMERGENCY:
            return State(self.end, reached, 0, frozenset(self._without(now, self.plan.every)))
        for place in range(at + 1, self.end):
            ask = next((number for slot, number in now if slot == ASK + place), IS_NEVER)
            later = [item for item in now if item[0] not in self._over[place]]
            if self.conditions.holds(ask, max(reached, 0)):
                return State(place, reached, debt, frozenset(self._unpaid(later)))
            passed = self._without(later, self._mask[place])
            if self._as_if_chosen:
                passed.extend(self._as_if(place, reached, now))
            now = passed
        return State(self.end, *tidy(self.conditions, reached, debt, now))

    def _unpaid(self, now: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """All but the floors that some rule pays for on every path: whoever chooses what is left of the floor meets it."""
        put, mask = self.conditions.put, self.conditions.mask
        for item in now:
            slot, number = item
            if FLOOR <= slot < AS_IF and any(
                slot - FLOOR <= urgency < FLOOR and put(rule, mask[number], 0) == IS_ALWAYS for urgency, rule in now
            ):
                continue
            yield item

    def _without(self, now: list[tuple[int, int]], false: int) -> list[tuple[int, int]]:
        mask, put = self.conditions.mask, self.conditions.put
        known = ((slot, put(number, 0, false) if mask[number] & false else number) for slot, number in now)
        return [item for item in known if item[1] != IS_NEVER]

    def _as_if(self, place: int, reached: int, now: list[tuple[int, int]]) -> set[tuple[int, int]]:
        """The rules as they would be with one option of a question that is passed over, where that can help them."""
        hopes = [
            (urgency, atom, chosen)
            for urgency, number in now
            if reached < urgency < FLOOR and self.conditions.mask[number] & self._mask[place]
            for atom, chosen in self._helped(place, number)
        ]
        if not hopes:
            return set()
        right = [
            self._excused[slot - EXCUSE]
            for slot, number in now
            if slot in self._over[place] and slot >= EXCUSE and self.conditions.holds(number, max(reached, 0))
        ]
        found = set()
        for urgency, atom, chosen in hopes:
            excuses = [excuse for excuse in right if atom in excuse.atoms]
            self.excuses_used.update(excuses)
            if not excuses:
                found.add((AS_IF + 10 * self._position[atom] + urgency, chosen))
        return found

    def _helped(self, place: int, number: int) -> tuple[tuple[str, int], ...]:
        """(option, condition) for each option of a question that alone makes a condition likelier than none of them."""
        found = self._helps.get((place, number))
        if found is None:
            put, mask = self.conditions.put, self._mask[place]
            useless = (IS_NEVER, put(number, 0, mask))
            with_one = ((atom, put(number, self.plan.bit[atom], mask)) for atom in self.plan.questions[place].atoms)
            found = self._helps[place, number] = tuple(item for item in with_one if item[1] not in useless)
        return found
