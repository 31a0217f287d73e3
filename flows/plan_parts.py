"""From the content files to a `Plan`: conditions parsed, "Which ones?" lists made, the doubt rules written out."""

from __future__ import annotations

from typing import Any

from flows.check_plan import Plan, Question, Rule, level
from flows.conditions import ALWAYS, All, Any_, AtLeast, Atom, ConditionError, Node, atoms, parse, reads_urgency
from flows.content_models import DoubtEntry, QuestionEntry, QuestionsFile, RulesFile
from flows.strict_yaml import Document


def parse_plan(
    questions_document: Document, questions: QuestionsFile, rules_document: Document, rules: RulesFile
) -> tuple[Plan | None, dict[str, Node], list[str]]:
    """The plan, the derived findings by name, and every problem met on the way."""
    problems: list[str] = []
    derived: dict[str, Node] = {}

    def condition(document: Document, data: Any, *place: str | int) -> Node:
        try:
            return parse(data, derived)
        except ConditionError as error:
            problems.append(document.problem(f"{error}.", *place))
            return ALWAYS

    for name, data in questions.derived.items():
        derived[name] = condition(questions_document, data, "derived", name)

    parsed: list[Question] = []
    for number, entry in enumerate(questions.questions):
        ask_if = (
            ALWAYS
            if entry.ask_if is None
            else condition(questions_document, entry.ask_if, "questions", number, "ask_if")
        )
        known = {atom for question in parsed for atom in question.atoms}
        for atom in sorted(set(atoms(ask_if)) - known):
            problems.append(
                questions_document.problem(
                    f"ask_if names {atom}, which is no option of an earlier question.", "questions", number
                )
            )
        if entry.id in {question.id for question in parsed}:
            problems.append(questions_document.problem(f'two questions are named "{entry.id}".', "questions", number))
            continue
        parsed.append(_question(entry, ask_if))
        if entry.which:
            extra = (
                ALWAYS
                if entry.which_if is None
                else condition(questions_document, entry.which_if, "questions", number, "which_if")
            )
            parsed.append(_which(entry, extra))

    options = {atom for question in parsed for atom in question.atoms}
    for name, node in derived.items():
        problems.extend(
            questions_document.problem(f"{atom} is no option of any question.", "derived", name)
            for atom in sorted(set(atoms(node)) - options)
        )
    parsed_rules: list[Rule] = []
    for number, rule in enumerate(rules.rules):
        when = condition(rules_document, rule.when, "rules", number, "when")
        if reads_urgency(when):
            problems.append(rules_document.problem("below may stand in ask_if only.", "rules", number))
        unknown = sorted(set(atoms(when)) - options)
        problems.extend(
            rules_document.problem(f"{atom} is no option of any question.", "rules", number) for atom in unknown
        )
        parsed_rules.append(
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
    lists = {question.which_of for question in parsed}
    problems.extend(
        rules_document.problem(f'"{name}" is no question with a "Which ones?" list.', "doubt", "lists")
        for name in rules.doubt.lists
        if name not in lists
    )
    problems.extend(
        rules_document.problem(f"{sign} is no option of any question.", "doubt", "signs")
        for sign in rules.doubt.signs
        if sign not in options
    )
    if problems:
        return None, derived, problems
    return Plan(tuple(parsed), (*parsed_rules, *doubt_rules(parsed, rules.doubt))), derived, problems


def _question(entry: QuestionEntry, ask_if: Node) -> Question:
    return Question(
        id=entry.id,
        part=entry.part,
        kind=entry.kind,
        options=tuple(entry.options),
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
