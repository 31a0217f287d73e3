"""Makes `Exercises` from the files: doses merged, conditions read, what does not hold within a file noted."""

from __future__ import annotations

from collections.abc import Mapping

from flows.base.urgency import level as level_of
from flows.check.check import Check
from flows.content.model_problems import Key
from flows.content.problems import Problems
from flows.exercises.doses import given_fields, keep_within, merge_fields
from flows.exercises.exercises import (
    BASE,
    EASIER,
    HARDER,
    Aid,
    Dose,
    Exercise,
    Exercises,
    Level,
    Pain,
    Remind,
    Routine,
    RoutineStep,
    Unless,
)
from flows.exercises.files import ExerciseFiles
from flows.exercises.models import ExerciseEntry, FirstAidFile, LevelEntry, RoutinesFile, StepEntry
from flows.exercises.reader import ExerciseReader


def parse_exercises(files: ExerciseFiles, check: Check, problems: Problems) -> Exercises | None:
    """Make the exercises, routines and first aid; None if a problem was met on the way."""
    met = Problems()
    entries, routines, first_aid = files.exercises.model, files.routines.model, files.first_aid.model
    file = ExerciseReader(files.exercises, check, met)
    file.define(entries.derived)
    parsed = [(_exercise(file, number, entry), entry) for number, entry in enumerate(entries.exercises)]
    found = {exercise.id: (exercise, entry) for exercise, entry in parsed if exercise is not None}
    made = _routines(ExerciseReader(files.routines, check, met), routines, found)
    file = ExerciseReader(files.first_aid, check, met)
    file.define(first_aid.derived)
    items = _first_aid(file, first_aid)
    pain = routines.pain
    if not pain.go_on < pain.easier < pain.stop:
        met.add(files.routines, "go_on, easier and stop rise in this order.", "pain")
    problems.extend(met.found)
    if met.found:
        return None
    held = Pain(pain.go_on, pain.easier, pain.stop, tuple(pain.sources))
    return Exercises((exercise for exercise, _ in found.values()), made, items, held, check.plan.every)


def _exercise(file: ExerciseReader, number: int, entry: ExerciseEntry) -> Exercise | None:
    place = ("exercises", number)
    own = file.unless(entry.not_if, *place, "not_if")
    base = file.dose(given_fields(entry.dose), *place, "dose")
    if base is None:
        return None
    levels = {BASE: Level(base, frozenset(entry.acts), own, entry.from_stage)}
    for level, name, change in ((EASIER, "easier", entry.easier), (HARDER, "harder", entry.harder)):
        dose = file.dose(merge_fields(given_fields(entry.dose), change), *place, name)
        if dose is None:
            return None
        levels[level] = _level(levels[BASE], change, dose, file.unless(change.not_if, *place, name, "not_if"))
        if level == EASIER and dose.length > base.length:
            file.wrong("easier takes longer than the exercise itself.", *place, name)
    return Exercise(
        id=entry.id,
        ref=entry.ref,
        kind=entry.kind,
        levels=levels,
        not_if=own,
        fresh=entry.fresh,
        from_stage=entry.from_stage,
        sources=tuple(entry.sources),
    )


def _level(base: Level, change: LevelEntry, dose: Dose, not_if: tuple[Unless, ...]) -> Level:
    return Level(
        dose,
        base.acts if change.acts is None else frozenset(change.acts),
        (*base.not_if, *not_if),
        base.from_stage if change.from_stage is None else change.from_stage,
    )


def _routines(
    file: ExerciseReader, routines: RoutinesFile, exercises: Mapping[str, tuple[Exercise, ExerciseEntry]]
) -> list[Routine]:
    made = []
    for number, entry in enumerate(routines.routines):
        steps = []
        for place, step in enumerate(entry.steps):
            if step.exercise not in exercises:
                file.wrong(f'there is no exercise "{step.exercise}".', "routines", number, "steps", place)
                continue
            built = _step(file, step, *exercises[step.exercise], ("routines", number, "steps", place))
            if built is not None:
                steps.append(built)
        made.append(
            Routine(
                id=entry.id,
                steps=tuple(steps),
                minutes=entry.minutes,
                stage=entry.stage,
                for_fits=tuple(entry.for_fits),
                for_urgency=tuple(entry.for_urgency),
                everyday=entry.everyday,
                sources=tuple(entry.sources),
            )
        )
    return made


def _step(
    file: ExerciseReader, step: StepEntry, exercise: Exercise, entry: ExerciseEntry, place: tuple[Key, ...]
) -> RoutineStep | None:
    """What the routine changes is put into the base dose; what is easier and harder is then told from that."""
    base = merge_fields(given_fields(entry.dose), step)
    easier = keep_within(base, merge_fields(base, entry.easier), min)
    harder = keep_within(base, merge_fields(base, entry.harder), max)
    levels = {}
    for level, parts in ((EASIER, easier), (BASE, base), (HARDER, harder)):
        dose = file.dose(parts, *place)
        if dose is None:
            return None
        known = exercise.levels[level]
        levels[level] = Level(dose, known.acts, known.not_if, known.from_stage)
    if levels[EASIER].dose.length > levels[BASE].dose.length:
        file.wrong(f'"{step.exercise}" made easier takes longer here than the step itself.', *place)
    return RoutineStep(step.exercise, levels, step.optional)


def _first_aid(file: ExerciseReader, first_aid: FirstAidFile) -> list[Aid]:
    items = []
    for number, entry in enumerate(first_aid.items):
        remind = entry.remind
        if entry.minutes is not None and entry.minutes[0] > entry.minutes[1]:
            file.wrong("minutes is [from, to], the smaller number first.", "items", number, "minutes")
        if remind is not None and (entry.for_hours is None or remind.within_hours > entry.for_hours):
            file.wrong("a reminder ends no later than the item itself (for_hours).", "items", number, "remind")
        items.append(
            Aid(
                id=entry.id,
                acts=frozenset(entry.acts),
                not_if=file.unless(entry.not_if, "items", number, "not_if"),
                for_hours=entry.for_hours,
                minutes=entry.minutes,
                remind=Remind(remind.every_hours, remind.within_hours) if remind else None,
                urgency_max=level_of(entry.urgency_max),
                sources=tuple(entry.sources),
            )
        )
    return items
