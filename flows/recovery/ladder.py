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

from flows.base.machine import FlowMachine, Row, fact, fact_at_least
from flows.base.remembered import Record, Recovery
from flows.exercises.exercises import BASE, Dose, Level, RoutineStep
from flows.recovery.models import CriterionEntry, RecoveryFile, StageEntry

STAGES = tuple(f"stage_{number}" for number in range(8))
PHASES = ("achilles_1", "achilles_2", "achilles_3")
WALK_RUN = 6
"""The stage that is the plan of intervals."""

Outcome = Literal["kept", "repeat", "dropped", "see_someone"]

Held = Literal["too_early", "held_back", "steps_first"]
"""What holds somebody in a stage, whatever the criteria say."""


def ladder_machine(name: str, stages: Sequence[str], short_way: tuple[str, str] | None = None) -> FlowMachine:
    """The machine of a ladder.

    Facts of a step: `met` (all criteria of the stage are met, and nothing holds back), `short` (a mild strain that may leave a
    stage out), `breaks` (of the 24-hour rule, in a row).
    """
    rows: list[Row] = []
    for number, stage in enumerate(stages):
        below, above = stages[max(number - 1, 0)], stages[number + 1] if number + 1 < len(stages) else "finished"
        rows.append(Row(stage, "check", "check", note="anything sharp or new"))
        rows.append(Row(stage, "broke", "see_someone", fact_at_least("breaks", 3), "the third time"))
        if number:
            rows.append(Row(stage, "broke", below, fact_at_least("breaks", 2), "the second time"))
        rows.append(Row(stage, "broke", stage, note="repeat it"))
        if short_way is not None and stage == short_way[0]:
            rows.append(Row(stage, "passed", short_way[1], _short, "a mild strain, and the hops were fine"))
        rows.append(Row(stage, "passed", above, fact("met"), "all criteria met"))
        rows.append(Row(stage, "passed", stage, note="something is still missing"))
        if number:
            rows.append(Row(stage, "down", below, note="on request"))
    return FlowMachine(name, (*stages, "finished", "see_someone", "check"), rows, stages[0])


def _short(*, met: bool, short: bool, **_: object) -> bool:
    return met and short


SHORT_WAY = ("stage_4", "stage_6")
"""From and to: what a mild strain may leave out, if the hops of `skip` are fine."""

LADDER = ladder_machine("ladder", STAGES, SHORT_WAY)
TENDON = ladder_machine("achilles", PHASES)


class Ladder:
    """The content of the way back, with the rules that go with it. Immutable; shared by all conversations."""

    def __init__(self, file: RecoveryFile) -> None:
        self.file = file
        self.criteria = {entry.id: entry for entry in file.criteria}
        self.stages = {entry.id: entry for entry in (*file.stages, *file.achilles.stages)}

    def begin(
        self, program: str, now: datetime, *, grade: int, slow: bool, episode: datetime | None = None
    ) -> Recovery:
        """The first stage of a programme. `slow`: an earlier strain, 50 and older, or a deep strain."""
        start = self.file.walk_run.start
        step = start.slow if slow or grade > 1 else start.quick
        return Recovery(program, 1, now, step=step, slow=slow, grade=grade, began=now, episode=episode)

    def anew(self, recovery: Recovery, now: datetime) -> Recovery:
        """The same programme from its first stage, after a new injury; a strain now has one before it."""
        slow = recovery.slow or recovery.program == "strain"
        return self.begin(recovery.program, now, grade=recovery.grade, slow=slow, episode=recovery.episode)

    def stages_of(self, program: str) -> Sequence[StageEntry]:
        """The stages of a programme that somebody can be in, in order: the first has the number 1."""
        return self.file.stages[1:] if program == "strain" else self.file.achilles.stages

    def done(self, recovery: Recovery) -> bool:
        """Whether the last stage is passed."""
        return recovery.stage > len(self.stages_of(recovery.program))

    def stage(self, recovery: Recovery) -> StageEntry:
        """The stage that somebody is in."""
        return self.stages[name_of(recovery)]

    def lifted(self, recovery: Recovery) -> frozenset[str]:
        """Acts that are right again at this stage, though the strain had ruled them out."""
        stages = self.stages_of(recovery.program)[: recovery.stage]
        return frozenset(act for entry in stages for act in entry.lifts)

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

    @staticmethod
    def meets(criterion: CriterionEntry, value: int) -> bool:
        """Whether one answer meets its criterion."""
        limit = criterion.limit or 0
        if criterion.kind == "most":
            return value <= limit
        return value >= limit if criterion.kind == "least" else value == 1

    def holds_back(self, recovery: Recovery, now: datetime) -> Held | None:
        """What keeps somebody in the stage whatever they answer: its fewest days, a session that was too much, or the plan."""
        if recovery.breaks:
            return "held_back"
        if now < self.earliest(recovery):
            return "too_early"
        if self.runs(recovery) and recovery.step < len(self.file.walk_run.steps):
            return "steps_first"
        return None

    def may_move_up(self, recovery: Recovery, answers: dict[str, int], now: datetime) -> list[CriterionEntry] | None:
        """The criteria of the stage that are not met, those without an answer too; none: up. None: the time has not come."""
        if self.holds_back(recovery, now) is not None:
            return None
        asked = [self.criteria[name] for name in self.stage(recovery).exit]
        return [entry for entry in asked if entry.id not in answers or not self.meets(entry, answers[entry.id])]

    def move_up(self, recovery: Recovery, answers: dict[str, int], now: datetime) -> Recovery:
        """The stage after this one if all its criteria are met, else the same, with what was missing.

        After a mild strain the extra criterion of `skip`, if it is met, leaves a stage out.
        """
        unmet = self.may_move_up(recovery, answers, now)
        extra = self.skip(recovery)
        short = extra is not None and extra.id in answers and self.meets(extra, answers[extra.id])
        to = _machine(recovery).step(name_of(recovery), "passed", met=unmet == [], short=short)
        if to == name_of(recovery):
            return recovery if unmet is None else replace(recovery, missing=tuple(entry.id for entry in unmet))
        return self._enter(recovery, to, now)

    def skip(self, recovery: Recovery) -> CriterionEntry | None:
        """The extra criterion that may be asked at this stage after a mild strain, or None."""
        skip = self.file.skip
        here = recovery.program == "strain" and name_of(recovery) == skip.start
        return self.criteria[skip.criterion] if here and recovery.grade == skip.grade else None

    def move_down(self, recovery: Recovery, now: datetime) -> Recovery:
        """The stage below, on request."""
        if recovery.stage <= 1:
            return recovery
        return self._enter(recovery, _machine(recovery).step(name_of(recovery), "down"), now)

    def _enter(self, recovery: Recovery, name: str, now: datetime) -> Recovery:
        if name == name_of(recovery):
            return recovery
        stage = len(self.stages_of(recovery.program)) + 1 if name == "finished" else max(number_of(name), 1)
        plan, step, breaks = self.file.walk_run, recovery.step, recovery.breaks
        if stage > recovery.stage:
            breaks = 0
        elif self.runs(recovery):
            step = max(step - plan.back, plan.start.slow)  # whoever has to leave the runs comes back to less of them
        return replace(recovery, stage=stage, since=now, breaks=breaks, good=0, step=step, last=None, missing=())

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

    def next_session(self, recovery: Recovery) -> datetime | None:
        """The earliest moment of the next session: 48 hours between runs, less between days of strength. None: any time."""
        if recovery.last is None or self.done(recovery):
            return None
        apart = self.file.walk_run.hours_apart if self.runs(recovery) else self.stage(recovery).apart
        return recovery.last + timedelta(hours=apart) if apart else None

    def walk_run(self, step: int) -> tuple[RoutineStep, ...]:
        """The session of one step of the plan, counted from 1: a walk, the intervals, a walk."""
        plan = self.file.walk_run
        entry = plan.steps[min(max(step, 1), len(plan.steps)) - 1]

        def timed(exercise: str, seconds: int, acts: frozenset[str], sets: int = 1, rest: int = 0) -> RoutineStep:
            dose = Dose("time", sets=sets, seconds=seconds, rest=rest)
            return RoutineStep(exercise, {BASE: Level(dose, acts)})

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

    def raises_target(self, age: str, sex: str, other: int, wanted: int | None = None) -> int:
        """Heel raises on the sore leg that are enough: `wanted` (25), or the age norm and nine tenths of the other side.

        The norm is the backstop: a poor other side lowers nothing, and a strong one asks for no more than `wanted`.
        """
        rule, norm = self.file.raises, self.norm(age, sex)
        wanted = rule.enough if wanted is None else wanted
        if norm is None:
            return wanted
        return min(wanted, max(norm, -(-other * rule.other_side // 100)))

    def raises_near(self, sore: int, target: int) -> bool:
        """Whether what is missing is no more than the count can differ by from day to day."""
        return target - self.file.raises.noise <= sore < target


def climbing(records: Sequence[Record], now: datetime) -> bool:
    """Whether pain in sessions is climbing week on week: this week's mean a point or more above last week's."""
    week = timedelta(days=7)
    told = [record for record in records if record.kind == "pain" and record.what == "during"]
    this = [record.value for record in told if now - week < record.at <= now]
    last = [record.value for record in told if now - 2 * week < record.at <= now - week]
    return bool(this and last) and sum(this) / len(this) >= sum(last) / len(last) + 1


def of_episode(recovery: Recovery | None, began: datetime | None) -> Recovery | None:
    """The way back if it belongs to the check that began then; an older one is no ground for lifting anything."""
    return recovery if recovery is not None and recovery.episode == began else None


def name_of(recovery: Recovery) -> str:
    """The id of the stage."""
    return f"{'stage' if recovery.program == 'strain' else 'achilles'}_{recovery.stage}"


def number_of(stage: str) -> int:
    """The number in a stage's id."""
    return int(stage.rpartition("_")[2])


def _machine(recovery: Recovery) -> FlowMachine:
    return LADDER if recovery.program == "strain" else TENDON
