"""Which day it began: asked in one tap once something counts from it, with the days that the check leaves open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.gate.allowed import hours_since
from tests.flows.support import CLOT, DAY, NOON, SORE, TEAR, TWINGE, Chat, library
from tests.flows.support.turns import allowed_now, open_turn


@pytest.mark.parametrize(
    ("course", "days"), [("new", {0, 1, 2, 3}), ("week_better", {4, 5, 6, 7}), ("week_same", {4, 5, 6, 7})]
)
def test_the_days_are_those_that_the_check_leaves_open(course: str, days: set[int]) -> None:
    chat = Chat().check({**SORE, "course": course}).keep()
    chat.choose("checkins")
    if course == "week_same":  # a clinician should look: the visit is asked about, whenever it began
        assert chat.open != "onset"
        return
    assert chat.open == "onset"
    assert chat.button_ids == {f"days.{day}" for day in days}


@pytest.mark.parametrize("answers", [CLOT, TEAR], ids=["today", "soon"])
def test_who_is_asked_about_a_visit_is_not_asked_for_the_day(answers: dict[str, str]) -> None:
    chat = Chat().check(answers).keep()
    chat.tap("checkins")
    assert chat.open != "onset"


@pytest.mark.parametrize("days", range(4))
def test_a_day_is_kept_and_it_goes_on_with_what_was_wanted(days: int) -> None:
    chat = Chat().check(TWINGE).keep()
    chat.tap("checkins")
    chat.tap(f"days.{days}")
    assert chat.episode.onset == NOON - days * DAY
    assert chat.open == "verdict"
    assert "checkin" in chat.timers


def test_it_counts_from_the_answer_and_not_from_the_tap() -> None:
    chat = Chat().check(TWINGE).keep()
    chat.later(timedelta(hours=20))
    chat.tap("checkins")
    chat.tap("days.1")
    assert chat.episode.onset == NOON - DAY


@pytest.mark.parametrize("choice", ["days.9", "days.4", "days.x", "yes", "leave"])
def test_another_day_is_not_taken(choice: str) -> None:
    chat = Chat().check(TWINGE).keep()
    chat.tap("checkins")
    chat.choose(choice)
    assert chat.open == "onset"
    assert chat.episode.onset is None


@pytest.mark.parametrize(("typed", "days"), [("Today", 0), ("yesterday", 1), ("2 days ago", 2), ("4", 3)])
def test_it_can_be_typed(typed: str, days: int) -> None:
    chat = Chat().check(TWINGE).keep()
    chat.tap("checkins")
    chat.type(typed)
    if chat.open == "confirm":
        chat.tap("yes")
    assert chat.episode.onset == NOON - days * DAY


def test_it_is_asked_once() -> None:
    chat = Chat().check(TWINGE).keep()
    chat.tap("checkins")
    chat.tap("days.2")
    chat.later(DAY)
    chat.tap("stop") if "stop" in chat.button_ids else None
    chat.choose("checkins")
    assert chat.open != "onset"


@pytest.mark.parametrize(
    ("course", "least"), [("new", 0), ("week_better", 96), ("week_same", 96), ("worse", 72), ("over6_better", 336)]
)
def test_until_it_is_told_no_more_hours_count_than_are_certain(course: str, least: int) -> None:
    asked = library().check.plan.by_id["course"]
    if course not in asked.every:
        course = next(one for one in asked.every if one.startswith(("over", "long")))
    chat = Chat().check({**TWINGE, "course": course}).keep()
    assert hours_since(open_turn(chat)) == least


def test_the_first_three_days_count_from_the_told_day() -> None:
    chat = Chat().check(TWINGE).keep()
    assert allowed_now(chat).hours == 0
    chat.tap("checkins")
    chat.tap("days.3")
    assert allowed_now(chat).hours == 72
    chat.later(timedelta(hours=5))
    assert allowed_now(chat).hours == 77


def test_a_slow_beginning_has_no_first_days() -> None:
    assert allowed_now(Chat().check({**TWINGE, "onset": "over_weeks", "spot": "all_over"}).keep()).hours is None
