"""The inside of a turn, for tests of what decides there what may be offered."""

from __future__ import annotations

from flows.exercises.exercises import Allowed
from flows.gate.allowed import allowed
from flows.talk.turn import Turn
from flows.turn.registry import REGISTRY
from tests.flows.support.chat import Chat
from tests.flows.support.content import library


def open_turn(chat: Chat) -> Turn:
    """A turn of this person, now."""
    return Turn(library(), chat.state, chat.now, "aaaaaa", REGISTRY)


def allowed_now(chat: Chat) -> Allowed:
    """What decides for this person what may be offered now."""
    return allowed(open_turn(chat))
