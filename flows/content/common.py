"""What every subject stands on: the words of all languages, and the sources."""

from __future__ import annotations

from pathlib import Path

import msgspec

from flows.content.placeholders import check_placeholders
from flows.content.problems import Problems
from flows.content.sources import SourcesFile, load_sources
from flows.content.words import Words, load_words


class Common(msgspec.Struct, frozen=True, eq=False):
    """Words and sources. `sources` is None if their file cannot be read; then nobody is told that a source is unknown."""

    words: Words
    sources: SourcesFile | None


def load_common(folder: Path, problems: Problems) -> Common:
    """Read the words and the sources of a content folder."""
    sources = load_sources(folder, problems)
    words = load_words(folder, problems)
    check_placeholders(words, problems)
    return Common(words, sources)
