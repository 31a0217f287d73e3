"""How many answers the check may take at most, for those in a hurry and for those with plain soreness."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from flows.base.urgency import EMERGENCY, URGENCIES, Urgency
from flows.check.conditions import ALWAYS
from flows.check.floors import Floors
from flows.check.plan import Plan
from flows.proof.paths import Only, Tallies
from flows.proof.report import Failure
from flows.proof.state import Path, State
from flows.proof.walk import Walk


class Bound(msgspec.Struct, frozen=True):
    """Paths that answer as in `only` and end in one of `ends` take at most `most` answers.

    With `doubt` that includes those with a *Not sure*, each of which can open one plainer question.
    """

    name: str
    only: Only
    ends: tuple[Urgency, ...]
    most: int
    doubt: bool = False


def bounds(plan: Plan) -> tuple[Bound, ...]:
    """The promises about length."""
    nothing_found: Only = {question.id: ("none",) for question in plan.questions if question.kind == "many"}
    soreness: Only = {**nothing_found, "side": ("both_muscle",), "onset": ("hours_later",)}
    one_sided: Only = {"side": ("left", "right", "one_worse")}
    return (
        Bound("plain soreness", soreness, ("ok_to_run", "self_care"), 9),
        Bound("a mild problem of one leg", one_sided, ("ok_to_run", "self_care"), 12),
        Bound("any path", {}, URGENCIES, plan.most_answers, doubt=True),
    )


def too_long(walk: Walk) -> Iterator[Failure]:
    """Every bound that some path breaks, with the longest such path."""
    for bound in bounds(walk.plan):
        tallies = Tallies(walk, bound.only, doubt=bound.doubt)
        ends = tuple(end for end in tallies.of(walk.start) if URGENCIES[max(end, 0)] in bound.ends)
        longest = max((tallies.of(walk.start)[end].most for end in ends), default=0)
        if longest > bound.most:
            message = f"{bound.name} takes {longest} answers where {bound.most} are promised"
            yield Failure("too long", message, tallies.path(walk.start, ends))
        if not longest:
            yield Failure("too long", f"there is no path for the bound on {bound.name}")


def slow_emergencies(walk: Walk, floors: Floors) -> Iterator[Failure]:
    """Emergency signs of the first part that do not end the check at once, or come later than promised.

    Promised: an emergency ticked on the first list is the first answer, on the second the second, in the follow-up to
    one of its signs the third; each "Which ones?" on the way adds one.
    """
    plan = walk.plan
    part = plan.questions[0].part
    always = 0
    promised = {}
    for question in plan.questions:
        promised[question.id] = always + 1
        always += question.ask_if == ALWAYS
    stack: list[tuple[State, Path]] = [(walk.start, ())]
    while stack:
        state, path = stack.pop()
        if state.at == walk.end or plan.questions[state.at].part != part:
            continue
        question = plan.questions[state.at]
        most = promised[question.id] + sum(bool(plan.by_id[asked].which_of) for asked, _ in path)
        for edge in walk.edges(state):
            stack.append((edge.to, (*path, (question.id, edge.options))))
            for option in edge.single:
                if floors.of_option.get(f"{question.id}.{option}") != EMERGENCY:
                    continue
                here = (*path, (question.id, (option,)))
                if edge.to.at != walk.end or edge.to.reached != EMERGENCY:
                    yield Failure("slow", f"{question.id}.{option} does not end the check at once", here)
                elif len(here) > most:
                    yield Failure(
                        "slow", f"{question.id}.{option} takes {len(here)} answers where {most} are promised", here
                    )
