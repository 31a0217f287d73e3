"""What must hold between the files of the check: every reference leads somewhere, nothing is there twice, nothing is idle."""

from __future__ import annotations

from flows.base.tokens import LIMIT, beginning
from flows.check.check import Check
from flows.check.conditions import atoms
from flows.check.models import CheckFiles
from flows.check.plan import TOLD, Plan
from flows.content.problems import Place, Problems
from flows.content.sources import SourcesFile, check_sources


def check_check(files: CheckFiles, check: Check, sources: SourcesFile | None, problems: Problems) -> None:
    """Note every broken reference, repeated id and idle option."""
    _sources(files, sources, problems)
    for file, key, ids in (
        (files.rules, "rules", [entry.id for entry in files.rules.model.rules]),
        (files.fits, "fits", [entry.id for entry in files.fits.model.fits]),
    ):
        problems.twice(file, (key,), ids)
    _options(files, problems)
    _watches(files, check, problems)
    _idle(files, check, problems)


def _sources(files: CheckFiles, sources: SourcesFile | None, problems: Problems) -> None:
    questions, rules, fits = files.questions.model, files.rules.model, files.fits.model
    check_sources(
        files.questions,
        [(("questions", n, "sources"), entry.sources) for n, entry in enumerate(questions.questions)],
        sources,
        problems,
    )
    listed = [
        *((("rules", n, "sources"), entry.sources) for n, entry in enumerate(rules.rules)),
        (("doubt", "sources"), rules.doubt.sources),
    ]
    check_sources(files.rules, listed, sources, problems)
    named = [(("fits", n, "sources"), entry.sources) for n, entry in enumerate(fits.fits)]
    check_sources(files.fits, named, sources, problems)


def _options(files: CheckFiles, problems: Problems) -> None:
    questions, file = files.questions.model, files.questions
    for number, question in enumerate(questions.questions):
        place = ("questions", number)
        for option in question.options:
            if question.options.count(option) > 1 or option in ("none", "unsure", TOLD):
                problems.add(file, f'the option "{option}" is named twice or is a reserved word.', *place)
            if len(beginning("a" * 6, 999_999)) + len(f"+{question.id}_which.{option}") > LIMIT:
                problems.add(file, f'the option "{option}" has too long a name for its button.', *place)
        if question.part not in questions.parts:
            problems.add(file, f'the part "{question.part}" is not in parts.', *place)


def _watches(files: CheckFiles, check: Check, problems: Problems) -> None:
    listed = [(("watches", watch), options) for watch, options in check.watches.items()]
    problems.unknown(files.fits, "{} is no option of any question.", listed, check.plan.bit)


def check_telling(files: CheckFiles, plan: Plan, problems: Problems) -> bool:
    """Note what `telling` names that there is not; says whether all of it leads somewhere."""
    telling, before = files.rules.model.telling, len(problems.found)
    listed: list[tuple[Place, list[str]]] = [
        (("telling", "signs"), telling.signs),
        (("telling", "story"), telling.story),
        (("telling", "risks"), telling.risks),
        *((("telling", "closer", atom), [atom, *items]) for atom, items in telling.closer.items()),
    ]
    known = {*plan.bit, *plan.by_id}
    problems.unknown(files.rules, "{} is no option and no question.", listed, known)
    return len(problems.found) == before


def _idle(files: CheckFiles, check: Check, problems: Problems) -> None:
    """An option that no rule, no fit and no `ask_if` can tell from another only costs the person time."""
    used = {atom for rule in check.plan.rules for atom in atoms(rule.when)}
    used |= {atom for question in check.plan.questions for atom in atoms(question.ask_if)}
    used |= {atom for fit in check.fits for atom in fit.atoms}
    for number, question in enumerate(files.questions.model.questions):
        for option in question.options if question.kind == "many" else ():
            if f"{question.id}.{option}" not in used:
                sentence = f'the option "{option}" of "{question.id}" is used by no rule, no fit and no question.'
                problems.add(files.questions, sentence, "questions", number)
