"""The cases through the whole engine: none may end dangerously low, and every promise about the figures is kept."""

from __future__ import annotations

import statistics
from collections import Counter

import pytest

from flows.talk.library import load_library
from tests.cases.case import WORST, built_with, told_by_others, told_later
from tests.cases.figures import figures, upper
from tests.cases.walk import Ended, walk


@pytest.fixture(scope="module")
def development() -> list[Ended]:
    library = load_library()
    return [walk(library, case) for case in built_with()]


@pytest.fixture(scope="module")
def others() -> list[Ended]:
    library = load_library()
    return [walk(library, case) for case in told_by_others()]


@pytest.fixture(scope="module")
def later() -> list[Ended]:
    library = load_library()
    return [walk(library, case) for case in told_later()]


def test_no_emergency_and_nothing_urgent_ends_too_low(
    development: list[Ended], others: list[Ended], later: list[Ended]
) -> None:
    urgent = [one for one in (*development, *others, *later) if one.case.expected in WORST]
    assert len(urgent) >= 200
    low = [f"{one.case.id}: {one.verdict.urgency}, not {one.case.acceptable}" for one in urgent if one.too_low]
    assert not low, "\n".join(low)


def test_the_promises_are_kept_on_stories_of_people_who_did_not_see_the_rules(others: list[Ended]) -> None:
    broken = [figure.told() for figure in figures(others) if not figure.kept]
    assert not broken, "\n".join(broken)


def test_the_promises_are_kept_on_the_cases_of_the_development(development: list[Ended]) -> None:
    broken = [figure.told() for figure in figures(development) if not figure.kept]
    assert not broken, "\n".join(broken)


def test_the_promises_hold_on_all_that_others_told(others: list[Ended], later: list[Ended]) -> None:
    broken = [figure.told() for figure in figures([*others, *later]) if not figure.kept]
    assert not broken, "\n".join(broken)


def test_it_does_not_take_longer(development: list[Ended], others: list[Ended]) -> None:
    for ended in (development, others):
        assert statistics.median(one.answers for one in ended) <= 9
    assert max(one.answers for one in (*development, *others)) <= 13


def test_the_stories_are_enough_to_tell() -> None:
    stories = told_by_others()
    assert len(stories) >= 100
    assert sum(not case.calf for case in stories) * 2 >= len(stories)
    conditions = Counter(case.about for case in stories if case.expected in WORST)
    assert sum(conditions.values()) >= 100
    assert len({case.id for case in stories}) == len(stories)
    few = {name for name, count in conditions.items() if count < 5}
    assert not few, f"fewer than five of {few}"


def test_the_bound_is_the_exact_one() -> None:
    assert upper(0, 100) == pytest.approx(0.0295, abs=1e-3)  # the rule of three, exactly
    assert upper(5, 100) == pytest.approx(0.1023, abs=1e-3)
    assert upper(7, 7) == 1.0
