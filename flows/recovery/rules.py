"""What must hold around `recovery.yaml`: stages in order, criteria, routines, exercises, acts, sources and words are there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from flows.check.models import FitsFile
from flows.content.sources import SourcesFile
from flows.content.strict_yaml import Document
from flows.content.words import Words
from flows.exercises.exercises import Exercises
from flows.recovery.ladder import PHASES, SHORT_WAY, STAGES
from flows.recovery.models import RecoveryFile, StageEntry

WALK_RUN = "walk_run"
SCALE = 10
CRITERION_WORDS = ("ask", "missing", "do")
STAGE_WORDS = ("name", "what", "usual")


def check_recovery(
    document: Document,
    file: RecoveryFile,
    exercises: Exercises | None,
    fits: FitsFile,
    sources: SourcesFile,
    words: Words,
) -> list[str]:
    """Every problem as `file:line: sentence`."""
    placed = [
        *((("stages", n), entry) for n, entry in enumerate(file.stages)),
        *((("achilles", "stages", n), entry) for n, entry in enumerate(file.achilles.stages)),
    ]
    return [
        *_order(document, file),
        *_stages(document, placed, file, exercises, fits),
        *_sources(document, placed, file, sources),
        *_criteria(document, placed, file),
        *_words(document, placed, file, words),
    ]


_Placed = list[tuple[tuple[str | int, ...], StageEntry]]


def _order(document: Document, file: RecoveryFile) -> Iterator[str]:
    if tuple(entry.id for entry in file.stages) != STAGES:
        yield document.problem(f"the stages are {', '.join(STAGES)}, in this order.", "stages")
    if tuple(entry.id for entry in file.achilles.stages) != PHASES:
        yield document.problem(f"the stages are {', '.join(PHASES)}, in this order.", "achilles", "stages")
    steps = file.walk_run.steps
    for number, (earlier, later) in enumerate(pairwise(steps), 1):
        if later.sets * later.run < earlier.sets * earlier.run:
            yield document.problem("a step has less running than the one before it.", "walk_run", "steps", number)


def _stages(
    document: Document, placed: _Placed, file: RecoveryFile, exercises: Exercises | None, fits: FitsFile
) -> Iterator[str]:
    routines = {*(exercises.routines if exercises else ()), WALK_RUN, ""}
    known = {entry.id for entry in file.criteria}
    kinds = {entry.id: entry.kind for entry in file.criteria}
    for criterion in file.again.criteria:
        if kinds.get(criterion, "raises") == "raises":
            yield document.problem(f'there is no criterion "{criterion}" that can be asked in one tap.', "again")
    for place, entry in placed:
        if exercises and entry.routine not in routines:
            yield document.problem(f'there is no routine "{entry.routine}".', *place, "routine")
        for act in entry.lifts:
            if act not in fits.acts:
                yield document.problem(f'"{act}" is not in acts of check/fits.yaml.', *place, "lifts")
        if not entry.exit and entry.id != STAGES[0]:
            yield document.problem("a stage without criteria would be left by the calendar alone.", *place, "exit")
        for criterion in entry.exit:
            if criterion not in known:
                yield document.problem(f'there is no criterion "{criterion}".', *place, "exit")
    plan = file.walk_run
    for exercise in (plan.warm.exercise, plan.cool.exercise, plan.exercise):
        if exercises and exercise not in exercises.by_id:
            yield document.problem(f'there is no exercise "{exercise}".', "walk_run")
    if file.skip.criterion not in known or (file.skip.start, file.skip.to) != SHORT_WAY:
        yield document.problem(f"skip leads from {' to '.join(SHORT_WAY)}, by a criterion that is there.", "skip")
    for fit in file.lifts_for:
        if fit not in {entry.id for entry in fits.fits}:
            yield document.problem(f'there is no condition "{fit}" in check/fits.yaml.', "lifts_for")


def _sources(document: Document, placed: _Placed, file: RecoveryFile, sources: SourcesFile) -> Iterator[str]:
    listed = [
        *((place, entry.sources) for place, entry in placed),
        (("rule",), file.rule.sources),
        (("walk_run",), file.walk_run.sources),
        (("raises",), file.raises.sources),
        (("lean",), file.lean.sources),
        (("again",), file.again.sources),
        *((("criteria", n), entry.sources) for n, entry in enumerate(file.criteria)),
    ]
    for place, named in listed:
        for source in named:
            if source not in sources.sources:
                yield document.problem(f'the source "{source}" is not in sources.yaml.', *place)


def _criteria(document: Document, placed: _Placed, file: RecoveryFile) -> Iterator[str]:
    used = {name for _, entry in placed for name in entry.exit} | {file.skip.criterion, *file.again.criteria}
    for number, entry in enumerate(file.criteria):
        if entry.kind != "raises" and (entry.limit is not None) != (entry.kind in ("most", "least")):
            yield document.problem("limit goes with the kinds most, least and raises.", "criteria", number)
        if entry.kind in ("most", "least") and (entry.limit or 0) > SCALE:
            yield document.problem(f"pain and confidence go up to {SCALE}.", "criteria", number, "limit")
        if entry.id not in used:
            yield document.problem(f'no stage asks for "{entry.id}".', "criteria", number)


def _words(document: Document, placed: _Placed, file: RecoveryFile, words: Words) -> Iterator[str]:
    wanted: list[tuple[tuple[str | int, ...], str]] = [
        *((place, f"recovery.stages.{entry.id}.{key}") for place, entry in placed for key in STAGE_WORDS),
        *(
            (("criteria", n), f"recovery.criteria.{entry.id}.{key}")
            for n, entry in enumerate(file.criteria)
            for key in CRITERION_WORDS
        ),
        (("walk_run",), f"routines.{WALK_RUN}.name"),
    ]
    for language in words.languages:
        for place, key in wanted:
            if not words.has(language, key):
                yield document.problem(f"the words {key} are missing.", *place)
