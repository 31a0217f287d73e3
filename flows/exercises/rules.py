"""What must hold between exercises, routines, first aid, their words and the check: nothing leads nowhere, nothing is unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flows.check.models import FitsFile
from flows.check.rules import PLAIN_ENOUGH
from flows.content.sources import SourcesFile
from flows.content.strict_yaml import Document
from flows.content.words import Words
from flows.exercises.exercises import BASE, REASONS, Exercises
from flows.exercises.models import ExercisesFile, FirstAidFile, RoutinesFile

NEAR = 0.25
"""How far the minutes of a routine may be from what its doses add up to, as a part of the latter."""

BESIDE = ("walk_run", "why_not", "dose")
"""What stands in the words of routines beside the routines; the plan of runs is in `recovery.yaml`."""

SAID = {
    "exercises": (("name", "how", "for", "not_if", "easier", "harder"), ("cues", "errors")),
    "routines": (("name", "about"), ("called",)),
    "first_aid": (("name", "how", "for", "not_if"), ()),
}
"""File of words → the texts and the lists that each id has there."""
BETWEEN = "between"
"""What is done between two sets, where it is more than rest."""
_ALLOWED = {"first_aid": {"points"}, "exercises": {BETWEEN}}

Place = tuple[str | int, ...]


def check_exercises(
    *,
    documents: Mapping[str, Document],
    exercises: ExercisesFile,
    routines: RoutinesFile,
    first_aid: FirstAidFile,
    parsed: Exercises | None,
    fits: FitsFile,
    sources: SourcesFile,
    words: Words,
) -> list[str]:
    """Every broken reference, missing word and idle entry, as `file:line: sentence`."""
    ids: dict[str, list[tuple[str, Place]]] = {
        "exercises": [(entry.id, ("exercises", n)) for n, entry in enumerate(exercises.exercises)],
        "routines": [(entry.id, ("routines", n)) for n, entry in enumerate(routines.routines)],
        "first_aid": [(entry.id, ("items", n)) for n, entry in enumerate(first_aid.items)],
    }
    reasons = {unless for _, _, _, unless in _unless(exercises, first_aid)}
    return [
        *_twice(documents, ids),
        *_sources(documents, exercises, routines, first_aid, sources),
        *_acts(documents, exercises, first_aid, fits),
        *_routines(documents, routines, fits, parsed),
        *_words(documents, ids, words),
        *_names(ids, words),
        *_reasons(documents, exercises, first_aid, reasons, words),
    ]


def _twice(documents: Mapping[str, Document], ids: Mapping[str, list[tuple[str, Place]]]) -> Iterator[str]:
    for name, entries in ids.items():
        seen: set[str] = set()
        for entry, place in entries:
            if entry in seen or entry in BESIDE:
                yield documents[name].problem(f'"{entry}" stands here twice or is a reserved word.', *place)
            seen.add(entry)


def _sources(
    documents: Mapping[str, Document],
    exercises: ExercisesFile,
    routines: RoutinesFile,
    first_aid: FirstAidFile,
    sources: SourcesFile,
) -> Iterator[str]:
    listed: list[tuple[str, Place, list[str]]] = [
        *(("exercises", ("exercises", n, "sources"), e.sources) for n, e in enumerate(exercises.exercises)),
        *(("routines", ("routines", n, "sources"), e.sources) for n, e in enumerate(routines.routines)),
        *(("first_aid", ("items", n, "sources"), e.sources) for n, e in enumerate(first_aid.items)),
        ("routines", ("pain", "sources"), routines.pain.sources),
    ]
    for name, place, named in listed:
        for source in named:
            if source not in sources.sources:
                yield documents[name].problem(f'the source "{source}" is not in sources.yaml.', *place)


def _acts(
    documents: Mapping[str, Document], exercises: ExercisesFile, first_aid: FirstAidFile, fits: FitsFile
) -> Iterator[str]:
    listed: list[tuple[str, Place, list[str]]] = [
        *(("exercises", ("exercises", n, "acts"), e.acts) for n, e in enumerate(exercises.exercises)),
        *(("exercises", ("exercises", n, "easier"), e.easier.acts or []) for n, e in enumerate(exercises.exercises)),
        *(("exercises", ("exercises", n, "harder"), e.harder.acts or []) for n, e in enumerate(exercises.exercises)),
        *(("first_aid", ("items", n, "acts"), e.acts) for n, e in enumerate(first_aid.items)),
    ]
    for name, place, acts in listed:
        for act in acts:
            if act not in fits.acts:
                yield documents[name].problem(f'"{act}" is not in acts of check/fits.yaml.', *place)


def _routines(
    documents: Mapping[str, Document], routines: RoutinesFile, fits: FitsFile, parsed: Exercises | None
) -> Iterator[str]:
    file = documents["routines"]
    known = {fit.id for fit in fits.fits}
    for number, entry in enumerate(routines.routines):
        place: Place = ("routines", number)
        for fit in entry.for_fits:
            if fit not in known:
                yield file.problem(f'there is no condition "{fit}" in check/fits.yaml.', *place, "for_fits")
        if bool(entry.for_fits) != bool(entry.for_urgency):
            yield file.problem("for_fits and for_urgency go together: both or neither.", *place)
        for urgency in entry.for_urgency:
            if urgency in ("urgent_same_day", "emergency_now"):
                yield file.problem(f"no routine stands on a card of {urgency}.", *place, "for_urgency")
        if parsed is None or entry.id not in parsed.routines:
            continue
        routine = parsed.routines[entry.id]
        length = routine.length / 60
        if abs(entry.minutes - length) > NEAR * length:
            yield file.problem(f"the doses add up to {length:.0f} minutes, not {entry.minutes}.", *place, "minutes")
        for step_number, step in enumerate(routine.steps):
            first = step.levels[BASE].from_stage
            if routine.stage is not None and first is not None and first > routine.stage:
                yield file.problem(
                    f'"{step.exercise}" belongs to stage {first} or later.', *place, "steps", step_number
                )


def _words(
    documents: Mapping[str, Document], ids: Mapping[str, list[tuple[str, Place]]], words: Words
) -> Iterator[str]:
    for language in words.languages:
        for name, entries in ids.items():
            texts, lists = SAID[name]
            file = words.documents[language].get(name)
            if file is None:
                yield f"content/words/{language}/{name}.yaml:1: this file is missing."
                continue
            if file.problems:
                continue  # told already; what could not be read is not missing
            for entry, place in entries:
                for key in (*texts, *lists):
                    if not words.has(language, f"{name}.{entry}.{key}"):
                        yield documents[name].problem(f"the words {name}.{entry}.{key} are missing.", *place)
            yield from _shape(file, name, {entry for entry, _ in entries})


def _shape(file: Document, name: str, known: set[str]) -> Iterator[str]:
    """What stands in a file of words without an id to belong to, and texts and lists in each other's place."""
    texts, lists = SAID[name]
    for entry, said in file.data.items() if isinstance(file.data, dict) else ():
        if name == "routines" and entry in BESIDE:
            continue
        if entry not in known:
            yield file.problem(f'there is nothing named "{entry}" in {name}.yaml.', entry)
            continue
        if not isinstance(said, dict):
            yield file.problem(f'the words of "{entry}" stand under {", ".join((*texts, *lists))}.', entry)
            continue
        for key, value in said.items():
            if key not in (*texts, *lists) and key not in _ALLOWED.get(name, ()):
                yield file.problem(f'"{key}" is none of {", ".join((*texts, *lists))}.', entry, key)
            elif isinstance(value, list) and key in texts:
                yield file.problem(f"{key} is one text, not a list.", entry, key)
            elif isinstance(value, str) and key not in (*texts, BETWEEN):
                yield file.problem(f"{key} is a list of short lines.", entry, key)


def _names(ids: Mapping[str, list[tuple[str, Place]]], words: Words) -> Iterator[str]:
    """Names fit a button and lead to one thing; so does what may be typed for a routine."""
    for language in words.languages:
        taken: dict[str, str] = {}
        for name, entries in ids.items():
            file = words.documents[language].get(name)
            if file is None or file.problems:
                continue
            for entry in dict.fromkeys(entry for entry, _ in entries):
                for key in ("name", "called"):
                    for label in words.lines(language, f"{name}.{entry}.{key}"):
                        if key == "name" and len(label) > PLAIN_ENOUGH:
                            yield file.problem(f"a label has at most {PLAIN_ENOUGH} characters.", entry, key)
                        said = typed(label)
                        if taken.setdefault(said, f"{name}.{entry}") != f"{name}.{entry}":
                            yield file.problem(f'"{label}" already leads to {taken[said]}.', entry, key)


def typed(text: str) -> str:
    """A name as it is compared: small letters and digits, single spaces."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def _unless(exercises: ExercisesFile, first_aid: FirstAidFile) -> Iterator[tuple[str, Place, int, str]]:
    """Every exclusion: file, place of its list, number in it, id."""
    lists: Iterable[tuple[str, Place, list[str]]] = (
        *(
            ("exercises", ("exercises", n, "not_if"), [u.id for u in e.not_if])
            for n, e in enumerate(exercises.exercises)
        ),
        *(
            ("exercises", ("exercises", n, key, "not_if"), [u.id for u in part.not_if])
            for n, e in enumerate(exercises.exercises)
            for key, part in (("easier", e.easier), ("harder", e.harder))
        ),
        *(("first_aid", ("items", n, "not_if"), [u.id for u in e.not_if]) for n, e in enumerate(first_aid.items)),
    )
    for file, place, ids in lists:
        for number, unless in enumerate(ids):
            yield file, place, number, unless


def _reasons(
    documents: Mapping[str, Document],
    exercises: ExercisesFile,
    first_aid: FirstAidFile,
    used: set[str],
    words: Words,
) -> Iterator[str]:
    for language in words.languages:
        file = words.documents[language].get("routines")
        if file is None or file.problems:
            continue
        for name, place, number, unless in _unless(exercises, first_aid):
            if unless in REASONS:
                yield documents[name].problem(f'"{unless}" is a reserved word.', *place, number)
            if not words.has(language, f"routines.why_not.{unless}"):
                yield documents[name].problem(f"the words routines.why_not.{unless} are missing.", *place, number)
        for reason in REASONS:
            if not words.has(language, f"routines.why_not.{reason}"):
                yield file.problem(f"the words routines.why_not.{reason} are missing.", "why_not")
        for reason in words.under(language, "routines.why_not"):
            if reason not in used and reason not in REASONS:
                yield file.problem(f'nothing is refused because of "{reason}".', "why_not", reason)
