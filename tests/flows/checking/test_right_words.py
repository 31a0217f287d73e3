"""Cards say the right thing: no cause without a sign of it, no time that has passed, no run on one tight side, the right part."""

from __future__ import annotations

import re

import pytest

from flows.base.replies import Reply, plain_text
from flows.base.urgency import URGENT, level
from flows.check.plan import Answers
from flows.check.verdict import Verdict
from tests.flows.checking.test_card import card, cards, section
from tests.flows.support import library, words

CALM: dict[str, str | tuple[str, ...]] = {
    "breath": "none", "danger": "none", "side": "left", "look": "none", "onset": "crept_up", "spot": "inner_mid",
    "push": "none", "course": "new", "walk": "walk_easy", "pattern": "none", "clot_risk": "none", "health": "none",
}  # fmt: skip
BOTH = {"side": "both_muscle", "onset": "hours_later"}
SWOLLEN = {
    "look.told", "look.one_swollen", "look.patch_swollen", "look.warm_red", "look.sore_vein", "look.thumb_dent",
    "measure.yes_3cm", "measure.no_tape",
}  # fmt: skip
UNEXPLAINED = {"onset.no_reason", "onset.unsure", "cramp_more.cramp_stays", "cramp_more.cramp_aches"}
REST = {"pattern.rest_night", "pattern_which.rest_night"}
LIKE_ONE = {"onset.gush", "course.relapse"}
"""What looks just like a clot, or hides one: a sac that burst, and better then worse."""
FIRST_DAYS = {"new", "gone"}


def made(**answers: str | tuple[str, ...]) -> tuple[Verdict, Reply]:
    whole = {**CALM, **answers}
    return card({name: (given,) if isinstance(given, str) else given for name, given in whole.items()})


def chosen(answers: Answers) -> set[str]:
    return {f"{question}.{option}" for question, options in answers.items() for option in options}


# --- no cause without a sign of it ------------------------------------------------------------------------------------


def test_a_clot_is_named_only_where_a_sign_a_risk_or_unexplained_pain_was_told() -> None:
    for answers, _, reply in cards():
        has = chosen(answers)
        risk = any(one.startswith("clot_risk.") and not one.endswith((".none", ".unsure")) for one in has)
        risk = risk or "health.pregnant" in has
        numb = has & {"danger.foot_numb", "danger.foot_drop", "danger_which.foot_numb", "danger_which.foot_drop"}
        pain = bool(has & (UNEXPLAINED | REST)) or ("onset.cramp" in has and bool(numb))
        lungs = any(one.startswith(("breath.", "breath_which.")) and not one.endswith(".none") for one in has)
        named = "\n".join(
            (*reply.paragraphs, *section(reply, "why"), *(i for s in reply.sections if not s.label for i in s.items))
        )
        said = " ".join(section(reply, "say"))
        if re.search(r"\bclot\b", f"{named} {said}".replace("blood clot before", "").replace("about clot risks", "")):
            assert risk or pain or lungs or has & (SWOLLEN | LIKE_ONE), f"{answers}: {named} {said}"


def test_a_known_or_growing_lump_alone_names_no_clot() -> None:
    _, reply = made(side="left", onset="sharp_ran_on", spot="behind_knee", knee="knee_lump")
    assert "clot" not in plain_text(reply)


def test_warm_skin_without_swelling_leads_with_the_infection_and_names_the_clot() -> None:
    verdict, reply = made(look="warm_red", onset="crept_up")
    assert verdict.named[:2] == ("infection", "dvt")
    assert section(reply, "say")[0].endswith("Could the skin be infected, or is it a blood clot?")
    (watch,) = [part.items for part in reply.sections if part.label.startswith("CALL")]
    assert "fever, chills or confusion" in watch
    assert "the redness spreads fast" in watch
    assert any("breath" in line for line in watch)


def test_with_swelling_the_clot_leads_and_the_fever_is_named_all_the_same() -> None:
    verdict, reply = made(look=("one_swollen", "warm_red"))
    assert verdict.named[0] == "dvt"
    (watch,) = [part.items for part in reply.sections if part.label.startswith("CALL")]
    assert any("fever" in line and "redness" in line for line in watch)
    assert any("breath" in line for line in watch)


def test_confused_or_vomiting_names_no_cause_at_all() -> None:
    verdict, reply = card({"breath": ("very_unwell",)})
    assert verdict.named == ("other",)
    assert section(reply, "say") == ("Confusion or repeated vomiting. I have calf pain. Please send help.",)
    names = [library().words.text("en", f"fits.{fit.id}.name") for fit in library().check.fits]
    assert not any(name in plain_text(reply) for name in names)


def test_a_doubt_about_a_list_names_no_cause_of_it() -> None:
    assert "pe" not in card({"breath": ("unsure",), "breath_which": ("unsure",)})[0].named
    assert "compartment_acute" not in card({"danger": ("unsure",), "danger_which": ("unsure",)})[0].named


# --- time -------------------------------------------------------------------------------------------------------------


def test_the_first_three_days_are_not_spoken_of_once_they_are_over() -> None:
    met = False
    for answers, _, reply in cards():
        course = answers.get("course", ("new",))[0]
        if course not in FIRST_DAYS:
            assert "first 3 days" not in plain_text(reply), answers
            assert "by day 5" not in plain_text(reply), answers
        met = met or "first 3 days" in plain_text(reply)
    assert met


def test_an_antibiotic_may_be_over() -> None:
    verdict, reply = made(health="floxacin")
    assert "floxacin_tendon" in verdict.rules
    assert "next dose" not in plain_text(reply)
    assert "whether or not you still take it" in plain_text(reply)


@pytest.mark.parametrize("pattern", ["load_only", "morning", ("load_only", "morning")])
@pytest.mark.parametrize("onset", ["crept_up", "over_weeks", "hours_later", "no_reason"])
@pytest.mark.parametrize("side", ["left", "both_other", "both_muscle"])
def test_whom_walking_never_hurt_is_not_told_to_walk_first(pattern: str, onset: str, side: str) -> None:
    verdict, reply = made(pattern=pattern, onset=onset, side=side, course="week_better")
    assert verdict.urgency == "self_care"
    assert section(reply, "run")
    assert "brisk" not in plain_text(reply)


@pytest.mark.parametrize(
    "more",
    [
        {},
        BOTH,
        {"onset": "cramp", "cramp_more": "cramp_short"},
        {"onset": "sharp_ran_on"},
        {"side": "both_other", "spot": "shin_strip"},
    ],
)
def test_a_pain_that_has_gone_gets_no_advice_for_soreness(more: dict[str, str]) -> None:
    verdict, reply = made(course="gone", **more)
    assert verdict.urgency == "self_care"
    assert "You say it has gone." in reply.paragraphs[0]
    one_side = "_one_side" if "run" in verdict.forbids else ""
    assert section(reply, "do") == library().words.lines("en", f"cards.self_care.do_gone{one_side}")
    assert "short" in section(reply, "run")[0]
    assert "flat" in section(reply, "run")[0]
    assert "it comes back, in a run or after it" in section(reply, "sooner")
    assert "heel raises" not in plain_text(reply)


# --- one side, bone, knee ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("onset", ["crept_up", "sharp_ran_on", "over_weeks", "hours_later", "cramp"])
@pytest.mark.parametrize("statin", ["none", "statin"])
def test_one_side_is_not_for_running_and_the_card_says_why(onset: str, statin: str) -> None:
    verdict, reply = made(
        onset=onset, cramp_more="cramp_short", pattern="warms_up", course="week_better", health=statin
    )
    if verdict.urgency != "self_care":
        assert statin == "statin"
        return
    assert "run" in verdict.forbids
    assert any("one tight side that warms up can be a deep strain" in line for line in section(reply, "note"))
    assert re.search(r"^(?:not|often after)\b", section(reply, "run")[0])
    assert not any(re.search(r"(?<!deep-water )\brun", line) for line in section(reply, "do"))


@pytest.mark.parametrize(
    "answers",
    [
        {"side": "both_muscle", "onset": "over_weeks", "pattern": "warms_up"},
        {"side": "both_muscle", "onset": "crept_up", "pattern": "warms_up"},
        {"side": "left", "onset": "over_weeks", "spot": "heel_cord", "pattern": "morning", "course": "week_same"},
    ],
)
def test_both_sides_and_the_tendon_keep_easy_running(answers: dict[str, str]) -> None:
    verdict, reply = made(**answers)
    assert verdict.urgency == "self_care"
    assert "run" not in verdict.forbids
    assert not section(reply, "note")
    assert re.search(r"\brun|easy and flat|next morning", " ".join((*section(reply, "do"), *section(reply, "run"))))


def test_both_calves_with_the_heel_raises_may_run() -> None:
    assert made(**BOTH, run_test="test_easy")[0].urgency == "ok_to_run"


@pytest.mark.parametrize(
    "more", [{}, {"health": "floxacin"}, {"onset": "pop", "push": "no_power"}, {"onset": "blow", "push": "cannot_rise"}]
)
def test_a_spot_of_bone_is_spoken_of_as_bone(more: dict[str, str]) -> None:
    verdict, reply = made(spot="bone_spot", side="right", **more)
    assert verdict.named[0] == "stress_fracture_or_shin"
    assert "Achilles" not in plain_text(reply)
    assert "tendon" not in plain_text(reply)
    assert "bone" in plain_text(reply)
    if level(verdict.urgency) >= URGENT:
        assert section(reply, "say")[0].endswith("Could the bone be broken?")


def test_a_known_old_lump_is_said_on_the_card_of_the_knee() -> None:
    verdict, reply = made(spot="behind_knee", knee="knee_known", onset="over_weeks", course="week_same")
    assert verdict.urgency == "clinician_soon"
    assert words("questions.knee.said.knee_known") in section(reply, "why")
    assert "the lump you know" in reply.paragraphs[-1]
    assert "burst" not in plain_text(reply)


def test_the_line_about_breath_stands_on_every_card() -> None:
    for answers, verdict, reply in cards():
        lungs = any(one.startswith("breath") and not one.endswith(("unsure", "unwell")) for one in verdict.reasons)
        if verdict.urgency == "emergency_now":
            assert lungs or words("cards.emergency_now.breath") in section(reply, "wait"), answers
        else:
            watch = [line for part in reply.sections for line in part.items if re.search("breath", line)]
            assert any("chest pain" in line for line in watch), plain_text(reply)
