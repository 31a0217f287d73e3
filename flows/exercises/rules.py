"""What must hold between exercises, routines, first aid and the check: nothing stands twice, and nothing leads nowhere."""

from __future__ import annotations

from flows.check.check import Check
from flows.content.problems import Problems
from flows.content.sources import SourcesFile, check_sources
from flows.exercises.exercises import BASE, Exercises, Routine
from flows.exercises.files import ExerciseFiles

NEAR = 0.25
"""How far the minutes of a routine may be from what its doses add up to, as a part of the latter."""

BESIDE = ("walk_run", "why_not", "dose")
"""What stands in the words of routines beside the routines; the plan of runs is in `recovery.yaml`."""

UNKNOWN_ACT = '"{}" is not in acts of check/fits.yaml.'
UNKNOWN_FIT = 'there is no condition "{}" in check/fits.yaml.'


def check_exercises(
    files: ExerciseFiles, parsed: Exercises | None, check: Check, sources: SourcesFile | None, problems: Problems
) -> None:
    """Note every broken reference and repeated id. `parsed` is None if problems left nothing to go on with."""
    problems.twice(files.exercises, ("exercises",), files.exercise_ids, BESIDE)
    problems.twice(files.routines, ("routines",), files.routine_ids, BESIDE)
    problems.twice(files.first_aid, ("items",), files.aid_ids, BESIDE)
    _sources(files, sources, problems)
    _acts(files, check, problems)
    _routines(files, check, problems)
    for number, entry in enumerate(files.routines.model.routines):
        if parsed is not None and entry.id in parsed.routines:
            _length_and_stages(files, number, parsed.routines[entry.id], problems)


def _sources(files: ExerciseFiles, sources: SourcesFile | None, problems: Problems) -> None:
    exercises, routines, first_aid = files.exercises.model, files.routines.model, files.first_aid.model
    listed = [(("exercises", n, "sources"), entry.sources) for n, entry in enumerate(exercises.exercises)]
    check_sources(files.exercises, listed, sources, problems)
    named = [
        *((("routines", n, "sources"), entry.sources) for n, entry in enumerate(routines.routines)),
        (("pain", "sources"), routines.pain.sources),
    ]
    check_sources(files.routines, named, sources, problems)
    listed = [(("items", n, "sources"), entry.sources) for n, entry in enumerate(first_aid.items)]
    check_sources(files.first_aid, listed, sources, problems)


def _acts(files: ExerciseFiles, check: Check, problems: Problems) -> None:
    entries = list(enumerate(files.exercises.model.exercises))
    listed = [
        *((("exercises", n, "acts"), entry.acts) for n, entry in entries),
        *((("exercises", n, "easier"), entry.easier.acts or []) for n, entry in entries),
        *((("exercises", n, "harder"), entry.harder.acts or []) for n, entry in entries),
    ]
    problems.unknown(files.exercises, UNKNOWN_ACT, listed, check.acts)
    items = [(("items", n, "acts"), entry.acts) for n, entry in enumerate(files.first_aid.model.items)]
    problems.unknown(files.first_aid, UNKNOWN_ACT, items, check.acts)


def _routines(files: ExerciseFiles, check: Check, problems: Problems) -> None:
    file, known = files.routines, {fit.id for fit in check.fits}
    for number, entry in enumerate(file.model.routines):
        place = ("routines", number)
        problems.unknown(file, UNKNOWN_FIT, [((*place, "for_fits"), entry.for_fits)], known)
        if bool(entry.for_fits) != bool(entry.for_urgency):
            problems.add(file, "for_fits and for_urgency go together: both or neither.", *place)
        for urgency in entry.for_urgency:
            if urgency in ("urgent_same_day", "emergency_now"):
                problems.add(file, f"no routine stands on a card of {urgency}.", *place, "for_urgency")


def _length_and_stages(files: ExerciseFiles, number: int, routine: Routine, problems: Problems) -> None:
    """Note minutes that do not add up, and steps from a later stage than the routine's own."""
    file, minutes = files.routines, files.routines.model.routines[number].minutes
    length = routine.length / 60
    if abs(minutes - length) > NEAR * length:
        sentence = f"the doses add up to {length:.0f} minutes, not {minutes}."
        problems.add(file, sentence, "routines", number, "minutes")
    for place, step in enumerate(routine.steps):
        first = step.levels[BASE].from_stage
        if routine.stage is not None and first is not None and first > routine.stage:
            sentence = f'"{step.exercise}" belongs to stage {first} or later.'
            problems.add(file, sentence, "routines", number, "steps", place)
