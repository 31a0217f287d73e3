"""Doses: easier is less, the minutes are honest, and how each is put into words."""

from __future__ import annotations

from itertools import product

import pytest

from flows.base.urgency import URGENCIES
from flows.exercises.exercises import BASE, CHANGE, EASIER, HARDER, LEVELS, Allowed, Dose, RoutineStep
from flows.exercises.words import dose_text, how_text, often_text, routine_named, why_not_text
from tests.flows.exercises.offering import ROUTINES, bits, exercises, steps
from tests.flows.support import library

# --- doses ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "step"), [*steps()], ids=lambda x: x if isinstance(x, str) else x.exercise)
def test_easier_is_less_in_every_routine(name: str, step: RoutineStep) -> None:
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


# --- words ------------------------------------------------------------------------------------------------------------


def test_each_refusal_has_words() -> None:
    reasons = {"gate"}
    told = [bits(atom) for atom in library().check.plan.atoms]
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
