"""What is offered to somebody, looked up in the real exercises."""

from __future__ import annotations

from collections.abc import Iterator

from flows.exercises.exercises import LEVELS, Allowed, Exercises, Level, RoutineStep
from tests.flows.support import library

ACTS = sorted(library().check.forbids["emergency_now"])
ROUTINES = sorted(library().exercises.routines)
STAGES = [None, 0, 1, 2, 3, 4, 5, 6, 7]


def exercises() -> Exercises:
    return library().exercises


def bits(*atoms: str) -> int:
    return sum(library().check.plan.bit[atom] for atom in set(atoms))


def steps() -> Iterator[tuple[str, RoutineStep]]:
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
