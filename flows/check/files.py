"""The five files of the check, read together."""

from __future__ import annotations

from pathlib import Path

import msgspec

from flows.check.models import FitsFile, FloorsFile, QuestionsFile, RulesFile, WhatElseFile
from flows.content.file import ContentFile, read_file
from flows.content.problems import Problems


class CheckFiles(msgspec.Struct, frozen=True, eq=False):
    """`check/questions.yaml`, `rules.yaml`, `fits.yaml`, `floors.yaml` and `what_else.yaml`, each of the right shape."""

    questions: ContentFile[QuestionsFile]
    rules: ContentFile[RulesFile]
    fits: ContentFile[FitsFile]
    floors: ContentFile[FloorsFile]
    what_else: ContentFile[WhatElseFile]


def read_check_files(folder: Path, problems: Problems) -> CheckFiles | None:
    """Read the files of the check; None if one is not of the right shape."""
    questions = read_file(folder, "check/questions.yaml", QuestionsFile, problems)
    rules = read_file(folder, "check/rules.yaml", RulesFile, problems)
    fits = read_file(folder, "check/fits.yaml", FitsFile, problems)
    floors = read_file(folder, "check/floors.yaml", FloorsFile, problems)
    what_else = read_file(folder, "check/what_else.yaml", WhatElseFile, problems)
    if not (questions and rules and fits and floors and what_else):
        return None
    return CheckFiles(questions, rules, fits, floors, what_else)
