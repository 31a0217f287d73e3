"""A person who also answers for somebody else, with what of the session is their own."""

from __future__ import annotations

from typing import Any, Self

import msgspec

from flows.talk.session import Episode, Other, Session
from flows.turn.others import in_front
from tests.flows.support import Chat
from tests.flows.support.content import calmest
from tests.flows.support.people import LONDON

NOT_THEIRS = ("other", "rev", "touched", "tapped", "content")
"""Fields that say whose conversation it is and when they last did something, not what they told."""

BLEEDING_CHILD = {
    "side": "left",
    "onset": "sharp_ran_on",
    "spot": "inner_mid",
    "course": "new",
    "walk": "walk_easy",
    "health": "under_16 thinner",
}
"""A same-day card of somebody under 16."""


def own(session: Session) -> dict[str, Any]:
    """All that is the person's own."""
    return {
        field.name: getattr(session, field.name)
        for field in msgspec.structs.fields(Session)
        if field.name not in NOT_THEIRS
    }


class Answering(Chat):
    """What is open is what is in front, of the two."""

    @property
    def open(self) -> str:
        """The name of what is open in front."""
        if self.session is None:
            return ""
        frames = in_front(self.session).frames
        return "" if not frames else frames[-1].state if frames[-1].flow == "check" else frames[-1].flow

    @property
    def other(self) -> Other:
        """The check for somebody else; there is one."""
        assert self.state.other is not None, "there is no check for somebody else"
        return self.state.other

    @property
    def theirs(self) -> Episode:
        """The answers in the check for somebody else."""
        return self.other.episode

    def check(self, answers: dict[str, str], until: str = "verdict") -> Self:
        """Begin a check of one's own and answer it."""
        super().check(answers, until)
        return self

    def keep(self, zone: str = LONDON, **fields: Any) -> Self:
        """As if they had said yes to keeping."""
        super().keep(zone, **fields)
        return self

    def for_other(self, whom: str, answers: dict[str, str] | None = None, until: str = "verdict") -> Self:
        """Begin a check, say whose it is on its first question, and answer it."""
        self.command("check")
        if self.open == "confirm":
            self.tap("yes")
        self.tap("someone_else")
        self.tap(f"whom.{whom}")
        self.answer(answers or {}, until)
        return self

    def answer(self, answers: dict[str, str], *until: str) -> Self:
        """Answer what is in front until one of these is open."""
        for _ in range(40):
            if self.open in until:
                return self
            self.choose(*answers.get(self.open, calmest(self.open)).split())
        raise AssertionError(f"ended at {self.open}")
