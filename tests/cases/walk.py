"""A case through the whole engine: what is asked is answered, until there is a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flows.base.events import Answered, Command, Event
from flows.base.replies import Reply, VerdictFacts
from flows.talk.library import Library
from flows.talk.session import Session
from flows.turn.engine import advance
from tests.cases.case import Case, place

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MOST = 20
"""Answers after which a check that has no card is taken to have none at all."""


@dataclass(frozen=True)
class Ended:
    """How a case ended, and after how many answers."""

    case: Case
    verdict: VerdictFacts
    answers: int

    @property
    def acceptable(self) -> bool:
        """Whether it would do no harm."""
        return self.verdict.urgency in self.case.acceptable

    @property
    def too_low(self) -> bool:
        """Less urgent than anything acceptable."""
        return place(self.verdict.urgency) < min(map(place, self.case.acceptable))

    @property
    def above(self) -> bool:
        """More urgent than expected."""
        return place(self.verdict.urgency) > place(self.case.expected)


def walk(library: Library, case: Case) -> Ended:
    """Answer what is asked, until there is a card."""
    session: Session | None = None
    event: Event = Command("start")
    for count in range(MOST):
        step = advance(library, session, event, NOON, "abcdef")
        session = step.session
        card = next((reply for reply in step.replies if reply.verdict is not None), None)
        if card is not None and card.verdict is not None:
            return Ended(case, card.verdict, count)
        event = Answered(_answer(case, step.replies[-1]))
    raise AssertionError(f"{case.id}: no card after {MOST} answers")


def _answer(case: Case, asked: Reply) -> tuple[str, ...]:
    assert asked.question is not None, f"{case.id}: {asked.title}"
    name = asked.question.id
    if name == "whom":  # asked of somebody under 16
        return (f"whom.{case.whom}",)
    options = case.answers.get(name) or _left_out(case, name)
    offered = {choice.id for choice in asked.choices}
    assert set(options) <= offered, f"{case.id}: {name} is asked, and answered with {options} of {sorted(offered)}"
    return options


def _left_out(case: Case, name: str) -> tuple[str, ...]:
    """What an answer that is left out stands for; two questions have no *none of these*."""
    if name == "bleeding":  # the list about health asks the same
        return ("on_thinner" if "thinner" in case.answers.get("health", ()) else "not_thinner",)
    return ("test_skip" if name == "run_test" else "none",)
