"""Check-ins: the days are named and counted from the onset, each answer leads where it should, and none comes too often."""

from __future__ import annotations

import pytest

from flows.followup.checkins import CHOICES
from flows.followup.schedule import ASKS, STEPS, steps_to_come
from flows.talk.session import Episode
from tests.flows.support import (
    CLOT,
    CORD,
    DAY,
    HOUR,
    LONDON,
    MINUTE,
    NOON,
    SORE,
    TEAR,
    TWINGE,
    Chat,
    library,
    said,
    texts,
    urgency,
    words_of,
)

POP = {**TWINGE, "onset": "pop", "spot": "inner_mid"}


words = words_of("checkins")


def agreed(answers: dict[str, str], days_ago: int = 0) -> Chat:
    """Check-ins agreed upon at noon, for a pain that began so many days ago."""
    return Chat().check(answers).keep().agree_to_checkins(days_ago)


def steps_left(chat: Chat) -> tuple[str, ...]:
    """The steps that are still to come."""
    return chat.state.checkins.left if chat.state.checkins else ()


def at_step(chat: Chat, step: str, answers: dict[str, str] = TWINGE) -> Chat:
    """Until this check-in, the earlier ones answered with what is calm."""
    calm = {"d1": ("checkin.none", "pain.0"), "d3": ("checkin.better",), "d7": ("checkin.walk",)}
    for earlier, days in (("d1", 1), ("d3", 2), ("d7", 4), ("d14", 7)):
        chat.later(days * DAY)
        assert chat.open == "checkin", earlier
        if earlier == step:
            return chat
        for act in calm[earlier]:
            chat.tap(act)
        if chat.open == "checkin":
            chat.tap("checkin.easy")
    return chat


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


# --- what each answer leads to ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [state for state in CHOICES if state != "d1_pain"])
def test_every_choice_has_words_and_every_state_can_be_stopped(state: str) -> None:
    assert state in ASKS
    for choice in CHOICES[state]:
        assert words(f"{state}.{choice}")


@pytest.mark.parametrize(("sign", "question"), [("look", "look"), ("foot", "danger"), ("breath", "breath")])
def test_a_sign_on_the_first_day_counts_at_once(sign: str, question: str) -> None:
    chat = agreed(TWINGE)
    chat.later(DAY)
    chat.tap(f"checkin.{sign}")
    assert chat.answers[question] == ("told",)
    assert chat.open in library().plan.by_id or urgency(chat) == "emergency_now"


def test_nothing_new_asks_for_a_number_and_says_when_the_next_comes() -> None:
    chat = agreed(TWINGE)
    chat.later(DAY)
    chat.tap("checkin.none")
    told = texts(chat.tap("pain.1"))
    assert words("said.d1_pain_pain") in told
    assert "I ask again Thu 5 March, 12:00" in told
    assert chat.state.records[-1].what == "walking"


@pytest.mark.parametrize(("pain", "check"), [(2, False), (3, True), (9, True)])
def test_more_pain_than_before_opens_the_check(pain: int, check: bool) -> None:
    chat = agreed(TWINGE)
    chat.later(DAY)
    chat.tap("checkin.none")
    chat.tap(f"pain.{pain}")
    assert (chat.open in library().plan.by_id) is check


@pytest.mark.parametrize(("answer", "why"), [("same", "d3_same"), ("cannot", "d3_raises_cannot")])
def test_not_better_on_day_3_is_raised_with_its_reason(answer: str, why: str) -> None:
    chat = at_step(agreed(TWINGE), "d3")
    if answer == "cannot":
        chat.tap("checkin.better")
    card = chat.tap(f"checkin.{answer}")[-1]
    assert card.verdict is not None
    assert card.verdict.urgency == "clinician_soon"
    assert words(f"raised.{why}") in texts([card])
    assert words("raised_why") in texts(chat.tap("why"))
    assert steps_left(chat)[:1] == ("seen",)


@pytest.mark.parametrize("answer", ["worse", "relapse"])
def test_worse_on_day_3_opens_the_check(answer: str) -> None:
    chat = at_step(agreed(TWINGE), "d3")
    chat.tap(f"checkin.{answer}")
    assert chat.open in library().plan.by_id
    assert (chat.answers.get("course") == ("relapse",)) is (answer == "relapse")


@pytest.mark.parametrize(("answers", "asks"), [(TWINGE, True), (SORE, False), (CORD, False)])
def test_heel_raises_are_asked_about_after_a_strain_only(answers: dict[str, str], asks: bool) -> None:
    chat = at_step(agreed(answers), "d3")
    chat.tap("checkin.better")
    assert (chat.open == "checkin") is asks


@pytest.mark.parametrize("answer", ["easy", "sore", "not_tried"])
def test_what_they_can_do_is_answered(answer: str) -> None:
    chat = at_step(agreed(TWINGE), "d3")
    chat.tap("checkin.better")
    assert words(f"said.d3_raises_{answer}") in texts(chat.tap(f"checkin.{answer}"))


@pytest.mark.parametrize(
    ("answers", "answer", "ends"),
    [
        (TWINGE, "run", ""),
        (TWINGE, "walk", "self_care"),
        (SORE, "walk", "clinician_soon"),
        (TWINGE, "limp", "clinician_soon"),
        (TWINGE, "worse", "check"),
        (TWINGE, "new", "gate"),
    ],
)
def test_after_a_week(answers: dict[str, str], answer: str, ends: str) -> None:
    chat = at_step(agreed(answers), "d7")
    chat.tap(f"checkin.{answer}")
    if ends in ("", "gate"):
        assert chat.open == ends
    elif ends == "check":
        assert chat.open in library().plan.by_id
    else:
        assert urgency(chat) == ends
    assert (steps_left(chat) == ()) is (ends == "")


@pytest.mark.parametrize(
    ("answers", "answer", "ends"),
    [
        (TWINGE, "gone", ""),
        (TWINGE, "better", "clinician_soon"),
        (CORD, "better", "self_care"),
        (TWINGE, "no_better", "clinician_soon"),
        (CORD, "no_better", "clinician_soon"),
    ],
)
def test_after_two_weeks(answers: dict[str, str], answer: str, ends: str) -> None:
    chat = at_step(agreed(answers), "d14")
    chat.tap(f"checkin.{answer}")
    assert chat.open == ("verdict" if ends else "")
    if ends:
        assert urgency(chat) == ends


# --- was it seen ------------------------------------------------------------------------------------------------------


def test_after_a_same_day_card_it_comes_after_four_hours_and_the_next_morning_and_then_no_more() -> None:
    chat = agreed(CLOT)
    assert chat.later(4 * HOUR - MINUTE) == ()
    assert chat.later(MINUTE)
    assert chat.open == "checkin"
    assert chat.later(16 * HOUR - MINUTE) == ()
    assert chat.later(MINUTE)
    assert chat.now.hour == 8
    assert chat.later(20 * DAY) == ()


def test_on_my_way_is_asked_once_more_and_yes_is_not() -> None:
    chat = agreed(CLOT)
    chat.later(4 * HOUR)
    chat.tap("checkin.on_my_way")
    assert steps_left(chat) == ("next_day",)
    chat.later(DAY)
    chat.tap("checkin.yes")
    assert chat.later(20 * DAY) == ()


@pytest.mark.parametrize("why", ["no_time", "too_far", "feels_better"])
def test_not_yet_asks_why_and_never_says_that_it_is_fine(why: str) -> None:
    chat = agreed(CLOT)
    chat.later(4 * HOUR)
    asked = texts(chat.tap("checkin.not_yet"))
    assert library().text("en", "cards.ambulance") in asked
    told = texts(chat.tap(f"checkin.{why}"))
    assert words(f"said.hours_why_{why}") in told
    assert "GET SEEN TODAY" in told


def test_after_clinician_soon_it_comes_on_the_last_day_of_its_window_and_once_more() -> None:
    chat = agreed(TEAR)
    assert chat.later(5 * DAY - MINUTE) == ()
    assert words("seen.ask") in texts(chat.later(MINUTE))
    assert words("seen.ask") in texts(chat.later(2 * DAY))
    again = texts(chat.later(20 * DAY))
    assert words("seen.ask") not in again


def test_booked_is_asked_again_and_seen_is_kept() -> None:
    chat = agreed(TEAR)
    chat.later(5 * DAY)
    chat.tap("checkin.booked")
    chat.later(2 * DAY)
    assert chat.open == "checkin"
    chat.tap("checkin.yes")
    assert chat.episode.seen
    assert set(steps_left(chat)) <= {"d14"}


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
