"""The development cases through the whole engine: none may end dangerously low, and the figures may not fall."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
import yaml

from flows.base.events import Answered, Command, Event
from flows.base.replies import Reply, VerdictFacts
from flows.base.urgency import URGENCIES, Urgency
from flows.talk.library import Library, load_library
from flows.talk.session import Session
from flows.turn.engine import advance

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Case(msgspec.Struct, forbid_unknown_fields=True):
    """One story with the answers that its runner would give."""

    id: str
    story: str
    answers: dict[str, tuple[str, ...]]
    expected: Urgency
    acceptable: tuple[Urgency, ...]
    fits_ok: tuple[str, ...]


@dataclass(frozen=True)
class Ended:
    """How a case ended, and after how many answers."""

    case: Case
    verdict: VerdictFacts
    answers: int

    @property
    def too_low(self) -> bool:
        """Less urgent than anything acceptable."""
        return _level(self.verdict.urgency) < min(map(_level, self.case.acceptable))

    @property
    def too_urgent(self) -> bool:
        """More urgent than anything acceptable."""
        return _level(self.verdict.urgency) > max(map(_level, self.case.acceptable))


def _level(urgency: Urgency) -> int:
    return URGENCIES.index(urgency)


@pytest.fixture(scope="module")
def ended() -> list[Ended]:
    library = load_library()
    raw = yaml.safe_load((Path(__file__).parent / "cases" / "cases.yaml").read_text(encoding="utf-8"))
    return [_walk(library, case) for case in msgspec.convert(raw, list[Case])]


def _walk(library: Library, case: Case) -> Ended:
    """Answer what is asked, until there is a card."""
    session: Session | None = None
    event: Event = Command("start")
    for count in range(20):
        step = advance(library, session, event, NOON, "abcdef")
        session = step.session
        last = step.replies[-1]
        if last.verdict is not None:
            return Ended(case, last.verdict, count)
        event = Answered(_answer(case, last))
    raise AssertionError(f"{case.id}: no card after 20 answers")


def _answer(case: Case, asked: Reply) -> tuple[str, ...]:
    assert asked.question is not None, f"{case.id}: {asked.title}"
    name = asked.question.id
    options = case.answers.get(name, ("none",))
    offered = {choice.id for choice in asked.choices}
    assert set(options) <= offered, f"{case.id}: {name} is asked, and answered with {options} of {sorted(offered)}"
    return options


def test_no_emergency_and_nothing_urgent_ends_too_low(ended: list[Ended]) -> None:
    urgent = [one for one in ended if one.case.expected in ("emergency_now", "urgent_same_day")]
    assert len(urgent) >= 50
    low = [f"{one.case.id}: {one.verdict.urgency}, not {one.case.acceptable}" for one in urgent if one.too_low]
    assert not low, "\n".join(low)


def test_the_figures_do_not_fall(ended: list[Ended]) -> None:
    def share(count: int) -> float:
        return count / len(ended)

    figures: Mapping[str, float] = {
        "right": share(sum(one.verdict.urgency == one.case.expected for one in ended)),
        "acceptable": share(sum(one.verdict.urgency in one.case.acceptable for one in ended)),
        "too urgent": share(sum(one.too_urgent for one in ended)),
        "best fit first": share(sum(one.verdict.fits[0] in one.case.fits_ok for one in ended)),
        "among three": share(sum(bool({*one.verdict.fits} & {*one.case.fits_ok}) for one in ended)),
    }
    said = f"{len(ended)} cases: " + ", ".join(f"{name} {value:.1%}" for name, value in figures.items())
    said += f", median {statistics.median(one.answers for one in ended):g} answers"
    print(said)  # noqa: T201 - the figures are what one runs this for: pytest -rP tests/test_cases.py
    assert figures["right"] >= 0.90, said
    assert figures["acceptable"] >= 0.97, said
    assert figures["too urgent"] <= 0.08, said
    assert figures["best fit first"] >= 0.80, said
    assert figures["among three"] >= 0.95, said
