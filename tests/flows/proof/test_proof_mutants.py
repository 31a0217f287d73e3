"""Whoever weakens a rule by mistake is told: each emergency and urgent rule is deleted in turn, and the proof must fail."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest

from flows.base.machine import FlowMachine
from flows.base.urgency import URGENT
from flows.check.check import Check
from flows.check.conditions import ALWAYS, All, Any_, Atom, Node, Not, atoms, simplify
from flows.check.plan import Answers, Plan, Rule
from flows.check.verdict import decide
from flows.proof.checks import nothing_hidden, read_off
from flows.proof.conditions import Conditions
from flows.proof.drive import Met, drive
from flows.proof.paths import Tallies
from flows.proof.proof import prove_floors
from flows.proof.reach import unreached
from flows.proof.walk import Walk
from tests.flows.support import library


@cache
def conditions() -> Conditions:
    """What one mutant's walk has worked out serves the next: they differ in one rule."""
    return Conditions(library().check.plan)


RED = [rule for rule in library().check.plan.rules if rule.urgency >= URGENT]


# A rule that asks for more than another of the same urgency only decides what the card names: no floor can miss it.
NARROWER = {
    rule.id: other.id
    for rule in RED
    for other in RED
    if isinstance(rule.when, All) and other.when in rule.when.items and rule.urgency == other.urgency
}
ONLY_NAMING: dict[str, Answers] = {
    "clot_signs_after_injury": {"look": ("one_swollen",), "onset": ("sharp_stopped",), "spot": ("inner_mid",)},
}
"""For each of these, answers on which the card names something else because of it."""


def without(rule: Rule) -> Plan:
    plan = library().check.plan
    return Plan(plan.questions, tuple(other for other in plan.rules if other.id != rule.id), plan.most_answers)


def changed(rule: Rule, when: Node, plan: Plan | None = None) -> Plan:
    plan = plan or library().check.plan
    mutant = msgspec.structs.replace(rule, when=when)
    return Plan(
        plan.questions, tuple(mutant if other.id == rule.id else other for other in plan.rules), plan.most_answers
    )


def asked_if(question: str, ask_if: Node) -> Plan:
    plan = library().check.plan
    questions = tuple(
        msgspec.structs.replace(other, ask_if=ask_if) if other.id == question else other for other in plan.questions
    )
    return Plan(questions, plan.rules, plan.most_answers)


def a_floor_fails(plan: Plan) -> bool:
    return next(prove_floors(plan, library().check.floors, conditions()), None) is not None


def kinds_read_off(plan: Plan) -> set[str]:
    return {failure.kind for failure in read_off(plan, library().check.floors)}


def test_the_content_as_it_is_breaks_no_floor() -> None:
    assert not a_floor_fails(library().check.plan)
    assert kinds_read_off(library().check.plan) == set()


@pytest.mark.parametrize("rule", [rule for rule in RED if rule.id not in NARROWER], ids=lambda rule: rule.id)
def test_a_deleted_rule_is_noticed(rule: Rule) -> None:
    assert a_floor_fails(without(rule))


def _named(check: Check, answers: Answers) -> tuple[str, ...]:
    return decide(check, answers).named


@pytest.mark.parametrize("rule", [rule for rule in RED if rule.id in NARROWER], ids=lambda rule: rule.id)
def test_a_deleted_rule_that_only_names_is_noticed(rule: Rule) -> None:
    check, answers = library().check, ONLY_NAMING[rule.id]
    assert _named(check, answers) != _named(msgspec.structs.replace(check, plan=without(rule)), answers)


def test_a_clot_sign_after_an_injury_names_the_clot_and_the_tear() -> None:
    assert set(_named(library().check, ONLY_NAMING["clot_signs_after_injury"])) >= {"dvt", "strain_grade_2"}


def _alone(rule: Rule, atom: str) -> bool:
    return simplify(rule.when, {**dict.fromkeys(atoms(rule.when), False), atom: True}) == ALWAYS


ALONE = [
    pytest.param(rule, atom, id=f"{rule.id}-{atom}")
    for rule in RED
    for atom in dict.fromkeys(atoms(rule.when))
    if _alone(rule, atom)
]


@pytest.mark.parametrize(("rule", "atom"), ALONE)
def test_an_option_taken_out_of_a_rule_is_noticed(rule: Rule, atom: str) -> None:
    # Where two rules of the same urgency say the same of an option, neither can weaken it without the other.
    plan = library().check.plan
    twice = [other for other in RED if other.urgency == rule.urgency and _alone(other, atom)]
    for one in twice:
        plan = changed(one, simplify(one.when, {atom: False}), plan)
    assert a_floor_fails(plan)


def _turned(rule: Rule) -> Node | None:
    """The rule's condition with `any` and `all` confused at the top, if that makes it another."""
    match rule.when:
        case Any_(items) if len(items) > 1:
            return All(items)
        case All(items) if len(items) > 1:
            return Any_(items)
        case _:
            return None


TURNED = [pytest.param(rule, when, id=rule.id) for rule in RED if (when := _turned(rule)) is not None]


@pytest.mark.parametrize(("rule", "when"), TURNED)
def test_any_and_all_confused_is_noticed(rule: Rule, when: Node) -> None:
    # Too few end high enough: a floor fails. Too many do: an option alone means more than its floor says.
    plan = changed(rule, when)
    assert "no floor" in kinds_read_off(plan) or a_floor_fails(plan)


@pytest.mark.parametrize("rule", RED, ids=lambda rule: rule.id)
def test_a_red_sign_under_not_is_noticed(rule: Rule) -> None:
    assert "not" in kinds_read_off(changed(rule, All((rule.when, Not(Atom("danger.foot_cold"))))))


@pytest.mark.parametrize(
    ("question", "ask_if"),
    [
        ("danger", Atom("breath.unsure")),
        ("look", Atom("side.left")),
        ("measure", All((Atom("look.unsure"), Atom("side.left")))),
        ("numb_more", All((Atom("danger.foot_numb"), Atom("breath.unsure")))),
        ("onset", Not(Atom("look.bruise"))),
        ("walk", Atom("side.left")),
        ("health", Not(Atom("walk.walk_easy"))),
    ],
)
def test_a_question_that_hides_is_noticed(question: str, ask_if: Node) -> None:
    floors = library().check.floors
    walk = Walk(asked_if(question, ask_if), floors.all, as_if=True, excused=floors.excused)
    hidden = (failure for end in walk.ends() for failure in nothing_hidden(walk, end))
    assert any(failure.message.startswith(f"{question}.") for failure in hidden)


def test_which_ones_left_out_is_noticed() -> None:
    plan = asked_if("danger_which", All((Atom("danger.unsure"), Atom("breath.none"))))
    assert "doubt" in kinds_read_off(plan)


def test_a_row_that_silences_the_emergency_is_noticed() -> None:
    machine = library().check.machine
    # As if somebody had put the rows of each question in another order: the emergency comes last.
    rows = sorted(machine.rows, key=lambda row: (row.source, row.note == "emergency"))
    mutant = FlowMachine("check", machine.states, rows, machine.initial)
    walk = Walk(library().check.plan)
    met = Met()
    kinds = {failure.kind for failure in drive(library(), walk, Tallies(walk), mutant, met)}
    kinds |= {failure.kind for failure in unreached(library(), walk, set(range(5)), mutant, met)}
    assert kinds == {"machine", "shadowed"}
