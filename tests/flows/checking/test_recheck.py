"""The check opened again: what may have changed is asked anew, and nothing urgent that was told is lost on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.base.urgency import URGENT
from flows.checking.recheck import FRESH
from tests.flows.support import CLOT, DAY, SORE, TEAR, TIGHT, TWINGE, Chat, calmest, library, said, texts, told, urgency
from tests.flows.support.turns import allowed_now


def come_back(answers: dict[str, str], later: timedelta) -> Chat:
    """Somebody whose answers are kept, so long after the check."""
    chat = Chat().check(answers).keep()
    chat.timers.pop("expire", None)
    chat.later(later)
    return chat


def opened_at_gate(answers: dict[str, str], sign: str, later: timedelta = timedelta(hours=13)) -> Chat:
    """The check opened again from the gate."""
    chat = come_back(answers, later)
    chat.command("routine")
    chat.tap(f"gate.{sign}")
    return chat


def checkin_after(sign: str, days: float) -> Chat:
    """A day-1 check-in so long after the check that says `sign`."""
    chat = Chat().check(TWINGE).keep().agree_to_checkins()
    chat.later(timedelta(days=days))
    chat.tap(f"checkin.{sign}")
    return chat


# --- what is asked again ----------------------------------------------------------------------------------------------


def test_none_of_these_holds_for_twelve_hours() -> None:
    chat = Chat().check(TIGHT)
    chat.later(FRESH - timedelta(minutes=1))
    chat.tap("routine.calf_stretch")
    chat.tap("start")
    chat.tap("hurts")
    chat.tap("pain.9")
    assert {"breath", "danger", "look"} <= chat.answers.keys()
    assert chat.open == "course"


def test_from_then_on_every_none_is_asked_again_and_other_answers_stand() -> None:
    chat = opened_at_gate(TIGHT, "worse")
    assert chat.open == "breath"
    assert ("none",) not in chat.answers.values()
    assert {"side", "onset", "spot"} <= chat.answers.keys()
    asked = []
    for _ in range(20):
        if chat.open == "verdict":
            break
        asked.append(chat.open)
        chat.choose({"course": "worse"}.get(chat.open, calmest(chat.open)))
    assert asked[:3] == ["breath", "danger", "look"]
    assert not {"side", "onset", "spot"} & set(asked)


@pytest.mark.parametrize("question", ["course", "walk", "run_test"])
def test_how_it_is_now_is_asked_anew_however_fresh_it_is(question: str) -> None:
    chat = Chat().check(SORE)
    chat.tap("routine.soreness_day")
    chat.tap("hurts")
    assert question in chat.answers
    chat.tap("pain.8")
    assert question not in chat.answers


def test_better_then_worse_is_no_question_but_the_answer() -> None:
    chat = Chat().check(TWINGE).keep().agree_to_checkins()
    chat.later(DAY)
    chat.tap("checkin.none")
    chat.tap("pain.0")
    chat.later(2 * DAY)
    chat.tap("checkin.relapse")
    assert chat.answers["course"] == ("relapse",)
    chat.go_on(TWINGE, until="look")
    chat.go_on(TWINGE)
    assert chat.answers["course"] == ("relapse",)
    assert urgency(chat) == "clinician_soon"


def test_the_card_before_can_still_be_read() -> None:
    chat = opened_at_gate(TIGHT, "worse")
    assert "LOOK AFTER IT" in texts(chat.command("last"))


def test_a_card_that_was_raised_does_not_stay_raised_by_itself() -> None:
    chat = Chat().check(TWINGE).keep().agree_to_checkins()
    chat.later(DAY)
    chat.tap("checkin.none")
    chat.tap("pain.0")
    chat.later(2 * DAY)
    chat.tap("checkin.same")
    assert chat.episode.raised is not None
    chat.command("plan")
    assert chat.open == "gate"
    chat.tap("gate.worse")
    assert chat.episode.raised is None


# --- nothing is lost --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["look", "foot"])
def test_what_was_told_in_one_line_stays_until_its_own_question_is_answered(sign: str) -> None:
    chat = checkin_after(sign, 1)
    at_least = told(chat.session)
    assert at_least >= URGENT
    for answer in ("none", "none"):
        if chat.open == {"look": "look", "foot": "danger"}[sign]:
            break
        chat.choose(answer)
        assert told(chat.session) >= at_least


@pytest.mark.parametrize(("sign", "question"), [("look", "look"), ("foot", "danger")])
def test_none_of_these_over_what_was_told_asks_whether_it_was_a_slip(sign: str, question: str) -> None:
    chat = checkin_after(sign, 1)
    chat.go_on({}, until=question)
    chat.choose("none")
    assert chat.open == "confirm"
    assert said("slip_yes") in chat.labels
    at_least = told(chat.session)
    chat.tap("no")
    assert told(chat.session) >= at_least


def test_a_confirmed_slip_is_kept_for_the_doctor() -> None:
    chat = checkin_after("look", 1)
    chat.go_on({}, until="look")
    chat.choose("none")
    chat.tap("yes")
    chat.go_on(TWINGE)
    assert [(one.question, one.option) for one in chat.episode.retracted] == [("look", "told")]


def test_an_urgent_card_keeps_all_its_answers() -> None:
    chat = Chat().check(CLOT).keep()
    chat.tap("checkins")
    chat.later(timedelta(hours=4))
    chat.tap("checkin.new")
    before = {name: options for name, options in chat.answers.items() if options != ("none",)}
    chat.tap("gate.worse")
    assert before.items() <= chat.answers.items()
    chat.go_on(CLOT)
    assert urgency(chat) == "urgent_same_day"


# --- a new injury -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("onset", ["over_weeks", "hours_later"])
def test_a_pop_takes_the_place_of_a_slow_beginning(onset: str) -> None:
    chat = opened_at_gate({**(SORE if onset == "hours_later" else TIGHT), "onset": onset}, "pop")
    assert chat.answers["onset"] == ("sharp_stopped",)


@pytest.mark.parametrize("onset", ["pop", "sharp_stopped", "blow"])
def test_it_makes_no_worse_beginning_milder(onset: str) -> None:
    assert opened_at_gate({**TEAR, "onset": onset}, "pop").answers["onset"] == (onset,)


def test_the_first_days_count_from_the_new_injury() -> None:
    chat = opened_at_gate(TIGHT, "pop", later=10 * DAY)
    chat.go_on({**TWINGE, "onset": "sharp_ran_on"})
    assert allowed_now(chat).hours == 0
    assert "aid" in chat.button_ids
    chat.tap("aid")
    assert "aid.ice" in chat.button_ids


def test_after_a_blow_to_a_calf_that_was_only_sore_nothing_is_stretched_or_rolled_for_three_days() -> None:
    chat = opened_at_gate(TIGHT, "pop", later=10 * DAY)
    chat.go_on({**TWINGE, "onset": "blow"})
    offer = library().exercises.offer("calf_stretch", allowed_now(chat)).steps
    assert not [step for step in offer if step.exercise in ("wall_stretch", "soleus_stretch", "foam_roll")]


def test_the_way_back_starts_over_and_more_slowly() -> None:
    chat = come_back(TWINGE, 9 * DAY)
    chat.in_stage(4, days=0, step=5)
    chat.command("plan")
    chat.tap("gate.pop")
    assert (chat.recovery.stage, chat.recovery.slow) == (1, True)
    assert chat.state.records[-1].kind == "stage"


def test_more_pain_alone_is_no_new_injury() -> None:
    chat = opened_at_gate(TWINGE, "worse", later=10 * DAY)
    chat.go_on({**TWINGE, "course": "worse"})
    assert allowed_now(chat).hours is not None
    assert allowed_now(chat).hours > 200  # type: ignore[operator]
