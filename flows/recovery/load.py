"""Loads the way back to running from `recovery.yaml`."""

from __future__ import annotations

from pathlib import Path

from flows.check.check import Check
from flows.content.common import Common
from flows.content.file import read_file
from flows.content.problems import Problems
from flows.exercises.load import LoadedExercises
from flows.recovery.ladder import Ladder
from flows.recovery.models import RecoveryFile
from flows.recovery.rules import check_recovery


def load_ladder(
    folder: Path, common: Common, check: Check | None, exercises: LoadedExercises | None, problems: Problems
) -> Ladder | None:
    """Load the ladder of a content folder; None if its file is not of the right shape, or if it has nothing to stand on."""
    file = read_file(folder, "recovery.yaml", RecoveryFile, problems)
    if file is None or check is None or exercises is None:
        return None
    check_recovery(file, common, check, exercises, problems)
    return Ladder(file.model)
