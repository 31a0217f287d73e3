"""The ladder: up by criteria only, down by pain, to the check from everywhere; the plan of runs; the heel-raise test."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flows.base.machine import FlowMachine
from flows.base.remembered import Record, Recovery
from flows.exercises.exercises import BASE
from flows.recovery.ladder import LADDER, PHASES, STAGES, TENDON, Ladder, climbing, name_of, of_episode
from flows.recovery.models import CriterionEntry
from tests.flows.support import DAY, HOUR, NOON, library

PROGRAMS = [("strain", stage) for stage in range(1, 8)] + [("achilles", stage) for stage in range(1, 4)]
AGES = ("", "under_20", "20_29", "30_39", "40_49", "50_59", "60_69", "70_79", "80_up")

every_stage = pytest.mark.parametrize(("program", "stage"), PROGRAMS)


def ladder() -> Ladder:
    return library().ladder


def at(program: str, stage: int, **changes: object) -> Recovery:
    """Somebody in this stage for so long that no day holds them back, with the plan of runs at its end."""
    steps = len(ladder().file.walk_run.steps)
    return replace(Recovery(program, stage, NOON - 400 * DAY, step=steps), **changes)


def meeting(entry: CriterionEntry) -> int:
    return entry.limit or 0 if entry.kind in ("most", "least") else 1


def failing(entry: CriterionEntry) -> int:
    return {"most": (entry.limit or 0) + 1, "least": (entry.limit or 0) - 1}.get(entry.kind, 0)


def all_met(recovery: Recovery) -> dict[str, int]:
    return {name: meeting(ladder().criteria[name]) for name in ladder().stage(recovery).exit}


def state(stage: int, program: str = "strain") -> str:
    return name_of(at(program, stage))


# --- the machine -----------------------------------------------------------------------------------------------------


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


# --- up --------------------------------------------------------------------------------------------------------------


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


# --- the 24-hour rule -------------------------------------------------------------------------------------------------


def test_the_ceilings() -> None:
    assert [ladder().ceiling(at("strain", stage)) for stage in range(1, 8)] == [3, 3, 3, 3, 3, 2, 3]
    assert ladder().ceiling(at("achilles", 2)) == 5


@pytest.mark.parametrize(
    ("stage", "during", "before", "morning", "new_sign", "kept"),
    [
        (2, 3, 1, 1, False, True),
        (2, 4, 1, 1, False, False),
        (6, 2, 1, 1, False, True),
        (6, 3, 1, 1, False, False),
        (2, 3, 1, 2, False, False),  # worse than before
        (2, 3, 4, 4, False, True),  # sore before, no worse now
        (2, 0, 0, 0, True, False),  # a limp, or swelling
        (2, -1, -1, 2, False, True),  # nothing told before: 2 is still fine
        (2, -1, -1, 3, False, False),
    ],
)
def test_the_rule_of_a_day(stage: int, during: int, before: int, morning: int, new_sign: bool, kept: bool) -> None:
    got = ladder().kept(at("strain", stage), during=during, before=before, morning=morning, new_sign=new_sign)
    assert got is kept


@every_stage
def test_once_is_repeated_twice_goes_one_down_thrice_is_looked_at(program: str, stage: int) -> None:
    recovery = at(program, stage)
    recovery, first = ladder().after(recovery, NOON, kept=False)
    assert (first, recovery.stage, recovery.breaks) == ("repeat", stage, 1)
    recovery, second = ladder().after(recovery, NOON, kept=False)
    assert (second, recovery.stage) == (("dropped", stage - 1) if stage > 1 else ("repeat", 1))
    recovery, third = ladder().after(recovery, NOON, kept=False)
    assert third == "see_someone"


def test_two_good_sessions_in_a_row_clear_an_earlier_break_and_one_does_not() -> None:
    recovery, _ = ladder().after(at("strain", 3), NOON, kept=False)
    recovery, outcome = ladder().after(recovery, NOON, kept=True)
    assert (outcome, recovery.breaks) == ("kept", 1)
    again, outcome = ladder().after(recovery, NOON, kept=False)
    assert (outcome, again.stage) == ("dropped", 2)
    recovery, _ = ladder().after(recovery, NOON, kept=True)
    assert recovery.breaks == 0


def test_a_good_session_goes_one_step_on_in_the_plan_of_runs_and_a_bad_one_does_not() -> None:
    recovery = at("strain", 6, step=3)
    assert ladder().after(recovery, NOON, kept=True)[0].step == 4
    assert ladder().after(recovery, NOON, kept=False)[0].step == 3
    assert ladder().after(replace(recovery, step=14), NOON, kept=True)[0].step == 14
    assert ladder().after(at("strain", 5, step=3), NOON, kept=True)[0].step == 3


def test_whoever_has_to_leave_the_runs_comes_back_to_less_of_them() -> None:
    recovery = at("strain", 6, step=9, breaks=1)
    dropped, _ = ladder().after(recovery, NOON, kept=False)
    assert (dropped.stage, dropped.step) == (5, 7)
    assert ladder().move_down(at("strain", 6, step=1), NOON).step == 1


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


# --- the next session -------------------------------------------------------------------------------------------------


def test_runs_are_48_hours_apart_and_hard_days_alternate() -> None:
    assert ladder().next_session(at("strain", 6)) is None
    assert ladder().next_session(at("strain", 6, last=NOON)) == NOON + 48 * HOUR
    assert ladder().next_session(at("strain", 4, last=NOON)) == NOON + 40 * HOUR
    assert ladder().next_session(at("strain", 2, last=NOON)) is None
    assert ladder().next_session(at("achilles", 3, last=NOON)) == NOON + 40 * HOUR
    assert ladder().next_session(at("strain", 8, last=NOON)) is None


def test_the_plan_has_14_steps_with_a_walk_of_ten_minutes_at_each_end() -> None:
    minutes = [ladder().minutes_run(step) for step in range(1, 15)]
    assert minutes == [6, 8, 10, 12, 14, 15, 18, 20, 20, 24, 24, 25, 28, 30]
    for step in range(1, 15):
        warm, run, cool = ladder().walk_run(step)
        entry = ladder().file.walk_run.steps[step - 1]
        assert warm.levels[BASE].dose.seconds == cool.levels[BASE].dose.seconds == 600
        dose = run.levels[BASE].dose
        assert (dose.mode, dose.sets, dose.seconds, dose.rest) == ("time", entry.sets, entry.run, entry.walk)
        assert run.levels[BASE].acts == {"run"}
        assert {one.exercise for one in (warm, run, cool)} <= library().exercises.by_id.keys()


# --- heel raises ------------------------------------------------------------------------------------------------------


def test_the_norms_are_the_lower_published_figures() -> None:
    assert [ladder().norm(age, "men") for age in AGES[2:]] == [37, 32, 28, 23, 19, 14, 10]
    assert [ladder().norm(age, "women") for age in AGES[2:]] == [30, 27, 24, 21, 19, 16, 13]
    assert ladder().norm("70_79", "untold") == 14
    assert ladder().norm("", "men") is None
    assert ladder().norm("under_20", "men") is None


@pytest.mark.parametrize(
    ("age", "sex", "other", "wanted", "target"),
    [
        ("20_29", "men", 40, None, 25),  # a high norm asks for no more than 25
        ("50_59", "women", 20, None, 21),  # the norm, where the other leg is no better
        ("50_59", "women", 5, None, 21),  # a poor other leg lowers nothing
        ("50_59", "women", 25, None, 23),  # nine tenths of the other leg
        ("50_59", "women", 60, None, 25),
        ("", "", 10, None, 25),  # without an age there is no norm to go by
        ("60_69", "men", 20, 30, 19),  # 30 is beyond the norm of that age
        ("20_29", "men", 40, 30, 30),
    ],
)
def test_how_many_raises_are_enough(age: str, sex: str, other: int, wanted: int | None, target: int) -> None:
    assert ladder().raises_target(age, sex, other, wanted) == target


@given(age=st.sampled_from(AGES), sex=st.sampled_from(["men", "women", "untold", ""]), other=st.integers(0, 100))
def test_enough_is_25_or_the_norm_with_nine_tenths_of_the_other_leg(age: str, sex: str, other: int) -> None:
    target, norm = ladder().raises_target(age, sex, other), ladder().norm(age, sex)
    for sore in range(60):
        plain = sore >= 25 or (norm is not None and sore >= norm and 10 * sore >= 9 * other)
        assert (sore >= target) is plain


def test_a_gap_of_six_can_be_chance() -> None:
    assert [sore for sore in range(40) if ladder().raises_near(sore, 25)] == [19, 20, 21, 22, 23, 24]


# --- the heel cord ----------------------------------------------------------------------------------------------------


def pains(*told: tuple[int, int]) -> tuple[Record, ...]:
    return tuple(Record(NOON - days * DAY, "pain", "during", pain) for days, pain in told)


@pytest.mark.parametrize(
    ("told", "climbs"),
    [
        (((10, 2), (8, 2), (3, 3), (1, 3)), True),
        (((10, 3), (3, 3)), False),
        (((10, 4), (3, 2)), False),
        (((3, 4), (1, 5)), False),  # nothing to compare it with
        ((), False),
    ],
)
def test_pain_that_climbs_week_on_week(told: tuple[tuple[int, int], ...], climbs: bool) -> None:
    assert climbing(pains(*told), NOON) is climbs


def test_a_heel_cord_takes_twelve_weeks_and_lifts_nothing() -> None:
    file = ladder().file.achilles
    assert file.weeks == 12
    assert [entry.routine for entry in file.stages] == ["achilles_isometric", "achilles_double", "achilles_single"]


def test_no_drop_below_the_level_is_offered_for_pain_at_the_heel_bone() -> None:
    """The raises of the programme are done from the floor; what goes below it knows the heel bone as a reason against it."""
    exercises = library().exercises
    for routine in ("achilles_isometric", "achilles_double", "achilles_single"):
        for step in exercises.routines[routine].steps:
            for level in step.levels.values():
                assert "heel_drop" not in level.acts or any(one.id == "insertional" for one in level.not_if)


def test_every_stage_says_what_to_do_and_every_number_where_it_is_from() -> None:
    file = ladder().file
    for entry in (*file.stages[1:], *file.achilles.stages):
        assert entry.exit
        assert entry.sources
    for criterion in file.criteria:
        assert criterion.sources
