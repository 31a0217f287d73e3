"""Labels catch whom they are for: each confusion that was seen once stays apart, in the readings and in what it leads to."""

from __future__ import annotations

import re

import pytest

from flows.base.replies import plain_text
from flows.base.urgency import CLINICIAN, EMERGENCY, URGENT, level
from flows.check.verdict import decide
from flows.talk.session import Frame
from tests.flows.checking.test_card import cards, section
from tests.flows.support import Chat, library, urgency, words
from tests.flows.support.content import calmest
from tests.readings.files import FOLDER, read_readings

LEFT = {"side": "left"}
APART = [
    ("danger", "none", "foot_drop", "push off"),
    ("onset", "pop", "blow", "booted me from behind"),
    ("pattern", "none", "same_point", "6 km"),
    ("pattern", "cold_in_run", "same_point", "fast reps"),
    ("pattern", "load_only", "same_walk", "stairs"),
    ("pattern", "morning", "load_only", "after waking"),
    ("numb_more", "runs_only", "foot_colder", "race pace"),
    ("numb_more", "weeks_same", "numb_sudden", "neither grows"),
    ("pattern", "rest_night", "load_only", "my desk"),
    ("spot", "all_over", "heel_cord", "into the sole"),
    ("course", "gone", "new", "no trace of it"),
    ("look", "none", "calf_wood", "tense"),
    ("look", "both_swollen", "one_swollen", "flight"),
    ("look", "both_swollen", "one_swollen", "ultra"),
    ("knee", "knee_known", "knee_lump", "hasn't changed|no bigger"),
    ("push", "weak_rises", "cannot_rise", "tiptoe"),
    ("onset", "crept_up", "hours_later", "digging the garden"),
    ("onset", "hours_later", "no_reason", "[Ww]oke up with it"),
    ("onset", "no_reason", "blow", "desk"),
    ("onset", "no_reason", "hours_later", "Woke up with it"),
    ("spot", "heel_cord", "inner_mid", "meat and the string"),
    ("spot", "inner_mid", "all_over", "outer half"),
    ("course", "long_same", "weeks_same", "[Ee]xactly two weeks"),
    ("course", "relapse", "worse", "fortnight"),
]
"""Question, what should be ticked, what was ticked instead, and a bit of what such a person says."""


@pytest.mark.parametrize(("question", "tick", "miss", "said"), APART)
def test_what_was_confused_once_is_read_apart(question: str, tick: str, miss: str, said: str) -> None:
    bank = read_readings(FOLDER / f"{question}.yaml").items
    kept = [item for item in bank if tick in item.tick and miss in item.avoid and re.search(said, item.say)]
    assert kept, f"nobody in the readings of {question} says it"
    for item in kept:
        right = sum(tick in read and miss not in read for read in item.read)
        assert right * 10 >= 9 * len(item.read), item.say


@pytest.mark.parametrize(
    ("question", "tick", "said"),
    [
        ("breath", "chest_pain", "shoulder"),
        ("breath", "fainted", "room spins"),
        ("breath", "very_unwell", "three times"),
        ("clot_risk", "pregnancy", "lost the baby"),
    ],
)
def test_what_had_no_option_has_one(question: str, tick: str, said: str) -> None:
    bank = read_readings(FOLDER / f"{question}.yaml").items
    assert [item for item in bank if item.tick == [tick] and said in item.say]


# --- weak, numb, hard ------------------------------------------------------------------------------------------------


def test_weakness_is_no_word_of_the_sign_of_blood_and_nerves() -> None:
    assert "weak" not in words("questions.danger.options.foot_numb").lower()


@pytest.mark.parametrize("push", ["no_power", "cannot_rise", "weak_rises"])
def test_a_push_off_lost_after_a_pop_is_seen_today_and_no_blocked_artery(push: str) -> None:
    chat = Chat().check({**LEFT, "onset": "pop", "spot": "deep_low", "push": push})
    assert urgency(chat) == "urgent_same_day"
    assert "arterial" not in chat.verdict.fits


def test_who_ticked_a_weak_foot_after_a_pop_is_asked_about_push_off() -> None:
    chat = Chat().check({"danger": "foot_numb", "numb_more": "foot_weak", "onset": "pop"}, until="push")
    assert urgency(chat.go_on({"push": "cannot_rise"})) == "urgent_same_day"


def test_tingling_only_in_hard_runs_is_for_a_clinician() -> None:
    chat = Chat().check({**LEFT, "danger": "foot_numb", "numb_more": "runs_only", "course": "weeks_same"})
    assert urgency(chat) == "clinician_soon"


@pytest.mark.parametrize(
    "told",
    [
        {"danger": ("foot_numb",), "look": ("calf_wood",)},
        {"danger": ("foot_drop",), "look": ("calf_wood",)},
        {"danger": ("told",), "look": ("calf_wood",)},
        {"look": ("calf_wood",), "nerve": ("foot_weaker",)},
        {"danger": ("pain_extreme", "foot_drop")},
        {"danger": ("pain_extreme", "told")},
        {"danger": ("pain_extreme",), "nerve": ("foot_weaker",)},
        {"danger": ("pain_extreme",), "bleeding": ("on_thinner",)},
    ],
    ids=str,
)
def test_weak_or_numb_with_a_hard_calf_or_extreme_pain_is_an_emergency(told: dict[str, tuple[str, ...]]) -> None:
    verdict = decide(library().check, told)
    assert verdict.urgency == "emergency_now"
    assert "compartment" in verdict.rules


def test_blood_thinners_told_at_the_end_count_for_extreme_pain_too() -> None:
    chat = Chat().check({"danger": "pain_extreme", "pain_more": "none", "onset": "pop"}, until="bleeding")
    assert level(chat.tap("on_thinner")[-1].verdict.urgency) == EMERGENCY  # type: ignore[union-attr]


def test_a_hard_calf_alone_is_seen_today_and_the_label_says_relaxed() -> None:
    assert "relaxed" in words("questions.look.options.calf_wood")
    assert urgency(Chat().check({**LEFT, "look": "calf_wood"})) == "urgent_same_day"


# --- swelling, lumps, dents ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["breath", "both_more", "health"])
def test_only_puffy_ankles_are_asked_about_what_would_make_them_worse(asked: str) -> None:
    chat = Chat().check(
        {"side": "both_muscle", "look": "both_swollen", "both_more": "ankles_only", "onset": "crept_up"}
    )
    assert asked in chat.episode.trail
    assert urgency(chat) == "clinician_soon"


@pytest.mark.parametrize(("onset", "least"), [("pop", URGENT), ("over_weeks", CLINICIAN)])
def test_a_dent_over_the_heel_cord_is_no_torn_muscle(onset: str, least: int) -> None:
    assert "muscle" not in words("questions.look.options.gap_lump")
    chat = Chat().check({**LEFT, "look": "gap_lump", "spot": "heel_cord", "onset": onset})
    assert level(chat.verdict.urgency) == least
    assert not [fit for fit in chat.verdict.fits if fit.startswith("strain")]


@pytest.mark.parametrize("onset", ["no_reason", "unsure"])
def test_pain_of_one_calf_that_nothing_explains_names_a_clot(onset: str) -> None:
    chat = Chat().check({**LEFT, "onset": onset, "spot": "inner_mid", "walk": "limp"})
    assert "dvt" in chat.verdict.fits
    assert "clot" in plain_text(chat.screen)


@pytest.mark.parametrize("onset", ["pop", "crept_up", "no_reason"])
@pytest.mark.parametrize("look", ["warm_red", "one_swollen"])
def test_warmth_and_swelling_of_one_side_name_a_clot_whatever_began_it(look: str, onset: str) -> None:
    assert "dvt" in Chat().check({**LEFT, "look": look, "onset": onset}).verdict.fits


# --- running, and what nobody is told --------------------------------------------------------------------------------

MUSCLE = {"spot.inner_mid", "spot.deep_low", "spot.all_over", "spot.behind_knee", "spot.shin_outer", "spot.unsure"}
ONE = {"side.left", "side.right", "side.one_worse"}
NO_TENDON_RUN = {"onset.pop", "health.floxacin", "health.steroid"}
TENDON = {"spot.heel_cord", "spot.heel_bone"}


def test_no_card_lets_one_sided_muscle_pain_or_a_tendon_at_risk_run() -> None:
    met = 0
    for answers, verdict, reply in cards():
        has = {f"{question}.{option}" for question, options in answers.items() for option in options}
        if (has & ONE and has & MUSCLE) or (has & TENDON and has & NO_TENDON_RUN):
            met += 1
            assert "run" in verdict.forbids, answers
            assert not re.search(r"\beasy (?:and )?flat|easy run", " ".join(section(reply, "do"))), answers
    assert met > 100


def test_nobody_is_told_to_press_again_and_again_or_to_pull_the_toes_up() -> None:
    keys = [key for key in library().words.keys("en") if not key.startswith("exercises.")]  # there it is a stretch
    told = {key: " ".join(library().words.lines("en", key)) for key in keys}
    wrong = re.compile(
        r"\b(?:pull|draw) (?:the|your) (?:toes|foot) up|press (?:it )?(?:again|hard)|keep pressing", re.I
    )
    assert {key: text for key, text in told.items() if wrong.search(text)} == {}


NEVER_SPARED = ("breath", "danger", "numb_more", "look", "push", "knee", "clot_risk", "health")


@pytest.mark.parametrize("name", NEVER_SPARED)
def test_what_a_text_names_of_a_list_of_signs_is_ticked_and_the_list_is_asked_all_the_same(name: str) -> None:
    plan = library().check.plan
    question = plan.by_id[name]
    assert question.kind == "many"
    story = {"onset": ("sharp_ran_on",), "spot": ("behind_knee",), "course": ("new",), name: question.options[-1:]}
    chat = Chat()
    chat.type("my calf hurts since a sudden twinge yesterday, what is it")
    chat.change(frames=(Frame("story", "open", {"answers": story}),))
    chat.forge_tap("yes")
    assert name not in chat.answers
    assert chat.open == "breath"


def test_answers_stand_in_the_usual_order_and_none_is_emphasised() -> None:
    chat = Chat().check({}, until="breath")
    met = set()
    while chat.open != "verdict":
        question = library().check.plan.by_id[chat.open]
        shown = [one for one in chat.screen.choices if one.group == "option"]
        assert [one.id for one in shown if one.id in question.options] == [
            one for one in question.options if one != "told"
        ]
        assert not any(one.ticked for one in shown)
        met.add(question.id)
        chat.choose(calmest(question.id))
    assert met >= {"breath", "danger", "look", "health"}


def test_no_count_is_promised_that_the_check_does_not_keep() -> None:
    assert not re.search(r"\d|up to", words("talk.urgent_so_far"))
