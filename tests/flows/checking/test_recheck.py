"""The check opened again: what may have changed is asked anew, and nothing urgent that was told is lost on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from flows.base.remembered import Recovery
from flows.base.urgency import URGENT
from flows.checking.recheck import FRESH
from flows.exercises.exercises import Allowed
from flows.gate.flow import allowed
from flows.talk.turn import Talk
from flows.turn.registry import HOUSE
from tests.flows.support import CLOT, SORE, TEAR, Chat, calmest, library, said, texts, told, urgency

DAY = timedelta(days=1)
TWINGE = {"side": "left", "onset": "sharp_ran_on", "spot": "inner_mid", "course": "new", "walk": "walk_easy"}
TIGHT = {"side": "left", "onset": "over_weeks", "spot": "all_over", "course": "new", "walk": "walk_easy"}


def kept(answers: dict[str, str], later: timedelta) -> Chat:
    """Somebody whose answers are kept, so long after the check."""
    chat = Chat().check(answers)
    assert chat.session is not None
    chat.session = replace(chat.session, person=replace(chat.session.person, keep=True, zone="Europe/London"))
    chat.timers.pop("expire", None)
    chat.later(later)
    return chat


def at_gate(answers: dict[str, str], sign: str, later: timedelta = timedelta(hours=13)) -> Chat:
    """The check opened again from the gate."""
    chat = kept(answers, later)
    chat.command("routine")
    chat.tap(f"gate.{sign}")
    return chat


def may(chat: Chat) -> Allowed:
    """What may be offered now."""
    assert chat.session is not None
    return allowed(Talk(library(), chat.session, chat.now, "aaaaaa", HOUSE))


def after_days(sign: str, days: float) -> Chat:
    """A day-1 check-in so long after the check that says `sign`."""
    chat = Chat().check(TWINGE)
    assert chat.session is not None
    chat.session = replace(chat.session, person=replace(chat.session.person, keep=True, zone="Europe/London"))
    chat.tap("checkins")
    chat.tap("days.0")
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
    chat = at_gate(TIGHT, "worse")
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
    chat = kept(TWINGE, timedelta(0))
    chat.tap("checkins")
    chat.tap("days.0")
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
    chat = at_gate(TIGHT, "worse")
    assert "LOOK AFTER IT" in texts(chat.command("last"))


def test_a_card_that_was_raised_does_not_stay_raised_by_itself() -> None:
    chat = kept(TWINGE, timedelta(0))
    chat.tap("checkins")
    chat.tap("days.0")
    chat.later(DAY)
    chat.tap("checkin.none")
    chat.tap("pain.0")
    chat.later(2 * DAY)
    chat.tap("checkin.same")
    assert chat.session is not None
    assert chat.session.episode is not None
    assert chat.session.episode.raised is not None
    chat.command("plan")
    assert chat.open == "gate"
    chat.tap("gate.worse")
    assert chat.session.episode.raised is None


# --- nothing is lost --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["look", "foot"])
def test_what_was_told_in_one_line_stays_until_its_own_question_is_answered(sign: str) -> None:
    chat = after_days(sign, 1)
    at_least = told(chat.session)
    assert at_least >= URGENT
    for answer in ("none", "none"):
        if chat.open == {"look": "look", "foot": "danger"}[sign]:
            break
        chat.choose(answer)
        assert told(chat.session) >= at_least


@pytest.mark.parametrize(("sign", "question"), [("look", "look"), ("foot", "danger")])
def test_none_of_these_over_what_was_told_asks_whether_it_was_a_slip(sign: str, question: str) -> None:
    chat = after_days(sign, 1)
    chat.go_on({}, until=question)
    chat.choose("none")
    assert chat.open == "confirm"
    assert said("slip_yes") in [choice.label for choice in chat.shown.choices]  # type: ignore[union-attr]
    at_least = told(chat.session)
    chat.tap("no")
    assert told(chat.session) >= at_least


def test_a_confirmed_slip_is_kept_for_the_doctor() -> None:
    chat = after_days("look", 1)
    chat.go_on({}, until="look")
    chat.choose("none")
    chat.tap("yes")
    chat.go_on(TWINGE)
    assert chat.session is not None
    assert chat.session.episode is not None
    assert [(one.question, one.option) for one in chat.session.episode.retracted] == [("look", "told")]


def test_an_urgent_card_keeps_all_its_answers() -> None:
    chat = kept(CLOT, timedelta(0))
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
    chat = at_gate({**(SORE if onset == "hours_later" else TIGHT), "onset": onset}, "pop")
    assert chat.answers["onset"] == ("sharp_stopped",)


@pytest.mark.parametrize("onset", ["pop", "sharp_stopped", "blow"])
def test_it_makes_no_worse_beginning_milder(onset: str) -> None:
    assert at_gate({**TEAR, "onset": onset}, "pop").answers["onset"] == (onset,)


def test_the_first_days_count_from_the_new_injury() -> None:
    chat = at_gate(TIGHT, "pop", later=10 * DAY)
    chat.go_on({**TWINGE, "onset": "sharp_ran_on"})
    assert may(chat).hours == 0
    assert "aid" in chat.button_ids
    chat.tap("aid")
    assert "aid.ice" in chat.button_ids


def test_after_a_blow_to_a_calf_that_was_only_sore_nothing_is_stretched_or_rolled_for_three_days() -> None:
    chat = at_gate(TIGHT, "pop", later=10 * DAY)
    chat.go_on({**TWINGE, "onset": "blow"})
    offer = library().exercises.offer("calf_stretch", may(chat)).steps
    assert not [step for step in offer if step.exercise in ("wall_stretch", "soleus_stretch", "foam_roll")]


def test_the_way_back_starts_over_and_more_slowly() -> None:
    chat = kept(TWINGE, 9 * DAY)
    assert chat.session is not None
    assert chat.session.episode is not None
    way = Recovery("strain", 4, chat.now, step=5, episode=chat.session.episode.began)
    chat.session = replace(chat.session, recovery=way)
    chat.command("plan")
    chat.tap("gate.pop")
    assert chat.session.recovery is not None
    assert (chat.session.recovery.stage, chat.session.recovery.slow) == (1, True)
    assert chat.session.records[-1].kind == "stage"


def test_more_pain_alone_is_no_new_injury() -> None:
    chat = at_gate(TWINGE, "worse", later=10 * DAY)
    chat.go_on({**TWINGE, "course": "worse"})
    assert may(chat).hours is not None
    assert may(chat).hours > 200  # type: ignore[operator]
