"""The ladder: up by criteria only, down by pain, to the check from everywhere."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flows.base.machine import FlowMachine
from flows.recovery.ladder import LADDER, PHASES, STAGES, TENDON, name_of, of_episode
from tests.flows.recovery.stages import PROGRAMS, all_met, at, every_stage, failing, ladder
from tests.flows.support import DAY, HOUR, NOON

# --- the machine ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("machine", [LADDER, TENDON], ids=lambda machine: machine.name)
def test_every_stage_leads_up_and_to_the_check_and_all_but_the_first_down(machine: FlowMachine) -> None:
    stages = STAGES if machine is LADDER else PHASES
    for number, stage in enumerate(stages):
        above = stages[number + 1] if number + 1 < len(stages) else "finished"
        assert machine.step(stage, "passed", met=True, short=False) == above
        assert machine.step(stage, "check") == "check"
        assert machine.step(stage, "broke", breaks=3) == "see_someone"
        if number:
            assert machine.step(stage, "down") == stages[number - 1]
            assert machine.step(stage, "broke", breaks=2) == stages[number - 1]


def test_no_row_leads_up_but_by_criteria_that_are_met() -> None:
    for machine, stages in ((LADDER, STAGES), (TENDON, PHASES)):
        order = {name: number for number, name in enumerate((*stages, "finished"))}
        upward = [row for row in machine.rows if order.get(row.dest, -1) > order[row.source]]
        assert upward
        for row in upward:
            assert row.trigger == "passed"
            assert row.guard is not None
            assert not row.guard(met=False, short=True, breaks=0)


@given(
    moves=st.lists(st.sampled_from(["up", "down", "kept", "broke", "wait"]), max_size=60),
    program=st.sampled_from(["strain", "achilles"]),
    slow=st.booleans(),
)
def test_however_it_goes_the_stage_is_one_of_the_programme_and_a_way_is_open(
    moves: list[str], program: str, slow: bool
) -> None:
    now, recovery = NOON, ladder().begin(program, NOON, grade=1, slow=slow)
    for move in moves:
        before = recovery
        if ladder().done(recovery):
            break
        if move == "up":
            recovery = ladder().move_up(recovery, all_met(recovery), now)
            assert recovery.stage in (before.stage, before.stage + 1)
        elif move == "down":
            recovery = ladder().move_down(recovery, now)
            assert recovery.stage in (before.stage, before.stage - 1)
        elif move == "wait":
            now += 30 * DAY
        else:
            recovery, outcome = ladder().after(recovery, now, kept=move == "kept")
            assert recovery.stage <= before.stage
            if outcome == "see_someone":
                break
        assert ladder().done(recovery) or name_of(recovery) in ladder().stages
        assert 1 <= recovery.step <= len(ladder().file.walk_run.steps)
        assert recovery.stage >= 1


# --- up ---------------------------------------------------------------------------------------------------------------


@every_stage
def test_with_all_criteria_met_it_goes_up(program: str, stage: int) -> None:
    recovery = at(program, stage)
    after = ladder().move_up(recovery, all_met(recovery), NOON)
    assert after.stage == stage + 1
    assert (after.since, after.breaks, after.last) == (NOON, 0, None)
    assert ladder().done(after) == (stage == len(ladder().stages_of(program)))


@every_stage
def test_each_single_criterion_that_is_not_met_keeps_one_in_the_stage_and_is_named(program: str, stage: int) -> None:
    recovery = at(program, stage)
    for name in ladder().stage(recovery).exit:
        answers = {**all_met(recovery), name: failing(ladder().criteria[name])}
        after = ladder().move_up(recovery, answers, NOON)
        assert (after.stage, after.missing) == (stage, (name,))


@every_stage
def test_what_was_not_answered_is_not_met(program: str, stage: int) -> None:
    recovery = at(program, stage)
    assert ladder().move_up(recovery, {}, NOON).stage == stage
    for name in ladder().stage(recovery).exit:
        answers = {key: value for key, value in all_met(recovery).items() if key != name}
        assert ladder().move_up(recovery, answers, NOON).missing == (name,)


@given(days=st.integers(0, 3000), where=st.sampled_from(PROGRAMS), slow=st.booleans())
def test_the_calendar_alone_moves_nobody(days: int, where: tuple[str, int], slow: bool) -> None:
    recovery = at(*where, since=NOON, slow=slow)
    assert ladder().move_up(recovery, {}, NOON + days * DAY).stage == where[1]


@every_stage
@pytest.mark.parametrize("slow", [False, True])
def test_the_fewest_days_hold_back_and_a_week_more_where_it_goes_slower(program: str, stage: int, slow: bool) -> None:
    recovery = at(program, stage, since=NOON, slow=slow)
    days = ladder().stage(recovery).days + (7 if slow else 0)
    assert ladder().earliest(recovery) == NOON + days * DAY
    if days:
        early = NOON + days * DAY - HOUR
        assert ladder().holds_back(recovery, early) == "too_early"
        assert ladder().may_move_up(recovery, all_met(recovery), early) is None
        assert ladder().move_up(recovery, all_met(recovery), early) == recovery
    assert ladder().move_up(recovery, all_met(recovery), NOON + days * DAY).stage == stage + 1


@every_stage
def test_nobody_goes_up_over_a_session_that_was_too_much(program: str, stage: int) -> None:
    recovery = at(program, stage, breaks=1)
    assert ladder().holds_back(recovery, NOON) == "held_back"
    assert ladder().move_up(recovery, all_met(recovery), NOON).stage == stage
    for _ in range(2):
        recovery, _ = ladder().after(recovery, NOON, kept=True)
    assert ladder().move_up(recovery, all_met(recovery), NOON).stage == stage + 1


def test_the_runs_are_left_upward_from_their_last_step_only() -> None:
    recovery = at("strain", 6, step=13)
    assert ladder().holds_back(recovery, NOON) == "steps_first"
    assert ladder().move_up(recovery, all_met(recovery), NOON).stage == 6
    assert ladder().move_up(replace(recovery, step=14), all_met(recovery), NOON).stage == 7


@pytest.mark.parametrize(("grade", "pain", "stage"), [(1, 0, 6), (1, 1, 6), (1, 2, 5), (1, 99, 5), (2, 0, 5)], ids=str)
def test_ten_good_hops_spare_a_mild_strain_the_springs(grade: int, pain: int, stage: int) -> None:
    recovery = at("strain", 4, grade=grade)
    answers = {**all_met(recovery), "hops_10": pain}
    assert ladder().move_up(recovery, answers, NOON).stage == stage


def test_the_short_way_is_no_way_round_the_criteria() -> None:
    recovery = at("strain", 4, grade=1)
    assert ladder().move_up(recovery, {"hops_10": 0}, NOON).stage == 4
    assert ladder().move_up(replace(recovery, since=NOON), {**all_met(recovery), "hops_10": 0}, NOON).stage == 4


# --- where it begins --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("grade", "slow", "step"), [(1, False, 3), (1, True, 1), (2, False, 1), (2, True, 1)])
def test_a_mild_strain_with_nothing_that_slows_it_runs_from_step_3_others_from_1(
    grade: int, slow: bool, step: int
) -> None:
    assert ladder().begin("strain", NOON, grade=grade, slow=slow).step == step


def test_a_new_injury_starts_the_way_over_and_more_slowly() -> None:
    recovery = at("strain", 6, grade=1, breaks=1, owed=NOON, episode=NOON)
    again = ladder().anew(recovery, NOON + DAY)
    assert (again.stage, again.step, again.breaks, again.slow) == (1, 1, 0, True)
    assert (again.since, again.episode, again.owed) == (NOON + DAY, NOON, None)


def test_the_way_back_belongs_to_one_check() -> None:
    recovery = at("strain", 4, episode=NOON)
    assert of_episode(recovery, NOON) is recovery
    assert of_episode(recovery, NOON + DAY) is None
    assert of_episode(None, NOON) is None


def test_acts_come_back_stage_by_stage() -> None:
    lifted = [ladder().lifted(at("strain", stage)) for stage in range(1, 9)]
    assert lifted[0] == lifted[1] == frozenset()
    for earlier, later in itertools.pairwise(lifted):
        assert earlier <= later
    assert "hop" not in lifted[3]
    assert "hop" in lifted[4]
    assert "run" not in lifted[4]
    assert "run" in lifted[5]
    assert not ladder().lifted(at("achilles", 3))
