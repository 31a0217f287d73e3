"""The shape of `sources.yaml`: where every claim comes from, and how good that is."""

from __future__ import annotations

from typing import Literal

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
