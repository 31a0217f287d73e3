"""The three files about exercises, read together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from flows.content.file import ContentFile, read_file
from flows.content.problems import Place, Problems
from flows.exercises.models import ExercisesFile, FirstAidFile, RoutinesFile, UnlessEntry


class ExerciseFiles(msgspec.Struct, frozen=True, eq=False):
    """`exercises.yaml`, `routines.yaml` and `first_aid.yaml`, each of the right shape."""

    exercises: ContentFile[ExercisesFile]
    routines: ContentFile[RoutinesFile]
    first_aid: ContentFile[FirstAidFile]

    @property
    def exercise_ids(self) -> list[str]:
        """The ids of all exercises, in order."""
        return [entry.id for entry in self.exercises.model.exercises]

    @property
    def routine_ids(self) -> list[str]:
        """The ids of all routines, in order."""
        return [entry.id for entry in self.routines.model.routines]

    @property
    def aid_ids(self) -> list[str]:
        """The ids of all items of first aid, in order."""
        return [entry.id for entry in self.first_aid.model.items]


def read_exercise_files(folder: Path, problems: Problems) -> ExerciseFiles | None:
    """Read the files about exercises; None if one is not of the right shape."""
    exercises = read_file(folder, "exercises.yaml", ExercisesFile, problems)
    routines = read_file(folder, "routines.yaml", RoutinesFile, problems)
    first_aid = read_file(folder, "first_aid.yaml", FirstAidFile, problems)
    if not (exercises and routines and first_aid):
        return None
    return ExerciseFiles(exercises, routines, first_aid)


def list_exclusions(
    files: ExerciseFiles,
) -> Iterator[tuple[ContentFile[ExercisesFile] | ContentFile[FirstAidFile], Place, UnlessEntry]]:
    """Give every exclusion with its file and place."""
    for n, entry in enumerate(files.exercises.model.exercises):
        for place, part in (
            (("not_if",), entry),
            (("easier", "not_if"), entry.easier),
            (("harder", "not_if"), entry.harder),
        ):
            for number, unless in enumerate(part.not_if):
                yield files.exercises, ("exercises", n, *place, number), unless
    for n, item in enumerate(files.first_aid.model.items):
        for number, unless in enumerate(item.not_if):
            yield files.first_aid, ("items", n, "not_if", number), unless
