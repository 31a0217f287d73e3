"""The way back: who may begin it, and what is asked before the first stage."""

from __future__ import annotations

import pytest

from tests.flows.support import CLOT, TEAR, TWINGE, Chat, library, texts, words_of
from tests.flows.way_back.ways import LASTING_CORD, SINCE_DAYS, begin_way_back

words = words_of("recovery")


# --- who may begin ----------------------------------------------------------------------------------------------------


def test_a_mild_strain_begins_in_three_taps() -> None:
    chat = Chat().check(TWINGE)
    chat.command("plan")
    assert words("past") in chat.screen_text
    chat.tap("no")
    chat.tap("age.30_39")
    assert chat.open == "confirm"
    chat.tap("no")
    assert chat.open == "plan"
    assert (chat.recovery.stage, chat.recovery.step, chat.recovery.slow) == (1, 3, False)
    assert [(one.kind, one.what, one.value) for one in chat.state.records] == [("stage", "strain", 1)]


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (CLOT, "urgent"),
        ({"side": "left", "onset": "pop", "spot": "heel_cord"}, "urgent"),
        ({"side": "both_muscle", "onset": "over_weeks", "spot": "shin_strip"}, "not_for"),
    ],
)
def test_others_are_refused_with_the_reason(answers: dict[str, str], reason: str) -> None:
    chat = Chat().check(answers)
    said = texts(chat.command("plan"))
    assert (words(f"refused.{reason}") if reason != "urgent" else library().text("en", "gate.urgent")) in said
    assert chat.state.recovery is None


def test_an_emergency_never_gets_a_plan() -> None:
    chat = Chat()
    chat.command("check")
    chat.choose("breathless")
    chat.command("plan")
    assert chat.open == "verdict"
    assert chat.state.recovery is None


def test_a_moderate_strain_is_asked_whether_it_was_seen_and_may_be_loaded() -> None:
    chat = Chat().check(TEAR).keep()
    said = texts(chat.command("plan"))
    assert words("seen") in said
    assert words("refused.seen_first") in texts(chat.tap("no"))
    chat.command("plan")
    assert words("load") in texts(chat.tap("yes"))
    assert words("refused.their_plan") in texts(chat.tap("no"))
    chat.command("plan")
    assert words("load") in chat.screen_text, "that it was seen is not asked twice"
    chat.tap("yes")
    chat.tap("no")
    chat.tap("age.30_39")
    assert (chat.recovery.grade, chat.recovery.step) == (2, 1)


def test_the_earlier_strain_the_age_and_a_deep_strain_each_make_it_slower() -> None:
    assert begin_way_back(past="yes").recovery.slow
    assert begin_way_back(age="50_59").recovery.slow
    assert begin_way_back(age="80_up").recovery.slow
    assert begin_way_back({**TWINGE, "spot": "deep_low"}).recovery.slow
    assert not begin_way_back(age="under_20").recovery.slow


def test_the_age_is_asked_once() -> None:
    chat = begin_way_back()
    chat.command("restart")
    chat.go_on({**LASTING_CORD})
    said = texts(chat.command("plan"))
    assert words("age") not in said
    assert chat.recovery.program == "achilles"


# --- which muscle -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lean", "slow"), [("bent", True), ("straight", False), ("neither", False), ("untold", False)])
def test_after_two_days_two_kinds_of_heel_raise_tell_the_deep_muscle(lean: str, slow: bool) -> None:
    chat = begin_way_back(SINCE_DAYS)
    assert f"lean.{lean}" in chat.button_ids
    chat.tap(f"lean.{lean}")
    assert chat.recovery.slow is slow


@pytest.mark.parametrize(
    ("answers", "past", "age"),
    [
        (TWINGE, "no", "30_39"),  # not before 48 hours
        ({**SINCE_DAYS, "spot": "deep_low"}, "no", "30_39"),  # it would change nothing
        (SINCE_DAYS, "yes", "30_39"),
        (SINCE_DAYS, "no", "60_69"),
    ],
)
def test_the_two_kinds_of_heel_raise_are_not_asked_for_where_they_should_not(
    answers: dict[str, str], past: str, age: str
) -> None:
    assert "lean.bent" not in begin_way_back(answers, age, past).button_ids


def test_nobody_with_a_pop_is_asked_to_test() -> None:
    chat = Chat().check({**TEAR, "onset": "pop", "course": "week_better", "look": "none", "walk": "walk_easy"}).keep()
    chat.command("plan")
    for act in ("yes", "yes", "no", "age.30_39"):
        chat.tap(act)
    assert "lean.bent" not in chat.button_ids
    assert chat.recovery.stage == 1
