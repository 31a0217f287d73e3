"""From the content files to `Exercises`: doses merged, conditions parsed, what does not hold within a file told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flows.base.urgency import level as level_of
from flows.check.conditions import ConditionError, Node, atoms, compile_must, negated, parse, reads_urgency
from flows.check.plan import Plan
from flows.content.model_problems import Key
from flows.content.strict_yaml import Document
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
    Step,
    Unless,
)
from flows.exercises.models import (
    DosePart,
    ExerciseEntry,
    ExercisesFile,
    FirstAidFile,
    LevelEntry,
    RoutinesFile,
    StepEntry,
    UnlessEntry,
)

AMOUNTS = {"hold": "hold", "reps": "reps", "time": "seconds", "distance": "metres"}
"""Mode of a dose → the field that says how much."""
_FIELDS = tuple(DosePart.model_fields)


class _File:
    """One file under way: its findings, and the problems met."""

    def __init__(self, document: Document, plan: Plan, derived: Mapping[str, Node], problems: list[str]) -> None:
        self.document = document
        self._plan = plan
        self._derived = dict(derived)
        self._problems = problems

    def wrong(self, sentence: str, *place: Key) -> None:
        """Note a problem."""
        self._problems.append(self.document.problem(sentence, *place))

    def define(self, derived: Mapping[str, Any]) -> None:
        """Add the file's own findings, each of which may name those above it."""
        for name, data in derived.items():
            if name in self._derived:
                self.wrong(f'a finding "{name}" is there already.', "derived", name)
            node = self._node(data, "derived", name)
            if node is not None:
                self._derived[name] = node

    def unless(self, entries: Iterable[UnlessEntry], *place: Key) -> tuple[Unless, ...]:
        """The exclusions in the list at `place`."""
        found: list[Unless] = []
        for number, entry in enumerate(entries):
            if entry.id in {unless.id for unless in found}:
                self.wrong(f'"{entry.id}" stands here twice.', *place, number)
            node = self._node(entry.when, *place, number, "when")
            if node is not None:
                # So that whatever else somebody tells can take away, never give.
                for atom in sorted(set(negated(node))):
                    self.wrong(f"an exclusion has nothing under not; found {atom}.", *place, number, "when")
                found.append(Unless(entry.id, compile_must(node, self._plan.bit), entry.until))
        return tuple(found)

    def _node(self, data: Any, *place: Key) -> Node | None:
        try:
            node = parse(data, self._derived)
        except ConditionError as error:
            self.wrong(f"{error}.", *place)
            return None
        unknown = sorted(set(atoms(node)) - set(self._plan.bit))
        for atom in unknown:
            self.wrong(f"{atom} is no option of any question.", *place)
        if reads_urgency(node):
            self.wrong("below may stand in ask_if of a question and nowhere else.", *place)
        return None if unknown else node

    def dose(self, parts: dict[str, Any], *place: Key) -> Dose | None:
        """The dose that these fields make."""
        mode = parts.get("mode")
        if mode is None:
            self.wrong("a dose says its mode: hold, reps, time or distance.", *place)
            return None
        amount = AMOUNTS[mode]
        if parts.get(amount) is None:
            self.wrong(f"a dose of mode {mode} says {amount}.", *place)
            return None
        for other in AMOUNTS.values():
            if other != amount and parts.get(other) is not None:
                self.wrong(f"a dose of mode {mode} has no {other}.", *place)
        if parts.get("tempo") is not None and mode != "reps":
            self.wrong(f"a dose of mode {mode} has no tempo.", *place)
        for name in ("reps", "per_day"):
            if parts.get(name) is not None and parts[name][0] > parts[name][1]:
                self.wrong(f"{name} is [from, to], the smaller number first.", *place)
        if parts.get("per_day") is not None and parts.get("every") is not None:
            self.wrong("a dose has per_day or every, not both.", *place)
        given = {name: value for name, value in parts.items() if value is not None}
        if "tempo" in given:
            given["tempo"] = tuple(given["tempo"])
        return Dose(**given)


def parse_exercises(
    exercises_document: Document,
    exercises: ExercisesFile,
    routines_document: Document,
    routines: RoutinesFile,
    aid_document: Document,
    first_aid: FirstAidFile,
    plan: Plan,
    derived: Mapping[str, Node],
) -> tuple[Exercises | None, list[str]]:
    """All of it, and every problem met on the way; None where problems leave nothing to go on with."""
    problems: list[str] = []
    file = _File(exercises_document, plan, derived, problems)
    file.define(exercises.derived)
    parsed = [_exercise(file, number, entry) for number, entry in enumerate(exercises.exercises)]
    file = _File(routines_document, plan, derived, problems)
    found = {
        exercise.id: (exercise, entry) for exercise, entry in zip(parsed, exercises.exercises, strict=True) if exercise
    }
    made = _routines(file, routines, found)
    file = _File(aid_document, plan, derived, problems)
    file.define(first_aid.derived)
    items = _first_aid(file, first_aid)
    pain = routines.pain
    if not pain.go_on < pain.easier < pain.stop:
        problems.append(routines_document.problem("go_on, easier and stop rise in this order.", "pain"))
    if problems:
        return None, problems
    held = Pain(pain.go_on, pain.easier, pain.stop, tuple(pain.sources))
    return Exercises((exercise for exercise, _ in found.values()), made, items, held, plan.every), []


def _exercise(file: _File, number: int, entry: ExerciseEntry) -> Exercise | None:
    place = ("exercises", number)
    own = file.unless(entry.not_if, *place, "not_if")
    base = file.dose(_given(entry.dose), *place, "dose")
    if base is None:
        return None
    levels = {BASE: Level(base, frozenset(entry.acts), own, entry.from_stage)}
    for level, name, change in ((EASIER, "easier", entry.easier), (HARDER, "harder", entry.harder)):
        dose = file.dose(_merged(_given(entry.dose), change), *place, name)
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


def _given(part: DosePart) -> dict[str, Any]:
    return {name: value for name in _FIELDS if (value := getattr(part, name)) is not None}


def _merged(base: dict[str, Any], part: DosePart) -> dict[str, Any]:
    """The fields of `base` with those of `part` in their place; another mode brings an amount and a tempo of its own."""
    change = _given(part)
    if change.get("mode", base.get("mode")) != base.get("mode"):
        base = {name: value for name, value in base.items() if name not in (*AMOUNTS.values(), "tempo")}
    if "every" in change or "per_day" in change:  # the one takes the place of the other
        base = {name: value for name, value in base.items() if name not in ("every", "per_day")}
    return base | change


def _routines(
    file: _File, routines: RoutinesFile, exercises: Mapping[str, tuple[Exercise, ExerciseEntry]]
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
    file: _File, step: StepEntry, exercise: Exercise, entry: ExerciseEntry, place: tuple[Key, ...]
) -> Step | None:
    """What the routine changes is put into the base dose; what is easier and harder is then told from that."""
    base = _merged(_given(entry.dose), step)
    easier = _no_more(base, _merged(base, entry.easier), min)
    harder = _no_more(base, _merged(base, entry.harder), max)
    levels = {}
    for level, parts in ((EASIER, easier), (BASE, base), (HARDER, harder)):
        dose = file.dose(parts, *place)
        if dose is None:
            return None
        known = exercise.levels[level]
        levels[level] = Level(dose, known.acts, known.not_if, known.from_stage)
    if levels[EASIER].dose.length > levels[BASE].dose.length:
        file.wrong(f'"{step.exercise}" made easier takes longer here than the step itself.', *place)
    return Step(step.exercise, levels, step.optional)


def _no_more(base: dict[str, Any], changed: dict[str, Any], pick: Callable[..., int]) -> dict[str, Any]:
    """Easier never asks for more sets or more of each than the step itself (`pick` min), harder never for less (max)."""
    held = dict(changed)
    for name in ("sets", *AMOUNTS.values()):
        if name in base and name in changed and base["mode"] == changed["mode"]:
            one, other = base[name], changed[name]
            held[name] = tuple(map(pick, one, other)) if isinstance(one, tuple) else pick(one, other)
    return held


def _first_aid(file: _File, first_aid: FirstAidFile) -> list[Aid]:
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
