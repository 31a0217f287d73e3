"""`sources.yaml`: where every claim comes from, and how good that is."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from flows.content.file import read_file
from flows.content.problems import Listed, Placed, Problems
from flows.content.shape import Reviewed, Strict


class SourceEntry(Strict):
    """One source. `quality` is A, B or C (see the head of the file); `seen` is false where the original was not opened."""

    title: str
    where: str = ""
    url: str = ""
    quality: Literal["A", "B", "C"] | None = None
    seen: bool = True
    note: str = ""


class SourcesFile(Reviewed):
    """`sources.yaml`."""

    sources: dict[str, SourceEntry]


def load_sources(folder: Path, problems: Problems) -> SourcesFile | None:
    """Read the sources of a content folder."""
    file = read_file(folder, "sources.yaml", SourcesFile, problems)
    return None if file is None else file.model


def check_sources(file: Placed, listed: Listed, sources: SourcesFile | None, problems: Problems) -> None:
    """Note every source that a file names and nobody has listed; nothing if the list itself could not be read."""
    if sources is not None:
        problems.unknown(file, 'the source "{}" is not in sources.yaml.', listed, sources.sources)
