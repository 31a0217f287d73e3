"""What must hold for the words of the check: each question, option, rule and fit has its own, and none is about nothing."""

from __future__ import annotations

from flows.base.urgency import URGENCIES
from flows.check.check import Check
from flows.check.models import CheckFiles, QuestionEntry
from flows.check.plan import TOLD
from flows.check.telling import tellable
from flows.content.problems import Place, Problems
from flows.content.strict_yaml import Document
from flows.content.words import LONGEST_LABEL, Words, read_words_file

QUESTION_WORDS = ("text", "why", "about")
DOUBT_RULES = ("doubted_sign", "doubted_signs")
"""Rules that are made and not written."""


def check_check_words(files: CheckFiles, check: Check, words: Words, problems: Problems) -> None:
    """Note every missing, idle or too long word of the check."""
    for language in words.languages:
        _questions(files, words, language, problems)
        _said(files, check, words, language, problems)
        _others(files, words, language, problems)


def _questions(files: CheckFiles, words: Words, language: str, problems: Problems) -> None:
    file = read_words_file(words, language, "questions", problems)
    if file is None:
        return
    if not isinstance(file.data, dict):
        problems.add(file, "the words of each question stand under its id.")
        return
    for number, question in enumerate(files.questions.model.questions):
        place: Place = ("questions", number)
        wanted = [(place, f"questions.{question.id}.{key}") for key in QUESTION_WORDS]
        for option in _shown(question):
            key = f"questions.{question.id}.options.{option}"
            if words.has(language, key):
                if len(words.text(language, key)) > LONGEST_LABEL:
                    sentence = f"a label has at most {LONGEST_LABEL} characters."
                    problems.add(file, sentence, question.id, "options", option)
            elif option not in ("none", "unsure") or not words.has(language, f"talk.{option}"):
                wanted.append((place, key))
        problems.missing_words(files.questions, words.missing(language, wanted))
    _about_nothing(files, file, problems)


def _said(files: CheckFiles, check: Check, words: Words, language: str, problems: Problems) -> None:
    """Note every option that a card can tell and that has no clause of its own; a label is no clause."""
    told = tellable(check.plan, check.telling)
    story = {atom for atom in told if check.telling.part[atom] == "story" and not atom.startswith("side.")}
    wanted: list[tuple[Place, str]] = []
    for number, question in enumerate(files.questions.model.questions):
        for place, option in enumerate(question.options):
            atoms = {f"{question.id}.{option}", f"{question.id}_which.{option}"}
            if atoms & told:
                wanted.append((("questions", number, "options", place), f"questions.{question.id}.said.{option}"))
            if atoms & story:
                wanted.append((("questions", number, "options", place), f"questions.{question.id}.say.{option}"))
        if f"{question.id}.{TOLD}" in told:
            wanted.append((("questions", number, "told"), f"questions.{question.id}.said.{TOLD}"))
    problems.missing_words(files.questions, words.missing(language, wanted))


def _shown(question: QuestionEntry) -> tuple[str, ...]:
    told = (TOLD,) if question.told else ()
    none = ("none",) if question.none else ()
    unsure = ("unsure",) if question.unsure else ()
    return (*question.options, *told, *none, *unsure)


def _about_nothing(files: CheckFiles, file: Document, problems: Problems) -> None:
    """Note words of questions and options that there are not; `file` holds the words of questions."""
    asked = {entry.id: {*entry.options, TOLD, "none", "unsure"} for entry in files.questions.model.questions}
    for name, entry in file.data.items():
        if name not in asked:
            problems.add(file, f'there is no question "{name}".', name)
            continue
        for kind in ("options", "said", "say"):
            told = entry.get(kind, {}) if isinstance(entry, dict) else None
            if not isinstance(told, dict):
                problems.add(file, f'the {kind} of "{name}" are words under the id of each option.', name, kind)
                continue
            for option in told:
                if option not in asked[name]:
                    problems.add(file, f'the question "{name}" has no option "{option}".', name, kind, option)


def _others(files: CheckFiles, words: Words, language: str, problems: Problems) -> None:
    rules, fits = files.rules.model, files.fits.model
    wanted: list[tuple[Place, str]] = [
        *((("rules", n), f"rules.{entry.id}.why") for n, entry in enumerate(rules.rules)),
        *((("rules",), f"cards.{urgency}.headline") for urgency in URGENCIES),
    ]
    problems.missing_words(files.rules, words.missing(language, wanted))
    wanted = [
        *((("fits", n), f"fits.{entry.id}.name") for n, entry in enumerate(fits.fits)),
        *((("watches", watch), f"cards.told.{watch}") for watch in fits.watches),
    ]
    problems.missing_words(files.fits, words.missing(language, wanted))
    for stem, known in (
        ("rules", {*DOUBT_RULES, *(entry.id for entry in rules.rules)}),
        ("fits", {entry.id for entry in fits.fits}),
    ):
        file = words.documents[language].get(stem)
        for name in (file.data or {}) if file else {}:
            if file and name not in known:
                problems.add(file, f'there is nothing named "{name}" in check/{stem}.yaml.', name)
