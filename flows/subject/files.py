"""The two files about the subject, read together."""

from __future__ import annotations

from pathlib import Path

import msgspec

from flows.content.file import ContentFile, read_file
from flows.content.problems import Problems
from flows.subject.models import ClaimsFile, TopicsFile


class SubjectFiles(msgspec.Struct, frozen=True, eq=False):
    """`topics.yaml` and `claims.yaml`, each of the right shape."""

    topics: ContentFile[TopicsFile]
    claims: ContentFile[ClaimsFile]


def read_subject_files(folder: Path, problems: Problems) -> SubjectFiles | None:
    """Read the files about the subject; None if one is not of the right shape."""
    topics = read_file(folder, "topics.yaml", TopicsFile, problems)
    claims = read_file(folder, "claims.yaml", ClaimsFile, problems)
    return SubjectFiles(topics, claims) if topics and claims else None
