"""From the content files to a `Plan`: conditions parsed, "Which ones?" lists made, the doubt rules written out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flows.base.urgency import level
from flows.check.conditions import ALWAYS, All, Any_, AtLeast, Atom, ConditionError, Node, atoms, parse, reads_urgency
from flows.check.models import DoubtEntry, QuestionEntry, QuestionsFile, RulesFile
from flows.check.plan import TOLD, Plan, Question, Rule
from flows.content.strict_yaml import Document


class _Conditions:
    """The conditions of one file. What is wrong with one goes to `problems`, and it then counts as always."""

    def __init__(self, document: Document, derived: dict[str, Node], problems: list[str]) -> None:
        self._document = document
        self._derived = derived
        self._problems = problems

    def parse(self, data: Any, *place: str | int) -> Node:
        """The condition at `place`."""
        try:
            return parse(data, self._derived)
        except ConditionError as error:
            self.wrong(f"{error}.", *place)
            return ALWAYS

    def optional(self, data: Any, *place: str | int) -> Node:
        """The same where it may be left out; then it is always."""
        return ALWAYS if data is None else self.parse(data, *place)

    def wrong(self, sentence: str, *place: str | int) -> None:
        """Note a problem."""
        self._problems.append(self._document.problem(sentence, *place))

    def no_options(self, named: Iterable[str], options: set[str], *place: str | int) -> None:
        """Note what is `named` there though it is no option."""
        for atom in named:
            if atom not in options:
                self.wrong(f"{atom} is no option of any question.", *place)


def parse_plan(
    questions_document: Document, questions: QuestionsFile, rules_document: Document, rules: RulesFile
) -> tuple[Plan | None, dict[str, Node], list[str]]:
    """The plan, the derived findings by name, and every problem met on the way."""
    problems: list[str] = []
    derived: dict[str, Node] = {}
    asking = _Conditions(questions_document, derived, problems)
    for name, data in questions.derived.items():
        derived[name] = asking.parse(data, "derived", name)
    parsed = _questions(asking, questions)
    options = {atom for question in parsed for atom in question.atoms}
    for name, node in derived.items():
        asking.no_options(sorted(set(atoms(node))), options, "derived", name)
    ruling = _Conditions(rules_document, derived, problems)
    parsed_rules = _rules(ruling, rules, options)
    lists = {question.which_of for question in parsed}
    for name in rules.doubt.lists:
        if name not in lists:
            ruling.wrong(f'"{name}" is no question with a "Which ones?" list.', "doubt", "lists")
    ruling.no_options(rules.doubt.signs, options, "doubt", "signs")
    if problems:
        return None, derived, problems
    return Plan(tuple(parsed), (*parsed_rules, *doubt_rules(parsed, rules.doubt))), derived, problems


def _questions(conditions: _Conditions, questions: QuestionsFile) -> list[Question]:
    """All questions in order, each "Which ones?" list behind its own."""
    parsed: list[Question] = []
    for number, entry in enumerate(questions.questions):
        ask_if = conditions.optional(entry.ask_if, "questions", number, "ask_if")
        known = {atom for question in parsed for atom in question.atoms}
        for atom in sorted(set(atoms(ask_if)) - known):
            conditions.wrong(f"ask_if names {atom}, which is no option of an earlier question.", "questions", number)
        if entry.id in {question.id for question in parsed}:
            conditions.wrong(f'two questions are named "{entry.id}".', "questions", number)
            continue
        parsed.append(_question(entry, ask_if))
        if entry.which:
            parsed.append(_which(entry, conditions.optional(entry.which_if, "questions", number, "which_if")))
    return parsed


def _rules(conditions: _Conditions, rules: RulesFile, options: set[str]) -> list[Rule]:
    parsed = []
    for number, rule in enumerate(rules.rules):
        when = conditions.parse(rule.when, "rules", number, "when")
        if reads_urgency(when):
            conditions.wrong("below may stand in ask_if only.", "rules", number)
        conditions.no_options(sorted(set(atoms(when))), options, "rules", number)
        parsed.append(
            Rule(
                id=rule.id,
                urgency=level(rule.urgency),
                when=when,
                within=rule.within,
                sources=tuple(rule.sources),
                fits=tuple(rule.fits),
                forbids=tuple(rule.forbids),
            )
        )
    return parsed


def _question(entry: QuestionEntry, ask_if: Node) -> Question:
    return Question(
        id=entry.id,
        part=entry.part,
        kind=entry.kind,
        options=(*entry.options, *((TOLD,) if entry.told else ())),
        none=entry.none,
        unsure=entry.unsure,
        tap=entry.commit == "tap",
        which_of="",
        map=entry.map,
        ask_if=ask_if,
        sources=tuple(entry.sources),
    )


def _which(entry: QuestionEntry, extra: Node) -> Question:
    """ "Which ones?": the same signs once more. It has no *None*: saying so leads back to the list itself."""
    unsure = Atom(f"{entry.id}.unsure")
    return Question(
        id=f"{entry.id}_which",
        part=entry.part,
        kind="many",
        options=tuple(entry.options),
        none=False,
        unsure=True,
        tap=False,
        which_of=entry.id,
        map="",
        ask_if=unsure if extra == ALWAYS else All((unsure, extra)),
        sources=tuple(entry.sources),
    )


def doubt_rules(questions: list[Question], doubt: DoubtEntry) -> tuple[Rule, ...]:
    """What "not sure" on an emergency list means: one level down, and in full once a second sign points up too.

    A sign that someone cannot tell counts as urgent today; two such signs, or one of them with an urgent sign that is
    ticked, count as the emergency itself (a designer's judgement).
    """
    by_id = {question.id: question for question in questions}
    doubted = tuple(Atom(atom) for name in doubt.lists for atom in by_id[f"{name}_which"].atoms)
    signs = tuple(Atom(sign) for sign in doubt.signs)
    sources = tuple(doubt.sources)
    return (
        Rule("doubted_sign", level("urgent_same_day"), Any_(doubted), None, sources),
        Rule("doubted_signs", level("emergency_now"), All((Any_(doubted), AtLeast(2, doubted + signs))), None, sources),
    )
