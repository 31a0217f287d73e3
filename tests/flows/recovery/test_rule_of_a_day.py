"""The 24-hour rule: what a session and its morning mean for the stage, and when the next one may be."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flows.exercises.exercises import BASE
from tests.flows.recovery.stages import at, every_stage, ladder
from tests.flows.support import HOUR, NOON, library

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
