"""The whole subject, to be read: topics in menus, common claims and how they stand, and which of them a text means.

Pure look-up, no conversation. The words of a topic are `topics.<id>.title|short|more|sure|asks`, those of a claim
`claims.<id>.title|say|evidence`; the names of menus and marks are `topics.sections.<id>`, `topics.marks.<mark>.name|meaning`
and `claims.verdicts.<verdict>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from flows.content.sources import SourcesFile
from flows.content.words import FALLBACK, Words
from flows.subject.index import Index, Match
from flows.subject.models import ClaimsFile, Stands, Sure, TopicsFile, WayEntry

TITLE = 90.0
"""A score from which a text is the title of a page: one letter may be wrong."""
CLEAR = 56.0
"""A score from which the topic is opened at once, if no other comes within `CLOSE` of it."""
LIKELY = 40.0
"""A score from which a topic is worth offering; below it the text means something else."""
CLOSE = 12.0
NOTHING = Match("", 0.0)


class Way(msgspec.Struct, frozen=True):
    """The way on from a topic. `routine` is the routine's id if `kind` is `routine`, else empty."""

    kind: Literal["check", "routine", "first_aid", "recovery"]
    routine: str = ""


class Topic(msgspec.Struct, frozen=True):
    """One topic. `urgent`: a condition not to miss. `gated`: its `more` is shown after the safety questions."""

    id: str
    section: str
    sure: Sure
    sources: tuple[str, ...]
    related: tuple[str, ...]
    claims: tuple[str, ...]
    way: Way | None
    urgent: bool
    gated: bool


class TopicMenu(msgspec.Struct, frozen=True):
    """One menu: the menus inside it, then its topics, as ids and in order. `parent` is empty for those at the top."""

    id: str
    parent: str
    sections: tuple[str, ...]
    topics: tuple[str, ...]


class Claim(msgspec.Struct, frozen=True):
    """One common claim. `wrongly_cited` are sources quoted for it that do not say it."""

    id: str
    verdict: Stands
    sources: tuple[str, ...]
    wrongly_cited: tuple[str, ...]
    topics: tuple[str, ...]


class Topics:
    """All topics and claims, immutable. `top` is the ids of the menus at the top; `by_source` the topics on a source."""

    def __init__(self, file: TopicsFile, claims: ClaimsFile, sources: SourcesFile, words: Words) -> None:
        self._words = words
        self._sources = sources
        self._indexes: dict[tuple[str, str], Index] = {}
        self.claims: Mapping[str, Claim] = {
            entry.id: Claim(
                entry.id, entry.verdict, tuple(entry.sources), tuple(entry.wrongly_cited), tuple(entry.topics)
            )
            for entry in claims.claims
        }
        self.by_id: Mapping[str, Topic] = {
            entry.id: Topic(
                id=entry.id,
                section=entry.section,
                sure=entry.sure,
                sources=tuple(entry.sources),
                related=tuple(entry.related),
                claims=tuple(claim.id for claim in self.claims.values() if entry.id in claim.topics),
                way=_way(entry.way),
                urgent=entry.urgent,
                gated=entry.gated,
            )
            for entry in file.topics
        }
        self.sections: Mapping[str, TopicMenu] = {
            entry.id: TopicMenu(
                id=entry.id,
                parent=entry.parent or "",
                sections=tuple(inner.id for inner in file.sections if inner.parent == entry.id),
                topics=tuple(topic.id for topic in file.topics if topic.section == entry.id),
            )
            for entry in file.sections
        }
        self.top = tuple(section.id for section in self.sections.values() if not section.parent)
        self.by_source: Mapping[str, tuple[str, ...]] = {
            source: tuple(topic.id for topic in self.by_id.values() if source in topic.sources)
            for source in sources.sources
        }

    def find(self, text: str, limit: int = 3, language: str = FALLBACK) -> tuple[Match, ...]:
        """The topics that a text can mean, best first, whatever it says; compare scores with `CLEAR` and `LIKELY`."""
        return self._index("topics", language).find(text, limit)

    def named(self, text: str, language: str = FALLBACK) -> Topic | None:
        """The one topic that a text clearly names, or None."""
        first, second = (*self.find(text, 2, language), NOTHING, NOTHING)[:2]
        own_words = first.score == 100.0 and second.score < 100.0
        if not own_words and (first.score < CLEAR or first.score - second.score < CLOSE):
            return None
        return self.by_id[first.id]

    def likely(self, text: str, limit: int = 3, language: str = FALLBACK) -> tuple[Topic, ...]:
        """The topics worth offering for a text, best first; empty if it is about something else."""
        return tuple(self.by_id[hit.id] for hit in self.find(text, limit, language) if hit.score >= LIKELY)

    def find_claims(self, text: str, limit: int = 3, language: str = FALLBACK) -> tuple[Match, ...]:
        """The claims that a text can mean, by their titles and what is said to them."""
        return self._index("claims", language).find(text, limit)

    def find_sources(self, text: str, limit: int = 3) -> tuple[Match, ...]:
        """The sources that a text can mean, by id, title, and where they were published."""
        return self._index("sources", FALLBACK).find(text, limit)

    def titled(self, text: str, language: str = FALLBACK) -> str:
        """The page whose title or question a text is, but for a slip, as an act (`topic.ice`); empty: there is none."""
        for kind in ("topic", "claim"):
            found = self._index(f"{kind}s", language).find(text, 1)
            if found and found[0].score >= TITLE:
                return f"{kind}.{found[0].id}"
        return ""

    def prepare(self, language: str = FALLBACK) -> None:
        """Work out the index of a language's topics now rather than at the first question."""
        self._index("topics", language)

    def _index(self, kind: str, language: str) -> Index:
        found = self._indexes.get((kind, language))
        if found is None:
            found = self._indexes[(kind, language)] = Index(self._phrases(kind, language))
        return found

    def _phrases(self, kind: str, language: str) -> dict[str, tuple[str, ...]]:
        words = self._words
        if kind == "sources":
            return {
                name: (entry.title, f"{entry.title} {entry.where}", name.replace("-", " "))
                for name, entry in self._sources.sources.items()
            }
        if kind == "claims":
            return {name: (words.text(language, f"claims.{name}.title"),) for name in self.claims}
        return {
            name: (
                words.text(language, f"topics.{name}.title"),
                name.replace("_", " "),
                *words.lines(language, f"topics.{name}.asks"),
            )
            for name in self.by_id
        }


def _way(entry: WayEntry | None) -> Way | None:
    if entry is None:
        return None
    if entry.routine is not None:
        return Way("routine", entry.routine)
    return Way("first_aid" if entry.first_aid else "recovery" if entry.recovery else "check")
