"""The way back to running as a conversation: its overview, and the questions on which somebody moves along it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

import msgspec
from msgspec import UNSET

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.gate.programme import current
from flows.talk.asking import not_understood
from flows.talk.flow import Flow, Open
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.way_back.before import answer_entry, ask_entry
from flows.way_back.criteria import answer_criterion, ask_criterion, take_criterion
from flows.way_back.overview import show_overview
from flows.way_back.overview_acts import act_on_overview
from flows.way_back.raises import (
    COUNTING,
    RAISES_STATES,
    RaisesAnswer,
    answer_raises,
    ask_raises,
    count_raises,
    read_count,
)
from flows.way_back.state import ASK, SHOW, EntryState, WayBack, go_to


def _prompt(turn: Turn, frame: Open[WayBack]) -> Reply:
    return _PARTS[frame.state].ask(turn, frame)


def _act(turn: Turn, frame: Open[WayBack], act: Act) -> Show:
    return _leave(turn, frame) if act.whole == "leave" else _PARTS[frame.state].take(turn, frame, act)


def _leave(turn: Turn, frame: Open[WayBack]) -> Show:
    """Out of a question back to the overview, if there is one; out of that, away."""
    if frame.state != SHOW and not frame.data.only_sore and current(turn) is not None:
        go_to(turn, SHOW)
    else:
        turn.pop()
    return Show.USUAL


def _typed(turn: Turn, frame: Open[WayBack], text: str) -> Show | None:
    """A number of raises that is on no button."""
    number = read_count(text) if frame.state in COUNTING else None
    return None if number is None else _after_raises(turn, frame, count_raises(turn, frame, number))


def _take_raises(turn: Turn, frame: Open[WayBack], act: Act) -> Show:
    return _after_raises(turn, frame, answer_raises(turn, frame, act))


def _after_raises(turn: Turn, frame: Open[WayBack], answer: RaisesAnswer) -> Show:
    """With both legs counted, what the test was for goes on."""
    if answer is RaisesAnswer.NOT_ONE:
        return not_understood(turn)
    if answer is RaisesAnswer.GOES_ON:
        return Show.USUAL
    data = frame.data
    if data.names is UNSET:
        go_to(turn, SHOW)
    else:
        criteria = WayBack(names=data.names, at=data.at, answers=data.answers)
        answer_criterion(turn, criteria, int(answer is RaisesAnswer.ENOUGH))
    return Show.USUAL


def _holds(turn: Turn, frame: Open[WayBack]) -> bool:
    """Whether a stored question still makes sense on today's content."""
    known = frame.state in _PARTS and all(name in turn.library.ladder.criteria for name in frame.data.asked)
    return known and (frame.state not in _ON_PROGRAMME or current(turn) is not None)


class _Part(msgspec.Struct, frozen=True):
    """What is open in a state, and who takes its answers."""

    ask: Callable[[Turn, Open[WayBack]], Reply]
    take: Callable[[Turn, Open[WayBack], Act], Show]


_PARTS: Mapping[str, _Part] = {
    SHOW: _Part(show_overview, act_on_overview),
    ASK: _Part(ask_criterion, take_criterion),
    **dict.fromkeys(get_args(EntryState), _Part(ask_entry, answer_entry)),
    **dict.fromkeys(RAISES_STATES, _Part(ask_raises, _take_raises)),
}

_ON_PROGRAMME = (SHOW, *RAISES_STATES)
"""States that make no sense without a programme under way."""

PLAN = Flow(_prompt, _act, data=WayBack, states=frozenset(_PARTS), typed=_typed, holds=_holds)
