"""The floors: the least urgency that an option, or options together, must lead to; written apart from the rules."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from flows.base.urgency import level
from flows.check.condition_reader import ConditionReader
from flows.check.conditions import Node, atoms
from flows.check.models import FloorsFile, HiddenEntry
from flows.check.plan import Plan
from flows.content.file import ContentFile
from flows.content.problems import Place, Problems


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


def parse_floors(file: ContentFile[FloorsFile], plan: Plan, findings: Mapping[str, Node], problems: Problems) -> Floors:
    """Make the floors and excuses; an option that does not exist or stands there twice is noted, and a wrong `when`."""
    reader = ConditionReader(file, problems, findings)
    floors: list[Floor] = []
    of_option: dict[str, int] = {}
    for urgency, options in file.model.options.items():
        for number, atom in enumerate(options):
            place = ("options", urgency, number)
            reader.check_options([atom], plan.bit, *place)
            if atom in of_option:
                reader.wrong(f"{atom} stands here twice.", *place)
            of_option[atom] = level(urgency)
            floors.append(Floor(atom, level(urgency), (atom,)))
    for number, combination in enumerate(file.model.combinations):
        reader.check_options(combination.of, plan.bit, "combinations", number)
        floors.append(Floor(combination.id, level(combination.urgency), tuple(combination.of)))
    for number, spared in enumerate(file.model.doubt):
        reader.check_options([spared.option], plan.bit, "doubt", number)
    excuses = [_excuse(reader, plan, number, entry) for number, entry in enumerate(file.model.excused)]
    return Floors(
        all=tuple(floors),
        of_option=of_option,
        excused=tuple(excuse for excuse in excuses if excuse is not None),
        spared=frozenset(entry.option for entry in file.model.doubt),
    )


def _excuse(reader: ConditionReader, plan: Plan, number: int, entry: HiddenEntry) -> Excuse | None:
    place: Place = ("excused", number)
    question = plan.by_id.get(entry.question)
    if question is None:
        reader.wrong(f'there is no question "{entry.question}".', *place, "question")
        return None
    for position, option in enumerate(entry.options):
        if option not in question.every:
            reader.wrong(f'"{entry.question}" has no option "{option}".', *place, "options", position)
    when = reader.read_optional(entry.when, *place, "when")
    # Whether a question is passed over rightly must be known when it is passed over.
    earlier = {atom for other in plan.questions[: plan.questions.index(question)] for atom in other.atoms}
    for atom in sorted(set(atoms(when)) - earlier):
        reader.wrong(f"when names {atom}, which is no option of an earlier question.", *place, "when")
    options = entry.options or question.every
    return Excuse(question.id, frozenset(f"{question.id}.{option}" for option in options), when, entry.reason)
