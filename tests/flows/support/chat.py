"""One person's conversation in a test, with the longer ways through it and what is set as if it had happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from flows.base.remembered import Recovery
from flows.base.replies import Reply, plain_text
from flows.check.machine import VERDICT
from flows.talk.session import Session
from tests.flows.support.content import calmest, library
from tests.flows.support.looking import Looker
from tests.flows.support.people import DAY, LONDON


class Chat(Looker):
    """A person with a clock of their own: what they send, what can be seen, and the longer ways."""

    # --- longer ways --------------------------------------------------------------------------------------------------

    def check(self, answers: dict[str, str], until: str = VERDICT) -> Chat:
        """Begin a check and answer it (several options are parted by blanks) until this question, or the verdict, is open."""
        self.command("check")
        if self.open == "confirm":
            self.tap("yes")  # a new check over fresh urgent advice
        return self.go_on(answers, until)

    def go_on(self, answers: dict[str, str], until: str = VERDICT) -> Chat:
        """Answer until this question, or the verdict, is open."""
        for _ in range(40):
            if self.open in (until, VERDICT):
                break
            if self.open == "whom":  # of somebody under 16 it is asked first
                self.tap("whom.me")
                continue
            self.choose(*answers.get(self.open, calmest(self.open)).split())
        assert self.open == until, f"ended at {self.open}, before {until}"
        return self

    def change_answer(self, question: str, *options: str) -> Reply:
        """Change one answer at the card; gives the last reply."""
        self.tap("change")
        self.tap(f"change.{question}")
        return self.choose(*options)[-1]

    def agree_to_checkins(self, days_ago: int = 0) -> Chat:
        """Agree to check-ins at the card; if it is asked, the pain began so many days ago."""
        self.tap("checkins")
        if self.open == "onset":
            self.tap(f"days.{days_ago}")
        return self

    def open_plan(self) -> Chat:
        """/plan, past the gate; the overview is open, or what comes before it."""
        if self.open == "plan":
            self.tap("leave")
        self.command("plan")
        if self.open == "gate":
            self.tap("gate.none")
        return self

    # --- as if it had happened ----------------------------------------------------------------------------------------

    def change(self, **fields: Any) -> Chat:
        """Put these into the session."""
        self.session = replace(self.state, **fields)
        return self

    def change_person(self, **fields: Any) -> Chat:
        """Put these into what is kept about the person."""
        return self.change(person=replace(self.state.person, **fields))

    def change_episode(self, **fields: Any) -> Chat:
        """Put these into the check."""
        return self.change(episode=replace(self.episode, **fields))

    def keep(self, zone: str = LONDON, **fields: Any) -> Chat:
        """As if they had said yes to keeping, and in which zone they are; months can go by."""
        return self.change_person(keep=True, zone=zone, **fields)

    def change_recovery(self, **fields: Any) -> Chat:
        """Put these into where they are on the way back."""
        return self.change(recovery=replace(self.recovery, **fields))

    def in_stage(self, stage: int, days: int = 7, **fields: Any) -> Chat:
        """As if they had been in this stage of the way back, that of a strain if there is none, for so many days."""
        way = self.state.recovery or Recovery("strain", stage, self.now, step=3, episode=self.episode.began)
        return self.change(recovery=replace(way, stage=stage, since=self.now - days * DAY, **fields))


def told(session: Session | None) -> int:
    """How urgent the answers of the check under way are for certain, a position in `URGENCIES`.

    Worked out apart from the engine's own way: all answered questions count, wherever they stand.
    """
    if session is None or session.episode is None:
        return 0
    plan, answers = library().check.plan, session.episode.answers
    true = plan.bits(answers)
    asked = sum(plan.bit[atom] for name in answers for atom in plan.by_id[name].atoms)
    return plan.urgency(true, asked & ~true)


def urgency(chat: Chat) -> str:
    """How urgent the verdict of the check under way is."""
    return chat.verdict.urgency


def texts(replies: Iterable[Reply]) -> str:
    """All that these replies say, buttons left out."""
    return "\n\n".join(plain_text(reply) for reply in replies)
