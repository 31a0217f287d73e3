"""What a verdict forbids is never offered, and every routine says what it leaves out and why."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from flows.check.verdict import decide
from flows.exercises.exercises import BASE, LEVELS, Allowed
from tests.flows.exercises.offering import ACTS, ROUTINES, bits, exercises, offered
from tests.flows.support import RUNS, SORE, TEAR, library


def test_the_acts_are_all_there_are() -> None:
    assert len(ACTS) == 12
    assert {act for level in exercises().by_id.values() for at in level.levels.values() for act in at.acts} <= {*ACTS}


def test_nothing_that_a_verdict_forbids_is_ever_offered() -> None:
    """Every subset of the acts, every exercise and routine, every level."""
    held = exercises()
    for size in range(len(ACTS) + 1):
        for forbidden in combinations(ACTS, size):
            allowed = Allowed(forbids=frozenset(forbidden))
            for name, found in offered(allowed):
                assert not found.acts & allowed.forbids, (name, forbidden)
            for routine in ROUTINES:
                offer = held.offer(routine, allowed)
                assert not any(step.levels[BASE].acts & allowed.forbids for step in offer.steps)
                assert len(offer.steps) + len(offer.refused) == len(held.routines[routine].steps)
                for step, level in product(offer.steps, LEVELS):
                    for change in (held.level_up, held.level_down):
                        after = change(step, level, allowed)
                        assert after is None or not step.levels[after].acts & allowed.forbids
            for item, reason in held.aid(allowed, "self_care", 1):
                assert reason is not None or not held.first_aid[item].acts & allowed.forbids


@pytest.mark.parametrize("routine", ROUTINES)
def test_of_a_routine_whose_every_step_is_forbidden_nothing_is_left(routine: str) -> None:
    allowed = Allowed(forbids=frozenset(ACTS), true=bits("walk.limp", "push.cannot_rise", "danger.foot_numb"))
    offer = exercises().offer(routine, allowed)
    assert offer.steps == ()
    assert {reason for _, reason in offer.refused} <= {"verdict", "torn_cord", "limp", "numb"}


@pytest.mark.parametrize("urgency", ["urgent_same_day", "emergency_now"])
def test_nothing_is_offered_to_somebody_who_must_be_seen_today(urgency: str) -> None:
    assert [*offered(Allowed(urgency=urgency))] == []  # type: ignore[arg-type]
    aid = exercises().aid(Allowed(), urgency, 1)  # type: ignore[arg-type]
    assert {reason for _, reason in aid} == {"verdict"}
    assert len(aid) == len(exercises().first_aid)


def test_real_verdicts_and_their_routines() -> None:
    for story, routine, wanted in (
        (SORE, "soreness_day", {"easy_walk", "ankle_pumps", "double_raise", "foam_roll"}),
        (RUNS, "warm_up", {"brisk_walk", "skips", "build_ups"}),
        (TEAR, "stage_1", {"ankle_pumps"}),
        (TEAR, "calf_stretch", {"ankle_pumps"}),
    ):
        answers = {question: (option,) for question, option in story.items()}
        verdict = decide(library().check, answers)
        allowed = Allowed(
            forbids=verdict.forbids,
            true=library().check.plan.bits(answers),
            hours=20 if story is TEAR else None,
            strain=story is TEAR,
            urgency=verdict.urgency,
        )
        found = {step.exercise for step in exercises().offer(routine, allowed).steps}
        assert wanted <= found, (routine, found)
        assert story is not TEAR or found == wanted


@pytest.mark.parametrize(
    ("fit", "urgency", "first"),
    [
        ("doms", "self_care", "soreness_day"),
        ("strain_grade_1", "self_care", "stage_1"),
        ("strain_grade_2", "clinician_soon", "stage_1"),
        ("achilles_tendinopathy", "self_care", "achilles_loading"),
        ("achilles_tendinopathy", "clinician_soon", None),
        ("dvt", "self_care", None),
        ("strain_grade_3", "urgent_same_day", None),
    ],
)
def test_the_routine_that_fits_a_card(fit: str, urgency: str, first: str | None) -> None:
    found = exercises().fitting(fit, urgency)  # type: ignore[arg-type]
    assert (found[0].id if found else None) == first
