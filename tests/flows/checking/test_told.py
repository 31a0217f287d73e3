"""*Why* and *Say this* hold every sign and risk that was told, whole, in a sentence that can be read out."""

from __future__ import annotations

import random
from functools import cache

import pytest

from flows.base.replies import Reply
from flows.base.urgency import CLINICIAN, EMERGENCY, URGENT, level
from flows.check.plan import Answers
from flows.check.telling import speaking, tellable
from flows.check.verdict import Verdict
from flows.checking.question import option_phrase, option_sentence
from flows.checking.say import MOST_COPIED, Saying
from tests.flows.checking.test_card import card, section, walk
from tests.flows.support import Chat, library, texts, words
from tests.flows.support.draft import Draft

PATHS = 4000

# Written out once more, apart from the content that the cards are built from.
SUDDEN = {"onset.pop", "onset.sharp_stopped", "onset.gush", "onset.blow"}
THINNERS = {"bleeding.on_thinner", "pain_more.pain_thinner", "health.thinner"}
LISTS = ("clot_risk", "health")
SAFETY = ("breath_which", "danger_which", "pain_more", "numb_more", "push", "knee", "clot_risk", "health")
SAID_BY_ANOTHER = {
    "breath.told": {"breath.breathless", "breath.chest_pain", "breath.fainted"},
    "danger.told": {"danger.foot_cold", "danger.foot_drop"},
    "danger.pain_extreme": {"pain_more.pain_still", "pain_more.pain_rising", "pain_more.pain_foot", "pain_more.told"},
    "danger_which.pain_extreme": {
        "pain_more.pain_still", "pain_more.pain_rising", "pain_more.pain_foot", "pain_more.told",
    },
    "danger.foot_numb": {
        "numb_more.tight_hard", "numb_more.numb_sudden", "numb_more.both_legs", "numb_more.runs_only", "numb_more.weeks_same",
    },
    "pain_more.told": {"pain_more.pain_rising"},
    "both_more.ankles_only": {"both_more.calves_too"},
    "look.both_swollen": {"both_more.swell_head", "both_more.calves_too", "both_more.ankles_only"},
    "look.knee_bulge": {"knee.knee_lump"},
    "push.weak_rises": {"push.no_power", "push.cannot_rise"},
    "clot_risk.pregnancy": {"health.pregnant"},
    "health.thinner": {"pain_more.pain_thinner", "bleeding.on_thinner"},
    "look.told": {"look.one_swollen", "look.warm_red"},
}  # fmt: skip


@cache
def met() -> tuple[tuple[Answers, Verdict, Reply], ...]:
    rng = random.Random(77)
    found = []
    for number in range(PATHS):
        answers = walk(rng, (0.97, 0.9, 0.8, 0.6, 0.3)[number % 5])
        verdict, reply = card(answers, ("", "GB")[number % 2])
        if level(verdict.urgency) >= CLINICIAN:
            found.append((answers, verdict, reply))
    return tuple(found)


def told(answers: Answers, verdict: Verdict) -> set[str]:
    """Every sign and risk that was told, by the rules of the brief and not by the code of the card."""
    check = library().check
    chosen = {f"{question}.{option}" for question, options in answers.items() for option in options}
    spoken = {atom for rule in check.plan.rules if rule.id in verdict.rules for atom in speaking(rule.when)}
    wanted = {
        atom
        for atom in chosen
        if check.floors.of_option.get(atom, 0) >= CLINICIAN
        or atom in spoken | SUDDEN | THINNERS
        or atom.partition(".")[0] in LISTS
        or (atom.endswith(".unsure") and atom.partition(".")[0] in SAFETY)
    }
    which_leg = {atom for atom in wanted if atom.startswith("side.")} if level(verdict.urgency) >= URGENT else set()
    closer = {atom for atom in wanted if chosen & SAID_BY_ANOTHER.get(atom, set())}
    return {atom for atom in wanted - which_leg - closer if not atom.endswith(".none")}


def phrase(atom: str) -> str:
    return option_phrase(library(), "en", atom)


def test_no_sign_and_no_risk_that_was_told_is_missing_from_why() -> None:
    for answers, verdict, reply in met():
        missing = told(answers, verdict) - set(verdict.reasons)
        assert not missing, f"{missing} of {answers}"
        if verdict.urgency != "emergency_now":
            shown = section(reply, "why")
            assert {phrase(atom) for atom in told(answers, verdict)} <= set(shown), answers
            assert len(shown) == len(set(shown)), shown


def test_no_sign_and_no_risk_that_was_told_is_missing_from_what_to_say() -> None:
    for answers, verdict, reply in met():
        if level(verdict.urgency) < URGENT:
            assert not section(reply, "say")
            continue
        (said,) = section(reply, "say")
        for atom in told(answers, verdict):
            spoken = option_sentence(library(), "en", atom)
            assert spoken.lower() in said.lower(), f"{atom} of {answers} is not in: {said}"
        assert said[-1] in "?.", said
        assert "  " not in said, said
        assert ".." not in said, said


def test_what_is_copied_has_whole_clauses_and_ends_with_the_question() -> None:
    long = 0
    for answers, verdict, reply in met():
        for copy in reply.copies[-1:]:
            (said,) = section(reply, "say")
            saying = Saying(library(), "en", answers, verdict)
            assert len(copy.text) <= MOST_COPIED
            assert copy.text.endswith(saying.question())
            long += len(said) > MOST_COPIED
            if len(said) <= MOST_COPIED:
                assert copy.text == said
            clauses = {part.strip(" .").lower() for part in said.replace(".", ";").replace(":", ";").split(";")}
            copied = {part.strip(" .").lower() for part in copy.text.replace(".", ";").replace(":", ";").split(";")}
            assert copied <= clauses, copy.text
            red = [atom for atom in verdict.reasons if library().check.floors.of_option.get(atom, 0) >= URGENT]
            assert all(option_sentence(library(), "en", atom).lower() in copy.text.lower() for atom in red[:1])
    assert long > 50, "no sentence is too long to be copied: nothing was shown"


def test_every_single_clause_can_be_copied_whole() -> None:
    text = library().words.text
    asks = [
        text("en", key) for key in library().words.keys("en") if key.startswith(("rules.", "fits.")) and ".ask" in key
    ]
    wheres = [words(f"cards.say.where.{side}") for side in library().words.under("en", "cards.say.where")]
    can = tellable(library().check.plan, library().check.telling)
    clauses = [option_sentence(library(), "en", atom) for atom in can] + [phrase(atom) for atom in can]
    assert max(map(len, asks)) + max(map(len, wheres)) + max(map(len, clauses)) + 20 <= MOST_COPIED
    assert all(ask.endswith(("?", ".")) for ask in asks)


def test_an_emergency_begins_with_what_matters_and_then_says_which_leg() -> None:
    for _, verdict, reply in met():
        if level(verdict.urgency) == EMERGENCY:
            (said,) = section(reply, "say")
            assert said.lower().startswith(phrase(verdict.reasons[0]).lower()), said


def say(answers: dict[str, str | tuple[str, ...]]) -> str:
    whole: dict[str, tuple[str, ...]] = {q: (o,) if isinstance(o, str) else o for q, o in answers.items()}
    return section(card(whole)[1], "say")[0]


def test_a_sentence_reads_as_one_would_say_it() -> None:
    answers: dict[str, str | tuple[str, ...]] = {
        "breath": "none", "danger": "none", "side": "left", "look": ("one_swollen", "warm_red"), "onset": "no_reason",
        "clot_risk": ("long_trip", "pill_hrt"),
    }  # fmt: skip
    assert say(answers) == (
        "My left calf hurts. Signs: one calf or ankle more swollen; warm, red or darker skin. No run or injury explains it. "
        "Also: a trip of 4 hours or more; the pill, patch, ring or HRT. Could it be a blood clot?"
    )
    assert say({"breath": ("breathless", "cough_blood")}) == (
        "New breathlessness; coughing up blood. I have calf pain. Could it be a clot in the lung?"
    )


LEFT: dict[str, str | tuple[str, ...]] = {"breath": "none", "danger": "none", "side": "left"}


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ({"look": "one_swollen", "onset": "pop", "spot": "inner_mid"}, "It began with a pop"),
        ({"look": "warm_red", "onset": "cramp", "clot_risk": "pill_hrt"}, "the pill, patch"),
        ({"look": "warm_red", "onset": "cramp", "clot_risk": "surgery_bed"}, "a boot or days in bed"),
        (
            {"danger": ("foot_numb", "pain_extreme"), "pain_more": "pain_still", "numb_more": "none"},
            "a numb or tingling",
        ),
    ],
)
def test_what_was_dropped_once_is_told(answers: dict[str, str | tuple[str, ...]], wanted: str) -> None:
    assert wanted in say({**LEFT, **answers})


def test_a_doubt_is_told_as_one() -> None:
    assert "maybe chest pain" in say(
        {"breath": "unsure", "breath_which": "chest_pain", "danger": "none", "side": "left"}
    )
    unsure = say({"breath": "unsure", "breath_which": "unsure", "danger": "none", "side": "left"})
    assert "not sure about breath, chest or fainting" in unsure


FELL: dict[str, str | tuple[str, ...]] = {**LEFT, "look": "none", "onset": "blow", "spot": "heel_cord"}
NUMB: dict[str, str | tuple[str, ...]] = {"breath": "none", "danger": "foot_numb"}
DOUBT: dict[str, str | tuple[str, ...]] = {"breath": "unsure", "danger": "none", "side": "left", "look": "none"}


@pytest.mark.parametrize(
    ("answers", "said", "not_said"),
    [
        (
            {"danger": "pain_extreme", "pain_more": ("pain_still", "pain_rising")},
            "grows hour after hour",
            "fast-rising",
        ),
        ({**NUMB, "numb_more": "numb_sudden"}, "numb or weak within minutes", "tingling"),
        ({**FELL, "look": "both_swollen", "both_more": ("calves_too", "ankles_only")}, "sore or weak", "ankles"),
        ({**FELL, "push": ("cannot_rise", "weak_rises")}, "could not rise", "weaker"),
    ],
)
def test_of_two_clauses_that_say_the_same_the_closer_one_is_told(
    answers: dict[str, str | tuple[str, ...]], said: str, not_said: str
) -> None:
    assert said in say(answers)
    assert not_said not in say(answers)


def test_what_is_told_instead_of_an_urgent_sign_stands_in_its_place() -> None:
    answers: dict[str, str | tuple[str, ...]] = {"danger": "pain_extreme", "pain_more": "pain_still", "side": "left"}
    assert "Signs: pain that is unbearable even lying still; one calf" in say({**answers, "look": "one_swollen"})


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({**FELL, "push": ("no_power", "deformed")}, "Could the bone be broken?"),
        ({**FELL, "look": "warm_red", "push": "deformed"}, "Could the bone be broken, or is it a blood clot?"),
        (
            {**FELL, "spot": "bone_spot", "onset": "pop", "walk": "cannot_4"},
            "Could the bone be broken, or the muscle torn?",
        ),
        (
            {**DOUBT, "breath_which": "breathless", "onset": "cramp"},
            "Could it be a clot in the lung?",
        ),
        ({**DOUBT, "breath_which": "breathless", "onset": "pop", "spot": "heel_cord"}, "Can someone look today?"),
        ({**DOUBT, "breath_which": "very_unwell", "onset": "pop", "bleeding": "on_thinner"}, "Can someone look today?"),
        ({"breath": "breathless", "danger": "foot_cold"}, "Could it be a clot in the lung?"),
        ({"breath": "unsure", "breath_which": "chest_pain", "danger": "foot_cold"}, "Could the blood flow be blocked?"),
        (
            {"breath": "unsure", "breath_which": ("fainted", "heart_racing"), "danger": "fever_leg"},
            "Could the leg be infected?",
        ),
    ],
)
def test_the_question_is_about_the_worst_that_was_told(answers: dict[str, str | tuple[str, ...]], asked: str) -> None:
    assert say(answers).endswith(asked)


def test_a_way_that_one_is_not_sure_of_is_told_as_maybe_so() -> None:
    assert phrase("pattern_which.same_walk") == "maybe it comes at the same distance on every walk"


def test_a_part_is_read_out_in_a_clause_of_its_own() -> None:
    assert "Signs: it is worst behind the knee. It began" in say({**LEFT, "onset": "gush", "spot": "behind_knee"})


def test_the_why_of_an_emergency_tells_all_of_it_too() -> None:
    chat = Chat().check({"danger": "toe_agony"}, until="verdict")
    chat.tap("called")
    assert "agony when the toes are moved" in texts(chat.tap("why"))


# --- each has a clause of its own ------------------------------------------------------------------------------------

QUESTIONS, SAID = "check/questions.yaml", "words/en/questions.yaml"


@pytest.mark.parametrize(
    ("old", "option", "missing"),
    [
        ("    statin: a statin\n", "health", "questions.health.said.statin"),
        ("    gush: it began with a gush down from behind the knee\n", "onset", "questions.onset.say.gush"),
        ('    told: "a numb, cold or weak foot"\n', "danger", "questions.danger.said.told"),
    ],
)
def test_a_sign_or_risk_without_a_clause_is_refused(draft: Draft, old: str, option: str, missing: str) -> None:
    draft.change(SAID, old, "")
    (problem,) = draft.problems()
    assert problem.startswith("content/check/questions.yaml:")
    assert problem.endswith(f": the words {missing} are missing.")
    start = int(draft.at(QUESTIONS, f"- id: {option}").split(":")[1])
    assert start <= int(problem.split(":")[1]) <= start + 12


def test_what_is_to_be_told_and_does_not_exist_is_refused(draft: Draft) -> None:
    draft.change("check/rules.yaml", "    - look.bruise\n", "    - look.bruse\n")
    (problem,) = draft.problems()
    assert problem.startswith("content/check/rules.yaml:")
    assert problem.endswith(" look.bruse is no option and no question.")
