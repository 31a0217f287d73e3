"""What comes before anything that is asked for: the card of an emergency, and a danger sign that waits for its yes or no."""

from __future__ import annotations

from flows.check.machine import VERDICT
from flows.talk.turn import Talk


def emergency_open(talk: Talk) -> bool:
    """Whether the card of an emergency is open."""
    if talk.top is None or talk.top.state != VERDICT or talk.episode is None or talk.episode.verdict is None:
        return False
    return talk.episode.verdict.urgency == "emergency_now"


def emergency_first(talk: Talk) -> bool:
    """Whether the card of an emergency is open; then it is shown once more, and what was asked for has to wait."""
    if emergency_open(talk):
        talk.tell("gate.urgent")
        talk.show = True
    return emergency_open(talk)


def sign_first(talk: Talk) -> bool:
    """Whether a typed danger sign still waits for its yes or no; then it is asked again, above everything."""
    waiting = talk.frame_of("alarm")
    if waiting is None:
        return False
    talk.frames = [*(frame for frame in talk.frames if frame.flow in ("check", "routine")), waiting]
    talk.tell("alarm.first")
    talk.show = True
    return True


def emergency_again(talk: Talk) -> None:
    """After something beside the point, the card of an open emergency is shown again: it must not scroll away."""
    talk.show |= emergency_open(talk)
