"""Everything the bot knows and says, loaded once from `content/` into immutable parts; broken content is refused whole."""

from __future__ import annotations

from pathlib import Path

import msgspec

from flows.base.errors import ContentError
from flows.check.check import Check
from flows.check.load import load_check
from flows.content.common import load_common
from flows.content.problems import Problems
from flows.content.sources import SourcesFile
from flows.content.words import Words
from flows.exercises.exercises import Exercises
from flows.exercises.load import load_exercises
from flows.places.country import name_countries
from flows.places.load import load_places
from flows.places.places import Places
from flows.recovery.ladder import Ladder
from flows.recovery.load import load_ladder
from flows.subject.load import load_topics
from flows.subject.topics import Topics
from flows.understand.load import Lexicons

CONTENT = Path(__file__).resolve().parents[2] / "content"


class Library(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The content, checked, a part for each subject. `media` are the names of the files in `content/media`."""

    words: Words
    sources: SourcesFile
    places: Places
    check: Check
    exercises: Exercises
    ladder: Ladder
    topics: Topics
    lexicons: Lexicons
    media: frozenset[str] = frozenset()
    version: str = ""
    """Changes whenever a question, an option or the condition on which one is asked does."""

    def country_names(self, language: str) -> dict[str, str]:
        """Everything that a country can be called → its code, as `find_country` wants it."""
        return name_countries(self.places.countries.countries, self.words, language)

    def prepare(self) -> None:
        """Read now what would else be read at the first typed message. Raises `ContentError`."""
        self.lexicons.prepare(self.words.languages)
        for language in self.words.languages:
            self.topics.prepare(language)

    def text(self, language: str, key: str, /, **values: object) -> str:
        """The words for `key`, with `{placeholders}` filled; falls back to English. Raises `KeyError` if there are none."""
        return self.words.text(language, key, **values)

    def lines(self, language: str, key: str) -> tuple[str, ...]:
        """A list of words for `key`; empty if there is none."""
        return self.words.lines(language, key)


def load_library(content: Path = CONTENT) -> Library:
    """Load and check all content of a folder. Raises `ContentError` that lists every problem with its file and line."""
    problems = Problems()
    common = load_common(content, problems)
    places = load_places(content, common, problems)
    check = load_check(content, common, problems)
    loaded = load_exercises(content, common, check, problems)
    ladder = load_ladder(content, common, check, loaded, problems)
    topics = load_topics(content, common, loaded, problems)
    # A part is None only after a problem; they are named for the type checker.
    if problems.found or not (
        common.sources and places and check and loaded and loaded.exercises and ladder and topics
    ):
        raise ContentError(problems.found)
    return Library(
        words=common.words,
        sources=common.sources,
        places=places,
        check=check,
        exercises=loaded.exercises,
        ladder=ladder,
        topics=topics,
        lexicons=Lexicons(content, check.plan.bit),
        version=check.plan.version,
        media=frozenset(path.name for path in (content / "media").glob("*.*")),
    )
