"""What can go wrong in the conversation core, each with a sentence that says what to do.

CalfwiseError
├── ContentError        the content is wrong; lists every problem, with file and line
└── SessionError        a stored session cannot be read
"""

from __future__ import annotations


class CalfwiseError(Exception):
    """Something is wrong that a person can put right; the message is one clear sentence (or a list of them)."""


class ContentError(CalfwiseError):
    """The content does not hold together. `problems` are sentences that begin with `file:line:`."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class SessionError(CalfwiseError):
    """A stored session cannot be read."""
