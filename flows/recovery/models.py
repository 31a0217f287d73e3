"""The shape of `recovery.yaml`, strict."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from flows.content.shape import Id, Reviewed, Sources, Strict


class RuleOfADay(Strict):
    """The 24-hour rule: the most pain during a session, during a run, and with a sore heel cord (0-10).

    `forgiven_after` good sessions in a row an earlier break no longer counts.
    """

    during: int
    running: int
    tendon: int
    forgiven_after: int
    sources: Sources


class StageEntry(Strict):
    """One stage. See the head of the file."""

    id: Id
    routine: str
    days: Annotated[int, Field(ge=0)]
    apart: Annotated[int, Field(ge=0)] = 0
    lifts: list[Id]
    exit: list[Id]
    sources: Sources


class CriterionEntry(Strict):
    """One thing to be asked before moving on. `limit` for the kinds `most` and `least` (0-10), and `raises` (how many)."""

    id: Id
    kind: Literal["yes", "most", "least", "raises"]
    limit: Annotated[int, Field(ge=0, le=50)] | None = None
    sources: Sources


class SkipEntry(Strict):
    """The short way of a mild strain."""

    grade: int
    start: Annotated[str, Field(alias="from")]
    to: str
    criterion: Id


class WalkEntry(Strict):
    """A walk at either end of a run."""

    exercise: Id
    seconds: int


class IntervalEntry(Strict):
    """One step of the plan: so many runs of `run` seconds, with walks of `walk` seconds between."""

    sets: Annotated[int, Field(ge=1)]
    run: Annotated[int, Field(ge=1)]
    walk: Annotated[int, Field(ge=0)]


class StartEntry(Strict):
    """The step to begin with."""

    quick: int
    slow: int


class WalkRunEntry(Strict):
    """The walk-run plan."""

    start: StartEntry
    back: Annotated[int, Field(ge=0)]
    hours_apart: int
    warm: WalkEntry
    cool: WalkEntry
    exercise: Id
    steps: Annotated[list[IntervalEntry], Field(min_length=1)]
    sources: Sources


class NormEntry(Strict):
    """Clean single-leg heel raises that are the norm at this age."""

    men: int
    women: int


class RaisesEntry(Strict):
    """The heel-raise test: `enough` at any age, `other_side` in percent, `noise` from day to day."""

    enough: int
    other_side: int
    noise: int
    sources: Sources
    norms: dict[str, NormEntry]


class AchillesEntry(Strict):
    """The programme for a sore heel cord."""

    weeks: int
    stages: Annotated[list[StageEntry], Field(min_length=1)]


class LeanEntry(Strict):
    """The test with straight and bent knees that tells the deep muscle from the one above; not before `hours`."""

    hours: int
    sources: Sources


class AgainEntry(Strict):
    """May somebody who is sore run again today? The criteria, and how long the run may be."""

    minutes: int
    criteria: Annotated[list[Id], Field(min_length=1)]
    sources: Sources


class RecoveryFile(Reviewed):
    """`recovery.yaml`."""

    rule: RuleOfADay
    slow_days: int
    lifts_for: list[Id]
    slow_from: int
    stages: Annotated[list[StageEntry], Field(min_length=8, max_length=8)]
    skip: SkipEntry
    criteria: Annotated[list[CriterionEntry], Field(min_length=1)]
    walk_run: WalkRunEntry
    raises: RaisesEntry
    lean: LeanEntry
    again: AgainEntry
    achilles: AchillesEntry
