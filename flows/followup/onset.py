"""Which day it began: one tap, asked only once check-ins or a plan need it; the check itself asks in bands."""

from __future__ import annotations

from datetime import timedelta

from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.tokens import make
from flows.talk.flow import Flow
from flows.talk.turn import Talk

DAYS = {"new": (0, 1, 2, 3), "week_better": (4, 5, 6, 7), "week_same": (4, 5, 6, 7)}
"""Days ago that an answer to `course` leaves open; other answers are too long ago for the day to matter."""


def ask_onset(talk: Talk, then: str) -> bool:
    """Ask, and go on with the card act `then`; False if there is nothing to ask."""
    if talk.episode is None or talk.episode.onset is not None or _days(talk) is None:
        return False
    talk.push("onset", "open", then=then)
    return True


def _days(talk: Talk) -> tuple[int, ...] | None:
    course = talk.episode.answers.get("course", ()) if talk.episode else ()
    return DAYS.get(course[0]) if course else None


def _prompt(talk: Talk) -> Reply:
    choices = tuple(
        Choice(f"days.{n}", talk.words(f"onset.days.{n}"), make(talk.sid, talk.turn, f"days.{n}"))
        for n in _days(talk) or ()
    )
    return Reply(
        kind="question",
        paragraphs=(talk.words("onset.ask"),),
        choices=choices,
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("onset_day", "one", (1, 1)),
    )


def _act(talk: Talk, act: str) -> None:
    word, _, days = act.partition(".")
    top = talk.top
    assert top is not None
    if word != "days" or not days.isdigit() or int(days) not in (_days(talk) or ()):
        talk.say("not_understood")
        return
    assert talk.episode is not None
    answered = talk.episode.answered_at.get("course", talk.episode.began)
    talk.change_episode(onset=answered - timedelta(days=int(days)))
    talk.pop()
    word, _, argument = str(top.data["then"]).partition(".")
    talk.house.cards[word](talk, argument)


ONSET = Flow(prompt=_prompt, act=_act)
