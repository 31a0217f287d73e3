"""The proof of guided sessions, check-ins and the ladder notices what is taken away or put in wrongly."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flows.base.machine import FlowMachine, Row
from flows.exercises.exercises import Allowed, Exercises, RoutineOffer, RoutineStep
from flows.followup.schedule import ASKS, checkin_machine
from flows.guided.machine import ENDS, routine_machine
from flows.proof.machines import checkin_faults, forbidden_offers, ladder_faults, pain_faults, prove_machines, traps
from flows.recovery.ladder import LADDER, PHASES, SHORT_WAY, STAGES, TENDON
from flows.talk.library import load_library

ROUTINE, CHECKIN = routine_machine(), checkin_machine()
SESSION_STATES = [state for state in ROUTINE.states if state not in ENDS]


def without(machine: FlowMachine, row: Row) -> FlowMachine:
    rows = [one for one in machine.rows if one is not row]
    return FlowMachine(machine.name, machine.states, rows, machine.initial)


def stops(machine: FlowMachine) -> list[Row]:
    return [row for row in machine.rows if row.trigger == "stop"]


def test_all_of_it_holds() -> None:
    counts, failures = prove_machines(load_library())
    assert failures == []
    assert counts["offers under every set of forbidden acts"] > 10_000


@pytest.mark.parametrize("row", stops(ROUTINE), ids=lambda row: row.source)
def test_a_state_of_a_session_that_cannot_be_stopped_is_found(row: Row) -> None:
    told = [fault.message for fault in traps(without(ROUTINE, row), ENDS, "stop", SESSION_STATES)]
    assert any(f"{row.source} cannot be left by stop" in message for message in told)


@pytest.mark.parametrize("row", stops(CHECKIN), ids=lambda row: row.source)
def test_a_check_in_that_cannot_be_stopped_is_found(row: Row) -> None:
    ends = tuple(state for state in CHECKIN.states if state not in ASKS)
    told = [fault.message for fault in traps(without(CHECKIN, row), ends, "stop", list(ASKS))]
    assert any(f"{row.source} cannot be left by stop" in message for message in told)


def test_a_stop_that_leads_in_a_circle_is_found() -> None:
    rows = [row for row in ROUTINE.rows if not (row.source == "after" and row.trigger == "stop")]
    circle = FlowMachine("routine", ROUTINE.states, [*rows, Row("after", "stop", "shown")], ROUTINE.initial)
    told = [fault.message for fault in traps(circle, ENDS, "stop", SESSION_STATES)]
    assert any("never comes to an end" in message for message in told)


def test_a_state_that_nothing_leads_to_is_found() -> None:
    rows = [row for row in ROUTINE.rows if row.dest != "paused"]
    lonely = FlowMachine("routine", ROUTINE.states, [row for row in rows if row.source != "paused"], ROUTINE.initial)
    assert any("nothing leads to paused" in fault.message for fault in traps(lonely, ENDS, "stop", []))


def faults(machine: FlowMachine, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the proof says with this machine in the place of the real ladder of its name."""
    monkeypatch.setattr(f"flows.proof.machines.{'LADDER' if machine.name == LADDER.name else 'TENDON'}", machine)
    return [fault.message for fault in ladder_faults()]


LADDER_ROWS = [(LADDER, row) for row in LADDER.rows] + [(TENDON, row) for row in TENDON.rows]


@pytest.mark.parametrize(
    ("machine", "row"), LADDER_ROWS, ids=[f"{row.source}-{row.trigger}-{row.dest}" for _, row in LADDER_ROWS]
)
def test_each_row_of_the_ladders_that_is_taken_away_is_found(
    machine: FlowMachine, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = faults(without(machine, row), monkeypatch)
    if (row.source, row.dest) == SHORT_WAY:  # it spares a stage; without it the long way is left
        assert told == []
    else:
        assert any(message.startswith(row.source) for message in told)


@pytest.mark.parametrize("stage", [*STAGES, *PHASES])
def test_a_way_up_without_criteria_is_found(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    machine, stages = (LADDER, STAGES) if stage in STAGES else (TENDON, PHASES)
    above = stages[stages.index(stage) + 1] if stage != stages[-1] else "finished"
    mutant = FlowMachine(machine.name, machine.states, [Row(stage, "passed", above), *machine.rows], machine.initial)
    assert f"{stage} can be left upward without its criteria" in faults(mutant, monkeypatch)


@pytest.mark.parametrize(
    "row", [row for row in ROUTINE.rows if row.dest == "check"], ids=lambda row: f"{row.source}-{row.trigger}"
)
def test_a_pain_that_no_longer_leads_to_the_check_is_found(row: Row) -> None:
    told = [fault.message for fault in pain_faults(without(ROUTINE, row))]
    assert f"routine: {row.trigger} at {row.source} does not lead to the check" in told


@pytest.mark.parametrize("state", ["before", "hurts", "after"])
def test_a_row_above_it_that_takes_its_place_is_found(state: str) -> None:
    mutant = FlowMachine("routine", ROUTINE.states, [Row(state, "pain", "shown"), *ROUTINE.rows], ROUTINE.initial)
    assert any(f"pain at {state}" in fault.message for fault in pain_faults(mutant))


@pytest.mark.parametrize("state", ASKS)
def test_a_check_in_at_which_nothing_new_can_be_told_is_found(state: str) -> None:
    row = next(row for row in CHECKIN.rows if row.source == state and row.trigger == "new")
    assert any(state in fault.message for fault in checkin_faults(without(CHECKIN, row)))


@pytest.mark.parametrize("exercise", ["ankle_pumps", "toe_taps", "easy_walk", "balance"])
def test_a_forbidden_act_slipped_into_what_is_offered_is_found(exercise: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is offered does `stretch`, and what decides about it has not heard of that."""
    real_offer = Exercises.offer

    def offer(self: Exercises, routine: str, may: Allowed) -> RoutineOffer:
        found = real_offer(self, routine, may)
        steps = tuple(
            RoutineStep(step.exercise, {n: replace(way, acts=way.acts | {"stretch"}) for n, way in step.levels.items()})
            if step.exercise == exercise
            else step
            for step in found.steps
        )
        return replace(found, steps=steps)

    monkeypatch.setattr(Exercises, "offer", offer)
    _, failures = forbidden_offers(load_library())
    assert any(f"offers {exercise} though" in failure.message for failure in failures)


def test_an_offer_that_overlooks_what_is_forbidden_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Exercises.refusal
    monkeypatch.setattr(
        Exercises, "refusal", lambda self, step, level, may: real(self, step, level, replace(may, forbids=frozenset()))
    )
    _, failures = forbidden_offers(load_library())
    assert any("though stretch is forbidden" in failure.message for failure in failures)
