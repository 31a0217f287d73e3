"""Loads topics and claims, and checks what must hold for them and their words."""

from __future__ import annotations

from pathlib import Path

from flows.content.common import Common
from flows.content.problems import Problems
from flows.exercises.load import LoadedExercises
from flows.subject.files import read_subject_files
from flows.subject.rules import check_subject
from flows.subject.topics import Topics
from flows.subject.word_rules import check_subject_words


def load_topics(folder: Path, common: Common, exercises: LoadedExercises | None, problems: Problems) -> Topics | None:
    """Load the topics of a content folder; None if a file is not of the right shape, or the sources could not be read.

    Without exercises nothing is said of routines that a topic leads to.
    """
    files = read_subject_files(folder, problems)
    if files is None:
        return None
    check_subject(files, common.sources, exercises, problems)
    check_subject_words(files, common.words, problems)
    if common.sources is None:
        return None
    return Topics(files.topics.model, files.claims.model, common.sources, common.words)
