"""Exercises, routines and first aid as loaded, and what of them may be offered to whom. Pure: nothing here asks or tells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from flows.base.urgency import URGENT, Urgency
from flows.base.urgency import level as level_of
from flows.check.conditions import Test

EASIER, BASE, HARDER = -1, 0, 1
LEVELS = (EASIER, BASE, HARDER)

VERDICT, FRESH, STAGE, GATE, LATE = "verdict", "fresh", "stage", "gate", "late"
REASONS = (VERDICT, FRESH, STAGE, GATE, LATE)
"""Why something is not offered, beside the ids of `not_if`. `gate` is for callers: the check is not passed or too old."""

PROTECT = 1
"""The stage of the ladder that somebody with a suspected strain is taken to be on before it is begun."""

UNTIMED_REP, PACE, CHANGE = 1.5, 1.4, 10
"""For the length of a routine: seconds of a repetition without tempo, metres a second, seconds to get ready for a step."""


class Dose(msgspec.Struct, frozen=True):
    """How much. Times in seconds; `reps` and `per_day` from/to; `tempo` up/hold/down; `every` so many days.

    Of `hold`, `reps`, `seconds` and `metres` the one is set that `mode` names. `rest` comes between sets; with side
    `each` a set is done left and right, with no rest in between.
    """

    mode: Literal["hold", "reps", "time", "distance"]
    sets: int = 1
    hold: int = 0
    reps: tuple[int, int] = (0, 0)
    seconds: int = 0
    metres: int = 0
    tempo: tuple[int, int, int] | None = None
    rest: int = 0
    side: Literal["each", "both"] = "both"
    per_day: tuple[int, int] | None = None
    every: int | None = None

    @property
    def sides(self) -> int:
        """How often a set is done: once for each side."""
        return 2 if self.side == "each" else 1

    @property
    def work(self) -> float:
        """Seconds of one set on one side; of a range of repetitions the middle."""
        match self.mode:
            case "hold":
                return self.hold
            case "reps":
                each = sum(self.tempo) if self.tempo else UNTIMED_REP
                return sum(self.reps) / 2 * each
            case "time":
                return self.seconds
            case "distance":
                return self.metres / PACE

    @property
    def length(self) -> float:
        """Seconds from the first repetition to the last, rests included."""
        return self.sets * self.sides * self.work + (self.sets - 1) * self.rest


class Unless(msgspec.Struct, frozen=True):
    """Who must not: `test` over the bits of the answers; it no longer counts from stage `until` on."""

    id: str
    test: Test
    until: int | None = None


class Level(msgspec.Struct, frozen=True):
    """One exercise as it is done at one level. `acts` is what it does; `not_if` and `from_stage` include the exercise's own."""

    dose: Dose
    acts: frozenset[str]
    not_if: tuple[Unless, ...] = ()
    from_stage: int | None = None


class Exercise(msgspec.Struct, frozen=True):
    """One exercise; `levels` by -1 easier, 0, 1 harder. `ref` is its id in the dossier; `fresh` hours after a sudden injury."""

    id: str
    ref: str
    kind: str
    levels: dict[int, Level]
    not_if: tuple[Unless, ...]
    fresh: int
    from_stage: int | None
    sources: tuple[str, ...]


class RoutineStep(msgspec.Struct, frozen=True):
    """One exercise in a routine: `levels` with what the routine changes in the doses."""

    exercise: str
    levels: dict[int, Level]
    optional: bool = False


class Routine(msgspec.Struct, frozen=True):
    """One routine. `minutes` from first to last step; `stage` of the ladder, if it is one of its stages."""

    id: str
    steps: tuple[RoutineStep, ...]
    minutes: int
    stage: int | None
    for_fits: tuple[str, ...]
    for_urgency: tuple[Urgency, ...]
    everyday: bool
    sources: tuple[str, ...]

    @property
    def length(self) -> float:
        """Seconds that it takes at the base level, optional steps included."""
        return sum(CHANGE + step.levels[BASE].dose.length for step in self.steps)


class Pain(msgspec.Struct, frozen=True):
    """The pain rule: the highest pain (0 to 10) for each of three ways on; above the last the check is asked again."""

    go_on: int
    easier: int
    stop: int
    sources: tuple[str, ...]

    def way(self, pain: int, ceiling: int | None = None) -> Literal["go_on", "easier", "stop", "check"]:
        """What a pain of 0 to 10 during an exercise leads to; a programme may have a `ceiling` of its own, as runs have."""
        if pain <= (self.go_on if ceiling is None else ceiling):
            return "go_on"
        return "easier" if pain <= self.easier else "stop" if pain <= self.stop else "check"


class Remind(msgspec.Struct, frozen=True):
    """A reminder that may be offered: every so many hours, within so many after the onset."""

    every_hours: int
    within_hours: int


class Aid(msgspec.Struct, frozen=True):
    """One item of first aid. `for_hours` after the onset (None: any time); `minutes` at a time, from/to.

    `urgency_max` is a position in `URGENCIES`.
    """

    id: str
    acts: frozenset[str]
    not_if: tuple[Unless, ...]
    for_hours: int | None
    minutes: tuple[int, int] | None
    remind: Remind | None
    urgency_max: int
    sources: tuple[str, ...]


class Allowed(msgspec.Struct, frozen=True):
    """What decides for one person. `forbids`: acts ruled out; `true`: bits of the answers, as `Plan.bits` gives.

    `hours` since a sudden injury (None: there was none); `stage` of the ladder (None: not on it); `strain`: one is suspected
    and the ladder is not passed; `urgency` of the last verdict: none of it is for somebody who has to be seen today or at once.
    """

    forbids: frozenset[str] = frozenset()
    true: int = 0
    hours: float | None = None
    stage: int | None = None
    strain: bool = False
    urgency: Urgency = "ok_to_run"


class RoutineOffer(msgspec.Struct, frozen=True):
    """What of a routine is offered, and what is not: (exercise, reason). No steps: it is not offered at all."""

    steps: tuple[RoutineStep, ...]
    refused: tuple[tuple[str, str], ...]


class Exercises:
    """All exercises, routines and first aid by id, in the order of their files. Immutable; shared by all conversations."""

    def __init__(
        self,
        exercises: Iterable[Exercise],
        routines: Iterable[Routine],
        first_aid: Iterable[Aid],
        pain: Pain,
        every: int,
    ) -> None:
        self.by_id = {exercise.id: exercise for exercise in exercises}
        self.routines = {routine.id: routine for routine in routines}
        self.first_aid = {item.id: item for item in first_aid}
        self.pain = pain
        self._every = every

    def refusal(self, exercise: str | RoutineStep, level: int, allowed: Allowed) -> str | None:
        """Why this exercise, or this step of a routine, is not offered at this level; None: it may be. Raises `KeyError`."""
        known = self.by_id[exercise if isinstance(exercise, str) else exercise.exercise]
        at = (known if isinstance(exercise, str) else exercise).levels[level]
        if at.acts & allowed.forbids or level_of(allowed.urgency) >= URGENT:
            return VERDICT
        if (reason := self._unless(at.not_if, allowed)) is not None:
            return reason
        if allowed.hours is not None and allowed.hours < known.fresh:
            return FRESH
        if allowed.strain and at.from_stage is not None and _stage(allowed) < at.from_stage:
            return STAGE
        return None

    def offer(self, routine: str, allowed: Allowed) -> RoutineOffer:
        """The steps of a routine that may be offered, and those that may not with the reason. Raises `KeyError`."""
        steps: list[RoutineStep] = []
        refused: list[tuple[str, str]] = []
        for step in self.routines[routine].steps:
            reason = self.refusal(step, BASE, allowed)
            if reason is None:
                steps.append(step)
            else:
                refused.append((step.exercise, reason))
        return RoutineOffer(tuple(steps), tuple(refused))

    def level_up(self, step: RoutineStep, level: int, allowed: Allowed) -> int | None:
        """The next harder level, if there is one and it may be offered."""
        return self._level(step, level + 1, allowed)

    def level_down(self, step: RoutineStep, level: int, allowed: Allowed) -> int | None:
        """The next easier level, if there is one and it may be offered."""
        return self._level(step, level - 1, allowed)

    def fitting(self, fit: str, urgency: Urgency) -> tuple[Routine, ...]:
        """The routines for a card of this urgency whose best fit is `fit`, the first one first."""
        return tuple(r for r in self.routines.values() if fit in r.for_fits and urgency in r.for_urgency)

    def aid(
        self, allowed: Allowed, urgency: Urgency, hours_since_onset: float | None
    ) -> tuple[tuple[str, str | None], ...]:
        """Every item of first aid with None, or the reason why it is not offered.

        `hours_since_onset` None: nobody knows when it began; then what is for the first hours is not offered.
        """
        return tuple(
            (item.id, self._aid_refusal(item, allowed, level_of(urgency), hours_since_onset))
            for item in self.first_aid.values()
        )

    def _aid_refusal(self, item: Aid, allowed: Allowed, urgency: int, hours: float | None) -> str | None:
        if urgency > item.urgency_max or item.acts & allowed.forbids:
            return VERDICT
        if (reason := self._unless(item.not_if, allowed)) is not None:
            return reason
        if item.for_hours is not None and (hours is None or hours >= item.for_hours):
            return LATE
        return None

    def _level(self, step: RoutineStep, level: int, allowed: Allowed) -> int | None:
        return level if level in step.levels and self.refusal(step, level, allowed) is None else None

    def _unless(self, not_if: tuple[Unless, ...], allowed: Allowed) -> str | None:
        false = self._every & ~allowed.true
        for unless in not_if:
            passed = unless.until is not None and allowed.stage is not None and allowed.stage >= unless.until
            if not passed and unless.test(allowed.true, false, 0):
                return unless.id
        return None


def _stage(allowed: Allowed) -> int:
    return PROTECT if allowed.stage is None else allowed.stage
