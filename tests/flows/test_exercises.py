"""What of the exercises, routines and first aid is offered to whom: nothing that is forbidden, and always with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.base.urgency import URGENCIES
from flows.check.verdict import decide
from flows.exercises.exercises import BASE, CHANGE, EASIER, HARDER, LEVELS, Allowed, Dose, Exercises, Level, Step
from flows.exercises.words import dose_text, how_text, often_text, routine_named, why_not_text
from tests.flows.support import RUNS, SORE, TEAR, library

ACTS = sorted(library().forbids["emergency_now"])
ROUTINES = sorted(library().exercises.routines)
STAGES = [None, 0, 1, 2, 3, 4, 5, 6, 7]


def exercises() -> Exercises:
    return library().exercises


def bits(*atoms: str) -> int:
    return sum(library().plan.bit[atom] for atom in set(atoms))


def steps() -> Iterator[tuple[str, Step]]:
    return ((name, step) for name, routine in exercises().routines.items() for step in routine.steps)


def offered(allowed: Allowed) -> Iterator[tuple[str, Level]]:
    """Every exercise at every level that is offered, by itself or in a routine."""
    held = exercises()
    for name, exercise in held.by_id.items():
        for level in LEVELS:
            if held.refusal(name, level, allowed) is None:
                yield name, exercise.levels[level]
    for _, step in steps():
        for level in LEVELS:
            if held.refusal(step, level, allowed) is None:
                yield step.exercise, step.levels[level]


# --- the verdict -----------------------------------------------------------------------------------------------------


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
            true=library().plan.bits(answers),
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


# --- answers of the check --------------------------------------------------------------------------------------------


def test_a_heel_sore_at_the_bone_never_drops_below_the_level() -> None:
    names = set()
    for stage in STAGES:
        for name, level in offered(Allowed(true=bits("spot.heel_bone"), stage=stage)):
            assert "heel_drop" not in level.acts
            names.add(name)
    assert "heel_drop" not in names
    assert {"slow_raise", "slow_bent_raise", "achilles_hold"} <= names  # these stay on the floor
    assert exercises().refusal("heel_drop", BASE, Allowed(true=bits("spot.heel_bone"))) == "insertional"
    assert exercises().refusal("wall_stretch", HARDER, Allowed(true=bits("spot.heel_bone"))) == "insertional"
    assert exercises().refusal("wall_stretch", BASE, Allowed(true=bits("spot.heel_bone"))) is None


@pytest.mark.parametrize(
    "atom",
    [
        "health.thinner", "health.unsure", "look.bruise", "look.patch_swollen", "look.one_swollen", "look.both_swollen",
        "look.warm_red", "look.sore_vein", "look.thumb_dent", "look.told", "look.unsure", "measure.yes_3cm",
        "measure.no_tape", "clot_risk.clot_before", "clot_risk.cancer", "clot_risk.surgery_bed", "clot_risk.unsure",
        "look.gap_lump",
    ],
)  # fmt: skip
def test_nobody_who_may_bleed_swell_or_clot_is_offered_rolling(atom: str) -> None:
    for stage in STAGES:
        found = [*offered(Allowed(true=bits(atom), stage=stage))]
        assert found
        assert not any(level.acts & {"roll", "massage"} for _, level in found)


@pytest.mark.parametrize(
    "atoms",
    [
        ("onset.pop", "spot.heel_cord"), ("onset.sharp_stopped", "spot.heel_cord"), ("onset.blow", "spot.heel_bone"),
        ("push.no_power",), ("push.cannot_rise",), ("push.foot_hangs",), ("push.unsure",),
    ],
)  # fmt: skip
def test_a_heel_cord_that_may_be_torn_is_not_moved_or_loaded(atoms: tuple[str, ...]) -> None:
    for stage in STAGES:
        assert {name for name, _ in offered(Allowed(true=bits(*atoms), stage=stage))} <= {"brisk_walk", "easy_walk"}


@pytest.mark.parametrize("told", ["onset.no_reason", "onset.unsure", "pattern.rest_night", "cramp_more.cramp_aches"])
def test_one_calf_that_nothing_explains_is_not_rolled(told: str) -> None:
    assert exercises().refusal("foam_roll", BASE, Allowed(true=bits("side.left", told))) == "clot_risk"


@pytest.mark.parametrize("told", ["pattern.weak_legs", "pattern_which.weak_legs"])
def test_weak_legs_are_not_trained(told: str) -> None:
    assert not any(level.acts & {"heel_raise", "hop", "heel_drop"} for _, level in offered(Allowed(true=bits(told))))


@pytest.mark.parametrize("drug", ["floxacin", "steroid"])
def test_drugs_that_weaken_tendons_rule_out_hops_drops_and_heavy_raises(drug: str) -> None:
    found = [*offered(Allowed(true=bits(f"health.{drug}")))]
    assert not any(level.acts & {"hop", "heel_drop"} for _, level in found)
    names = {name for name, _ in found}
    assert names.isdisjoint({"single_raise", "slow_raise", "slow_bent_raise", "achilles_hold"})
    assert "double_raise" in names


def test_whoever_limps_does_not_drill_and_gets_walks_back_with_the_ladder() -> None:
    limping = bits("walk.limp")
    assert exercises().refusal("easy_walk", BASE, Allowed(true=limping)) == "limp"
    assert exercises().refusal("easy_walk", BASE, Allowed(true=limping, stage=1)) == "limp"
    assert exercises().refusal("easy_walk", BASE, Allowed(true=limping, stage=2)) is None
    assert not {"skips", "high_knees", "leg_swings"} & {name for name, _ in offered(Allowed(true=limping, stage=2))}


@given(
    told=st.sets(st.sampled_from(library().plan.atoms), max_size=8),
    more=st.sampled_from(library().plan.atoms),
    forbids=st.frozensets(st.sampled_from(ACTS)),
    hours=st.none() | st.floats(0, 400),
    stage=st.sampled_from(STAGES),
    strain=st.booleans(),
)
def test_one_more_answer_takes_away_and_never_gives(
    told: set[str], more: str, forbids: frozenset[str], hours: float | None, stage: int | None, strain: bool
) -> None:
    before = Allowed(forbids, bits(*told), hours, stage, strain)
    after = Allowed(forbids, bits(*told, more), hours, stage, strain)
    held = exercises()
    for routine in ROUTINES:
        left = {step.exercise for step in held.offer(routine, before).steps}
        assert {step.exercise for step in held.offer(routine, after).steps} <= left
    open_before = {item for item, reason in held.aid(before, "self_care", hours) if reason is None}
    assert {item for item, reason in held.aid(after, "self_care", hours) if reason is None} <= open_before


# --- time and the ladder ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hours", [0, 1, 47.9, 71.9])
def test_a_fresh_injury_is_not_stretched_rolled_or_made_to_hop(hours: float) -> None:
    for strain, stage in product((True, False), STAGES):
        for name, level in offered(Allowed(hours=hours, strain=strain, stage=stage)):
            assert not level.acts & {"stretch", "roll", "massage", "hop", "heel_drop", "run"}, name


def test_the_first_days_leave_ankle_pumps_and_easy_walks() -> None:
    found = {name for name, _ in offered(Allowed(hours=2, strain=True, stage=1))}
    assert found == {"ankle_pumps", "ankle_circles", "toe_taps", "easy_walk"}


def test_soreness_without_a_moment_is_not_held_to_be_fresh() -> None:
    assert exercises().refusal("wall_stretch", BASE, Allowed()) is None
    assert exercises().refusal("wall_stretch", BASE, Allowed(hours=71)) == "fresh"
    assert exercises().refusal("wall_stretch", BASE, Allowed(hours=72)) is None


@pytest.mark.parametrize("stage", STAGES)
def test_after_a_strain_nothing_comes_before_its_stage(stage: int | None) -> None:
    reached = 1 if stage is None else stage
    for name, level in offered(Allowed(hours=2000, strain=True, stage=stage)):
        assert level.from_stage is None or level.from_stage <= reached, name


@pytest.mark.parametrize("stage", [1, 2, 3, 4, 5])
def test_each_stage_of_the_ladder_offers_all_of_its_own_routine(stage: int) -> None:
    (routine,) = (routine for routine in exercises().routines.values() if routine.stage == stage)
    assert exercises().offer(routine.id, Allowed(hours=2000, strain=True, stage=stage)).refused == ()
    if stage > 1:
        early = exercises().offer(routine.id, Allowed(hours=2000, strain=True, stage=stage - 1)).refused
        assert "stage" in {reason for _, reason in early}


def test_harder_waits_for_the_stage_of_what_it_turns_into() -> None:
    held = exercises()
    (step,) = (s for s in held.routines["stage_3"].steps if s.exercise == "bent_double_raise")
    assert held.level_up(step, BASE, Allowed(strain=True, stage=3)) is None  # on one leg: stage 4
    assert held.level_up(step, BASE, Allowed(strain=True, stage=4)) == HARDER
    assert held.level_up(step, HARDER, Allowed()) is None
    assert held.level_down(step, BASE, Allowed()) == EASIER
    assert held.level_down(step, EASIER, Allowed()) is None


@pytest.mark.parametrize("name", ["calf_stretch", "strength_base", "warm_up", "cool_down", "desk_break"])
def test_with_no_pain_a_whole_everyday_routine_is_offered(name: str) -> None:
    routine = exercises().routines[name]
    assert routine.everyday
    assert exercises().offer(name, Allowed()).steps == routine.steps
    assert [r.id for r in exercises().routines.values() if r.everyday and r.stage is not None] == []


# --- doses -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "step"), [*steps()], ids=lambda x: x if isinstance(x, str) else x.exercise)
def test_easier_is_less_in_every_routine(name: str, step: Step) -> None:
    easier, base, harder = (step.levels[level].dose for level in LEVELS)
    assert easier.length <= base.length
    assert easier.sets <= base.sets <= harder.sets
    assert step.levels[EASIER].acts <= step.levels[BASE].acts or step.exercise == "pogo"


def test_the_length_of_a_dose() -> None:
    hold = Dose(mode="hold", sets=3, hold=30, rest=10, side="each")
    assert hold.length == 3 * 2 * 30 + 2 * 10
    reps = Dose(mode="reps", sets=2, reps=(10, 14), tempo=(2, 1, 3), rest=60)
    assert reps.length == 2 * 12 * 6 + 60


@pytest.mark.parametrize("name", ROUTINES)
def test_the_minutes_of_a_routine_are_honest(name: str) -> None:
    routine = exercises().routines[name]
    added = sum(CHANGE + step.levels[BASE].dose.length for step in routine.steps) / 60
    assert routine.minutes == pytest.approx(added, rel=0.25)


def test_the_pain_rule() -> None:
    pain = exercises().pain
    ways = [pain.way(number) for number in range(11)]
    assert ways == ["go_on"] * 4 + ["easier"] * 2 + ["stop"] * 2 + ["check"] * 3
    assert pain.sources == ("J",)


# --- first aid -------------------------------------------------------------------------------------------------------


def aid(*atoms: str, hours: float | None = 3, forbids: frozenset[str] = frozenset()) -> dict[str, str | None]:
    return dict(exercises().aid(Allowed(forbids, bits(*atoms)), "self_care", hours))


def test_first_aid_in_the_first_hours_and_after_them() -> None:
    assert set(aid().values()) == {None}
    later = aid(hours=60)
    assert later["ice"] == "late"
    assert later["compression"] is None
    week = {item for item, reason in aid(hours=200).items() if reason is None}
    assert week == {"walk", "topicals", "painkillers"}
    assert aid(hours=None)["ice"] == "late"


@pytest.mark.parametrize(
    ("atom", "item", "reason"),
    [
        ("look.calf_wood", "compression", "hard_calf"),
        ("look.calf_wood", "elevation", "hard_calf"),
        ("look.calf_wood", "ice", "hard_calf"),
        ("danger.foot_numb", "compression", "numb"),
        ("danger.foot_numb", "ice", "numb"),
        ("pattern.cold_in_run", "compression", "poor_flow"),
        ("pattern.same_walk", "ice", "poor_flow"),
        ("look.one_swollen", "compression", "swelling"),
        ("look.unsure", "compression", "swelling"),
        ("health.diabetes", "ice", "diabetes"),
        ("health.thinner", "topicals", "ask_thinner"),
        ("health.unsure", "painkillers", "ask_thinner"),
        ("health.pregnant", "painkillers", "pregnant"),
        ("look.patch_swollen", "topicals", "swelling"),
        ("walk.limp", "walk", "limp"),
    ],
)
def test_who_must_not_have_which_first_aid(atom: str, item: str, reason: str) -> None:
    assert aid(atom)[item] == reason
    assert aid(atom)["avoid"] is None  # what to leave out holds for everyone


def test_ice_may_be_reminded_of_every_two_hours_for_two_days() -> None:
    ice = exercises().first_aid["ice"]
    assert ice.remind is not None
    assert (ice.remind.every_hours, ice.remind.within_hours, ice.minutes) == (2, 48, (10, 20))
    assert [item.id for item in exercises().first_aid.values() if item.remind] == ["ice"]


# --- words -----------------------------------------------------------------------------------------------------------


def test_each_refusal_has_words() -> None:
    reasons = {"gate"}
    told = [bits(atom) for atom in library().plan.atoms]
    for true, hours, strain in product(told, (None, 1, 100), (False, True)):
        allowed = Allowed(frozenset({"run"}), true, hours, None, strain)
        for routine in ROUTINES:
            reasons |= {reason for _, reason in exercises().offer(routine, allowed).refused}
        for urgency in URGENCIES:
            reasons |= {reason for _, reason in exercises().aid(allowed, urgency, hours) if reason}
    assert {"verdict", "fresh", "stage", "gate", "late"} <= reasons
    assert {why_not_text(library().words, "en", reason) for reason in reasons}.isdisjoint({""})


@pytest.mark.parametrize(
    ("exercise", "level", "said", "often"),
    [
        ("wall_stretch", BASE, "3 x 30 s each side, 10 s rest", "1 to 2 a day"),
        ("quad_stretch", EASIER, "15 s each side", ""),
        ("bent_double_raise", BASE, "3 x 15, 2 s up, 1 s hold, 3 s down, 60 s rest", "every 2 days"),
        ("ankle_pumps", BASE, "20 to 30 times each side", "3 to 4 a day"),
        ("warm_raises", BASE, "15 times, 1 s up, 1 s down", ""),
        ("easy_walk", BASE, "7 min", ""),
        ("pogo", HARDER, "5 x 30 s, 30 s rest", "every 2 days"),
        ("build_ups", BASE, "2 x 60 m, 60 s rest", ""),
        ("foam_roll", BASE, "60 s each side", "once a day"),
    ],
)
def test_a_dose_in_words(exercise: str, level: int, said: str, often: str) -> None:
    held = exercises().by_id[exercise]
    assert dose_text(library().words, "en", held, level) == said
    assert often_text(library().words, "en", held, level) == often


def test_a_daily_step_in_words() -> None:
    step = exercises().routines["stage_3"].steps[-1]
    assert (dose_text(library().words, "en", step), often_text(library().words, "en", step)) == ("30 min", "every day")


def test_how_it_is_done_says_what_is_different() -> None:
    assert how_text(library().words, "en", "pogo", HARDER).endswith("\nSkip with a rope.")
    assert "\n" not in how_text(library().words, "en", "pogo")


@pytest.mark.parametrize(
    ("text", "routine"),
    [
        ("warmup", "warm_up"), ("Warm-up", "warm_up"), ("  WARM  up ", "warm_up"), ("stage 1", "stage_1"), ("stage_4", "stage_4"),
        ("Cool-down after a run", "cool_down"), ("achilles", "achilles_loading"), ("juggling", None), ("", None),
    ],
)  # fmt: skip
def test_a_routine_is_found_by_what_is_typed(text: str, routine: str | None) -> None:
    assert routine_named(library().exercises, library().words, "en", text) == routine
