"""Which day it began: one tap, asked only once check-ins need it.

The check itself asks in bands.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.talk.asking import ask, buttons, not_understood
from flows.talk.flow import Flow, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

DAYS = {"new": (0, 1, 2, 3), "week_better": (4, 5, 6, 7), "week_same": (4, 5, 6, 7)}
"""Days ago that an answer to `course` leaves open; other answers are too long ago for the day to matter."""


class AskedFor(msgspec.Struct, frozen=True):
    """The card act that is gone on with."""

    then: str


def ask_onset(turn: Turn, then: str) -> bool:
    """Ask, then go on with the card act `then`; False: nothing to ask."""
    if turn.session.episode is None or turn.session.episode.onset is not None or not _days(turn):
        return False
    turn.push("onset", "open", AskedFor(then))
    return True


def _days(turn: Turn) -> tuple[int, ...]:
    course = turn.session.episode.answers.get("course", ()) if turn.session.episode else ()
    return DAYS.get(course[0], ()) if course else ()


def _prompt(turn: Turn, frame: Open[AskedFor]) -> Reply:
    days = buttons(turn, ((f"days.{n}", turn.words(f"onset.days.{n}")) for n in _days(turn)))
    return ask(turn, "onset_day", turn.words("onset.ask"), days)


def _act(turn: Turn, frame: Open[AskedFor], act: Act) -> Show:
    if act.word != "days" or act.number is None or act.number not in _days(turn):
        return not_understood(turn)
    assert turn.session.episode is not None
    answered = turn.session.episode.answered_at.get("course", turn.session.episode.began)
    turn.change_episode(onset=answered - timedelta(days=act.number))
    turn.pop()
    return turn.ways.go_on(turn, frame.data.then)


ONSET = Flow(_prompt, _act, data=AskedFor)
