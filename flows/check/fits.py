"""What the answers can fit: points for each condition, only ever used for wording, never for the urgency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from flows.base.urgency import level
from flows.check.condition_reader import ConditionReader
from flows.check.conditions import ALWAYS, Node, Test, atoms, compile_must
from flows.check.models import FitEntry, FitsFile
from flows.check.plan import Plan
from flows.content.file import ContentFile
from flows.content.model_problems import Key
from flows.content.problems import Problems

MOST = 3


class Fit(msgspec.Struct, frozen=True):
    """One condition: `requires` must hold for it to be named at all, `evidence` is (points, test over bits).

    `atoms` is every option that its evidence reads. Between `least` and `most`, positions in `URGENCIES`, it may be named on
    a card although no deciding rule is about it.
    """

    id: str
    grade: int | None
    least: int
    most: int
    requires: Test
    evidence: tuple[tuple[int, Test], ...]
    atoms: frozenset[str]
    forbids: tuple[str, ...]
    sources: tuple[str, ...]


def parse_fits(
    file: ContentFile[FitsFile], plan: Plan, findings: Mapping[str, Node], problems: Problems
) -> tuple[Fit, ...]:
    """Make the fits, ready to be scored."""
    reader = ConditionReader(file, problems, findings)
    listed = [(("fits", number, "forbids"), entry.forbids) for number, entry in enumerate(file.model.fits)]
    problems.unknown(file, 'forbids names "{}", which is not in acts.', listed, file.model.acts)
    return tuple(_fit(reader, plan, number, entry) for number, entry in enumerate(file.model.fits))


def parse_wordings(
    file: ContentFile[FitsFile], plan: Plan, findings: Mapping[str, Node], problems: Problems
) -> dict[str, Test]:
    """Make the conditions on which a line of a card is said otherwise, ready to be asked."""
    reader = ConditionReader(file, problems, findings)
    found = {}
    for name, data in file.model.wordings.items():
        node = reader.read_required(data, "wordings", name)
        unknown = sorted(set(atoms(node)) - set(plan.bit))
        reader.check_options(unknown, plan.bit, "wordings", name)
        found[name] = compile_must(ALWAYS if unknown else node, plan.bit)
    return found


def _fit(reader: ConditionReader, plan: Plan, number: int, entry: FitEntry) -> Fit:
    read: set[str] = set()

    def test(data: Any, *place: Key) -> Test:
        node = reader.read_required(data, "fits", number, *place)
        unknown = sorted(set(atoms(node)) - set(plan.bit))
        if unknown:
            reader.wrong(f"{', '.join(unknown)} is no option of any question.", "fits", number, *place)
            node = ALWAYS
        read.update(atoms(node))
        return compile_must(node, plan.bit)

    evidence = tuple((item.points, test(item.when, "evidence", place)) for place, item in enumerate(entry.evidence))
    requires = compile_must(ALWAYS, plan.bit) if entry.requires is None else test(entry.requires, "requires")
    return Fit(
        id=entry.id,
        grade=entry.grade,
        least=level(entry.least),
        most=level(entry.most),
        requires=requires,
        evidence=evidence,
        atoms=frozenset(read),
        forbids=tuple(entry.forbids),
        sources=tuple(entry.sources),
    )


def best_fits(
    fits: tuple[Fit, ...], true: int, every: int, urgency: int, named: frozenset[str]
) -> tuple[tuple[Fit, int], ...]:
    """At most three conditions that the answers (bits `true` of all bits `every`) speak for, best first, with points.

    Those that the deciding rules are about (`named`) come first; what would be seen sooner than `urgency` is left out.
    """
    false = every & ~true
    scored = []
    for order, fit in enumerate(fits):
        if fit.id not in named and fit.least > urgency:
            continue
        if fit.requires(true, false, 0):
            points = sum(points for points, test in fit.evidence if test(true, false, 0))
            if points > 0:
                scored.append((fit.id not in named, -points, order, fit))
    return tuple((fit, -points) for _, points, _, fit in sorted(scored, key=lambda entry: entry[:3])[:MOST])
