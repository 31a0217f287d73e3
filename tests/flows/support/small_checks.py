"""Questions and rules for checks that are small enough to see through."""

from __future__ import annotations

from flows.base.urgency import URGENCIES
from flows.check.conditions import ALWAYS, Node
from flows.check.plan import Question, Rule

OK, HOME, SOON, TODAY, NOW = range(len(URGENCIES))


def question(name: str, *options: str, ask_if: Node = ALWAYS, last: str = "", part: str = "safety") -> Question:
    """`last` names the options that exclude the rest; a question with any is a list."""
    return Question(
        name, part, "many" if last else "one", options, "none" in last, "unsure" in last, False, "", "", ask_if, ("J",)
    )


def rule(name: str, urgency: int, when: Node) -> Rule:
    return Rule(name, urgency, when, None, ("J",))
