"""What can be seen of a conversation: the buttons that are there, and what the session says."""

from __future__ import annotations

from flows.base.remembered import CheckIns, Record, Recovery
from flows.base.replies import VerdictFacts, plain_text
from flows.talk.session import Episode, Frame
from tests.flows.support.sending import Sender


class Looker(Sender):
    """A person whose screen and session are looked at. What is asked for is there, or the test fails."""

    # --- on the screen ------------------------------------------------------------------------------------------------

    @property
    def screen_text(self) -> str:
        """What the latest message with buttons says."""
        return plain_text(self.screen)

    @property
    def button_ids(self) -> set[str]:
        """The ids of all buttons on the latest message that has some; empty if there never was one."""
        return {choice.id for choice in self.shown.choices} if self.shown else set()

    @property
    def labels(self) -> list[str]:
        """The labels of all buttons on the latest message that has some, in order."""
        return [choice.label for choice in self.screen.choices]

    @property
    def ticked(self) -> set[str]:
        """The ids of what is ticked on the latest message with buttons."""
        return {choice.id for choice in self.screen.choices if choice.ticked}

    # --- in the session -----------------------------------------------------------------------------------------------

    @property
    def open(self) -> str:
        """The name of what is open: a question, `verdict`, `confirm`, `country`, `change`, or `` for nothing."""
        if self.session is None or not self.session.frames:
            return ""
        top = self.session.frames[-1]
        return top.state if top.flow == "check" else top.flow

    @property
    def frame(self) -> Frame:
        """What is open, as it is kept."""
        assert self.state.frames, "nothing is open"
        return self.state.frames[-1]

    @property
    def flows(self) -> list[str]:
        """The flows that are open, the topmost last."""
        return [frame.flow for frame in self.state.frames]

    @property
    def episode(self) -> Episode:
        """The check under way or done."""
        assert self.state.episode is not None, "there is no check"
        return self.state.episode

    @property
    def answers(self) -> dict[str, tuple[str, ...]]:
        """All answers of the check under way."""
        return self.episode.answers

    @property
    def verdict(self) -> VerdictFacts:
        """The verdict of the check under way."""
        assert self.episode.verdict is not None, f"no verdict yet: {self.open} is open"
        return self.episode.verdict

    @property
    def recovery(self) -> Recovery:
        """Where they are on the way back to running."""
        assert self.state.recovery is not None, "there is no way back"
        return self.state.recovery

    @property
    def checkins(self) -> CheckIns:
        """The check-ins that were agreed upon."""
        assert self.state.checkins is not None, "there are no check-ins"
        return self.state.checkins

    def records(self, kind: str) -> list[Record]:
        """What was kept of this kind, the latest last."""
        return [record for record in self.state.records if record.kind == kind]

    def noted(self, kind: str) -> list[tuple[str, int]]:
        """What was kept of this kind, each as its `what` and its value."""
        return [(record.what, record.value) for record in self.records(kind)]
