"""What must hold for the words of topics and claims: each is there, short enough, and says nothing that is never said."""

from __future__ import annotations

import re

from flows.content.problems import Place, Problems
from flows.content.strict_yaml import Document
from flows.content.words import Words
from flows.subject.files import SubjectFiles
from flows.subject.models import STANDS, SURE
from flows.subject.rules import RESERVED, VERDICTS

TOPIC_WORDS = ("title", "short", "more", "sure", "asks")
CLAIM_WORDS = ("title", "say", "evidence")
LONGEST_TITLE = 60
LONGEST_SHORT = 350
LONGEST_SECTION = 34
MORE = (2, 6)
ASKS = (4, 10)

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


def check_subject_words(files: SubjectFiles, words: Words, problems: Problems) -> None:
    """Note every missing, idle or unfit word, and every question that stands at two topics."""
    for language in words.languages:
        _missing(files, words, language, problems)
        topics, claims = files.topics.model, files.claims.model
        gated = {topic.id for topic in topics.topics if topic.gated}
        for stem, ids in (
            ("topics", {*RESERVED, *(topic.id for topic in topics.topics)}),
            ("claims", {VERDICTS, *(claim.id for claim in claims.claims)}),
        ):
            file = words.documents[language].get(stem)
            if file is None or file.problems or not isinstance(file.data, dict):
                continue
            for entry in file.data:
                if entry not in ids:
                    problems.add(file, f'there is nothing named "{entry}" in {stem}.yaml.', entry)
            _fit(file, stem, gated, problems)
            if stem == "topics":
                _asked_twice(file, problems)


def _missing(files: SubjectFiles, words: Words, language: str, problems: Problems) -> None:
    topics, claims = files.topics.model, files.claims.model
    wanted: list[tuple[Place, str]] = [
        *((("sections", n), f"topics.sections.{entry.id}") for n, entry in enumerate(topics.sections)),
        *(
            (("topics", n), f"topics.{entry.id}.{part}")
            for n, entry in enumerate(topics.topics)
            for part in TOPIC_WORDS
        ),
        *(((), f"topics.marks.{mark}.{part}") for mark in SURE for part in ("name", "meaning")),
    ]
    problems.missing_words(files.topics, words.missing(language, wanted))
    wanted = [
        *(
            (("claims", n), f"claims.{entry.id}.{part}")
            for n, entry in enumerate(claims.claims)
            for part in CLAIM_WORDS
        ),
        *(((), f"claims.verdicts.{verdict}") for verdict in STANDS),
    ]
    problems.missing_words(files.claims, words.missing(language, wanted))


def _fit(file: Document, stem: str, gated: set[str], problems: Problems) -> None:
    """Note what is too long, too much or wrong in tone; `file` holds the words of topics or of claims."""
    for entry, said in file.data.items():
        if entry == "sections":
            for name, title in said.items():
                if len(title) > LONGEST_SECTION:
                    problems.add(file, f"a menu's name has at most {LONGEST_SECTION} characters.", entry, name)
        if entry in (*RESERVED, VERDICTS) or not isinstance(said, dict):
            continue
        for part, longest in (("title", LONGEST_TITLE), ("short", LONGEST_SHORT)):
            if len(str(said.get(part, ""))) > longest:
                problems.add(file, f"the {part} has at most {longest} characters.", entry, part)
        for part, (least, most) in (("more", MORE), ("asks", ASKS)):
            if part in said and not (isinstance(said[part], list) and least <= len(said[part]) <= most):
                problems.add(file, f"{part} is a list of {least} to {most} texts.", entry, part)
        for part, texts in said.items():
            if part == "asks":
                continue  # what people type, not what is said
            for number, text in enumerate(texts if isinstance(texts, list) else [texts]):
                place = (entry, part, number) if isinstance(texts, list) else (entry, part)
                for pattern, sentence in _UNSAFE.items():
                    if found := re.search(pattern, str(text), re.IGNORECASE):
                        problems.add(file, f'"{found[0]}": {sentence}.', *place)
                free = stem == "topics" and part in ("short", "more") and (part == "short" or entry not in gated)
                if free and (found := _TIMED.search(str(text))):
                    problems.add(
                        file,
                        f'"{found[0]}" looks like a dose or a timer: put it into more, and mark the topic as gated.',
                        *place,
                    )


def _asked_twice(file: Document, problems: Problems) -> None:
    """Note a question that two topics claim, or one twice; `file` holds the words of topics."""
    first: dict[str, tuple[str, int]] = {}
    for entry, said in file.data.items():
        asks = said.get("asks") if isinstance(said, dict) else None
        for number, ask in enumerate(asks if isinstance(asks, list) else []):
            other = first.setdefault(str(ask).lower(), (entry, number))
            if other != (entry, number):
                problems.add(file, f'"{ask}" is asked in "{other[0]}" already.', entry, "asks", number)
