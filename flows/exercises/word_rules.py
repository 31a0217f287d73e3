"""What must hold for the words of exercises, routines and first aid: nothing is unsaid, nothing idle, names fit and differ."""

from __future__ import annotations

from flows.content.problems import Place, Problems
from flows.content.strict_yaml import Document
from flows.content.words import LONGEST_LABEL, Words, read_words_file
from flows.exercises.exercises import REASONS
from flows.exercises.files import ExerciseFiles, list_exclusions
from flows.exercises.rules import BESIDE
from flows.exercises.words import fold_name

SAID = {
    "exercises": (("name", "how", "for", "not_if", "easier", "harder"), ("cues", "errors")),
    "routines": (("name", "about"), ("called",)),
    "first_aid": (("name", "how", "for", "not_if"), ()),
}
"""File of words → the texts and the lists that each id has there."""
BETWEEN = "between"
"""What is done between two sets, where it is more than rest."""
_ALLOWED = {"first_aid": {"points"}, "exercises": {BETWEEN}}


def check_exercise_words(files: ExerciseFiles, words: Words, problems: Problems) -> None:
    """Note every missing, idle, misplaced, too long or ambiguous word."""
    for language in words.languages:
        _said(files, words, language, problems)
        _names(files, words, language, problems)
        _reasons(files, words, language, problems)


def _said(files: ExerciseFiles, words: Words, language: str, problems: Problems) -> None:
    for name, file, key, ids in (
        ("exercises", files.exercises, "exercises", files.exercise_ids),
        ("routines", files.routines, "routines", files.routine_ids),
        ("first_aid", files.first_aid, "items", files.aid_ids),
    ):
        said = read_words_file(words, language, name, problems)
        if said is None:
            continue
        texts, lists = SAID[name]
        wanted: list[tuple[Place, str]] = [
            ((key, n), f"{name}.{one}.{part}") for n, one in enumerate(ids) for part in (*texts, *lists)
        ]
        problems.missing_words(file, words.missing(language, wanted))
        _shape(said, name, set(ids), problems)


def _shape(file: Document, name: str, known: set[str], problems: Problems) -> None:
    """Note words without an id to belong to, and texts and lists in each other's place; `file` holds the words."""
    texts, lists = SAID[name]
    for entry, said in file.data.items() if isinstance(file.data, dict) else ():
        if name == "routines" and entry in BESIDE:
            continue
        if entry not in known:
            problems.add(file, f'there is nothing named "{entry}" in {name}.yaml.', entry)
            continue
        if not isinstance(said, dict):
            problems.add(file, f'the words of "{entry}" stand under {", ".join((*texts, *lists))}.', entry)
            continue
        for key, value in said.items():
            if key not in (*texts, *lists) and key not in _ALLOWED.get(name, ()):
                problems.add(file, f'"{key}" is none of {", ".join((*texts, *lists))}.', entry, key)
            elif isinstance(value, list) and key in texts:
                problems.add(file, f"{key} is one text, not a list.", entry, key)
            elif isinstance(value, str) and key not in (*texts, BETWEEN):
                problems.add(file, f"{key} is a list of short lines.", entry, key)


def _names(files: ExerciseFiles, words: Words, language: str, problems: Problems) -> None:
    """Note names that do not fit a button or lead to two things; what may be typed for a routine leads to one too."""
    taken: dict[str, str] = {}
    for stem, ids in (
        ("exercises", files.exercise_ids),
        ("routines", files.routine_ids),
        ("first_aid", files.aid_ids),
    ):
        file = words.documents[language].get(stem)
        if file is None or file.problems:
            continue
        for entry in dict.fromkeys(ids):
            for key in ("name", "called"):
                for label in words.lines(language, f"{stem}.{entry}.{key}"):
                    if key == "name" and len(label) > LONGEST_LABEL:
                        problems.add(file, f"a label has at most {LONGEST_LABEL} characters.", entry, key)
                    said = fold_name(label)
                    if taken.setdefault(said, f"{stem}.{entry}") != f"{stem}.{entry}":
                        problems.add(file, f'"{label}" already leads to {taken[said]}.', entry, key)


def _reasons(files: ExerciseFiles, words: Words, language: str, problems: Problems) -> None:
    """Note refusals without words, and words for refusals that there are not."""
    file = words.documents[language].get("routines")
    if file is None or file.problems:
        return
    used = set(REASONS)
    for excluding, place, unless in list_exclusions(files):
        used.add(unless.id)
        if unless.id in REASONS:
            problems.add(excluding, f'"{unless.id}" is a reserved word.', *place)
        wanted = [(place, f"routines.why_not.{unless.id}")]
        problems.missing_words(excluding, words.missing(language, wanted))
    own: list[tuple[Place, str]] = [(("why_not",), f"routines.why_not.{reason}") for reason in REASONS]
    problems.missing_words(file, words.missing(language, own))
    for reason in words.under(language, "routines.why_not"):
        if reason not in used:
            problems.add(file, f'nothing is refused because of "{reason}".', "why_not", reason)
