"""Loads `phrases/<language>.yaml` of a content folder, each language when it is first asked for: that takes a while."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

from flows.base.errors import ContentError
from flows.content.file import read_file
from flows.content.problems import Problems
from flows.content.words import FALLBACK
from flows.understand.checks import problems_of
from flows.understand.lexicon import Lexicon
from flows.understand.models import PhrasesFile

PHRASES = Path(__file__).resolve().parents[2] / "content" / "phrases"


class Lexicons:
    """The lexicons of a content folder. `options` are the atoms of the check, so that every finding is one of them.

    Each is made at its first use, or by `prepare`; immutable otherwise, and shared by all conversations.
    """

    def __init__(self, folder: Path, options: Collection[str]) -> None:
        self._folder = folder
        self._options = options
        self.languages = tuple(sorted(path.stem for path in (folder / "phrases").glob("*.yaml")))
        self._load = lru_cache(maxsize=None)(self._load_anew)

    def of_language(self, language: str) -> Lexicon:
        """How typed text is read in a language; English where it has none. Raises `ContentError`."""
        return self._load(language if language in self.languages else FALLBACK)

    def prepare(self, languages: Iterable[str]) -> None:
        """Make the lexicons of these languages now. Raises `ContentError` that lists every problem of all of them."""
        problems: list[str] = []
        for language in dict.fromkeys(one if one in self.languages else FALLBACK for one in languages):
            try:
                self._load(language)
            except ContentError as error:
                problems.extend(error.problems)
        if problems:
            raise ContentError(problems)

    def _load_anew(self, language: str) -> Lexicon:
        return load_lexicon(language, self._folder / "phrases", self._options)


def load_lexicon(language: str = "en", phrases: Path = PHRASES, options: Collection[str] | None = None) -> Lexicon:
    """Load one language from a folder of phrases. `options` as for `Lexicons`; None: findings are not looked at.

    Raises `ContentError` that lists every problem with its file and line.
    """
    problems = Problems()
    file = read_file(phrases.parent, f"{phrases.name}/{language}.yaml", PhrasesFile, problems)
    if file is not None:
        problems.extend(problems_of(file.document, file.model, options))
    if file is None or problems.found:
        raise ContentError(problems.found)
    return Lexicon(language, file.model)
