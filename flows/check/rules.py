"""What must hold between content files: every reference leads somewhere, every word and source is there, nothing is idle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.base.tokens import LIMIT, beginning
from flows.base.urgency import URGENCIES
from flows.check.conditions import atoms
from flows.check.fits import Fit
from flows.check.models import FitsFile, QuestionsFile, RulesFile
from flows.check.plan import TOLD, Plan
from flows.content.sources import SourcesFile
from flows.content.strict_yaml import Document
from flows.content.words import FALLBACK, Words
from flows.places.models import CountriesFile

PLAIN_ENOUGH = 34
"""The most characters of an option's label, so that it fits a phone's button."""


def check_content(
    *,
    documents: Mapping[str, Document],
    sources: SourcesFile,
    countries: CountriesFile,
    questions: QuestionsFile,
    rules: RulesFile,
    fits: FitsFile,
    plan: Plan,
    parsed_fits: tuple[Fit, ...],
    words: Words,
) -> list[str]:
    """Every broken reference, missing word, missing source and idle option, as `file:line: sentence`."""
    return [
        *_sources(documents, sources, countries, questions, rules, fits),
        *_twice(documents, questions, rules, fits),
        *_question_words(documents, questions, words),
        *_other_words(documents, rules, fits, countries, words),
        *_watches(documents, fits, plan, words),
        *_idle(documents, questions, plan, parsed_fits),
    ]


def _sources(
    documents: Mapping[str, Document],
    sources: SourcesFile,
    countries: CountriesFile,
    questions: QuestionsFile,
    rules: RulesFile,
    fits: FitsFile,
) -> Iterator[str]:
    listed: list[tuple[str, tuple[str | int, ...], list[str]]] = [
        *(("questions", ("questions", n, "sources"), entry.sources) for n, entry in enumerate(questions.questions)),
        *(("rules", ("rules", n, "sources"), entry.sources) for n, entry in enumerate(rules.rules)),
        *(("fits", ("fits", n, "sources"), entry.sources) for n, entry in enumerate(fits.fits)),
        *(("countries", ("countries", code, "sources"), entry.sources) for code, entry in countries.countries.items()),
        ("rules", ("doubt", "sources"), rules.doubt.sources),
    ]
    for name, place, ids in listed:
        for source in ids:
            if source not in sources.sources:
                yield documents[name].problem(f'the source "{source}" is not in sources.yaml.', *place)


def _twice(
    documents: Mapping[str, Document], questions: QuestionsFile, rules: RulesFile, fits: FitsFile
) -> Iterator[str]:
    for name, key, ids in (
        ("rules", "rules", [entry.id for entry in rules.rules]),
        ("fits", "fits", [entry.id for entry in fits.fits]),
    ):
        for number, entry in enumerate(ids):
            if entry in ids[:number]:
                yield documents[name].problem(f'"{entry}" stands here twice.', key, number)
    for number, question in enumerate(questions.questions):
        for option in question.options:
            if question.options.count(option) > 1 or option in ("none", "unsure", TOLD):
                yield documents["questions"].problem(
                    f'the option "{option}" is named twice or is a reserved word.', "questions", number
                )
            if len(beginning("a" * 6, 999_999)) + len(f"+{question.id}_which.{option}") > LIMIT:
                yield documents["questions"].problem(
                    f'the option "{option}" has too long a name for its button.', "questions", number
                )
        if question.part not in questions.parts:
            yield documents["questions"].problem(f'the part "{question.part}" is not in parts.', "questions", number)


def _question_words(documents: Mapping[str, Document], questions: QuestionsFile, words: Words) -> Iterator[str]:
    for language in words.languages:
        file = words.documents[language].get("questions")
        if file is None:
            yield f"content/words/{language}/questions.yaml:1: this file is missing."
            continue
        if file.problems:
            continue  # told already; what could not be read is not missing
        if not isinstance(file.data, dict):
            yield file.problem("the words of each question stand under its id.")
            continue
        wanted = ("text", "why", "about")
        for number, question in enumerate(questions.questions):
            for key in wanted:
                if not words.has(language, f"questions.{question.id}.{key}"):
                    yield documents["questions"].problem(
                        f"the words questions.{question.id}.{key} are missing.", "questions", number
                    )
            shown = [
                *question.options,
                *([TOLD] if question.told else []),
                *(["none"] if question.none else []),
                *(["unsure"] if question.unsure else []),
            ]
            for option in shown:
                key = f"questions.{question.id}.options.{option}"
                if not words.has(language, key) and not (
                    option in ("none", "unsure") and words.has(language, f"talk.{option}")
                ):
                    yield documents["questions"].problem(f"the words {key} are missing.", "questions", number)
                elif words.has(language, key) and len(words.text(language, key)) > PLAIN_ENOUGH:
                    yield file.problem(
                        f"a label has at most {PLAIN_ENOUGH} characters.", question.id, "options", option
                    )
        asked = {question.id: {*question.options, TOLD, "none", "unsure"} for question in questions.questions}
        for name, entry in file.data.items():
            if name not in asked:
                yield file.problem(f'there is no question "{name}".', name)
                continue
            for kind in ("options", "said"):
                told = entry.get(kind, {}) if isinstance(entry, dict) else None
                if not isinstance(told, dict):
                    yield file.problem(f'the {kind} of "{name}" are words under the id of each option.', name, kind)
                    continue
                for option in told:
                    if option not in asked[name]:
                        yield file.problem(f'the question "{name}" has no option "{option}".', name, kind, option)


def _other_words(
    documents: Mapping[str, Document], rules: RulesFile, fits: FitsFile, countries: CountriesFile, words: Words
) -> Iterator[str]:
    wanted: list[tuple[str, tuple[str | int, ...], str]] = [
        *(("rules", ("rules", n), f"rules.{entry.id}.why") for n, entry in enumerate(rules.rules)),
        *(("fits", ("fits", n), f"fits.{entry.id}.name") for n, entry in enumerate(fits.fits)),
        *(("countries", ("countries", code), f"countries.names.{code}") for code in countries.countries),
        *(("rules", ("rules",), f"cards.{urgency}.headline") for urgency in URGENCIES),
    ]
    for language in words.languages:
        unread = {stem for stem, file in words.documents[language].items() if file.problems}
        for name, place, key in wanted:
            if not words.has(language, key) and key.partition(".")[0] not in unread:
                yield documents[name].problem(f"the words {key} are missing.", *place)
        for stem, known in (
            ("rules", {"doubted_sign", "doubted_signs", *(e.id for e in rules.rules)}),
            ("fits", {e.id for e in fits.fits}),
        ):
            file = words.documents[language].get(stem)
            for entry in (file.data or {}) if file else {}:
                if file and entry not in known:
                    yield file.problem(f'there is nothing named "{entry}" in check/{stem}.yaml.', entry)
    for code in countries.likely:
        if code not in countries.countries:
            yield documents["countries"].problem(f'"{code}" is in likely but not in countries.', "likely")
    assert FALLBACK in words.languages


def _watches(documents: Mapping[str, Document], fits: FitsFile, plan: Plan, words: Words) -> Iterator[str]:
    for watch, options in fits.watches.items():
        for option in options:
            if option not in plan.bit:
                yield documents["fits"].problem(f"{option} is no option of any question.", "watches", watch)
        if not words.has(FALLBACK, f"cards.told.{watch}"):
            yield documents["fits"].problem(f"the words cards.told.{watch} are missing.", "watches", watch)


def _idle(
    documents: Mapping[str, Document], questions: QuestionsFile, plan: Plan, fits: tuple[Fit, ...]
) -> Iterator[str]:
    """An option that no rule, no fit and no `ask_if` can tell from another only costs the person time."""
    used = {atom for rule in plan.rules for atom in atoms(rule.when)}
    used |= {atom for question in plan.questions for atom in atoms(question.ask_if)}
    used |= {atom for fit in fits for atom in fit.atoms}
    for number, question in enumerate(questions.questions):
        if question.kind == "many":
            for option in question.options:
                if f"{question.id}.{option}" not in used:
                    yield documents["questions"].problem(
                        f'the option "{option}" of "{question.id}" is used by no rule, no fit and no question.',
                        "questions",
                        number,
                    )
