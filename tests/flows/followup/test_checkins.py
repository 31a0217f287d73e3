"""Check-ins: the days are named and counted from the onset, and none comes too often."""

from __future__ import annotations

import pytest

from flows.followup.schedule import STEPS, steps_to_come
from flows.talk.session import Episode
from tests.flows.followup.agreed import agreed, steps_left
from tests.flows.support import (
    CLOT,
    DAY,
    HOUR,
    LONDON,
    MINUTE,
    NOON,
    SORE,
    TEAR,
    TWINGE,
    Chat,
    said,
    texts,
    urgency,
    words_of,
)

words = words_of("checkins")


# --- agreeing ---------------------------------------------------------------------------------------------------------


def test_the_days_are_named_before_the_yes_and_no_costs_nothing() -> None:
    chat = Chat().check(TWINGE)
    chat.tap("checkins")
    asked = texts(chat.tap("days.0"))
    assert "I would write: tomorrow; Thu 5 March; Mon 9 March; Mon 16 March" in asked.replace(", ", "; ")
    chat.tap("no")
    assert chat.open == "verdict"
    assert not {"checkin"} & chat.timers.keys()


@pytest.mark.parametrize(
    ("days_ago", "steps"),
    [(0, ("d1", "d3", "d7", "d14")), (1, ("d3", "d7", "d14")), (2, ("d3", "d7", "d14")), (3, ("d1", "d7", "d14"))],
)
def test_windows_count_from_the_onset(days_ago: int, steps: tuple[str, ...]) -> None:
    if days_ago == 1:
        steps = ("d1", *steps)  # on the second day nothing else would come within the day and a half that was promised
    chat = agreed(TWINGE, days_ago)
    assert steps_left(chat) == steps
    times = dict(zip(steps, chat.checkins.at, strict=True))
    for step, days in (("d3", 3), ("d7", 7), ("d14", 14)):
        if step in times:
            assert times[step] == NOON + (days - days_ago) * DAY


def test_a_day_that_is_over_is_not_promised() -> None:
    episode = Episode(NOON, onset=NOON - 30 * DAY)
    assert [step for step, _ in steps_to_come("self_care", episode, NOON, LONDON, 5)] == ["d1"]


def test_it_is_agreed_once() -> None:
    chat = agreed(TWINGE)
    assert "checkins" not in chat.button_ids
    assert words("already") in texts(chat.choose("checkins"))


def test_after_an_emergency_there_are_none() -> None:
    chat = Chat().check({"breath": "chest_pain"})
    assert "checkins" not in chat.button_ids
    chat.choose("checkins")
    assert "checkin" not in chat.timers


def test_an_emergency_ends_those_that_were_agreed() -> None:
    chat = agreed(TWINGE)
    chat.later(DAY)
    chat.tap("checkin.breath")
    assert urgency(chat) == "emergency_now"
    assert steps_left(chat) == ()
    assert "checkin" not in chat.timers


@pytest.mark.parametrize(("answers", "plan"), [(CLOT, "today"), (TEAR, "soon"), (SORE, "self_care")])
def test_the_plan_follows_the_card(answers: dict[str, str], plan: str) -> None:
    chat = agreed(answers)
    assert chat.checkins.plan == plan
    assert set(steps_left(chat)) <= set(STEPS[plan])


def test_and_a_new_card_of_the_same_calf() -> None:
    chat = agreed(TWINGE)
    chat.later(DAY)
    chat.tap("checkin.look")
    chat.go_on({}, until="look")
    chat.choose("one_swollen")
    chat.go_on(TWINGE)
    assert urgency(chat) == "urgent_same_day"
    assert steps_left(chat) == ("hours", "next_day")


# --- when it is quiet -------------------------------------------------------------------------------------------------


def test_after_three_without_an_answer_none_comes() -> None:
    chat = agreed(TWINGE)
    came = [bool(chat.later(days * DAY)) for days in (1, 2, 4, 7, 30)]
    assert came == [True, True, True, False, False]
    assert steps_left(chat) == ()


def test_an_answer_in_between_counts_anew() -> None:
    chat = agreed(TWINGE)
    for days in (1, 2):
        chat.later(days * DAY)
    chat.tap("checkin.better")
    chat.tap("checkin.easy")
    assert chat.checkins.unanswered == 0
    assert chat.later(4 * DAY)


def test_stop_is_there_each_time_and_holds() -> None:
    chat = agreed(TWINGE)
    chat.later(DAY)
    assert words("stopped") in texts(chat.tap("stop"))
    assert chat.later(20 * DAY) == ()


def test_somebody_in_the_middle_of_something_is_asked_half_an_hour_later() -> None:
    chat = agreed(TWINGE)
    chat.later(DAY - 5 * MINUTE)
    chat.command("log")
    assert chat.later(34 * MINUTE) != ()  # half an hour after the last word
    assert chat.open == "checkin"
    late = agreed(TWINGE)
    late.later(DAY - 5 * MINUTE)
    late.command("log")
    assert late.later(24 * MINUTE) == ()


def test_at_night_it_waits_for_the_morning_but_the_one_by_the_hour_does_not() -> None:
    chat = Chat(NOON + 10 * HOUR).check(TWINGE).keep().agree_to_checkins()
    assert chat.later(33 * HOUR) == ()
    assert chat.later(HOUR) != ()
    assert chat.now.hour == 8
    seen = Chat(NOON + 10 * HOUR).check(CLOT).keep().agree_to_checkins()
    assert seen.later(4 * HOUR) != ()


def test_a_check_that_was_never_finished_comes_first() -> None:
    chat = agreed(TWINGE)
    chat.later(DAY)
    chat.tap("checkin.worse")
    assert chat.open == "breath"
    told = texts(chat.later(2 * DAY))
    assert words("unfinished") in told
    assert chat.open == "breath"


def test_so_does_one_that_was_stopped() -> None:
    chat = agreed(TWINGE)
    chat.later(DAY)
    chat.tap("checkin.worse")
    chat.command("stop")
    assert chat.open == ""
    assert words("unfinished") in texts(chat.later(2 * DAY))
    assert chat.open == "breath"
    assert said("stopped") not in texts(chat.step.replies)
