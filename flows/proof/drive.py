"""Drives what really runs along a path for each edge of the walk: the machine, the plan and the verdict must agree with it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from flows.base.machine import FlowMachine, NoMove, Row
from flows.base.urgency import EMERGENCY, URGENCIES, URGENT
from flows.check.machine import VERDICT
from flows.check.plan import Known
from flows.check.verdict import Verdict, decide
from flows.checking.flow import following
from flows.proof.paths import Tallies
from flows.proof.report import Failure
from flows.proof.state import Edge, Path, State, final
from flows.proof.walk import Walk
from flows.talk.library import Library


class Met(msgspec.Struct):
    """What came up on the paths driven: rows of the machine by position, ids of deciding rules, of fits named and best."""

    rows: set[int] = msgspec.field(default_factory=set)
    rules: set[str] = msgspec.field(default_factory=set)
    named: set[str] = msgspec.field(default_factory=set)
    best: set[str] = msgspec.field(default_factory=set)
    driven: int = 0

    def verdict(self, verdict: Verdict) -> None:
        """Count one verdict."""
        self.rules.update(verdict.rules)
        self.named.update(verdict.fits)
        self.best.add(verdict.fits[0])


def drive(library: Library, walk: Walk, tallies: Tallies, machine: FlowMachine, met: Met) -> Iterator[Failure]:
    """Take every edge once, behind the answers that first led to it; fills `met` as it goes."""
    plan = library.check.plan
    rows: dict[str, list[int]] = {}
    for number, row in enumerate(machine.rows):
        rows.setdefault(f"{row.source} {row.trigger}", []).append(number)
    for state in walk.states():
        path = walk.path(state)
        before = plan.known(frozenset(dict(path)), plan.bits(dict(path)))
        for edge in walk.edges(state):
            step = (*path, (plan.questions[state.at].id, edge.options))
            answers = dict(step)
            known = plan.known(frozenset(answers), plan.bits(answers))
            met.driven += 1
            yield from _plan(library, tallies, before, known, edge, step)
            yield from _machine(library, machine, rows, met, known, edge, step)
            if edge.to.at == walk.end:
                verdict = decide(library.check, answers)
                met.verdict(verdict)
                if verdict.urgency != URGENCIES[final(edge.to)]:
                    yield Failure(
                        "verdict", f"the proof expects {URGENCIES[final(edge.to)]}, decided is {verdict.urgency}", step
                    )
                if plan.kept(answers) != answers:
                    yield Failure("answers", "not all answers of a finished check are kept", step)


def rows_taken(library: Library) -> tuple[Row, ...]:
    """The rows of the check's machine that some answers lead along, in their order. Takes a second or two."""
    walk = Walk(library.check.plan)
    met = Met()
    for _ in drive(library, walk, Tallies(walk), library.check.machine, met):
        pass  # what is wrong is for the proof to say
    return tuple(row for number, row in enumerate(library.check.machine.rows) if number in met.rows)


def _plan(library: Library, tallies: Tallies, before: Known, known: Known, edge: Edge, path: Path) -> Iterator[Failure]:
    expected = _question(library, edge.to)
    if known.next != expected:
        yield Failure("next question", f"the proof expects {expected}, the plan asks {known.next}", path)
    reached = final(edge.to) if expected is None and edge.to.reached >= 0 else max(edge.to.reached, 0)
    if known.urgency != reached:
        yield Failure(
            "urgency", f"the proof has reached {URGENCIES[reached]}, the plan {URGENCIES[known.urgency]}", path
        )
    if known.urgency < before.urgency:
        yield Failure(
            "falls", f"the urgency falls from {URGENCIES[before.urgency]} to {URGENCIES[known.urgency]}", path
        )
    if known.most >= before.most:
        yield Failure(
            "progress", f"{before.most} questions were said to be left, and after one answer {known.most}", path
        )
    if known.most < tallies.longest(edge.to):
        yield Failure(
            "progress", f"at most {known.most} questions are said to be left, {tallies.longest(edge.to)} can come", path
        )


def _machine(
    library: Library, machine: FlowMachine, rows: dict[str, list[int]], met: Met, known: Known, edge: Edge, path: Path
) -> Iterator[Failure]:
    plan = library.check.plan
    source = path[-1][0]
    expected = _question(library, edge.to) or VERDICT
    try:
        after = following(machine, plan, dict(path), source)
    except NoMove as error:
        yield Failure("machine", str(error), path)
        return
    if after != expected:
        yield Failure("machine", f"the proof goes from {source} to {expected}, the machine to {after}", path)
        return
    facts = {"plan_bits": known.true, "urgency": known.urgency}
    met.rows.add(_taken(machine, rows[f"{source} answered"], facts))
    if URGENT <= known.urgency < EMERGENCY and known.next is not None:
        try:
            machine.step(known.next, "advice", **facts)
        except NoMove as error:
            yield Failure("machine", str(error), path)
        else:
            met.rows.add(_taken(machine, rows[f"{known.next} advice"], facts))


def _taken(machine: FlowMachine, candidates: list[int], facts: dict[str, int]) -> int:
    """The position of the first row whose guard holds, which is the one that `transitions` takes."""
    for number in candidates:
        guard = machine.rows[number].guard
        if guard is None or guard(**facts):
            return number
    return -1


def _question(library: Library, state: State) -> str | None:
    questions = library.check.plan.questions
    return questions[state.at].id if state.at < len(questions) else None
