"""The proof of guided sessions, check-ins and the ladder notices what is taken away or put in wrongly."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flows.checkin_plan import ASKS, checkin_machine
from flows.exercises import Exercises
from flows.ladder import LADDER, STAGES
from flows.library import load_library
from flows.machine import FlowMachine, Row
from flows.proof_machines import forbidden_offers, ladder_faults, prove_machines, traps
from flows.routine_machine import ENDS, routine_machine

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


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_that_cannot_be_left_to_the_check_is_found(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row for row in LADDER.rows if not (row.source == stage and row.dest == "check")]
    mutant = FlowMachine("ladder", LADDER.states, rows, LADDER.initial)
    monkeypatch.setattr("flows.proof_machines.LADDER", mutant)
    assert f"{stage} cannot be left to the check" in [fault.message for fault in ladder_faults()]


@pytest.mark.parametrize("stage", STAGES[:-1])
def test_a_stage_that_cannot_be_left_upward_is_found(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    above = STAGES[STAGES.index(stage) + 1]
    rows = [row for row in LADDER.rows if not (row.source == stage and row.dest == above)]
    monkeypatch.setattr("flows.proof_machines.LADDER", FlowMachine("ladder", LADDER.states, rows, LADDER.initial))
    assert f"{stage} cannot be left upward" in [fault.message for fault in ladder_faults()]


@pytest.mark.parametrize("stage", STAGES[1:])
def test_a_stage_that_cannot_be_left_downward_is_found(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    below = STAGES[STAGES.index(stage) - 1]
    rows = [row for row in LADDER.rows if not (row.source == stage and row.dest == below)]
    monkeypatch.setattr("flows.proof_machines.LADDER", FlowMachine("ladder", LADDER.states, rows, LADDER.initial))
    assert f"{stage} cannot be left downward" in [fault.message for fault in ladder_faults()]


def test_an_offer_that_overlooks_what_is_forbidden_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Exercises.refusal
    monkeypatch.setattr(
        Exercises, "refusal", lambda self, step, level, may: real(self, step, level, replace(may, forbids=frozenset()))
    )
    _, failures = forbidden_offers(load_library())
    assert any("though stretch is forbidden" in failure.message for failure in failures)
