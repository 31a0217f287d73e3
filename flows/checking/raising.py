"""Not better in time, or too much too often: the advice is raised, and a clinician should look."""

from __future__ import annotations

from flows.base.remembered import Raised
from flows.check.machine import VERDICT
from flows.checking.answers import go
from flows.talk.session import Frame
from flows.talk.turn import Talk


def see_clinician(talk: Talk, why: str) -> None:
    """Raise the advice to `clinician_soon` because of `why`, an id of the content, and open its card; nobody has looked yet."""
    talk.change_episode(raised=Raised("clinician_soon", why, talk.now), seen=False)
    talk.frames = [Frame("check", VERDICT)]
    go(talk, VERDICT)
