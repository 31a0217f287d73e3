"""Everything the bot knows and says, loaded once from `content/` into immutable objects; broken content is refused whole."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TypeVar

from flows.base.errors import ContentError
from flows.check.fits import Fit, parse_fits
from flows.check.floors import Floors, parse_floors
from flows.check.load import parse_plan
from flows.check.machine import check_machine
from flows.check.models import FitsFile, FloorsFile, QuestionsFile, RulesFile
from flows.check.plan import Plan
from flows.check.rules import check_content
from flows.content.placeholders import wrong_places
from flows.content.sources import SourcesFile
from flows.content.strict_yaml import Document, read, validate
from flows.content.words import FALLBACK, Words, load_words
from flows.exercises.exercises import Exercises
from flows.exercises.models import ExercisesFile, FirstAidFile, RoutinesFile
from flows.exercises.parse import parse_exercises
from flows.exercises.rules import check_exercises
from flows.places.models import CountriesFile, ZonesFile
from flows.places.zones import NO_ZONES, Zones, parse_zones
from flows.recovery.ladder import Ladder
from flows.recovery.models import RecoveryFile
from flows.recovery.rules import check_recovery
from flows.subject.models import ClaimsFile, TopicsFile
from flows.subject.rules import check_topics
from flows.subject.topics import Topics
from flows.understand.lexicon import PHRASES, Lexicon, load_lexicon

Model = TypeVar("Model")

CONTENT = Path(__file__).resolve().parents[2] / "content"


class Library:
    """The content, checked. `plan` is the check, `fits` what answers can fit, `words` everything that is said."""

    def __init__(
        self,
        plan: Plan,
        floors: Floors,
        fits: tuple[Fit, ...],
        forbids: dict[str, tuple[str, ...]],
        watches: dict[str, tuple[str, ...]],
        sources: SourcesFile,
        countries: CountriesFile,
        topics: Topics,
        words: Words,
        reviewed_on: date,
        exercises: Exercises,
        ladder: Ladder,
        zones: Zones = NO_ZONES,
        media: frozenset[str] = frozenset(),
    ) -> None:
        self.plan = plan
        self.floors = floors
        self.fits = fits
        self.forbids = forbids
        self.watches = watches
        """What a watch-out on a card is about: its id → options that tell it already."""
        self.sources = sources
        self.countries = countries
        self.topics = topics
        self.words = words
        self.reviewed_on = reviewed_on
        self.exercises = exercises
        self.ladder = ladder
        self.zones = zones
        self._lexicons: dict[str, Lexicon] = {}
        self.media = media
        """The names of the files in `content/media`."""
        self.machine = check_machine(plan)
        self.shown: dict[tuple[str, str], tuple[tuple[str, str, str], ...]] = {}
        """Filled by `flows.say.shown` as questions are first shown."""
        self.version = hashlib.sha256("\n".join((*plan.atoms, *map(str, plan.questions))).encode()).hexdigest()[:12]
        """Changes whenever a question, an option or the condition on which one is asked does."""
        self.doubted = frozenset(q.which_of for q in plan.questions if q.which_of and plan.by_id[q.which_of].tap)

    def lexicon(self, language: str) -> Lexicon:
        """How typed text is read in a language; English where it has none. Read at its first use, or by `prepare`."""
        if language not in self._lexicons:
            known = language if (PHRASES / f"{language}.yaml").exists() else FALLBACK
            self._lexicons[language] = load_lexicon(known, options=self.plan.bit)
        return self._lexicons[language]

    def prepare(self) -> None:
        """Read now what would else be read at the first typed message. Raises `ContentError`."""
        for language in self.words.languages:
            self.lexicon(language)
            self.topics.prepare(language)

    def text(self, language: str, key: str, /, **values: object) -> str:
        """The words for `key`, with `{placeholders}` filled; falls back to English. Raises `KeyError` if there are none."""
        return self.words.text(language, key, **values)

    def lines(self, language: str, key: str) -> tuple[str, ...]:
        """A list of words for `key`; empty if there is none."""
        return self.words.lines(language, key)


def load_library(content: Path = CONTENT) -> Library:
    """Read and check all content. Raises `ContentError` that lists every problem with its file and line."""
    problems: list[str] = []
    root = content.parent

    def load(name: str, model: type[Model]) -> tuple[Document, Model | None]:
        document = read(content / name, root)
        problems.extend(document.problems)
        if document.problems:
            return document, None
        parsed, wrong = validate(document, model)
        problems.extend(wrong)
        return document, parsed

    sources_document, sources = load("sources.yaml", SourcesFile)
    countries_document, countries = load("countries.yaml", CountriesFile)
    questions_document, questions = load("check/questions.yaml", QuestionsFile)
    rules_document, rules = load("check/rules.yaml", RulesFile)
    fits_document, fits = load("check/fits.yaml", FitsFile)
    floors_document, floors = load("check/floors.yaml", FloorsFile)
    exercises_document, exercises = load("exercises.yaml", ExercisesFile)
    routines_document, routines = load("routines.yaml", RoutinesFile)
    aid_document, first_aid = load("first_aid.yaml", FirstAidFile)
    recovery_document, recovery = load("recovery.yaml", RecoveryFile)
    zones_document, zones_file = load("zones.yaml", ZonesFile)
    topics_document, topics = load("topics.yaml", TopicsFile)
    claims_document, claims = load("claims.yaml", ClaimsFile)
    words, wrong = load_words(content / "words", root)
    problems.extend(wrong)
    problems.extend(wrong_places(words))
    if not (sources and countries and questions and rules and fits and floors and zones_file):
        raise ContentError(problems)
    if not (exercises and routines and first_aid and recovery and topics and claims):
        raise ContentError(problems)

    plan, derived, wrong = parse_plan(questions_document, questions, rules_document, rules)
    problems.extend(wrong)
    if plan is None:
        raise ContentError(problems)
    parsed_fits, wrong = parse_fits(fits_document, fits, plan, derived)
    problems.extend(wrong)
    parsed_floors, wrong = parse_floors(floors_document, floors, plan, derived)
    problems.extend(wrong)
    zones, wrong = parse_zones(zones_document, zones_file, countries.countries)
    problems.extend(wrong)
    problems.extend(
        check_content(
            documents={
                "sources": sources_document,
                "countries": countries_document,
                "questions": questions_document,
                "rules": rules_document,
                "fits": fits_document,
            },
            sources=sources,
            countries=countries,
            questions=questions,
            rules=rules,
            fits=fits,
            plan=plan,
            parsed_fits=parsed_fits,
            words=words,
        )
    )
    parsed_exercises, wrong = parse_exercises(
        exercises_document, exercises, routines_document, routines, aid_document, first_aid, plan, derived
    )
    problems.extend(wrong)
    problems.extend(
        check_exercises(
            documents={"exercises": exercises_document, "routines": routines_document, "first_aid": aid_document},
            exercises=exercises,
            routines=routines,
            first_aid=first_aid,
            parsed=parsed_exercises,
            fits=fits,
            sources=sources,
            words=words,
        )
    )
    problems.extend(check_recovery(recovery_document, recovery, parsed_exercises, fits, sources, words))
    problems.extend(check_topics(topics_document, topics, claims_document, claims, sources, routines, words))
    if problems or parsed_exercises is None:
        raise ContentError(problems)
    return Library(
        plan,
        parsed_floors,
        parsed_fits,
        {urgency: tuple(acts) for urgency, acts in fits.forbids.items()},
        {watch: tuple(options) for watch, options in fits.watches.items()},
        sources,
        countries,
        Topics(topics, claims, sources, words),
        words,
        min(rules.reviewed_on, questions.reviewed_on),
        parsed_exercises,
        Ladder(recovery),
        zones,
        frozenset(path.name for path in (content / "media").glob("*.*")),
    )
