"""What an answer of the check takes away from exercises and first aid; none ever gives anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.exercises.exercises import BASE, HARDER, Allowed
from tests.flows.exercises.offering import ACTS, ROUTINES, STAGES, bits, exercises, offered
from tests.flows.support import library

# --- answers of the check ---------------------------------------------------------------------------------------------


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
    told=st.sets(st.sampled_from(library().check.plan.atoms), max_size=8),
    more=st.sampled_from(library().check.plan.atoms),
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


# --- first aid --------------------------------------------------------------------------------------------------------


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
