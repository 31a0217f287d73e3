"""The shape of `exercises.yaml`, `routines.yaml` and `first_aid.yaml`, strict; `parse` and `rules` check the rest."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from flows.base.urgency import Urgency
from flows.content.shape import Condition, Id, Reviewed, Sources, Strict

Count = Annotated[int, Field(ge=1, le=100)]
Stage = Annotated[int, Field(ge=0, le=7)]
Tempo = Annotated[list[Annotated[int, Field(ge=0, le=10)]], Field(min_length=3, max_length=3)]
Mode = Literal["hold", "reps", "time", "distance"]
Kind = Literal["stretch", "mobility", "strength", "balance", "plyometric", "roll", "walk", "drill"]
Side = Literal["each", "both"]


class DosePart(Strict):
    """A dose, or what of one is different. Times in seconds; `reps` and `per_day` from/to; `tempo` up/hold/down."""

    mode: Mode | None = None
    sets: Count | None = None
    hold: Annotated[int, Field(ge=1, le=300)] | None = None
    reps: tuple[Count, Count] | None = None
    seconds: Annotated[int, Field(ge=5, le=3600)] | None = None
    metres: Annotated[int, Field(ge=5, le=400)] | None = None
    tempo: Tempo | None = None
    rest: Annotated[int, Field(ge=0, le=300)] | None = None
    side: Side | None = None
    per_day: tuple[Count, Count] | None = None
    every: Annotated[int, Field(ge=1, le=7)] | None = None


class UnlessEntry(Strict):
    """Who must not: `when` over the answers of the check. It no longer counts from stage `until` of the ladder on."""

    id: Id
    when: Condition
    until: Stage | None = None


class LevelEntry(DosePart):
    """What is different when it is made easier or harder; what is left out stays. `not_if` comes on top of the exercise's own."""

    acts: list[Id] | None = None
    not_if: tuple[UnlessEntry, ...] = ()
    from_stage: Stage | None = None


class ExerciseEntry(Strict):
    """One exercise. `fresh`: hours after a sudden injury without it; `from_stage`: where the ladder after a strain first has it."""

    id: Id
    ref: str
    kind: Kind
    dose: DosePart
    acts: list[Id]
    easier: LevelEntry
    harder: LevelEntry
    not_if: tuple[UnlessEntry, ...] = ()
    fresh: Annotated[int, Field(ge=0, le=336)]
    from_stage: Stage | None
    sources: Sources


class ExercisesFile(Reviewed):
    """`exercises.yaml`. `derived` are findings of its own, beside those of `check/questions.yaml`."""

    derived: dict[Id, Condition] = Field(default_factory=dict)
    exercises: Annotated[list[ExerciseEntry], Field(min_length=1)]


class StepEntry(DosePart):
    """One exercise in a routine, with what this routine changes in its dose. `optional` ones are offered as such."""

    exercise: Id
    optional: bool = False


class PainEntry(Strict):
    """The highest pain (0 to 10) with which one goes on, makes it easier, ends the session; above it comes the check."""

    go_on: Annotated[int, Field(ge=0, le=9)]
    easier: Annotated[int, Field(ge=0, le=9)]
    stop: Annotated[int, Field(ge=0, le=9)]
    sources: Sources


class RoutineEntry(Strict):
    """One routine. `for_fits` and `for_urgency`: on which cards it is the fitting one; `everyday`: also without any pain."""

    id: Id
    minutes: Annotated[int, Field(ge=1, le=90)]
    steps: Annotated[list[StepEntry], Field(min_length=1)]
    stage: Stage | None
    for_fits: list[Id]
    for_urgency: list[Urgency]
    everyday: bool = False
    sources: Sources


class RoutinesFile(Reviewed):
    """`routines.yaml`."""

    pain: PainEntry
    routines: Annotated[list[RoutineEntry], Field(min_length=1)]


class RemindEntry(Strict):
    """A reminder that may be offered: every so many hours, within so many after the onset."""

    every_hours: Count
    within_hours: Annotated[int, Field(ge=1, le=336)]


class AidEntry(Strict):
    """One item of first aid. `for_hours` after the onset (left out: any time); `minutes` at a time, from/to."""

    id: Id
    acts: list[Id]
    not_if: tuple[UnlessEntry, ...] = ()
    for_hours: Annotated[int, Field(ge=1, le=336)] | None = None
    minutes: tuple[Count, Count] | None = None
    remind: RemindEntry | None = None
    urgency_max: Urgency
    sources: Sources


class FirstAidFile(Reviewed):
    """`first_aid.yaml`."""

    derived: dict[Id, Condition] = Field(default_factory=dict)
    items: Annotated[list[AidEntry], Field(min_length=1)]
