"""What must hold between topics, claims, sources and routines: every id leads somewhere, and menus stay short."""

from __future__ import annotations

from flows.content.problems import Place, Problems
from flows.content.sources import SourcesFile, check_sources
from flows.exercises.load import LoadedExercises
from flows.subject.files import SubjectFiles

MOST_ENTRIES = 8
"""The most entries of a menu, so that its buttons stay few."""

RESERVED = ("sections", "marks")
"""Keys of the words of topics that are no topic."""
VERDICTS = "verdicts"
"""The key of the words of claims that is no claim."""


def check_subject(
    files: SubjectFiles, sources: SourcesFile | None, exercises: LoadedExercises | None, problems: Problems
) -> None:
    """Note every broken reference and repeated id of topics and claims, and menus that are too long."""
    _sections(files, problems)
    _topics(files, sources, exercises, problems)
    _claims(files, sources, problems)


def _sections(files: SubjectFiles, problems: Problems) -> None:
    file, topics = files.topics, files.topics.model
    ids = [section.id for section in topics.sections]
    nested = {section.id for section in topics.sections if section.parent}
    problems.twice(file, ("sections",), ids)
    for number, section in enumerate(topics.sections):
        if section.parent is not None and section.parent not in set(ids) - nested:
            sentence = f'the parent "{section.parent}" of "{section.id}" is no section at the top.'
            problems.add(file, sentence, "sections", number)
        entries = [one.id for one in topics.sections if one.parent == section.id]
        entries += [topic.id for topic in topics.topics if topic.section == section.id]
        if not 1 <= len(entries) <= MOST_ENTRIES:
            sentence = f'the menu "{section.id}" has {len(entries)} entries; 1 to {MOST_ENTRIES} fit.'
            problems.add(file, sentence, "sections", number)
    if len(topics.sections) - len(nested) > MOST_ENTRIES:
        problems.add(file, f"there are more than {MOST_ENTRIES} sections at the top.", "sections")


def _topics(
    files: SubjectFiles, sources: SourcesFile | None, exercises: LoadedExercises | None, problems: Problems
) -> None:
    file, topics = files.topics, files.topics.model
    ids = [topic.id for topic in topics.topics]
    problems.twice(file, ("topics",), ids, RESERVED)
    sections = {section.id for section in topics.sections}
    for number, topic in enumerate(topics.topics):
        place: Place = ("topics", number)
        problems.unknown(
            file, 'the section "{}" is not in sections.', [((*place, "section"), [topic.section])], sections
        )
        others = {*ids} - {topic.id}
        related = [((*place, "related"), topic.related)]
        problems.unknown(file, 'related names "{}", which is no other topic.', related, others)
        check_sources(file, [((*place, "sources"), topic.sources)], sources, problems)
        way = topic.way
        if way is not None and len(way.model_fields_set) != 1:
            problems.add(file, "a way is exactly one of check, routine, first_aid, recovery.", *place, "way")
        if way is not None and way.routine is not None and exercises is not None:
            led = [((*place, "way"), [way.routine])]
            problems.unknown(file, 'there is no routine "{}".', led, exercises.routine_ids)
        if topic.urgent and not (way and way.check):
            problems.add(file, "from a condition not to miss the way leads into the check.", *place)
        if topic.sure == "strong" and set(topic.sources) <= {"J", "M"}:
            problems.add(file, "what rests on judgement or memory alone is not strong.", *place, "sure")


def _claims(files: SubjectFiles, sources: SourcesFile | None, problems: Problems) -> None:
    file, claims = files.claims, files.claims.model.claims
    problems.twice(file, ("claims",), [claim.id for claim in claims], (VERDICTS,))
    topics = {topic.id for topic in files.topics.model.topics}
    for number, claim in enumerate(claims):
        place: Place = ("claims", number)
        problems.unknown(file, 'there is no topic "{}".', [((*place, "topics"), claim.topics)], topics)
        listed = [((*place, "sources"), claim.sources), ((*place, "wrongly_cited"), claim.wrongly_cited)]
        check_sources(file, listed, sources, problems)
        for source in claim.wrongly_cited:
            if source in claim.sources:
                problems.add(file, f'"{source}" is cited wrongly and cannot be a source of this.', *place)
