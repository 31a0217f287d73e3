"""What the hours since the injury and the stage of the way back leave of the exercises."""

from __future__ import annotations

from itertools import product

import pytest

from flows.exercises.exercises import BASE, EASIER, HARDER, Allowed
from tests.flows.exercises.offering import STAGES, exercises, offered


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
