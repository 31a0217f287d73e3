"""What the answers can fit: points for each condition, only ever used for wording, never for the urgency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from flows.base.urgency import level
from flows.check.conditions import ALWAYS, ConditionError, Node, Test, atoms, compile_must, parse
from flows.check.models import FitsFile
from flows.check.plan import Plan
from flows.content.strict_yaml import Document

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
    document: Document, file: FitsFile, plan: Plan, derived: Mapping[str, Node]
) -> tuple[tuple[Fit, ...], list[str]]:
    """The fits ready to be scored, and every problem met on the way."""
    problems: list[str] = []
    read: set[str] = set()
    always = compile_must(ALWAYS, plan.bit)

    def test(data: Any, *place: str | int) -> Test:
        try:
            node = parse(data, derived)
            unknown = sorted(set(atoms(node)) - set(plan.bit))
            if unknown:
                raise ConditionError(f"{', '.join(unknown)} is no option of any question")
            read.update(atoms(node))
            return compile_must(node, plan.bit)
        except ConditionError as error:
            problems.append(document.problem(f"{error}.", *place))
            return always

    fits = []
    for number, entry in enumerate(file.fits):
        read.clear()
        evidence = tuple(
            (item.points, test(item.when, "fits", number, "evidence", place))
            for place, item in enumerate(entry.evidence)
        )
        requires = always if entry.requires is None else test(entry.requires, "fits", number, "requires")
        for act in entry.forbids:
            if act not in file.acts:
                problems.append(
                    document.problem(f'forbids names "{act}", which is not in acts.', "fits", number, "forbids")
                )
        fits.append(
            Fit(
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
        )
    return tuple(fits), problems


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
