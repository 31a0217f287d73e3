"""The floors: the least urgency that an option, or options together, must lead to; written apart from the rules."""

from __future__ import annotations

import msgspec

from flows.check_plan import Plan, level
from flows.content_models import FloorsFile
from flows.strict_yaml import Document


class Floor(msgspec.Struct, frozen=True):
    """Whoever chooses all of `atoms` must end at least at `urgency`, a position in `URGENCIES`."""

    id: str
    urgency: int
    atoms: tuple[str, ...]


class Floors(msgspec.Struct, frozen=True):
    """All floors. `of_option` is the floor of single options; `excused` is (question, option) → why it may stay unasked."""

    all: tuple[Floor, ...]
    of_option: dict[str, int]
    excused: dict[tuple[str, str], str]


def parse_floors(document: Document, file: FloorsFile, plan: Plan) -> tuple[Floors, list[str]]:
    """The floors, and every option in them that does not exist or stands there twice."""
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
            for atom in combination.of if atom not in plan.bit
        )
        floors.append(Floor(combination.id, level(combination.urgency), tuple(combination.of)))
    excused: dict[tuple[str, str], str] = {}
    for number, entry in enumerate(file.excused):
        if f"{entry.question}.{entry.option}" not in plan.bit:
            problems.append(document.problem(f"{entry.question}.{entry.option} is no option.", "excused", number))
        excused[entry.question, entry.option] = entry.reason
    return Floors(tuple(floors), of_option, excused), problems
