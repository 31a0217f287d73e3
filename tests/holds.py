"""A stand-in for a guided session: so many holds with rests between them, each ended by a timer.

/routine begins; *stop* (typed or tapped) ends it, *pause* and *go on* hold it up; anything else is heard and the step shown
again. `advance` has the shape of `flows.turn.engine.advance`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from flows.base.events import Chose, Command, Event, TimerFired, Typed
from flows.base.replies import Choice, DropTimer, Reply, SetTimer
from flows.base.tokens import make, parse
from flows.talk.session import Frame, Session, Step

HOLDS = 8
HOLD = timedelta(seconds=30)
REST = timedelta(seconds=15)
TIMER = "step"


def advance(_library: Any, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
    """One turn."""
    session = session or Session(sid=fresh)
    if isinstance(event, Command):
        if event.name == "routine":
            return _step(session, 1, now)
        return _say(session, "Ready.")
    if isinstance(event, TimerFired):
        return _step(session, int(event.data["step"]) + 1, now) if session.frames else Step(session, ())
    if isinstance(event, Chose):
        token = parse(event.token)
        said = token.act if token else ""
    else:
        said = event.text if isinstance(event, Typed) else "?"
    if not session.frames:
        return _say(session, f"I heard: {said}")
    if said == "stop":
        return _stopped(session, "Stopped.")
    heard = Reply("message", paragraphs=(f"I heard: {said}",))
    return Step(session, (heard, _shown(session)))


def _step(session: Session, number: int, now: datetime) -> Step:
    """The holds have odd numbers, the rests even ones."""
    if number == 2 * HOLDS:
        return _stopped(session, "Done.")
    until = now + (HOLD if number % 2 else REST)
    turn = session.turn + 1
    after = replace(
        session, turn=turn, slot=str(turn), frames=(Frame("holds", str(number), {"until": until.isoformat()}),)
    )
    reply = replace(_shown(after), **_closing(session))
    return Step(after, (reply,), (SetTimer(TIMER, until, {"step": number}),))


def _shown(session: Session) -> Reply:
    number = int(session.frames[0].state)
    words = f"Hold {(number + 1) // 2} of {HOLDS}." if number % 2 else "Rest."
    stop = Choice("stop", "Stop", make(session.sid, session.turn, "stop"), group="nav")
    until = datetime.fromisoformat(session.frames[0].data["until"])
    return Reply("question", paragraphs=(words,), choices=(stop,), slot=session.slot, until=until)


def _closing(session: Session) -> dict[str, str]:
    if not session.frames:
        return {}
    return {"closes": session.slot, "closed_text": _shown(session).paragraphs[0]}


def _stopped(session: Session, words: str) -> Step:
    reply = Reply("message", paragraphs=(words,), **_closing(session))  # type: ignore[arg-type]
    return Step(replace(session, frames=(), slot="", turn=session.turn + 1), (reply,), (DropTimer(TIMER),))


def _say(session: Session, words: str) -> Step:
    return Step(session, (Reply("message", paragraphs=(words,)),))
