"""What is told of the answers: by *Why* and by the sentence to say, the most telling first and nothing left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

import msgspec

from flows.base.urgency import CLINICIAN, URGENT
from flows.check.conditions import All, Any_, AtLeast, Atom, Node
from flows.check.models import TellingEntry
from flows.check.plan import Answers, Plan, Rule

Part = Literal["signs", "story", "risks"]
PARTS: tuple[Part, ...] = ("signs", "story", "risks")
"""What is told, in this order: what is seen and felt, how it began and went, and what makes it likelier or worse."""

MOST_ON_A_CALM_CARD = 4

FOUND = ("walk.limp", "walk.walk_bad", "look.bruise")
"""What is named on a calm card first if it was told: it should not look overlooked."""
REASSURING = ("look.none", "walk.walk_easy")


class Telling(msgspec.Struct, frozen=True):
    """How the options are told: where each stands (`part`, `order`), and which are told whatever has decided (`always`).

    `closer` is an option that says less than others do: it is left out where one of them was chosen.
    """

    part: Mapping[str, Part]
    order: Mapping[str, tuple[int, int, int, int]]
    always: frozenset[str]
    closer: Mapping[str, frozenset[str]]


def make_telling(entry: TellingEntry, plan: Plan, floors: Mapping[str, int]) -> Telling:
    """From the entry of the content, in which an item is an option or a whole question, and the floors of options."""
    listed = {item: part for part in PARTS for item in getattr(entry, part)}
    # An option that is not listed goes with those of its question that are.
    near = {item.partition(".")[0]: part for item, part in reversed(listed.items())} | listed
    part: dict[str, Part] = {}
    order = {}
    closer = {
        atom: frozenset(one for item in items for one in _options(plan, item)) for atom, items in entry.closer.items()
    }
    # What is said instead of a sign stands where the sign would have stood.
    stands = dict(floors)
    for atom, ones in closer.items():
        stands |= {one: max(stands.get(one, 0), floors.get(atom, 0)) for one in ones}
    for place, atom in enumerate(plan.atoms):
        question = atom.partition(".")[0]
        part[atom] = near.get(atom) or near.get(plan.by_id[question].which_of or question) or "signs"
        floor = stands.get(atom, 0)
        order[atom] = (-floor if floor >= URGENT else 0, PARTS.index(part[atom]), -floor, place)
    always = {atom for item in listed for atom in _options(plan, item)}
    always |= {atom for atom, urgency in floors.items() if urgency >= CLINICIAN}
    # A floor may name what there is not; that is noted where floors are read.
    known = frozenset(atom for atom in always if atom in plan.bit and not _nothing(atom))
    return Telling(part, order, known, closer)


def _options(plan: Plan, item: str) -> tuple[str, ...]:
    return (item,) if "." in item else plan.by_id[item].atoms


def tellable(plan: Plan, telling: Telling, least: int = CLINICIAN) -> frozenset[str]:
    """Every option that a card of `least` urgency or more can tell."""
    spoken = {atom for rule in plan.rules if rule.urgency >= least for atom in speaking(rule.when)}
    return telling.always.union(atom for atom in spoken if not _nothing(atom))


def reasons(telling: Telling, answers: Answers, deciding: tuple[Rule, ...], reached: int) -> tuple[str, ...]:
    """What was told of these answers, the urgent signs first; a calm card tells the story in short."""
    chosen = {f"{question}.{option}" for question, options in answers.items() for option in options}
    if reached < CLINICIAN:
        return _in_short(answers, chosen)
    spoken = {atom for rule in deciding for atom in speaking(rule.when) if not _nothing(atom)}
    told = {
        atom
        for atom in chosen & (telling.always | spoken)
        if not chosen & telling.closer.get(atom, frozenset())
        # On an urgent card which leg it is stands in the sentence to say already.
        and not (reached >= URGENT and atom.startswith("side."))
    }
    return tuple(sorted(told, key=telling.order.__getitem__))


def _in_short(answers: Answers, chosen: Collection[str]) -> tuple[str, ...]:
    """What was found, which leg, how it began, and what was not found."""
    story = [f"{question}.{option}" for question in ("side", "onset") for option in answers.get(question, ())]
    found = [atom for atom in FOUND if atom in chosen]
    return (*found, *story, *(atom for atom in REASSURING if atom in chosen))[:MOST_ON_A_CALM_CARD]


def _nothing(atom: str) -> bool:
    """Whether the option says that there is none of a list."""
    return atom.endswith(".none")


def speaking(node: Node) -> Iterator[str]:
    """The options that count for a condition, in reading order (those under `not` do not)."""
    match node:
        case Atom(name):
            yield name
        case All(items) | Any_(items) | AtLeast(_, items):
            for item in items:
                yield from speaking(item)
        case _:
            return
