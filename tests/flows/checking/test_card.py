"""Every card there can be: its length, its order, its tone, and that it offers nothing that its own verdict forbids.

Some thousand verdicts are reached by seeded walks over the plan; half of them nearly calm, so that the mild ones are met.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from functools import cache

import pytest

from flows.base.replies import Reply, plain_text
from flows.base.retention import COUNTRY_ASKED_AGAIN
from flows.base.urgency import URGENT, level
from flows.check.plan import Answers
from flows.check.verdict import Verdict, decide
from flows.checking.card import Card
from flows.talk.session import Episode, Person
from tests.flows.support import CLOT, NOON, RUNS, SORE, TEAR, Chat, bots_own, card_faults, library
from tests.flows.support.well_formed import USUAL

WALKS = 3000


def walk(rng: random.Random, calm: float) -> Answers:
    """Answers of one way through the check; `calm` is how often *None of these* is chosen where there is one."""
    plan = library().check.plan
    answers: dict[str, tuple[str, ...]] = {}
    while True:
        known = plan.known(frozenset(answers), plan.bits(answers))
        if known.next is None or (known.urgency >= URGENT and rng.random() < 0.3):
            return answers
        question = plan.by_id[known.next]
        if question.none and rng.random() < calm:
            options: tuple[str, ...] = ("none",)
        elif question.id in RUNS and rng.random() < calm / 2:
            options = (RUNS[question.id],)
        elif question.kind == "one" or rng.random() < 0.6:
            options = (rng.choice(question.every),)
        else:
            chosen = rng.sample(question.options, rng.randint(1, len(question.options)))
            options = tuple(option for option in question.options if option in chosen)
        answers[question.id] = options


def card(answers: Answers, country: str = "") -> tuple[Verdict, Reply]:
    verdict = decide(library().check, answers)
    person = Person(country=country, country_at=NOON if country else None)
    return verdict, Card(library(), person, Episode(NOON, dict(answers)), verdict, NOON).reply("1")


@cache
def cards() -> tuple[tuple[Answers, Verdict, Reply], ...]:
    rng = random.Random(20)
    found = []
    for number in range(WALKS):
        answers = walk(rng, (0.98, 0.9, 0.7, 0.3)[number % 4])
        found += [(answers, *card(answers, country)) for country in ("", ("GB", "PT", "US")[number % 3])]
    return tuple(found)


def section(reply: Reply, key: str) -> tuple[str, ...]:
    """The items of the card's section of this name; empty if it has none."""
    label = library().text("en", f"cards.labels.{key}", number="").split(" NOW")[0].strip()
    return next((one.items for one in reply.sections if one.label.startswith(label)), ())


def faults(fault: str, found: list[str]) -> None:
    assert not found, f"{len(found)} of {len(cards())} cards {fault}, the longest:\n\n{max(found, key=len)}"


def test_every_verdict_is_met() -> None:
    met = Counter(verdict.urgency for _, verdict, _ in cards())
    assert set(met) == {"emergency_now", "urgent_same_day", "clinician_soon", "self_care", "ok_to_run"}
    named = {fit for _, verdict, _ in cards() for fit in verdict.fits}
    assert named >= {fit.id for fit in library().check.fits}


def test_no_card_is_too_long() -> None:
    faults(
        "break the layout",
        [f"{wrong}\n{answers}\n{plain_text(reply)}" for answers, _, reply in cards() if (wrong := card_faults(reply))],
    )


def test_a_card_in_the_usual_case_is_of_900_characters_at_most() -> None:
    usual = [
        len(plain_text(reply)) <= 900
        for _, verdict, reply in cards()
        if verdict.urgency != "emergency_now" and len(verdict.reasons) <= USUAL
    ]
    assert sum(usual) >= 0.97 * len(usual), f"{len(usual) - sum(usual)} of {len(usual)} are longer"


def test_no_part_of_a_card_is_too_long() -> None:
    most = {"say": 1, "wait": 4, "do": 3, "until": 3, "dont": 3, "run": 1, "sooner": 4, "today": 4, "note": 3}
    for answers, _, reply in cards():
        for key, limit in most.items():
            assert len(section(reply, key)) <= limit, f"{key} of {answers}"
        assert all(len(copy.text) <= 256 for copy in reply.copies)
        for said in section(reply, "say"):
            assert len(said) > 256 or said in [copy.text for copy in reply.copies], (
                "what is copied is not what is shown"
            )


ORDER = {
    "emergency_now": ["say", "wait"],
    "urgent_same_day": ["why", "say", "", "until", "note", "call_if"],
    "calm": ["why", "do", "note", "dont", "run", "sooner", ""],
}


def test_the_order_is_always_the_same() -> None:
    for _, verdict, reply in cards():
        calm = level(verdict.urgency) < URGENT
        order = ORDER["calm" if calm else verdict.urgency]
        if verdict.urgency == "clinician_soon":
            order = ["today" if key == "sooner" else key for key in order]
        starts = [
            library().text("en", f"cards.labels.{key}", number="").split(" NOW")[0].strip() if key else ""
            for key in order
        ]
        places = []
        for one in reply.sections:
            fitting = [
                place for place, start in enumerate(starts) if (one.label.startswith(start) if start else not one.label)
            ]
            if "call_if" in order and one.label.startswith("CALL"):
                fitting = [order.index("call_if")]
            assert fitting, one.label
            places.append(fitting[0])
        assert places == sorted(set(places)), [one.label for one in reply.sections]


def test_emergency_cards_hold_what_to_do_what_to_say_and_nothing_else() -> None:
    for _, verdict, reply in cards():
        if verdict.urgency == "emergency_now":
            assert len(reply.paragraphs) == 1
            assert reply.closing_line == ""
            assert 1 <= len(section(reply, "wait")) <= 4
            assert "CALL" in reply.title


def test_the_ambulance_is_named_on_every_card() -> None:
    for _, _, reply in cards():
        assert re.search(r"\bCALL\b|\bCall\b", plain_text(reply)), plain_text(reply)


# --- what is forbidden -----------------------------------------------------------------------------------------------

ACTS = {
    "run": r"(?<!deep-water )\brun(?:s|ning)?\b",
    "stretch": r"\bstretch",
    "massage": r"\bmassage",
    "roll": r"\broll(?:ing)?\b",
    "compression": r"\bcompress|\bbandage\b",
    "elevate": r"\bleg up\b|\brais(?:e|ing) the leg\b",
    "heat": r"\bheat\b|\bkeep warm\b",
    "ice": r"\bice\b",
    "heel_raise": r"\bheel raises?\b",
    "hop": r"\bhop",
    "heel_drop": r"\bheel drop",
    "menthol": r"\bmenthol",
}
# "No ice", "not before you have been seen", "take off the bandage": the act is named so that it is not done.
AGAINST = re.compile(r"^(?:no|not|take off|stop)\b|\bno (?:ice|heat)\b|, not ", re.IGNORECASE)


def test_nothing_is_offered_that_the_verdict_forbids() -> None:
    assert set(ACTS) == {act for fit in library().check.fits for act in fit.forbids} | {
        act for acts in library().check.forbids.values() for act in acts
    }
    found = [
        f"{act} is forbidden, and offered: {line} ({verdict.urgency}, {verdict.fits}, {answers})"
        for answers, verdict, reply in cards()
        for line in (*section(reply, "do"), *section(reply, "wait"), *section(reply, "run"))
        for act in verdict.forbids
        if re.search(ACTS[act], line) and not AGAINST.search(line)
    ]
    faults("offer what they forbid", found)


def test_running_is_never_offered_on_an_urgent_card() -> None:
    for answers, verdict, reply in cards():
        if level(verdict.urgency) >= URGENT:
            assert not section(reply, "run"), answers
            assert not section(reply, "do"), answers


# --- tone ------------------------------------------------------------------------------------------------------------

PRAISE = re.compile(r"\b(?:good|great|well done|fine|nice|congratulations|happy|routine|share)\b", re.IGNORECASE)


def test_urgent_cards_have_no_praise_and_no_routine() -> None:
    for _, verdict, reply in cards():
        if level(verdict.urgency) >= URGENT:
            wrong = PRAISE.search(bots_own(plain_text(reply)))
            assert wrong is None, f"{wrong}: {plain_text(reply)}"


def test_what_it_can_fit_is_never_certain_and_never_in_the_headline() -> None:
    names = [library().text("en", f"fits.{fit.id}.name") for fit in library().check.fits]
    for _, verdict, reply in cards():
        text = plain_text(reply)
        assert not any(name.lower() in reply.title.lower() for name in names)
        if verdict.urgency != "emergency_now":
            assert "can fit" in text


def test_reasons_are_told_and_red_ones_come_first() -> None:
    floors = dict(library().check.floors.of_option)
    for atom, ones in library().check.telling.closer.items():
        # What is said instead of a sign is as red as the sign.
        floors |= {one: max(floors.get(one, 0), floors.get(atom, 0)) for one in ones}
    for answers, verdict, reply in cards():
        assert verdict.reasons, answers
        assert reply.verdict is not None
        assert len(set(reply.verdict.reasons)) == len(reply.verdict.reasons)
        red = [floors.get(atom, 0) >= URGENT for atom in verdict.reasons]
        assert red == sorted(red, reverse=True), verdict.reasons


# --- single cards ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        (SORE, "LOOK AFTER IT AT HOME"),
        (RUNS, "AN EASY RUN IS FINE"),
        (CLOT, "GET SEEN TODAY"),
        (TEAR, "SEE A DOCTOR OR PHYSIO WITHIN 5 DAYS"),
        ({**SORE, "health": "under_16"}, "SEE A DOCTOR OR PHYSIO WITHIN 2 DAYS"),
        ({"breath": "fainted"}, "CALL YOUR EMERGENCY NUMBER NOW"),
    ],
)
def test_the_headline_is_the_action(answers: dict[str, str], title: str) -> None:
    assert Chat().check(answers).seen[-1].title == title


def test_a_window_of_weeks_is_told_in_weeks() -> None:
    answers = {"onset": "over_weeks", "spot": "from_back", "nerve": "foot_strong"}
    assert Chat().check(answers).seen[-1].title == "SEE A DOCTOR OR PHYSIO WITHIN 2 WEEKS"


def test_a_country_that_was_told_long_ago_counts_no_more() -> None:
    _, verdict_card = card({"breath": ("fainted",)}, "GB")
    assert verdict_card.title == "CALL 999 NOW"
    verdict = decide(library().check, {"breath": ("fainted",)})
    person = Person(country="GB", country_at=NOON - COUNTRY_ASKED_AGAIN * 1.01)
    later = Card(library(), person, Episode(NOON, {"breath": ("fainted",)}), verdict, NOON).reply("1")
    assert later.title == "CALL YOUR EMERGENCY NUMBER NOW"


def test_a_number_that_was_never_checked_is_shown_with_the_general_wording() -> None:
    unchecked = [code for code, entry in library().places.countries.countries.items() if not entry.checked]
    for code in unchecked:
        _, reply = card({"breath": ("fainted",)}, code)
        assert reply.paragraphs[0] != library().text("en", "cards.emergency_now.where")
