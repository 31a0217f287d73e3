"""What comes apart is asked apart: extreme pain, a foot that drops, swelling of both legs, a lump and numbness that are known."""

from __future__ import annotations

import pytest

from flows.base.replies import plain_text
from tests.flows.support import Chat, library, urgency, words

PAIN = {"danger": "pain_extreme"}
SWOLLEN = {"side": "both_muscle", "look": "both_swollen"}
LUMP = {"look": "knee_bulge", "spot": "behind_knee", "knee": "knee_known"}
WEEKS = {"danger": "foot_numb", "numb_more": "weeks_same"}


def asked_in(chat: Chat) -> list[str]:
    """The questions of the check in the order in which they were answered."""
    return list(chat.episode.trail)


# --- extreme pain -----------------------------------------------------------------------------------------------------


def test_extreme_pain_is_asked_on_about_and_gets_no_card_yet() -> None:
    chat = Chat().check({}, until="danger")
    shown = chat.tap("pain_extreme")[-1]
    assert chat.open == "pain_more"
    assert shown.verdict is None
    assert "You need to be seen today." in plain_text(shown)


def test_both_that_it_is_unbearable_and_that_it_climbs_is_an_emergency() -> None:
    chat = Chat().check(PAIN, until="pain_more")
    assert chat.tick("pain_still", "pain_rising")[-1].title == "CALL YOUR EMERGENCY NUMBER NOW"
    assert chat.verdict.fits[0] == "compartment_acute"


@pytest.mark.parametrize("told", ["pain_still", "pain_rising", "none", "unsure"])
def test_one_of_them_alone_is_seen_today(told: str) -> None:
    assert urgency(Chat().check({**PAIN, "pain_more": told})) == "urgent_same_day"


@pytest.mark.parametrize("cause", ["pain_fresh", "pain_thinner"])
def test_a_cause_of_pressure_makes_it_an_emergency(cause: str) -> None:
    assert urgency(Chat().check({**PAIN, "pain_more": cause})) == "emergency_now"


def test_who_was_not_sure_of_it_is_asked_on_as_well() -> None:
    chat = Chat().check({"danger": "unsure", "danger_which": "pain_extreme"}, until="pain_more")
    chat.tick("pain_still", "pain_rising")
    assert urgency(chat) == "emergency_now"


@pytest.mark.parametrize("until", ["onset", "verdict"])
def test_an_old_button_of_it_is_asked_on_about_too(until: str) -> None:
    chat = Chat().check({}, until=until)
    chat.tap_of_old("danger.pain_extreme")
    assert chat.open == "pain_more"
    chat.tick("pain_still", "pain_rising")
    assert urgency(chat) == "emergency_now"


def test_what_was_ticked_meanwhile_is_not_lost_to_that() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("one_swollen")
    chat.tap_of_old("danger.pain_extreme")
    assert chat.open == "pain_more"
    assert chat.answers["look"] == ("one_swollen",)
    chat.go_on({}, until="look")
    assert chat.ticked == {"one_swollen"}, "the rest of the list was never answered"


# --- a foot that drops ------------------------------------------------------------------------------------------------


def test_a_foot_that_drops_is_seen_today() -> None:
    chat = Chat().check({"danger": "foot_drop"})
    assert urgency(chat) == "urgent_same_day"
    assert "push" not in asked_in(chat)


def test_it_never_becomes_less_by_what_else_is_so() -> None:
    for more in library().check.plan.by_id["numb_more"].every:
        chat = Chat().check({"danger": "foot_drop", "numb_more": more})
        assert urgency(chat) in ("urgent_same_day", "emergency_now"), more


def test_after_a_sudden_moment_it_is_asked_about_push_off_too() -> None:
    chat = Chat().check({"danger": "foot_drop", "onset": "pop", "spot": "heel_cord"}, until="push")
    chat.tick("cannot_rise")
    chat.go_on({})
    assert urgency(chat) == "urgent_same_day"
    assert "achilles_rupture" in chat.verdict.fits


# --- both legs swollen ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("onset", ["no_reason", "hours_later", "crept_up"])
def test_only_the_ankles_after_a_flight_is_for_a_clinician_and_no_muscle_breakdown(onset: str) -> None:
    chat = Chat().check({**SWOLLEN, "both_more": "ankles_only", "onset": onset, "clot_risk": "long_trip"})
    assert urgency(chat) == "clinician_soon"
    assert "rhabdo" not in chat.verdict.fits


@pytest.mark.parametrize("more", ["calves_too", "calves_too ankles_only", "none", "unsure"])
def test_calves_that_swell_after_an_effort_are_seen_today(more: str) -> None:
    chat = Chat().check({**SWOLLEN, "both_more": more, "onset": "hours_later"})
    assert (urgency(chat), chat.verdict.fits[0]) == ("urgent_same_day", "rhabdo")


def test_swelling_with_a_headache_or_vomiting_is_an_emergency() -> None:
    assert urgency(Chat().check({**SWOLLEN, "both_more": "swell_head ankles_only"})) == "emergency_now"


# --- known for long ---------------------------------------------------------------------------------------------------


def test_a_lump_known_for_months_with_slow_pain_is_for_a_clinician() -> None:
    assert urgency(Chat().check({**LUMP, "onset": "over_weeks", "course": "weeks_same"})) == "clinician_soon"


@pytest.mark.parametrize(
    "told",
    [
        {"onset": "over_weeks", "course": "new"},
        {"onset": "over_weeks", "course": "worse"},
        {"onset": "over_weeks", "course": "relapse"},
        {"onset": "sharp_ran_on", "course": "weeks_same"},
        {"onset": "over_weeks", "course": "weeks_same", "look": "one_swollen"},
        {"onset": "over_weeks", "course": "weeks_same", "knee": "knee_known knee_lump"},
    ],
    ids=lambda told: "-".join(told.values()),
)
def test_but_new_or_sudden_pain_swelling_or_growth_is_seen_today(told: dict[str, str]) -> None:
    assert urgency(Chat().check({**LUMP, **told})) == "urgent_same_day"


def test_numbness_that_is_the_same_for_weeks_is_for_a_clinician() -> None:
    assert urgency(Chat().check({**WEEKS, "course": "weeks_same"})) == "clinician_soon"


@pytest.mark.parametrize(
    "told",
    [{"course": "worse"}, {"danger": "foot_drop"}, {"numb_more": "weeks_same both_legs"}],
    ids=str,
)
def test_but_not_if_it_grows_the_foot_drops_or_both_legs_are_numb(told: dict[str, str]) -> None:
    assert urgency(Chat().check({**WEEKS, **told})) in ("urgent_same_day", "emergency_now")


# --- blood thinners, and what is gone ---------------------------------------------------------------------------------

INJURED = {"look": "gap_lump", "onset": "pop", "spot": "inner_mid"}
FALLS = {"onset": "sharp_stopped", "spot": "inner_mid", "walk": "cannot_4"}


@pytest.mark.parametrize("injury", [INJURED, FALLS], ids=["at once", "further on"])
def test_an_injury_that_is_seen_today_is_asked_about_blood_thinners(injury: dict[str, str]) -> None:
    chat = Chat().check(injury, until="bleeding")
    chat.tap("on_thinner")
    assert urgency(chat) == "urgent_same_day"
    assert "bleeding.on_thinner" in chat.verdict.reasons


def test_who_answered_the_list_about_health_is_not_asked_once_more() -> None:
    mild = {"onset": "sharp_ran_on", "spot": "inner_mid"}
    for told in ("none", "thinner", "statin"):
        chat = Chat().check({**mild, "health": told})
        assert "bleeding" not in asked_in(chat), told
    chat = Chat().check({**mild, "health": "none"})
    chat.change_answer("walk", "cannot_4")
    chat.go_on({})
    assert urgency(chat) == "urgent_same_day"
    assert "bleeding" not in asked_in(chat)


@pytest.mark.parametrize("onset", ["sharp_ran_on", "hours_later", "over_weeks", "crept_up", "no_reason"])
def test_what_is_gone_now_stays_at_home(onset: str) -> None:
    side = "left" if onset == "sharp_ran_on" else "both_muscle"
    assert urgency(Chat().check({"side": side, "onset": onset, "spot": "inner_mid", "course": "gone"})) == "self_care"


def test_but_a_sign_or_a_pop_that_went_still_counts() -> None:
    assert urgency(Chat().check({"onset": "pop", "spot": "inner_mid", "course": "gone"})) == "clinician_soon"
    assert urgency(Chat().check({"look": "one_swollen", "course": "gone"})) == "urgent_same_day"


# --- labels -----------------------------------------------------------------------------------------------------------


def test_every_label_fits_a_button() -> None:
    keys = [key for key in library().words.keys("en") if key.startswith("questions.") and ".options." in key]
    assert len(keys) > 100
    assert {key: words(key) for key in keys if len(words(key)) > 32} == {}


def test_what_the_labels_cannot_hold_stands_beneath_the_question() -> None:
    more = [q.id for q in library().check.plan.questions if library().words.has("en", f"questions.{q.id}.more")]
    assert {"breath", "numb_more", "pattern"} <= set(more)
    leads_to = {
        "pain_more": {"danger": "pain_extreme"},
        "numb_more": {"danger": "foot_numb"},
        "bleeding": {"onset": "pop", "push": "no_power"},
    }
    for name in more:
        shown = Chat().check(leads_to.get(name, {}), until=name).screen
        assert shown.paragraphs[-1] == words(f"questions.{name}.more")
