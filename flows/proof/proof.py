"""The proof of the check: every path is walked, and every promise about it holds or comes back with a path that breaks it."""

from __future__ import annotations

from collections.abc import Iterator

from flows.base.urgency import URGENCIES
from flows.check.floors import Floors
from flows.proof.bounds import slow_emergencies, too_long
from flows.proof.checks import floors_hold, nothing_hidden, prove_floors, read_off
from flows.proof.doubt import doubt_that_lowers
from flows.proof.drive import Met, drive, rows_taken
from flows.proof.machines import prove_machines
from flows.proof.paths import Tallies
from flows.proof.reach import idle_floors, unreached
from flows.proof.report import Failure, Report, one_each, tell
from flows.proof.state import UNMATCHED
from flows.proof.walk import Walk
from flows.talk.library import Library

__all__ = ["Failure", "Report", "prove", "prove_floors", "rows_taken", "tell"]


def prove(library: Library) -> Report:
    """Walk the whole check of `library`. Takes seconds; raises nothing: what is wrong is in the report."""
    plan, floors = library.check.plan, library.check.floors
    walk = Walk(plan, floors.all, as_if=True, excused=floors.excused)
    ends = tuple(walk.ends())
    tallies = Tallies(walk)
    machine = library.check.machine
    met = Met()
    failures = list(read_off(plan, floors))
    for end in ends:
        failures.extend(floors_hold(walk, floors, end))
        failures.extend(nothing_hidden(walk, end))
    failures.extend(_excuses(walk, floors))
    failures.extend(_doubt(walk, floors))
    failures.extend(too_long(walk))
    failures.extend(slow_emergencies(walk, floors))
    failures.extend(drive(library, walk, tallies, machine, met))
    failures.extend(unreached(library, walk, set(tallies.of(walk.start)), machine, met))
    failures.extend(idle_floors(walk, floors.all))
    beside, wrong = prove_machines(library)
    failures.extend(wrong)
    counts = {
        "questions": len(plan.questions),
        "options": len(plan.atoms),
        "rules": len(plan.rules),
        "fits": len(library.check.fits),
        "floors": len(floors.all),
        "excuses": len(floors.excused),
        "states": len(tuple(walk.states())),
        "edges driven": met.driven,
        "rows of the machine": len(machine.rows),
        "rows taken": len(met.rows),
        **_paths(tallies, walk),
        **beside,
    }
    return Report(counts, one_each(failures))


def _paths(tallies: Tallies, walk: Walk) -> dict[str, int]:
    ends = tallies.of(walk.start)
    counts = {"paths": sum(tally.paths for tally in ends.values())}
    for urgency in reversed(range(len(URGENCIES))):
        if urgency in ends:
            counts[f"paths to {URGENCIES[urgency]}"] = ends[urgency].paths
            counts[f"fewest answers to {URGENCIES[urgency]}"] = ends[urgency].fewest
            counts[f"most answers to {URGENCIES[urgency]}"] = ends[urgency].most
    counts["paths on which no rule holds"] = ends[UNMATCHED].paths if UNMATCHED in ends else 0
    return counts


def _excuses(walk: Walk, floors: Floors) -> Iterator[Failure]:
    for number, excuse in enumerate(floors.excused, 1):
        if excuse not in walk.excuses_used:
            yield Failure(
                "excuse", f"excuse {number} ({excuse.question}: {excuse.reason}) is never needed; take it out"
            )


def _doubt(walk: Walk, floors: Floors) -> Iterator[Failure]:
    plain = Walk(walk.plan, conditions=walk.conditions)
    for question, sure, doubtful in doubt_that_lowers(plain, floors.spared):
        message = f"*Not sure* on {question} ends lower than *None of these*, which goes: {tell(sure)}"
        yield Failure("doubt", message, doubtful)
    for option in sorted(floors.spared):
        if next(doubt_that_lowers(plain, floors.spared - {option}), None) is None:
            yield Failure("excuse", f"{option} under `doubt` is never needed; take it out")
