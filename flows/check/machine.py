"""The check: one state for each question, and the verdict; its rows are made from the content, so the diagram is what runs."""

from __future__ import annotations

from flows.base.machine import FlowMachine, Row, fact_at_least, fact_is
from flows.base.urgency import EMERGENCY, URGENT
from flows.check.conditions import ALWAYS, NEVER, simplify
from flows.check.plan import Plan

VERDICT = "verdict"
MANY_LEFT = 5
"""How many questions can still come is told once it is no more than this."""


def check_machine(plan: Plan) -> FlowMachine:
    """The machine of the check.

    Facts of a step: `plan_bits` (the answers as bits) and `urgency` (the position in `URGENCIES` that is certain). From a
    question, `answered` leads to the verdict if an emergency is certain (first row, so that nothing can shadow it), else
    to the first later question that is to be asked. `advice` leads to the verdict once it is at least urgent.
    """
    rows: list[Row] = []
    for number, question in enumerate(plan.questions):
        rows.append(Row(question.id, "answered", VERDICT, fact_is("urgency", EMERGENCY), "emergency"))
        for later in plan.questions[number + 1 :]:
            if later.ask_if == ALWAYS:
                rows.append(Row(question.id, "answered", later.id))
                break
            rows.append(Row(question.id, "answered", later.id, plan.guard(later.id), "if asked"))
        else:
            rows.append(Row(question.id, "answered", VERDICT, note="no question left"))
        if number and simplify(question.ask_if, {}, URGENT) != NEVER:
            rows.append(
                Row(question.id, "advice", VERDICT, fact_at_least("urgency", URGENT), "on request, once urgent")
            )
    return FlowMachine("check", [*(question.id for question in plan.questions), VERDICT], rows, plan.questions[0].id)
