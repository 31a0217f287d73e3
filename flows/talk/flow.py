"""What the engine needs to know of a flow, and the house of all of them; a flow itself knows only the talk.

A flow has a name (that of its frames), what is open in it as a reply, and what an act of that reply does. `typed` may take
words that are none of the choices; it says whether it did. Timers, commands and the buttons beneath a card are found by
name, the part before the first dot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from flows.base.replies import Reply
from flows.talk.confirm import Confirm

if TYPE_CHECKING:
    from flows.check.verdict import Verdict
    from flows.talk.session import Frame
    from flows.talk.turn import Talk


class Flow(msgspec.Struct, frozen=True):
    """One flow: `prompt(talk)` is what is open, `act(talk, act)` carries out one of its choices by id."""

    prompt: Callable[[Talk], Reply | None]
    act: Callable[[Talk, str], None]
    typed: Callable[[Talk, str], bool] | None = None
    unanswered: Callable[[Talk], None] | None = None
    """Called when its prompt, which came by itself, makes room for another, before its frame goes."""
    holds: Callable[[Talk, Frame], bool] | None = None
    """Whether a stored frame still makes sense on today's content; one that does not is put away politely."""
    leave: Callable[[Talk], None] | None = None
    """Called when /stop ends the flow from outside, before its frame goes: to keep what was done."""


class House(msgspec.Struct, frozen=True):
    """All flows beside the check, and what leads into them."""

    flows: Mapping[str, Flow]
    timers: Mapping[str, Callable[[Talk, str, Mapping[str, Any]], None]]
    commands: Mapping[str, Callable[[Talk, str], None]]
    cards: Mapping[str, Callable[[Talk, str], None]]
    """Acts of a card: called with the part after the dot."""
    confirms: Mapping[str, Confirm]
    """The bot's own yes-or-no questions, by their kind."""
    offers: Callable[[Talk, Verdict], Sequence[tuple[str, str]]]
    """What a card offers to do next, best first: acts with their labels."""
    settled: Callable[[Talk], None]
    """Called when a verdict has been reached."""
    may_offer: Callable[[Talk, str], bool] = lambda talk, act: True
    """Whether this card act may be offered now: nothing that the advice forbids comes by itself."""


EMPTY = House({}, {}, {}, {}, {}, lambda talk, verdict: (), lambda talk: None)
