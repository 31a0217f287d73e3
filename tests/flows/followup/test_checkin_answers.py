"""What each answer to a check-in leads to, from the first day to the fourteenth."""

from __future__ import annotations

import pytest

from flows.followup.checkin_questions import BY_ID
from flows.followup.schedule import ASKS
from tests.flows.followup.agreed import agreed, at_step, steps_left
from tests.flows.support import CORD, DAY, SORE, TWINGE, library, texts, urgency, words_of

words = words_of("checkins")


# --- what each answer leads to ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [state for state in BY_ID if state != "d1_pain"])
def test_every_choice_has_words_and_every_state_can_be_stopped(state: str) -> None:
    assert state in ASKS
    for choice in [answer.name for answer in BY_ID[state].answers]:
        assert words(f"{state}.{choice}")


@pytest.mark.parametrize(("sign", "question"), [("look", "look"), ("foot", "danger"), ("breath", "breath")])
def test_a_sign_on_the_first_day_counts_at_once(sign: str, question: str) -> None:
    chat = agreed(TWINGE)
    chat.later(DAY)
    chat.tap(f"checkin.{sign}")
    assert chat.answers[question] == ("told",)
    assert chat.open in library().check.plan.by_id or urgency(chat) == "emergency_now"


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
    assert (chat.open in library().check.plan.by_id) is check


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
    assert chat.open in library().check.plan.by_id
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
        assert chat.open in library().check.plan.by_id
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
