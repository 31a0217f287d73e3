"""The walk of the proof agrees with listing every path, on small random checks where that can be done."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.base.urgency import CLINICIAN
from flows.check.conditions import ALWAYS, All, Any_, AtLeast, Atom, Below, Node, Not
from flows.check.floors import Floor, Floors
from flows.check.plan import Plan, Question
from flows.proof.checks import prove_floors
from flows.proof.doubt import doubt_that_lowers
from flows.proof.paths import Tallies, Tally
from flows.proof.reach import witness
from flows.proof.state import UNMATCHED, Path, final
from flows.proof.walk import Walk
from tests.flows.support.small_checks import HOME, NOW, OK, question, rule


def answers_to(asked: Question) -> list[tuple[str, ...]]:
    if asked.kind == "one":
        return [(option,) for option in asked.every]
    ticked = chain.from_iterable(combinations(asked.options, size) for size in range(1, len(asked.options) + 1))
    return [*ticked, *((option,) for option in asked.last)]


def finished(plan: Plan, path: Path = ()) -> Iterator[Path]:
    """Every path through a check, one by one."""
    following = plan.known(frozenset(dict(path)), plan.bits(dict(path))).next
    if following is None:
        yield path
        return
    for options in answers_to(plan.by_id[following]):
        yield from finished(plan, (*path, (following, options)))


def end_of(plan: Plan, true: int) -> int:
    held = plan.rules_that_hold(true)
    return held[0].urgency if held else UNMATCHED


def verdict_of(plan: Plan, true: int) -> int:
    return CLINICIAN if end_of(plan, true) == UNMATCHED else end_of(plan, true)


@st.composite
def small_checks(draw: st.DrawFn) -> Plan:
    questions: list[Question] = []
    for name in ("a", "b", "c", "d"):
        earlier = [atom for other in questions for atom in other.atoms]
        ask_if = ALWAYS if not earlier or draw(st.booleans()) else draw(_nodes(earlier, urgency=True))
        last = draw(st.sampled_from(("", "", "none", "none unsure")))
        questions.append(question(name, *("x", "y", "z")[: draw(st.integers(2, 3))], ask_if=ask_if, last=last))
    everything = [atom for other in questions for atom in other.atoms]
    rules = [
        rule(f"r{number}", draw(st.integers(OK, NOW)), draw(_nodes(everything)))
        for number in range(draw(st.integers(1, 6)))
    ]
    return Plan(tuple(questions), tuple(rules))


def _nodes(names: list[str], *, urgency: bool = False) -> st.SearchStrategy[Node]:
    leaves: st.SearchStrategy[Node] = st.sampled_from(names).map(Atom)
    if urgency:
        leaves = st.one_of(leaves, st.integers(HOME, NOW).map(Below))

    def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            several.map(All), several.map(Any_), inner.map(Not), several.map(lambda items: AtLeast(2, items))
        )

    return st.recursive(leaves, grown, max_leaves=5)


few = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@few
@given(small_checks())
def test_paths_are_counted_as_if_they_were_listed(plan: Plan) -> None:
    walk = Walk(plan)
    listed: dict[int, list[int]] = {}
    for path in finished(plan):
        listed.setdefault(end_of(plan, plan.bits(dict(path))), []).append(len(path))
    assert Tallies(walk).of(walk.start) == {
        end: Tally(len(lengths), min(lengths), max(lengths)) for end, lengths in listed.items()
    }


@few
@given(small_checks())
def test_every_edge_leads_where_the_plan_goes(plan: Plan) -> None:
    walk = Walk(plan)
    for state in walk.states():
        for edge in walk.edges(state):
            answers = dict((*walk.path(state), (plan.questions[state.at].id, edge.options)))
            known = plan.known(frozenset(answers), plan.bits(answers))
            assert known.next == (plan.questions[edge.to.at].id if edge.to.at < walk.end else None)
            assert known.urgency == max(edge.to.reached, 0)
            assert edge.ways >= 1


@few
@given(small_checks())
def test_hidden_options_are_found_as_by_trying_each(plan: Plan) -> None:
    walk = Walk(plan, as_if=True)
    found: set[tuple[str, int, int]] = set()
    for end in walk.ends():
        raised: dict[str, int] = {}
        for atom, urgency in walk.raised(end):
            raised[atom] = max(urgency, raised.get(atom, 0))
        found |= {(atom, urgency, final(end)) for atom, urgency in raised.items()}
    tried = set()
    for path in finished(plan):
        true = plan.bits(dict(path))
        before = verdict_of(plan, true)
        for other in plan.questions:
            if other.id not in dict(path):
                for atom in other.atoms:
                    # Only what a rule says: an option may also silence all rules, which sends to a clinician by default.
                    after = end_of(plan, true | plan.bit[atom])
                    if after > before:
                        tried.add((atom, after, before))
    assert found == tried


@few
@given(small_checks(), st.data())
def test_floors_fail_exactly_where_a_listed_path_falls_below(plan: Plan, data: st.DataObject) -> None:
    names = st.lists(st.sampled_from(plan.atoms), min_size=1, max_size=3, unique=True)
    floors = tuple(
        Floor(f"f{number}", data.draw(st.integers(HOME, NOW)), tuple(data.draw(names))) for number in range(4)
    )
    below = False
    for path in finished(plan):
        chosen = {f"{name}.{option}" for name, options in path for option in options}
        verdict = verdict_of(plan, plan.bits(dict(path)))
        below = below or any(floor.urgency > verdict and chosen.issuperset(floor.atoms) for floor in floors)
    failures = list(prove_floors(plan, Floors(floors, {}, (), frozenset())))
    assert bool(failures) == below
    assert all(failure.path in set(finished(plan)) for failure in failures)


@few
@given(small_checks(), st.data())
def test_a_witness_is_found_exactly_where_a_listed_path_is_one(plan: Plan, data: st.DataObject) -> None:
    goal = data.draw(_nodes(list(plan.atoms)))
    urgency = data.draw(st.one_of(st.none(), st.integers(OK, NOW)))
    wanted = Plan(plan.questions, (rule("goal", NOW, goal),))
    listed = {
        path
        for path in finished(plan)
        if wanted.rules_that_hold(plan.bits(dict(path))) and urgency in (None, verdict_of(plan, plan.bits(dict(path))))
    }
    path = witness(plan, Walk(plan).conditions, goal, urgency)
    assert path in listed if listed else path is None


@few
@given(small_checks())
def test_doubt_lowers_exactly_where_two_listed_people_show_it(plan: Plan) -> None:
    lowers = set()
    for asked in plan.questions:
        if asked.none and asked.unsure:
            others = [other for other in plan.questions if other is not asked]
            for chosen in product(*(answers_to(other) for other in others)):
                told = dict(zip((other.id for other in others), chosen, strict=True))
                sure, doubtful = (_walked(plan, {**told, asked.id: (last,)}) for last in ("none", "unsure"))
                if verdict_of(plan, doubtful) < verdict_of(plan, sure):
                    lowers.add(asked.id)
                    break
    assert {name for name, _, _ in doubt_that_lowers(Walk(plan), frozenset())} == lowers


def _walked(plan: Plan, would_say: dict[str, tuple[str, ...]]) -> int:
    """The answers (bits) of somebody who would say this, as far as the check asks."""
    answers: dict[str, tuple[str, ...]] = {}
    while (following := plan.known(frozenset(answers), plan.bits(answers)).next) is not None:
        answers[following] = would_say[following]
    return plan.bits(answers)
