"""The way to the overview: what has to be known before is asked, then a programme begins or goes on."""

from __future__ import annotations

from msgspec import UNSET
from msgspec.structs import replace

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.gate.programme import current, program_for
from flows.talk.asking import buttons, not_understood
from flows.talk.flow import Open
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.way_back.ask import ask_or_leave
from flows.way_back.entry import begin_programme
from flows.way_back.questions import MOST_BREAKS, QUESTIONS
from flows.way_back.state import SHOW, WayBack, go_to


def proceed(turn: Turn, data: WayBack) -> None:
    """Ask the next thing that has to be known; with all of it known, begin or show the overview.

    The top frame is that of the way back.
    """
    question = next((one for one in QUESTIONS.values() if one.due(turn, data)), None)
    if question is not None:
        go_to(turn, question.state, data)
        return
    go_to(turn, SHOW)
    recovery = current(turn)
    if recovery is None:
        begin_programme(turn, data)
    elif recovery.breaks >= MOST_BREAKS and data.load is not UNSET:
        # Somebody has looked at it, and it may be loaded again.
        turn.session.recovery = replace(recovery, breaks=0, good=0)


def ask_entry(turn: Turn, frame: Open[WayBack]) -> Reply:
    """Ask the question of this state."""
    choices = buttons(turn, QUESTIONS[frame.state].choices(turn))
    return ask_or_leave(turn, turn.words(f"recovery.{frame.state}"), choices)


def answer_entry(turn: Turn, frame: Open[WayBack], act: Act) -> Show:
    """Take an answer to the question of this state, and go on."""
    question = QUESTIONS[frame.state]
    if question.refusal and act.whole == "no":
        turn.pop()
        turn.tell(f"recovery.refused.{question.refusal}")
        return Show.USUAL
    data = question.take(turn, frame.data, act)
    if data is None:
        return not_understood(turn)
    if program_for(turn) is None:  # it was the last injury that the plan was for, not this one
        turn.pop()
        turn.tell("recovery.refused.not_for")
    else:
        proceed(turn, data)
    return Show.USUAL
