"""Makes the `Plan` and *What else?* from their files: conditions parsed, lists made, the doubt rules written out."""

from __future__ import annotations

from collections.abc import Mapping

from flows.base.tokens import LIMIT, beginning
from flows.base.urgency import level
from flows.check.check import WhatElse
from flows.check.condition_reader import ConditionReader
from flows.check.conditions import ALWAYS, All, Any_, AtLeast, Atom, Node, atoms, reads_urgency
from flows.check.models import DoubtEntry, QuestionEntry, QuestionsFile, RulesFile, WhatElseFile
from flows.check.plan import TOLD, Plan, Question, Rule
from flows.content.file import ContentFile
from flows.content.problems import Problems


def parse_plan(
    questions: ContentFile[QuestionsFile], rules: ContentFile[RulesFile], problems: Problems
) -> tuple[Plan, dict[str, Node]] | None:
    """Make the plan, with the derived findings by name; None if a problem was met on the way."""
    met = Problems()
    asking = ConditionReader(questions, met)
    for name, data in questions.model.derived.items():
        asking.findings[name] = asking.read_required(data, "derived", name)
    parsed = _questions(asking, questions.model)
    options = {atom for question in parsed for atom in question.atoms}
    for name, node in asking.findings.items():
        asking.check_options(sorted(set(atoms(node))), options, "derived", name)
    ruling = ConditionReader(rules, met, asking.findings)
    parsed_rules = _rules(ruling, rules.model, options)
    lists = {question.which_of for question in parsed}
    doubt = rules.model.doubt
    met.unknown(rules, '"{}" is no question with a "Which ones?" list.', [(("doubt", "lists"), doubt.lists)], lists)
    ruling.check_options(doubt.signs, options, "doubt", "signs")
    moved = questions.model.moved
    for old, today in moved.items():
        if old in options:
            asking.wrong(f"{old} is an option of today, so it has not moved.", "moved", old)
        asking.check_options(today, options, "moved", old)
    problems.extend(met.found)
    if met.found:
        return None
    every_rule = (*parsed_rules, *doubt_rules(parsed, doubt))
    return Plan(tuple(parsed), every_rule, moved={old: tuple(today) for old, today in moved.items()}), asking.findings


def _questions(conditions: ConditionReader, questions: QuestionsFile) -> list[Question]:
    """All questions in order, each "Which ones?" list behind its own."""
    parsed: list[Question] = []
    for number, entry in enumerate(questions.questions):
        ask_if = conditions.read_optional(entry.ask_if, "questions", number, "ask_if")
        known = {atom for question in parsed for atom in question.atoms}
        for atom in sorted(set(atoms(ask_if)) - known):
            conditions.wrong(f"ask_if names {atom}, which is no option of an earlier question.", "questions", number)
        if entry.id in {question.id for question in parsed}:
            conditions.wrong(f'two questions are named "{entry.id}".', "questions", number)
            continue
        parsed.append(_question(entry, ask_if))
        if entry.which:
            parsed.append(_which(entry, conditions.read_optional(entry.which_if, "questions", number, "which_if")))
    return parsed


def _rules(conditions: ConditionReader, rules: RulesFile, options: set[str]) -> list[Rule]:
    parsed = []
    for number, rule in enumerate(rules.rules):
        when = conditions.read_required(rule.when, "rules", number, "when")
        if reads_urgency(when):
            conditions.wrong("below may stand in ask_if only.", "rules", number)
        conditions.check_options(sorted(set(atoms(when))), options, "rules", number)
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


def parse_what_else(
    file: ContentFile[WhatElseFile], plan: Plan, findings: Mapping[str, Node], problems: Problems
) -> WhatElse:
    """Make the lists of *What else?*; every atom must be an option that the check can still be told."""
    conditions = ConditionReader(file, problems, findings)
    lists = []
    for number, entry in enumerate(file.model.lists):
        when = conditions.read_optional(entry.when, "lists", number, "when")
        conditions.check_options(sorted(set(atoms(when))), plan.bit, "lists", number, "when")
        conditions.check_options(entry.options, plan.bit, "lists", number, "options")
        problems.twice(file, ("lists", number, "options"), entry.options)
        asked = {plan.questions[0].id, *(atom.partition(".")[0] for atom in atoms(when))}
        for one, atom in enumerate(entry.options):
            name, _, option = atom.partition(".")
            place = ("lists", number, "options", one)
            if atom in plan.bit and option in ("none", "unsure", TOLD):
                problems.add(file, f"{atom} tells nothing.", *place)
            elif name in asked:
                problems.add(file, f"{atom} has been asked about where this list is shown.", *place)
            elif len(beginning("a" * 6, 999_999)) + len(f"+what_else.{atom}") > LIMIT:
                problems.add(file, f"{atom} has too long a name for its button.", *place)
        lists.append((when, tuple(atom for atom in entry.options if atom in plan.bit)))
    if lists[-1][0] != ALWAYS:
        problems.add(file, "the last list has no `when`, so that every emergency has one.", "lists", len(lists) - 1)
    named = {atom for _, options in lists for atom in options}
    told_so = {}
    for atom, data in file.model.told_so.items():
        told_so[atom] = conditions.read_required(data, "told_so", atom)
        conditions.check_options(sorted(set(atoms(told_so[atom]))), plan.bit, "told_so", atom)
        if atom not in named:
            problems.add(file, f"{atom} stands in none of the lists.", "told_so", atom)
    return WhatElse(tuple(lists), told_so, file.model.most)
