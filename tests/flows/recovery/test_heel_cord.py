"""The programme of the heel cord, and that every number of the ladder says where it is from."""

from __future__ import annotations

import pytest

from flows.base.remembered import Record
from flows.recovery.ladder import climbing
from tests.flows.recovery.stages import ladder
from tests.flows.support import DAY, NOON, library


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
