"""The four files of the check, read together."""

from __future__ import annotations

from pathlib import Path

import msgspec

from flows.check.models import FitsFile, FloorsFile, QuestionsFile, RulesFile
from flows.content.file import ContentFile, read_file
from flows.content.problems import Problems


class CheckFiles(msgspec.Struct, frozen=True, eq=False):
    """`check/questions.yaml`, `rules.yaml`, `fits.yaml` and `floors.yaml`, each of the right shape."""

    questions: ContentFile[QuestionsFile]
    rules: ContentFile[RulesFile]
    fits: ContentFile[FitsFile]
    floors: ContentFile[FloorsFile]


def read_check_files(folder: Path, problems: Problems) -> CheckFiles | None:
    """Read the files of the check; None if one is not of the right shape."""
    questions = read_file(folder, "check/questions.yaml", QuestionsFile, problems)
    rules = read_file(folder, "check/rules.yaml", RulesFile, problems)
    fits = read_file(folder, "check/fits.yaml", FitsFile, problems)
    floors = read_file(folder, "check/floors.yaml", FloorsFile, problems)
    if not (questions and rules and fits and floors):
        return None
    return CheckFiles(questions, rules, fits, floors)
