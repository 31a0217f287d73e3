"""What must hold for topics and claims: every id leads somewhere, every word is there, short enough and careful enough."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.content.model_problems import Key
from flows.content.sources import SourcesFile
from flows.content.strict_yaml import Document
from flows.content.words import Words
from flows.exercises.models import RoutinesFile
from flows.subject.models import STANDS, SURE, ClaimsFile, TopicsFile

MOST_ENTRIES = 8
"""The most entries of a menu, so that its buttons stay few."""
LONGEST_TITLE = 60
LONGEST_SHORT = 350
LONGEST_SECTION = 34
MORE = (2, 6)
ASKS = (4, 10)

RESERVED = ("sections", "marks")
"""Keys of the words of topics that are no topic."""

_UNSAFE = {
    r"\b(?:unlikely|probably not|don'?t worry)\b": "this is never said",
    r"\b(?:just|only)\b": "this makes little of what a person feels or has to do; leave it out",
    r"!": "no exclamation marks",
    r"\d\s?(?:mg|mcg|µg|g|ml|tablets)\b": "this looks like the dose of a medicine",
}
_TIMED = re.compile(
    r"\d+ (?:to \d+ )?(?:sets|reps|seconds)\b|\b\d+ times \d+ |\d+ to \d+ minutes|\d+ minutes? of running",
    re.IGNORECASE,
)
"""A dose or a timer of first aid or an exercise."""


def check_topics(
    topics_document: Document,
    topics: TopicsFile,
    claims_document: Document,
    claims: ClaimsFile,
    sources: SourcesFile,
    routines: RoutinesFile,
    words: Words,
) -> list[str]:
    """Every broken reference, missing or unfit word of topics and claims, as `file:line: sentence`."""
    return [
        *_sections(topics_document, topics),
        *_references(topics_document, topics, sources, {routine.id for routine in routines.routines}),
        *_claims(claims_document, claims, topics, sources),
        *_words(topics_document, topics, claims_document, claims, words),
    ]


def _sections(document: Document, topics: TopicsFile) -> Iterator[str]:
    ids = [section.id for section in topics.sections]
    nested = {section.id for section in topics.sections if section.parent}
    for number, section in enumerate(topics.sections):
        if section.id in ids[:number]:
            yield document.problem(f'"{section.id}" stands here twice.', "sections", number)
        if section.parent is not None and section.parent not in set(ids) - nested:
            yield document.problem(
                f'the parent "{section.parent}" of "{section.id}" is no section at the top.', "sections", number
            )
        entries = [one.id for one in topics.sections if one.parent == section.id]
        entries += [topic.id for topic in topics.topics if topic.section == section.id]
        if not 1 <= len(entries) <= MOST_ENTRIES:
            yield document.problem(
                f'the menu "{section.id}" has {len(entries)} entries; 1 to {MOST_ENTRIES} fit.', "sections", number
            )
    if len(topics.sections) - len(nested) > MOST_ENTRIES:
        yield document.problem(f"there are more than {MOST_ENTRIES} sections at the top.", "sections")


def _references(document: Document, topics: TopicsFile, sources: SourcesFile, routines: set[str]) -> Iterator[str]:
    ids = [topic.id for topic in topics.topics]
    sections = {section.id for section in topics.sections}
    for number, topic in enumerate(topics.topics):
        place: tuple[Key, ...] = ("topics", number)
        if topic.id in ids[:number] or topic.id in RESERVED:
            yield document.problem(f'"{topic.id}" stands here twice or is a reserved word.', *place)
        if topic.section not in sections:
            yield document.problem(f'the section "{topic.section}" is not in sections.', *place, "section")
        for other in topic.related:
            if other not in ids or other == topic.id:
                yield document.problem(f'related names "{other}", which is no other topic.', *place, "related")
        yield from _unknown(document, topic.sources, sources, (*place, "sources"))
        if topic.way is not None and len(topic.way.model_fields_set) != 1:
            yield document.problem("a way is exactly one of check, routine, first_aid, recovery.", *place, "way")
        if topic.way is not None and topic.way.routine is not None and topic.way.routine not in routines:
            yield document.problem(f'there is no routine "{topic.way.routine}".', *place, "way")
        if topic.urgent and not (topic.way and topic.way.check):
            yield document.problem("from a condition not to miss the way leads into the check.", *place)
        if topic.sure == "strong" and set(topic.sources) <= {"J", "M"}:
            yield document.problem("what rests on judgement or memory alone is not strong.", *place, "sure")


def _claims(document: Document, claims: ClaimsFile, topics: TopicsFile, sources: SourcesFile) -> Iterator[str]:
    ids = [claim.id for claim in claims.claims]
    known = {topic.id for topic in topics.topics}
    for number, claim in enumerate(claims.claims):
        place: tuple[Key, ...] = ("claims", number)
        if claim.id in ids[:number] or claim.id == "verdicts":
            yield document.problem(f'"{claim.id}" stands here twice or is a reserved word.', *place)
        for topic in claim.topics:
            if topic not in known:
                yield document.problem(f'there is no topic "{topic}".', *place, "topics")
        yield from _unknown(document, claim.sources, sources, (*place, "sources"))
        yield from _unknown(document, claim.wrongly_cited, sources, (*place, "wrongly_cited"))
        for source in claim.wrongly_cited:
            if source in claim.sources:
                yield document.problem(f'"{source}" is cited wrongly and cannot be a source of this.', *place)


def _unknown(document: Document, names: list[str], sources: SourcesFile, place: tuple[Key, ...]) -> Iterator[str]:
    for name in names:
        if name not in sources.sources:
            yield document.problem(f'the source "{name}" is not in sources.yaml.', *place)


def _words(
    topics_document: Document, topics: TopicsFile, claims_document: Document, claims: ClaimsFile, words: Words
) -> Iterator[str]:
    for language in words.languages:
        unread = {stem for stem, file in words.documents[language].items() if file.problems}
        wanted: list[tuple[Document, tuple[Key, ...], str]] = []
        for n, section in enumerate(topics.sections):
            wanted.append((topics_document, ("sections", n), f"topics.sections.{section.id}"))
        for n, topic in enumerate(topics.topics):
            for part in ("title", "short", "more", "sure", "asks"):
                wanted.append((topics_document, ("topics", n), f"topics.{topic.id}.{part}"))
        for mark in SURE:
            wanted += [(topics_document, (), f"topics.marks.{mark}.{part}") for part in ("name", "meaning")]
        for n, claim in enumerate(claims.claims):
            for part in ("title", "say", "evidence"):
                wanted.append((claims_document, ("claims", n), f"claims.{claim.id}.{part}"))
        wanted += [(claims_document, (), f"claims.verdicts.{verdict}") for verdict in STANDS]
        for document, place, key in wanted:
            if not words.has(language, key) and key.partition(".")[0] not in unread:
                yield document.problem(f"the words {key} are missing.", *place)
        known = {
            "topics": {*RESERVED, *(t.id for t in topics.topics)},
            "claims": {"verdicts", *(c.id for c in claims.claims)},
        }
        gated = {topic.id for topic in topics.topics if topic.gated}
        for stem, ids in known.items():
            file = words.documents[language].get(stem)
            if file is None or file.problems or not isinstance(file.data, dict):
                continue
            for entry in file.data:
                if entry not in ids:
                    yield file.problem(f'there is nothing named "{entry}" in {stem}.yaml.', entry)
            yield from _fit(file, stem, gated)
    yield from _asked_twice(words)


def _fit(file: Document, stem: str, gated: set[str]) -> Iterator[str]:
    """Length, number and tone of what is said; `file` holds the words of topics or of claims."""
    for entry, said in file.data.items():
        if entry == "sections":
            for name, title in said.items():
                if len(title) > LONGEST_SECTION:
                    yield file.problem(f"a menu's name has at most {LONGEST_SECTION} characters.", entry, name)
        if entry in (*RESERVED, "verdicts") or not isinstance(said, dict):
            continue
        for part, longest in (("title", LONGEST_TITLE), ("short", LONGEST_SHORT)):
            if len(str(said.get(part, ""))) > longest:
                yield file.problem(f"the {part} has at most {longest} characters.", entry, part)
        for part, (least, most) in (("more", MORE), ("asks", ASKS)):
            if part in said and not (isinstance(said[part], list) and least <= len(said[part]) <= most):
                yield file.problem(f"{part} is a list of {least} to {most} texts.", entry, part)
        for part, texts in said.items():
            if part == "asks":
                continue  # what people type, not what is said
            for number, text in enumerate(texts if isinstance(texts, list) else [texts]):
                place = (entry, part, number) if isinstance(texts, list) else (entry, part)
                for pattern, sentence in _UNSAFE.items():
                    if found := re.search(pattern, str(text), re.IGNORECASE):
                        yield file.problem(f'"{found[0]}": {sentence}.', *place)
                free = stem == "topics" and part in ("short", "more") and (part == "short" or entry not in gated)
                if free and (found := _TIMED.search(str(text))):
                    yield file.problem(
                        f'"{found[0]}" looks like a dose or a timer: put it into more, and mark the topic as gated.',
                        *place,
                    )


def _asked_twice(words: Words) -> Iterator[str]:
    for language in words.languages:
        file = words.documents[language].get("topics")
        if file is None or file.problems or not isinstance(file.data, dict):
            continue
        first: dict[str, tuple[str, int]] = {}
        for entry, said in file.data.items():
            asks = said.get("asks") if isinstance(said, dict) else None
            for number, ask in enumerate(asks if isinstance(asks, list) else []):
                other = first.setdefault(str(ask).lower(), (entry, number))
                if other != (entry, number):
                    yield file.problem(f'"{ask}" is asked in "{other[0]}" already.', entry, "asks", number)
