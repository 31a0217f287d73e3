"""The one place that steps `transitions`: first row that holds wins, nobody is registered, no way on is an error."""

from __future__ import annotations

from typing import Any

import pytest

from flows.base.machine import FlowMachine, NoMove, Row
from flows.base.urgency import EMERGENCY, URGENT
from flows.check.machine import VERDICT, check_machine
from flows.checking.flow import following
from tests.flows.support import library


def lights(**guards: Any) -> FlowMachine:
    rows = [
        Row("red", "go", "amber", guards.get("careful"), "if careful"),
        Row("red", "go", "green"),
        Row("green", "go", "red", guards.get("late")),
    ]
    return FlowMachine("lights", ["red", "amber", "green"], rows, "red")


def test_of_several_rows_the_first_that_holds_is_taken() -> None:
    machine = lights(careful=lambda care, **_: care)
    assert machine.step("red", "go", care=True) == "amber"
    assert machine.step("red", "go", care=False) == "green"


def test_a_guard_gets_the_facts_of_the_step() -> None:
    seen: list[dict[str, Any]] = []

    def careful(**facts: Any) -> bool:
        seen.append(facts)
        return True

    machine = lights(careful=careful)
    machine.step("red", "go", urgency=2, plan_bits=5)
    assert seen == [{"urgency": 2, "plan_bits": 5}]


@pytest.mark.parametrize(("state", "trigger"), [("amber", "go"), ("nowhere", "go"), ("red", "stop"), ("green", "go")])
def test_no_way_on_is_an_error(state: str, trigger: str) -> None:
    with pytest.raises(NoMove, match="lights"):
        lights(late=lambda **_: False).step(state, trigger)


def test_a_step_leaves_nothing_behind() -> None:
    machine = lights()
    before = dict(vars(machine._machine))
    for _ in range(100):
        machine.step("red", "go")
    assert vars(machine._machine) == before
    assert machine._machine.models == []


def test_valid_moves_and_the_picture_come_from_the_rows() -> None:
    machine = lights()
    assert machine.moves("red") == ("go",)
    assert machine.moves("amber") == ()
    drawn = machine.mermaid().splitlines()
    assert drawn[:3] == ["stateDiagram-v2", "    [*] --> red", "    red --> amber: go, if careful"]


# --- the check's machine ---------------------------------------------------------------------------------------------


def test_the_emergency_row_stands_first_at_every_question() -> None:
    machine = check_machine(library().check.plan)
    for question in library().check.plan.questions:
        rows = [row for row in machine.rows if row.source == question.id and row.trigger == "answered"]
        assert (rows[0].dest, rows[0].note) == (VERDICT, "emergency")
        assert machine.step(question.id, "answered", plan_bits=0, urgency=EMERGENCY) == VERDICT
        unconditional = [row for row in rows if row.guard is None]
        assert unconditional == rows[-1:], "a row after one without a guard could never be taken"


def test_advice_can_be_had_once_it_is_urgent_and_not_before() -> None:
    machine = check_machine(library().check.plan)
    assert machine.step("onset", "advice", plan_bits=0, urgency=URGENT) == VERDICT
    with pytest.raises(NoMove):
        machine.step("onset", "advice", plan_bits=0, urgency=URGENT - 1)


def test_what_was_answered_is_not_asked_again() -> None:
    answers = {"breath": ("none",), "danger": ("none",), "side": ("left",), "look": ("none",)}
    assert following(library().check.machine, library().check.plan, answers, "breath") == "onset"
