"""Which day it began: asked in one tap once something counts from it, with the days that the check leaves open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from flows.exercises.exercises import Allowed
from flows.gate.flow import allowed, hours_since
from flows.talk.turn import Talk
from flows.turn.registry import HOUSE
from tests.flows.support import CLOT, NOON, SORE, TEAR, Chat, library

DAY = timedelta(days=1)
TWINGE = {"side": "left", "onset": "sharp_ran_on", "spot": "inner_mid", "course": "new", "walk": "walk_easy"}


def kept(answers: dict[str, str]) -> Chat:
    """A card of somebody whose answers are kept."""
    chat = Chat().check(answers)
    assert chat.session is not None
    chat.session = replace(chat.session, person=replace(chat.session.person, keep=True, zone="Europe/London"))
    return chat


def talk(chat: Chat) -> Talk:
    assert chat.session is not None
    return Talk(library(), chat.session, chat.now, "aaaaaa", HOUSE)


def may(chat: Chat) -> Allowed:
    """What decides what may be offered."""
    return allowed(talk(chat))


@pytest.mark.parametrize(
    ("course", "days"), [("new", {0, 1, 2, 3}), ("week_better", {4, 5, 6, 7}), ("week_same", {4, 5, 6, 7})]
)
def test_the_days_are_those_that_the_check_leaves_open(course: str, days: set[int]) -> None:
    chat = kept({**SORE, "course": course})
    chat.choose("checkins")
    if course == "week_same":  # a clinician should look: the visit is asked about, whenever it began
        assert chat.open != "onset"
        return
    assert chat.open == "onset"
    assert chat.button_ids == {f"days.{day}" for day in days}


@pytest.mark.parametrize("answers", [CLOT, TEAR], ids=["today", "soon"])
def test_who_is_asked_about_a_visit_is_not_asked_for_the_day(answers: dict[str, str]) -> None:
    chat = kept(answers)
    chat.tap("checkins")
    assert chat.open != "onset"


@pytest.mark.parametrize("days", range(4))
def test_a_day_is_kept_and_it_goes_on_with_what_was_wanted(days: int) -> None:
    chat = kept(TWINGE)
    chat.tap("checkins")
    chat.tap(f"days.{days}")
    assert chat.session is not None
    assert chat.session.episode is not None
    assert chat.session.episode.onset == NOON - days * DAY
    assert chat.open == "verdict"
    assert "checkin" in chat.timers


def test_it_counts_from_the_answer_and_not_from_the_tap() -> None:
    chat = kept(TWINGE)
    chat.later(timedelta(hours=20))
    chat.tap("checkins")
    chat.tap("days.1")
    assert chat.session is not None
    assert chat.session.episode is not None
    assert chat.session.episode.onset == NOON - DAY


@pytest.mark.parametrize("choice", ["days.9", "days.4", "days.x", "yes", "leave"])
def test_another_day_is_not_taken(choice: str) -> None:
    chat = kept(TWINGE)
    chat.tap("checkins")
    chat.choose(choice)
    assert chat.open == "onset"
    assert chat.session is not None
    assert chat.session.episode is not None
    assert chat.session.episode.onset is None


@pytest.mark.parametrize(("typed", "days"), [("Today", 0), ("yesterday", 1), ("2 days ago", 2), ("4", 3)])
def test_it_can_be_typed(typed: str, days: int) -> None:
    chat = kept(TWINGE)
    chat.tap("checkins")
    chat.type(typed)
    if chat.open == "confirm":
        chat.tap("yes")
    assert chat.session is not None
    assert chat.session.episode is not None
    assert chat.session.episode.onset == NOON - days * DAY


def test_it_is_asked_once() -> None:
    chat = kept(TWINGE)
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
    asked = library().plan.by_id["course"]
    if course not in asked.every:
        course = next(one for one in asked.every if one.startswith(("over", "long")))
    chat = kept({**TWINGE, "course": course})
    assert hours_since(talk(chat)) == least


def test_the_first_three_days_count_from_the_told_day() -> None:
    chat = kept(TWINGE)
    assert may(chat).hours == 0
    chat.tap("checkins")
    chat.tap("days.3")
    assert may(chat).hours == 72
    chat.later(timedelta(hours=5))
    assert may(chat).hours == 77


def test_a_slow_beginning_has_no_first_days() -> None:
    assert may(kept({**TWINGE, "onset": "over_weeks", "spot": "all_over"})).hours is None
