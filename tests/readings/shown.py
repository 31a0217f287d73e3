"""What a person sees of a question: its text, the line beneath it, and its labels in their order."""

from __future__ import annotations

import hashlib

import msgspec

from flows.check.plan import TOLD
from flows.checking.question import list_options, more_lines, question_text
from flows.talk.library import Library

LANGUAGE = "en"

NOT_READ = ("run_test",)
"""Questions without readings: this one has people do something and say how it went."""


class Shown(msgspec.Struct, frozen=True):
    """One question as it stands on the screen. `labels` are (option, words), *none* and *not sure* last."""

    question: str
    text: str
    more: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    one: bool
    tap: bool

    @property
    def hash(self) -> str:
        """Changes whenever a word that is shown does, or the order of the labels."""
        lines = (self.text, *self.more, *(words for _, words in self.labels))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    @property
    def options(self) -> tuple[str, ...]:
        """All that can be chosen."""
        return tuple(option for option, _ in self.labels)

    @property
    def signs(self) -> tuple[str, ...]:
        """The options that must be read right: all but *none* and *not sure*."""
        return tuple(option for option in self.options if option not in ("none", "unsure"))

    @property
    def single(self) -> bool:
        """Whether the first tap is the answer, so that one option is all there can be."""
        return self.one or self.tap


def shown_questions(library: Library) -> dict[str, Shown]:
    """Every question that has readings, in the order of the check; "Which ones?" lists repeat the labels of others."""
    return {
        question.id: Shown(
            question=question.id,
            text=question_text(library, LANGUAGE, question.id),
            more=more_lines(library, LANGUAGE, question.id),
            labels=tuple(
                (option, words)
                for option, words, _ in list_options(library, LANGUAGE, question.id)
                if option != TOLD  # said elsewhere in one line; no button of the question
            ),
            one=question.kind == "one",
            tap=question.tap,
        )
        for question in library.check.plan.questions
        if not question.which_of and question.id not in NOT_READ
    }
