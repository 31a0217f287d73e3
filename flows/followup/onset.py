"""Which day it began: one tap, asked only once check-ins or a plan need it; the check itself asks in bands."""

from __future__ import annotations

from datetime import timedelta

from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.tokens import make
from flows.talk.flow import legacy as Flow
from flows.talk.turn import Turn

DAYS = {"new": (0, 1, 2, 3), "week_better": (4, 5, 6, 7), "week_same": (4, 5, 6, 7)}
"""Days ago that an answer to `course` leaves open; other answers are too long ago for the day to matter."""


def ask_onset(turn: Turn, then: str) -> bool:
    """Ask, and go on with the card act `then`; False if there is nothing to ask."""
    if turn.session.episode is None or turn.session.episode.onset is not None or _days(turn) is None:
        return False
    turn.push("onset", "open", then=then)
    return True


def _days(turn: Turn) -> tuple[int, ...] | None:
    course = turn.session.episode.answers.get("course", ()) if turn.session.episode else ()
    return DAYS.get(course[0]) if course else None


def _prompt(turn: Turn) -> Reply:
    choices = tuple(
        Choice(f"days.{n}", turn.words(f"onset.days.{n}"), make(turn.session.sid, turn.session.turn, f"days.{n}"))
        for n in _days(turn) or ()
    )
    return Reply(
        kind="question",
        paragraphs=(turn.words("onset.ask"),),
        choices=choices,
        slot=str(turn.session.turn),
        repeatable=True,
        question=QuestionFacts("onset_day", "one", (1, 1)),
    )


def _act(turn: Turn, act: str) -> None:
    word, _, days = act.partition(".")
    top = turn.top
    assert top is not None
    if word != "days" or not days.isdigit() or int(days) not in (_days(turn) or ()):
        turn.say("not_understood")
        return
    assert turn.session.episode is not None
    answered = turn.session.episode.answered_at.get("course", turn.session.episode.began)
    turn.change_episode(onset=answered - timedelta(days=int(days)))
    turn.pop()
    word, _, argument = str(top.data["then"]).partition(".")
    turn.go_on(f"{word}.{argument}")


ONSET = Flow(prompt=_prompt, act=_act)
