"""The plan of the check: what is asked next, what is certain, how much is left, and which answers stay."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.base.urgency import URGENCIES
from flows.check.conditions import All, Any_, Atom, Below, Not
from flows.check.plan import Known, Plan, Question
from flows.check.verdict import decide
from tests.flows.support import library
from tests.flows.support.small_checks import HOME, NOW, OK, SOON, TODAY, question, rule


@pytest.fixture
def small() -> Plan:
    return Plan(
        (
            question("danger", "cold", "numb", last="none unsure"),
            question("numb_more", "sudden", "slow", ask_if=Atom("danger.numb")),
            question("side", "left", "both"),
            question("walk", "easy", "limp", ask_if=Below(TODAY)),
        ),
        (
            rule("cold", NOW, Atom("danger.cold")),
            rule("numb", TODAY, Atom("danger.numb")),
            rule("one_leg", SOON, All((Atom("side.left"), Not(Atom("walk.easy"))))),
            rule("home", HOME, Any_((Atom("side.both"), Atom("walk.easy")))),
        ),
    )


def known(plan: Plan, **answers: str) -> Known:
    return plan.known(frozenset(answers), plan.bits({name: (option,) for name, option in answers.items()}))


def test_the_first_question_comes_first_and_all_may_follow(small: Plan) -> None:
    start = known(small)
    assert (start.next, start.urgency, start.most) == ("danger", OK, 4)


def test_an_emergency_ends_the_check_at_once(small: Plan) -> None:
    end = known(small, danger="cold")
    assert (end.next, end.urgency, end.most) == (None, NOW, 0)


def test_a_question_is_passed_over_when_its_condition_does_not_hold(small: Plan) -> None:
    assert known(small, danger="none").next == "side"
    assert known(small, danger="numb").next == "numb_more"


def test_what_is_not_asked_at_this_urgency_is_not_counted_either(small: Plan) -> None:
    assert known(small, danger="numb").most == 2
    assert known(small, danger="none").most == 2
    assert known(small, danger="numb", numb_more="slow", side="left").next is None


def test_a_rule_counts_only_once_nothing_can_undo_it(small: Plan) -> None:
    assert known(small, danger="none", side="left").urgency == OK
    assert known(small, danger="none", side="left", walk="limp").urgency == SOON
    assert known(small, danger="none", side="left", walk="easy").urgency == HOME


def test_a_later_answer_does_not_count_before_the_earlier_ones_are_given(small: Plan) -> None:
    assert known(small, walk="easy").next == "danger"
    assert known(small, walk="easy").urgency == OK


def test_answers_that_would_not_have_been_asked_for_are_let_go(small: Plan) -> None:
    assert small.kept({"danger": ("none",), "numb_more": ("slow",), "side": ("both",)}) == {
        "danger": ("none",),
        "side": ("both",),
    }


def test_what_hangs_on_an_open_question_is_kept_for_now(small: Plan) -> None:
    assert small.kept({"numb_more": ("slow",)}) == {"numb_more": ("slow",)}


def test_rules_that_hold_come_most_urgent_first(small: Plan) -> None:
    true = small.bits({"danger": ("numb",), "side": ("left",)})
    assert [rule.id for rule in small.rules_that_hold(true)] == ["numb", "one_leg"]


@st.composite
def walks(draw: st.DrawFn) -> list[tuple[str, tuple[str, ...]]]:
    """A whole check, answered at random in the order in which it asks."""
    plan = library().check.plan
    path: list[tuple[str, tuple[str, ...]]] = []
    while (asked := plan.known(frozenset(dict(path)), plan.bits(dict(path))).next) is not None:
        path.append((asked, draw(_answer(plan.by_id[asked]))))
    return path


def _answer(asked: Question) -> st.SearchStrategy[tuple[str, ...]]:
    alone = st.sampled_from(asked.last if asked.kind == "many" else asked.every).map(lambda option: (option,))
    if asked.kind == "one":
        return alone
    ticked = st.sets(st.sampled_from(asked.options), min_size=1).map(
        lambda chosen: tuple(option for option in asked.options if option in chosen)
    )
    # Mostly nothing found, or the walk is over before it has begun.
    return st.one_of(alone, alone, alone, ticked)


def _course(plan: Plan, path: list[tuple[str, tuple[str, ...]]]) -> list[Known]:
    """What was known before the first answer and after each."""
    return [plan.known(frozenset(dict(path[:count])), plan.bits(dict(path[:count]))) for count in range(len(path) + 1)]


@given(walks())
def test_along_any_path_the_urgency_never_falls_and_less_is_left_each_time(
    path: list[tuple[str, tuple[str, ...]]],
) -> None:
    course = _course(library().check.plan, path)
    for before, after in pairwise(course):
        assert after.urgency >= before.urgency
        assert after.most < before.most
    for answered, point in enumerate(course):
        assert point.most >= len(path) - answered


@given(walks())
def test_nothing_is_asked_twice_and_the_order_is_that_of_the_content(path: list[tuple[str, tuple[str, ...]]]) -> None:
    order = [question.id for question in library().check.plan.questions]
    places = [order.index(asked) for asked, _ in path]
    assert places == sorted(set(places))


@given(walks())
def test_the_verdict_is_what_was_certain_at_the_end(path: list[tuple[str, tuple[str, ...]]]) -> None:
    plan = library().check.plan
    end = _course(plan, path)[-1]
    verdict = decide(library().check, dict(path))
    assert plan.rules_that_hold(end.true)
    assert URGENCIES.index(verdict.urgency) == end.urgency


@given(walks())
def test_every_answer_of_a_check_in_order_is_kept(path: list[tuple[str, tuple[str, ...]]]) -> None:
    for count in range(len(path) + 1):
        answers = dict(path[:count])
        assert library().check.plan.kept(answers) == answers


@given(walks(), st.data())
def test_after_a_changed_answer_what_is_kept_holds_together(
    path: list[tuple[str, tuple[str, ...]]], data: st.DataObject
) -> None:
    plan = library().check.plan
    changed = data.draw(st.sampled_from(path))[0]
    answers = {**dict(path), changed: data.draw(_answer(plan.by_id[changed]))}
    kept = plan.kept(answers)
    assert kept.items() <= answers.items()
    assert changed in kept
    assert plan.kept(kept) == kept
    # Whatever is asked now has no answer yet, so that the check goes on and comes to an end.
    assert plan.known(frozenset(kept), plan.bits(kept)).next not in kept


@given(walks(), st.data())
def test_answers_in_any_order_come_to_the_same(path: list[tuple[str, tuple[str, ...]]], data: st.DataObject) -> None:
    plan = library().check.plan
    shuffled = data.draw(st.permutations(path))
    assert plan.bits(dict(shuffled)) == plan.bits(dict(path))
    assert decide(library().check, dict(shuffled)) == decide(library().check, dict(path))
