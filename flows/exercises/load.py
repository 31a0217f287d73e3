"""Loads exercises, routines and first aid, and checks what must hold between them, their words and the check."""

from __future__ import annotations

from pathlib import Path

import msgspec

from flows.check.check import Check
from flows.content.common import Common
from flows.content.problems import Problems
from flows.exercises.exercises import Exercises
from flows.exercises.files import read_exercise_files
from flows.exercises.parse import parse_exercises
from flows.exercises.rules import check_exercises
from flows.exercises.word_rules import check_exercise_words


class LoadedExercises(msgspec.Struct, frozen=True, eq=False):
    """What others may name, and the exercises themselves; None if there were problems in them."""

    exercise_ids: frozenset[str]
    routine_ids: frozenset[str]
    exercises: Exercises | None


def load_exercises(folder: Path, common: Common, check: Check | None, problems: Problems) -> LoadedExercises | None:
    """Load the exercises of a content folder; None if a file is not of the right shape, or if there is no check."""
    files = read_exercise_files(folder, problems)
    if files is None or check is None:
        return None
    parsed = parse_exercises(files, check, problems)
    check_exercises(files, parsed, check, common.sources, problems)
    check_exercise_words(files, common.words, problems)
    return LoadedExercises(frozenset(files.exercise_ids), frozenset(files.routine_ids), parsed)
