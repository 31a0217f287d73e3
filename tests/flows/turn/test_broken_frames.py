"""Stored frames that make no sense, in every flow and state: put away politely, with every sign that was told."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from msgspec.structs import replace

from flows.base.events import Answered, Chose, Command, Event, TimerFired, Typed
from flows.base.replies import plain_text
from flows.base.tokens import make
from flows.talk.session import Frame
from flows.turn.registry import REGISTRY
from tests.flows.support import CLOT, SORE, Chat, told

DATA: tuple[dict[str, Any], ...] = (
    {},
    {"kind": 7, "then": [], "asked": "x", "zones": 3, "answers": [1], "names": {}, "at": {}, "again": []},
    {"kind": "near"},
    {"kind": []},
    {"kind": "slip"},
    {"kind": "ticked", "option": "none"},
    {"asked": [[]]},
    {"asked": [["a_flag_of_old", "breath.chest_pain"], ["pe_signs"]]},
    {"kind": "gone", "asked": [["pe_signs", "no.such"]], "page": "topic.none", "story": {}},
    {"routine": "no_such", "exercises": ["none"], "number": 9, "until": "yesterday"},
    {"id": "9", "act": "routine.none", "minute": "noon", "at": "never", "then": "nowhere", "zones": ["Moon/Base"]},
)
STATES = ("open", "verdict", "no such state", "")
EVENTS: tuple[Event, ...] = (
    Typed("hello"),
    Typed("yes"),
    Answered(("yes",)),
    Command("stop"),
    Command("plan"),
    TimerFired("hold", {"until": "2026-03-02T12:00:00+00:00"}),
    TimerFired("expire"),
)


def with_frame(chat: Chat, flow: str, state: str, data: dict[str, Any]) -> Chat:
    """As if this frame had been stored above the card."""
    chat.session = replace(chat.state, frames=(*chat.state.frames, Frame(flow, state, data)))
    return chat


@pytest.mark.parametrize("flow", [*REGISTRY.flows, "a flow of old"])
@pytest.mark.parametrize("answers", [SORE, CLOT], ids=["sore", "clot"])
def test_it_never_breaks_and_no_sign_goes(flow: str, answers: dict[str, str]) -> None:
    if flow == "check":
        return  # there is one only, and its states are the questions: see test_upgrade
    card = Chat().check(answers)
    before = told(card.state)
    for state, data in product(STATES, DATA):
        for event in (*EVENTS, Chose(make(card.state.sid, card.state.turn, "yes"))):
            chat = with_frame(Chat(), flow, state, data) if card.session is None else Chat()
            chat.session, chat.now = card.session, card.now
            with_frame(chat, flow, state, data).send(event)
            # One of these asks about a sign that there is: its yes counts.
            assert told(chat.session) >= before if flow == "alarm" else told(chat.session) == before
            assert chat.type("chest pain")
            assert "chest" in plain_text(chat.seen[-1]).lower() or chat.state.frames


@pytest.mark.parametrize("flow", sorted(REGISTRY.flows.keys() - {"check"}))
def test_data_of_another_shape_is_put_away(flow: str) -> None:
    data: dict[str, Any] = {
        "kind": 7,
        "asked": 7,
        "answers": 7,
        "then": 7,
        "zones": 7,
        "at": [],
        "id": [],
        "routine": 7,
    }
    chat = with_frame(Chat().check(SORE), flow, "open", data)
    chat.type("hello")
    assert data not in [frame.data for frame in chat.state.frames] or REGISTRY.flows[flow].data.__name__ == "Nothing"
