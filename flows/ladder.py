"""The ladder: stages that are left upward by criteria, downward by pain, and to the check by anything sharp or new. Pure.

The 24-hour rule: pain during a session stays under its ceiling, is back where it was within a day, and the next morning is
no worse, with no new swelling or limp. Broken once the stage is repeated, twice it is dropped by one, three times somebody
should look. Sources are in `content/recovery.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from msgspec.structs import replace

from flows.exercises import BASE, Dose, Level, Step
from flows.machine import FlowMachine, Row
from flows.recovery_models import CriterionEntry, RecoveryFile, StageEntry
from flows.remembered import Record, Recovery

STAGES = tuple(f"stage_{number}" for number in range(8))
PHASES = ("achilles_1", "achilles_2", "achilles_3")
WALK_RUN = 6
"""The stage that is the plan of intervals."""

Outcome = Literal["kept", "repeat", "dropped", "see_someone"]


def ladder_machine(name: str, stages: Sequence[str], short_way: tuple[str, str] | None = None) -> FlowMachine:
    """The machine of a ladder.

    Facts of a step: `met` (all criteria of the stage are met, and its fewest days are over), `short` (a mild strain that may
    leave a stage out), `breaks` (of the 24-hour rule, in a row).
    """
    rows: list[Row] = []
    for number, stage in enumerate(stages):
        below, above = stages[max(number - 1, 0)], stages[number + 1] if number + 1 < len(stages) else "finished"
        rows.append(Row(stage, "check", "check", note="anything sharp or new"))
        rows.append(Row(stage, "broke", "see_someone", _third, "the third time"))
        if number:
            rows.append(Row(stage, "broke", below, _second, "the second time"))
        rows.append(Row(stage, "broke", stage, note="repeat it"))
        if short_way is not None and stage == short_way[0]:
            rows.append(Row(stage, "passed", short_way[1], _short, "a mild strain, and the hops were fine"))
        rows.append(Row(stage, "passed", above, _met, "all criteria met"))
        rows.append(Row(stage, "passed", stage, note="something is still missing"))
        if number:
            rows.append(Row(stage, "down", below, note="on request"))
    return FlowMachine(name, (*stages, "finished", "see_someone", "check"), rows, stages[0])


def _third(*, breaks: int, **_: object) -> bool:
    return breaks >= 3


def _second(*, breaks: int, **_: object) -> bool:
    return breaks >= 2


def _met(*, met: bool, **_: object) -> bool:
    return met


def _short(*, met: bool, short: bool, **_: object) -> bool:
    return met and short


LADDER = ladder_machine("ladder", STAGES, ("stage_4", "stage_6"))
TENDON = ladder_machine("achilles", PHASES)


class Ladder:
    """The content of the way back, with the rules that go with it. Immutable; shared by all conversations."""

    def __init__(self, file: RecoveryFile) -> None:
        self.file = file
        self.criteria = {entry.id: entry for entry in file.criteria}
        self.stages = {entry.id: entry for entry in (*file.stages, *file.achilles.stages)}

    def begin(self, program: str, now: datetime, *, grade: int, slow: bool) -> Recovery:
        """The first stage of a programme. `slow`: an earlier strain, 50 and older, or a deep strain."""
        start = self.file.walk_run.start
        step = start.slow if slow or grade > 1 else start.quick
        return Recovery(program, 1, now, step=step, slow=slow, grade=grade)

    def stage(self, recovery: Recovery) -> StageEntry:
        """The stage that somebody is in."""
        return self.stages[name_of(recovery)]

    def lifted(self, recovery: Recovery) -> frozenset[str]:
        """Acts that are right again at this stage, though the strain had ruled them out."""
        stages = self.file.stages if recovery.program == "strain" else self.file.achilles.stages
        return frozenset(act for entry in stages if number_of(entry.id) <= recovery.stage for act in entry.lifts)

    def ceiling(self, recovery: Recovery) -> int:
        """The most pain that a session may bring, 0 to 10."""
        rule = self.file.rule
        if recovery.program == "achilles":
            return rule.tendon
        return rule.running if recovery.stage == WALK_RUN else rule.during

    def earliest(self, recovery: Recovery) -> datetime:
        """Before this moment nobody moves on from the stage, whatever the criteria say."""
        days = self.stage(recovery).days + (self.file.slow_days if recovery.slow else 0)
        return recovery.since + timedelta(days=days)

    def unmet(self, answers: dict[str, int]) -> list[CriterionEntry]:
        """The criteria that the answers do not meet. Yes and passed are 1, no is 0, numbers are themselves."""
        return [self.criteria[name] for name, value in answers.items() if not self.meets(self.criteria[name], value)]

    @staticmethod
    def meets(criterion: CriterionEntry, value: int) -> bool:
        """Whether one answer meets its criterion."""
        limit = criterion.limit or 0
        if criterion.kind == "most":
            return value <= limit
        return value >= limit if criterion.kind == "least" else value == 1

    def move_up(self, recovery: Recovery, now: datetime, *, met: bool, short: bool) -> Recovery:
        """The stage after this one, if its criteria are met and its fewest days are over; else it is the same."""
        met = met and now >= self.earliest(recovery)
        return self._enter(recovery, _machine(recovery).step(name_of(recovery), "passed", met=met, short=short), now)

    def move_down(self, recovery: Recovery, now: datetime) -> Recovery:
        """The stage below, on request."""
        if recovery.stage <= 1:
            return recovery
        return self._enter(recovery, _machine(recovery).step(name_of(recovery), "down"), now)

    def _enter(self, recovery: Recovery, name: str, now: datetime) -> Recovery:
        if name == name_of(recovery):
            return recovery
        if name == "finished":
            return replace(recovery, stage=len(STAGES), since=now, breaks=0, good=0)
        stage = max(number_of(name), 1)
        return replace(
            recovery, stage=stage, since=now, breaks=0 if stage > recovery.stage else recovery.breaks, good=0
        )

    def kept(self, recovery: Recovery, *, during: int, before: int, morning: int, new_sign: bool) -> bool:
        """Whether a session kept the 24-hour rule. -1: not told; the morning may be as sore as it was before, or 2 at most."""
        fine = max(before, 0 if before >= 0 else 2)
        return during <= self.ceiling(recovery) and morning <= fine and not new_sign

    def after(self, recovery: Recovery, now: datetime, *, kept: bool) -> tuple[Recovery, Outcome]:
        """What a session and its morning make of the plan."""
        rule = self.file.rule
        if kept:
            good = recovery.good + 1
            step = min(recovery.step + 1, len(self.file.walk_run.steps)) if self.runs(recovery) else recovery.step
            breaks = 0 if good >= rule.forgiven_after else recovery.breaks
            return replace(recovery, good=good, breaks=breaks, step=step), "kept"
        recovery = replace(recovery, breaks=recovery.breaks + 1, good=0)
        to = _machine(recovery).step(name_of(recovery), "broke", breaks=recovery.breaks)
        if to == "see_someone":
            return recovery, "see_someone"
        if to in (name_of(recovery), STAGES[0]):
            return recovery, "repeat"
        return self._enter(recovery, to, now), "dropped"

    def runs(self, recovery: Recovery) -> bool:
        """Whether this is the stage of walking and running."""
        return recovery.program == "strain" and recovery.stage == WALK_RUN

    def next_session(self, recovery: Recovery, last: datetime | None) -> datetime | None:
        """The earliest moment of the next run, 48 hours after the last; None: whenever it suits."""
        if not self.runs(recovery) or last is None:
            return None
        return last + timedelta(hours=self.file.walk_run.hours_apart)

    def walk_run(self, step: int) -> tuple[Step, ...]:
        """The session of one step of the plan, counted from 1: a walk, the intervals, a walk."""
        plan = self.file.walk_run
        entry = plan.steps[min(max(step, 1), len(plan.steps)) - 1]

        def timed(exercise: str, seconds: int, acts: frozenset[str], sets: int = 1, rest: int = 0) -> Step:
            dose = Dose("time", sets=sets, seconds=seconds, rest=rest)
            return Step(exercise, {BASE: Level(dose, acts)})

        return (
            timed(plan.warm.exercise, plan.warm.seconds, frozenset()),
            timed(plan.exercise, entry.run, frozenset({"run"}), entry.sets, entry.walk),
            timed(plan.cool.exercise, plan.cool.seconds, frozenset()),
        )

    def minutes_run(self, step: int) -> int:
        """Minutes of running in one step of the plan."""
        entry = self.file.walk_run.steps[min(max(step, 1), len(self.file.walk_run.steps)) - 1]
        return round(entry.sets * entry.run / 60)

    def norm(self, age: str, sex: str) -> int | None:
        """Heel raises that are the norm; with sex not told the lower of the two, with age not told None."""
        entry = self.file.raises.norms.get(age)
        if entry is None:
            return None
        return {"men": entry.men, "women": entry.women}.get(sex, min(entry.men, entry.women))

    def raises_enough(self, sore: int, other: int, age: str, sex: str) -> bool:
        """The heel-raise test: 25, or the norm for the age and nine tenths of the other side.

        The norm is the backstop: a poor other side lowers nothing.
        """
        rule, norm = self.file.raises, self.norm(age, sex)
        if sore >= rule.enough:
            return True
        return norm is not None and sore >= norm and sore * 100 >= other * rule.other_side


def climbing(records: Sequence[Record], now: datetime) -> bool:
    """Whether pain in sessions is climbing week on week: this week's mean a point or more above last week's."""
    week = timedelta(days=7)
    told = [record for record in records if record.kind == "pain" and record.what == "during"]
    this = [record.value for record in told if now - week < record.at <= now]
    last = [record.value for record in told if now - 2 * week < record.at <= now - week]
    return bool(this and last) and sum(this) / len(this) >= sum(last) / len(last) + 1


def name_of(recovery: Recovery) -> str:
    """The id of the stage."""
    return f"{'stage' if recovery.program == 'strain' else 'achilles'}_{recovery.stage}"


def number_of(stage: str) -> int:
    """The number in a stage's id."""
    return int(stage.rpartition("_")[2])


def _machine(recovery: Recovery) -> FlowMachine:
    return LADDER if recovery.program == "strain" else TENDON
