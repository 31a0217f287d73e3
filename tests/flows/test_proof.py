"""The proof: it holds for the content as it is, and on small random checks it agrees with listing every path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain, combinations, product

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.check_plan import CLINICIAN, Plan, Question, Rule
from flows.conditions import ALWAYS, All, Any_, AtLeast, Atom, Below, Node, Not
from flows.floors import Excuse, Floor, Floors
from flows.library import Library, load_library
from flows.model import URGENCIES
from flows.proof import Failure, Report, prove
from flows.proof_checks import prove_floors
from flows.proof_doubt import doubt_that_lowers
from flows.proof_drive import Met
from flows.proof_paths import Tallies, Tally
from flows.proof_reach import unreached, witness
from flows.proof_state import UNMATCHED, Path, final
from flows.proof_walk import Walk

OK, HOME, SOON, TODAY, NOW = range(len(URGENCIES))


@cache
def library() -> Library:
    return load_library()


@cache
def report() -> Report:
    return prove(library())


# --- the content as it is --------------------------------------------------------------------------------------------


def test_everything_that_is_promised_about_the_check_holds() -> None:
    assert report().failures == (), report().told()


def test_the_promised_lengths_are_in_the_counts() -> None:
    counts = report().counts
    assert counts["fewest answers to emergency_now"] == 1
    assert counts["paths on which no rule holds"] == 0
    assert max(counts[f"most answers to {urgency}"] for urgency in URGENCIES) <= 14
    assert counts["fewest answers to ok_to_run"] == 9


def test_paths_add_up() -> None:
    counts = report().counts
    assert counts["paths"] == sum(counts[f"paths to {urgency}"] for urgency in URGENCIES)
    assert counts["paths"] > 10**9
    assert counts["states"] < 10_000


# --- small checks, every path of which can be listed -----------------------------------------------------------------


def question(name: str, *options: str, ask_if: Node = ALWAYS, last: str = "", part: str = "safety") -> Question:
    """`last` names the options that exclude the rest; a question with any is a list."""
    return Question(
        name, part, "many" if last else "one", options, "none" in last, "unsure" in last, False, "", "", ask_if, ("J",)
    )


def rule(name: str, urgency: int, when: Node) -> Rule:
    return Rule(name, urgency, when, None, ("J",))


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


# --- each promise broken once ----------------------------------------------------------------------------------------

QUESTIONS = (
    question("breath", "gasping", "coughing", last="none unsure"),
    msgspec.structs.replace(
        question("breath_which", "gasping", "coughing", last="unsure", ask_if=Atom("breath.unsure")), which_of="breath"
    ),
    question("side", "left", "both_muscle", part="leg"),
    question("onset", "pop", "hours_later", part="leg"),
    question("power", "weak", last="none unsure", ask_if=All((Atom("onset.pop"), Below(TODAY))), part="leg"),
    question("walk", "easy", "limp", ask_if=Below(TODAY), part="leg"),
)
RULES = (
    rule("gasp", NOW, Any_((Atom("breath.gasping"), Atom("breath.coughing")))),
    rule(
        "doubt", TODAY, Any_((Atom("breath_which.gasping"), Atom("breath_which.coughing"), Atom("breath_which.unsure")))
    ),
    rule("doubts", NOW, All((Atom("breath_which.gasping"), Atom("breath_which.coughing")))),
    rule("weak", TODAY, Any_((Atom("power.weak"), Atom("power.unsure")))),
    rule("limp", SOON, Atom("walk.limp")),
    rule("sore", HOME, Any_((Atom("side.left"), Atom("onset.pop")))),
    rule("fine", OK, All((Atom("side.both_muscle"), Atom("onset.hours_later"), Atom("walk.easy")))),
)
OF_OPTION = {
    **dict.fromkeys(("breath.gasping", "breath.coughing"), NOW),
    **dict.fromkeys(("breath_which.gasping", "breath_which.coughing", "breath_which.unsure"), TODAY),
    **dict.fromkeys(("power.weak", "power.unsure"), TODAY),
    "walk.limp": SOON,
}


def excuse(name: str, when: Node) -> Excuse:
    (asked,) = (other for other in QUESTIONS if other.id == name)
    return Excuse(name, frozenset(asked.atoms), when, "There is no need to ask.")


EXCUSES = (excuse("breath_which", Not(Atom("breath.unsure"))), excuse("power", Not(Atom("onset.pop"))))


def tiny(
    questions: tuple[Question, ...] = QUESTIONS,
    rules: tuple[Rule, ...] = RULES,
    of_option: dict[str, int] = OF_OPTION,
    combined: tuple[Floor, ...] = (),
    excused: tuple[Excuse, ...] = EXCUSES,
    most: int = 14,
    spared: frozenset[str] = frozenset(),
) -> Library:
    """A check of six questions that holds; the tests break one thing each."""
    real = library()
    single = tuple(Floor(atom, urgency, (atom,)) for atom, urgency in of_option.items())
    return Library(
        Plan(questions, rules, most),
        Floors((*single, *combined), of_option, excused, spared),
        (),
        real.forbids,
        real.sources,
        real.countries,
        real.words,
        real.reviewed_on,
    )


def other_question(name: str, **changes: object) -> tuple[Question, ...]:
    return tuple(msgspec.structs.replace(asked, **changes) if asked.id == name else asked for asked in QUESTIONS)


def other_rule(name: str, when: Node) -> tuple[Rule, ...]:
    return tuple(msgspec.structs.replace(known, when=when) if known.id == name else known for known in RULES)


def test_the_tiny_check_holds() -> None:
    assert prove(tiny()).failures == ()


BROKEN: dict[str, tuple[Library, str, str]] = {
    "a question that is never asked": (
        tiny(questions=(*QUESTIONS, question("ghost", "a", "b", ask_if=Any_(())))),
        "idle", "the question ghost is asked on no path",
    ),
    "a rule that never holds": (
        tiny(rules=(*RULES, rule("both", SOON, All((Atom("side.left"), Atom("side.both_muscle")))))),
        "idle", "the rule both holds on no path",
    ),
    "a rule that is always beaten": (
        tiny(rules=(*RULES, rule("beaten", SOON, Atom("power.weak")))),
        "idle", "the rule beaten never decides: wherever it holds, more than clinician_soon is reached",
    ),
    "a verdict that nobody gets": (
        tiny(rules=tuple(known for known in RULES if known.id != "fine")),
        "idle", "no path ends in ok_to_run",
    ),
    "a floor that guards nothing": (
        tiny(combined=(Floor("both", TODAY, ("side.left", "side.both_muscle")),)),
        "idle", "the options of the floor both can never all be chosen on one path",
    ),
    "a rule that is gone": (
        tiny(rules=tuple(known for known in RULES if known.id != "weak")),
        "floor", "must lead at least to urgent_same_day, but the verdict is self_care",
    ),
    "a combination that leads nowhere": (
        tiny(combined=(Floor("pop_and_limp", TODAY, ("onset.pop", "walk.limp")),)),
        "floor", "pop_and_limp must lead at least to urgent_same_day, but the verdict is clinician_soon",
    ),
    "a floor that was forgotten": (
        tiny(of_option={atom: urgency for atom, urgency in OF_OPTION.items() if atom != "power.weak"}),
        "no floor", "power.weak alone means urgent_same_day by the rule weak, but has no such floor",
    ),
    "a question that hides": (
        tiny(questions=other_question("walk", ask_if=All((Below(TODAY), Atom("side.left"))))),
        "hidden", "walk.limp was not asked about and would have meant clinician_soon instead of self_care",
    ),
    "a follow-up without its excuse": (
        tiny(excused=EXCUSES[:1]),
        "hidden", "power.weak was not asked about and would have meant urgent_same_day instead of clinician_soon",
    ),
    "an excuse that nobody needs": (
        tiny(excused=(*EXCUSES, excuse("side", ALWAYS))),
        "excuse", "excuse 3 (side: There is no need to ask.) is never needed; take it out",
    ),
    "something spared that nobody needs": (
        tiny(spared=frozenset({"power.weak"})),
        "excuse", "power.weak under `doubt` is never needed; take it out",
    ),
    "a red sign under not": (
        tiny(rules=other_rule("sore", All((Atom("side.left"), Not(Atom("power.weak")))))),
        "not", "the rule sore has power.weak under `not`, where a red sign would lower the verdict",
    ),
    "one doubt that does not count": (
        tiny(rules=other_rule("doubt", Any_((Atom("breath_which.gasping"), Atom("breath_which.coughing"))))),
        "doubt", "breath_which.unsure does not count as urgent_same_day",
    ),
    "two doubts that do not count": (
        tiny(rules=other_rule("doubts", All((Atom("breath_which.gasping"), Atom("breath_which.coughing"), Atom("side.left"))))),
        "doubt", "breath_which.gasping and breath_which.coughing together do not count as emergency_now",
    ),
    "which ones that is left out": (
        tiny(questions=other_question("breath_which", ask_if=All((Atom("breath.unsure"), Not(Atom("breath.gasping")))))),
        "doubt", "breath_which does not always follow a *Not sure* on breath",
    ),
    "a doubt that lowers": (
        tiny(rules=other_rule("weak", Any_((Atom("power.weak"), Atom("power.none"))))),
        "doubt", "*Not sure* on power ends lower than *None of these*",
    ),
    "too many questions": (
        tiny(most=4),
        "too long", "any path takes 5 answers where 4 are promised",
    ),
    "an emergency that waits": (
        tiny(rules=other_rule("gasp", All((Any_((Atom("breath.gasping"), Atom("breath.coughing"))), Atom("side.left"))))),
        "slow", "does not end the check at once",
    ),
    "progress that grows": (
        # What is asked only because something urgent has come up was not counted in what is left.
        tiny(questions=(*QUESTIONS, *(question(name, "a", "b", ask_if=Not(Below(TODAY))) for name in ("e", "f", "g")))),
        "progress", "5 questions were said to be left, and after one answer 5",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_promise_is_told_with_its_kind(name: str) -> None:
    broken, kind, message = BROKEN[name]
    failures = prove(broken).failures
    assert any(failure.kind == kind and message in failure.message for failure in failures), failures


def test_a_failure_shows_the_answers_that_lead_to_it() -> None:
    broken = tiny(rules=tuple(known for known in RULES if known.id != "weak"))
    (floor, *_) = (failure for failure in prove(broken).failures if failure.kind == "floor")
    assert floor.told().splitlines()[1].strip().startswith("breath: none → side: ")
    assert "onset: pop → power: " in floor.told()
    answers = dict(floor.path)
    assert broken.plan.known(frozenset(answers), broken.plan.bits(answers)).next is None


def test_the_report_is_told_with_counts_first() -> None:
    told = Report({"paths": 1234567}, (Failure("floor", "too low", (("side", ("left", "right")),)),)).told()
    assert told == "paths  1,234,567\nfloor: too low\n    side: left and right"


def test_a_fit_that_is_never_named_or_never_first_is_told() -> None:
    real = library()
    cramp = next(fit for fit in real.fits if fit.id == "cramp")
    second = msgspec.structs.replace(cramp, id="second")
    unnamed = msgspec.structs.replace(cramp, id="unnamed", requires=lambda *_: False)
    fits = (*real.fits, second, unnamed)
    mutant = Library(
        real.plan, real.floors, fits, real.forbids, real.sources, real.countries, real.words, real.reviewed_on
    )
    seen = Met(
        rules={known.id for known in real.plan.rules},
        named={fit.id for fit in real.fits},
        best={fit.id for fit in real.fits},
    )
    messages = [failure.message for failure in unreached(mutant, Walk(real.plan), set(range(5)), real.machine, seen)]
    assert messages == ["the fit second never comes first", "the fit unnamed is never named"]
