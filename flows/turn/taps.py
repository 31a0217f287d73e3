"""Taps that are not of the open turn: of an earlier one, of an earlier conversation, or of nobody's."""

from __future__ import annotations

from flows.base.tokens import Token
from flows.talk.flow import Registry
from flows.talk.show import Show
from flows.talk.turn import Turn


def take_old_tap(registry: Registry, turn: Turn, token: Token | None, values: tuple[str, ...]) -> Show:
    """Take a button of an earlier turn: it says so and shows what is open, unless a flow knows what it still means."""
    if token is not None:
        show = registry.old_signs(turn, token, values)
        if show is not None:
            return show
    if turn.moved:
        return Show.ANEW  # it was told already why the button is old
    if token is not None:
        for takes in registry.old_taps:
            show = takes(turn, token, values)
            if show is not None:
                return show
    known = token is not None and token.sid == turn.session.sid and turn.top is not None
    turn.say("already" if known else "old_button")
    if turn.top is None:
        turn.say("not_understood_idle")
        return Show.USUAL
    notice = registry.flow(turn.top).notice
    return Show.ANEW if notice is not None and turn.top.state == notice.state else Show.USUAL
