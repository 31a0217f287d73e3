"""Nothing in the content is idle: every question, rule, fit, floor and row comes up on some path."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from flows.base.machine import FlowMachine
from flows.base.urgency import URGENCIES
from flows.check.conditions import All, Atom, Node
from flows.check.floors import Floor
from flows.check.plan import Plan
from flows.check.verdict import decide
from flows.proof.conditions import Conditions
from flows.proof.drive import Met
from flows.proof.report import Failure
from flows.proof.state import Path, final
from flows.proof.walk import Walk
from flows.talk.library import Library

TRIES = 200
"""How many steps a simple path is looked for before the exact search begins."""


def witness(plan: Plan, conditions: Conditions, goal: Node, urgency: int | None = None) -> Path | None:
    """A path at whose end `goal` holds (and the verdict is `urgency`), or None if there is none at all."""
    walk = Walk(plan, goal=goal, conditions=conditions)
    seen = {walk.start}
    stack = [walk.start]
    while stack:
        state = stack.pop()
        if state.at == walk.end and walk.met(state) and urgency in (None, final(state)):
            return walk.path(state)
        onward = [
            edge.to
            for edge in walk.edges(state)
            if edge.to not in seen and walk.may_meet(edge.to) and (urgency is None or edge.to.reached <= urgency)
        ]
        seen.update(onward)
        # The less is reached, the more is asked: that is where the goal is to be found first.
        stack.extend(sorted(onward, key=lambda to: (-to.reached, -to.at)))
    return None


def unreached(library: Library, walk: Walk, ends: set[int], machine: FlowMachine, met: Met) -> Iterator[Failure]:
    """Everything that no path comes to. `ends` are the urgencies reached, `met` what came up while driving."""
    plan = library.check.plan
    asked = {plan.questions[state.at].id for state in walk.states() if state.at < walk.end}
    for question in plan.questions:
        if question.id not in asked:
            yield Failure("idle", f"the question {question.id} is asked on no path")
    for urgency, name in enumerate(URGENCIES):
        if urgency not in ends:
            yield Failure("idle", f"no path ends in {name}")
    for rule in plan.rules:
        if rule.id not in met.rules and witness(plan, walk.conditions, rule.when, rule.urgency) is None:
            holds = witness(plan, walk.conditions, rule.when)
            beaten = f"never decides: wherever it holds, more than {URGENCIES[rule.urgency]} is reached"
            how = "holds on no path" if holds is None else beaten
            yield Failure("idle", f"the rule {rule.id} {how}", holds or ())
    yield from _fits(library, walk, met)
    yield from _rows(machine)


def _fits(library: Library, walk: Walk, met: Met) -> Iterator[Failure]:
    for fit in library.check.fits:
        if fit.id in met.best:
            continue
        # The paths driven did not show it: look for paths that bring two of its own options together.
        for pair in combinations(sorted(fit.atoms), 2):
            path = witness(library.check.plan, walk.conditions, All(tuple(map(Atom, pair))))
            if path is not None:
                met.verdict(decide(library.check, dict(path)))
            if fit.id in met.best:
                break
        else:
            how = "never comes first" if fit.id in met.named else "is never named"
            yield Failure("idle", f"the fit {fit.id} {how}")


def _rows(machine: FlowMachine) -> Iterator[Failure]:
    """A row behind one that needs nothing can never be taken, whatever is answered."""
    silenced: set[tuple[str, str]] = set()
    for row in machine.rows:
        if (row.source, row.trigger) in silenced:
            message = f"the row {row.source} → {row.dest} ({row.trigger}) stands below one that is always taken"
            yield Failure("shadowed", message)
        if row.guard is None:
            silenced.add((row.source, row.trigger))


def idle_floors(walk: Walk, floors: tuple[Floor, ...]) -> Iterator[Failure]:
    """Floors whose options can never all be chosen on one path: they would guard nothing."""
    asked = {walk.plan.questions[state.at].id for state in walk.states() if state.at < walk.end}
    for floor in floors:
        # An option can be chosen wherever its question is asked; only options together need looking for.
        alone = len(floor.atoms) == 1 and floor.atoms[0].split(".")[0] in asked
        if not (alone or _simple_path(walk.plan, floor) or witness(walk.plan, walk.conditions, _goal(floor))):
            yield Failure("idle", f"the options of the floor {floor.id} can never all be chosen on one path")


def _goal(floor: Floor) -> Node:
    return All(tuple(map(Atom, floor.atoms)))


def _simple_path(plan: Plan, floor: Floor) -> bool:
    """Whether a path is soon found that chooses the floor's options and finds nothing else. No: it may still exist."""
    wanted: dict[str, tuple[str, ...]] = {}
    for atom in floor.atoms:
        question, option = atom.split(".")
        wanted[question] = (*wanted.get(question, ()), option)
    stack: list[Path] = [()]
    for _ in range(TRIES):
        if not stack:
            break
        path = stack.pop()
        answers = dict(path)
        if answers.keys() >= wanted.keys():
            return True
        following = plan.known(frozenset(answers), plan.bits(answers)).next
        if following is None:
            continue
        question_asked = plan.by_id[following]
        if following in wanted:
            together = question_asked.kind == "many" and not set(question_asked.last) & set(wanted[following])
            choices = [wanted[following]] if together or len(wanted[following]) == 1 else []
        else:
            choices = [("none",)] if question_asked.none else [(option,) for option in reversed(question_asked.every)]
        stack.extend((*path, (following, options)) for options in choices)
    return False
