"""What must hold around `recovery.yaml`: stages in order, criteria, routines, exercises, acts, sources and words are there."""

from __future__ import annotations

from itertools import pairwise

from flows.check.check import Check
from flows.content.common import Common
from flows.content.file import ContentFile
from flows.content.problems import Place, Problems
from flows.content.sources import check_sources
from flows.exercises.load import LoadedExercises
from flows.exercises.rules import UNKNOWN_ACT, UNKNOWN_FIT
from flows.recovery.ladder import PHASES, SHORT_WAY, STAGES
from flows.recovery.models import RecoveryFile, StageEntry

WALK_RUN = "walk_run"
SCALE = 10
CRITERION_WORDS = ("ask", "missing", "do")
STAGE_WORDS = ("name", "what", "usual")

_File = ContentFile[RecoveryFile]


def check_recovery(
    file: ContentFile[RecoveryFile], common: Common, check: Check, exercises: LoadedExercises, problems: Problems
) -> None:
    """Note everything that does not hold in itself, and every reference that leads nowhere."""
    _order(file, problems)
    _stages(file, check, exercises, problems)
    _runs(file, exercises, problems)
    _sources(file, common, problems)
    _criteria(file, problems)
    _words(file, common, problems)


def _placed(file: _File) -> list[tuple[Place, StageEntry]]:
    """Every stage of both programmes with its place."""
    return [
        *((("stages", n), entry) for n, entry in enumerate(file.model.stages)),
        *((("achilles", "stages", n), entry) for n, entry in enumerate(file.model.achilles.stages)),
    ]


def _order(file: _File, problems: Problems) -> None:
    if tuple(entry.id for entry in file.model.stages) != STAGES:
        problems.add(file, f"the stages are {', '.join(STAGES)}, in this order.", "stages")
    if tuple(entry.id for entry in file.model.achilles.stages) != PHASES:
        problems.add(file, f"the stages are {', '.join(PHASES)}, in this order.", "achilles", "stages")
    for number, (earlier, later) in enumerate(pairwise(file.model.walk_run.steps), 1):
        if later.sets * later.run < earlier.sets * earlier.run:
            problems.add(file, "a step has less running than the one before it.", "walk_run", "steps", number)


def _stages(file: _File, check: Check, exercises: LoadedExercises, problems: Problems) -> None:
    placed = _placed(file)
    routines = {*exercises.routine_ids, WALK_RUN, ""}
    named = [((*place, "routine"), (entry.routine,)) for place, entry in placed]
    problems.unknown(file, 'there is no routine "{}".', named, routines)
    problems.unknown(file, UNKNOWN_ACT, [((*place, "lifts"), entry.lifts) for place, entry in placed], check.acts)
    criteria = {entry.id for entry in file.model.criteria}
    exits = [((*place, "exit"), entry.exit) for place, entry in placed]
    problems.unknown(file, 'there is no criterion "{}".', exits, criteria)
    for place, entry in placed:
        if not entry.exit and entry.id != STAGES[0]:
            problems.add(file, "a stage without criteria would be left by the calendar alone.", *place, "exit")
    skip = file.model.skip
    if skip.criterion not in criteria or (skip.start, skip.to) != SHORT_WAY:
        problems.add(file, f"skip leads from {' to '.join(SHORT_WAY)}, by a criterion that is there.", "skip")
    fits = {fit.id for fit in check.fits}
    problems.unknown(file, UNKNOWN_FIT, [(("lifts_for",), file.model.lifts_for)], fits)


def _runs(file: _File, exercises: LoadedExercises, problems: Problems) -> None:
    plan = file.model.walk_run
    named = (plan.warm.exercise, plan.cool.exercise, plan.exercise)
    problems.unknown(file, 'there is no exercise "{}".', [(("walk_run",), named)], exercises.exercise_ids)
    tapped = {entry.id for entry in file.model.criteria if entry.kind != "raises"}
    asked = [(("again",), file.model.again.criteria)]
    problems.unknown(file, 'there is no criterion "{}" that can be asked in one tap.', asked, tapped)


def _sources(file: _File, common: Common, problems: Problems) -> None:
    model = file.model
    listed = [
        *((place, entry.sources) for place, entry in _placed(file)),
        (("rule",), model.rule.sources),
        (("walk_run",), model.walk_run.sources),
        (("raises",), model.raises.sources),
        (("lean",), model.lean.sources),
        (("again",), model.again.sources),
        *((("criteria", n), entry.sources) for n, entry in enumerate(model.criteria)),
    ]
    check_sources(file, listed, common.sources, problems)


def _criteria(file: _File, problems: Problems) -> None:
    used = {name for _, entry in _placed(file) for name in entry.exit}
    used |= {file.model.skip.criterion, *file.model.again.criteria}
    for number, entry in enumerate(file.model.criteria):
        if entry.kind != "raises" and (entry.limit is not None) != (entry.kind in ("most", "least")):
            problems.add(file, "limit goes with the kinds most, least and raises.", "criteria", number)
        if entry.kind in ("most", "least") and (entry.limit or 0) > SCALE:
            problems.add(file, f"pain and confidence go up to {SCALE}.", "criteria", number, "limit")
        if entry.id not in used:
            problems.add(file, f'no stage asks for "{entry.id}".', "criteria", number)


def _words(file: _File, common: Common, problems: Problems) -> None:
    wanted: list[tuple[Place, str]] = [
        *((place, f"recovery.stages.{entry.id}.{key}") for place, entry in _placed(file) for key in STAGE_WORDS),
        *(
            (("criteria", n), f"recovery.criteria.{entry.id}.{key}")
            for n, entry in enumerate(file.model.criteria)
            for key in CRITERION_WORDS
        ),
        (("walk_run",), f"routines.{WALK_RUN}.name"),
    ]
    for language in common.words.languages:
        problems.missing_words(file, common.words.missing(language, wanted))
