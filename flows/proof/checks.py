"""What must hold at every end, and what can be read off the rules without walking."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from flows.base.urgency import EMERGENCY, URGENCIES, URGENT
from flows.check.conditions import ALWAYS, Node, atoms, negated, simplify
from flows.check.floors import Floors
from flows.check.plan import Plan, Rule
from flows.proof.conditions import Conditions
from flows.proof.report import Failure
from flows.proof.state import State, final
from flows.proof.walk import Walk


def floors_hold(walk: Walk, floors: Floors, end: State) -> Iterator[Failure]:
    """The floors that this end falls below."""
    if end.debt:
        path = walk.path(end)
        chosen = {f"{question}.{option}" for question, options in path for option in options}
        for floor in floors.all:
            if floor.urgency > final(end) and chosen.issuperset(floor.atoms):
                message = f"{floor.id} must lead at least to {URGENCIES[floor.urgency]}, but the verdict is {URGENCIES[final(end)]}"
                yield Failure("floor", message, path)


def prove_floors(plan: Plan, floors: Floors, conditions: Conditions | None = None) -> Iterator[Failure]:
    """Only the floors, as far as the caller wants to know: nothing is walked ahead of the next failure."""
    walk = Walk(plan, floors.all, conditions=conditions)
    for end in walk.ends():
        yield from floors_hold(walk, floors, end)


def nothing_hidden(walk: Walk, end: State) -> Iterator[Failure]:
    """The options of questions that were not asked, and that alone would have made this end more urgent."""
    for atom, urgency in sorted(walk.raised(end)):
        message = (
            f"{atom} was not asked about and would have meant {URGENCIES[urgency]} instead of {URGENCIES[final(end)]}"
        )
        yield Failure("hidden", message, walk.path(end))


def read_off(plan: Plan, floors: Floors) -> Iterator[Failure]:
    """What needs no walk: no red sign under `not`, the list of floors complete, doubt about emergencies counted."""
    red = {atom for atom, urgency in floors.of_option.items() if urgency >= URGENT}
    for rule in plan.rules:
        for atom in sorted(red.intersection(negated(rule.when))):
            yield Failure("not", f"the rule {rule.id} has {atom} under `not`, where a red sign would lower the verdict")
        if rule.urgency >= URGENT:
            for atom in dict.fromkeys(atoms(rule.when)):
                if floors.of_option.get(atom, 0) < rule.urgency and _alone(rule.when, atom):
                    message = (
                        f"{atom} alone means {URGENCIES[rule.urgency]} by the rule {rule.id}, but has no such floor"
                    )
                    yield Failure("no floor", message)
    yield from _doubt(plan, floors)


def _alone(when: Node, atom: str) -> bool:
    return simplify(when, {**dict.fromkeys(atoms(when), False), atom: True}) == ALWAYS


def _doubt(plan: Plan, floors: Floors) -> Iterator[Failure]:
    """*Not sure* on a list of emergencies: "Which ones?" follows, one sign counts as urgent, two as the emergency."""
    lists = [
        question
        for question in plan.questions
        if question.which_of
        and any(floors.of_option.get(atom) == EMERGENCY for atom in plan.by_id[question.which_of].atoms)
    ]
    for question in lists:
        if simplify(question.ask_if, {f"{question.which_of}.unsure": True}) != ALWAYS:
            yield Failure("doubt", f"{question.id} does not always follow a *Not sure* on {question.which_of}")
        for atom in question.atoms:
            if not _certain(plan.rules, URGENT, atom):
                yield Failure("doubt", f"{atom} does not count as {URGENCIES[URGENT]}")
    for pair in combinations([atom for question in lists for atom in question.atoms], 2):
        # *Not sure* excludes the signs of its own list.
        excluded = pair[1].endswith(".unsure") and pair[0].split(".")[0] == pair[1].split(".")[0]
        if not excluded and not _certain(plan.rules, EMERGENCY, *pair):
            yield Failure("doubt", f"{' and '.join(pair)} together do not count as {URGENCIES[EMERGENCY]}")


def _certain(rules: tuple[Rule, ...], urgency: int, *chosen: str) -> bool:
    known = dict.fromkeys(chosen, True)
    return any(rule.urgency >= urgency and simplify(rule.when, known) == ALWAYS for rule in rules)
