"""The floors: the least urgency that an option, or options together, must lead to; written apart from the rules."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from flows.base.urgency import level
from flows.check.conditions import ALWAYS, ConditionError, Node, atoms, parse
from flows.check.models import FloorsFile
from flows.check.plan import Plan
from flows.content.strict_yaml import Document


class Floor(msgspec.Struct, frozen=True):
    """Whoever chooses all of `atoms` must end at least at `urgency`, a position in `URGENCIES`."""

    id: str
    urgency: int
    atoms: tuple[str, ...]


class Excuse(msgspec.Struct, frozen=True):
    """Why the options (atoms) of a question may stay unasked when `when` holds, though they could raise the verdict."""

    question: str
    atoms: frozenset[str]
    when: Node
    reason: str


class Floors(msgspec.Struct, frozen=True):
    """All floors, single options first. `of_option` is the floor of single options alone.

    `spared` are the options (atoms) that only somebody without a doubt is asked about, and that may end higher then.
    """

    all: tuple[Floor, ...]
    of_option: dict[str, int]
    excused: tuple[Excuse, ...]
    spared: frozenset[str]


def parse_floors(
    document: Document, file: FloorsFile, plan: Plan, derived: Mapping[str, Node]
) -> tuple[Floors, list[str]]:
    """The floors and excuses, and every problem: an option that does not exist or stands there twice, a wrong `when`."""
    problems: list[str] = []
    floors: list[Floor] = []
    of_option: dict[str, int] = {}
    for urgency, options in file.options.items():
        for number, atom in enumerate(options):
            if atom not in plan.bit:
                problems.append(document.problem(f"{atom} is no option of any question.", "options", urgency, number))
            if atom in of_option:
                problems.append(document.problem(f"{atom} stands here twice.", "options", urgency, number))
            of_option[atom] = level(urgency)
            floors.append(Floor(atom, level(urgency), (atom,)))
    for number, combination in enumerate(file.combinations):
        problems.extend(
            document.problem(f"{atom} is no option of any question.", "combinations", number)
            for atom in combination.of
            if atom not in plan.bit
        )
        floors.append(Floor(combination.id, level(combination.urgency), tuple(combination.of)))
    problems.extend(
        document.problem(f"{entry.option} is no option of any question.", "doubt", number)
        for number, entry in enumerate(file.doubt)
        if entry.option not in plan.bit
    )
    spared = frozenset(entry.option for entry in file.doubt)
    excused, wrong = _excuses(document, file, plan, derived)
    return Floors(tuple(floors), of_option, excused, spared), [*problems, *wrong]


def _excuses(
    document: Document, file: FloorsFile, plan: Plan, derived: Mapping[str, Node]
) -> tuple[tuple[Excuse, ...], list[str]]:
    problems: list[str] = []
    excuses: list[Excuse] = []
    for number, entry in enumerate(file.excused):
        question = plan.by_id.get(entry.question)
        if question is None:
            problems.append(
                document.problem(f'there is no question "{entry.question}".', "excused", number, "question")
            )
            continue
        problems.extend(
            document.problem(f'"{entry.question}" has no option "{option}".', "excused", number, "options", place)
            for place, option in enumerate(entry.options)
            if option not in question.every
        )
        try:
            when = ALWAYS if entry.when is None else parse(entry.when, derived)
        except ConditionError as error:
            problems.append(document.problem(f"{error}.", "excused", number, "when"))
            continue
        # Whether a question is passed over rightly must be known when it is passed over.
        earlier = {atom for other in plan.questions[: plan.questions.index(question)] for atom in other.atoms}
        problems.extend(
            document.problem(
                f"when names {atom}, which is no option of an earlier question.", "excused", number, "when"
            )
            for atom in sorted(set(atoms(when)) - earlier)
        )
        options = entry.options or question.every
        excuses.append(
            Excuse(question.id, frozenset(f"{question.id}.{option}" for option in options), when, entry.reason)
        )
    return tuple(excuses), problems
