"""The engine by itself: load the content, take a session through a few events, print what is said.

python -m examples.engine
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows.base.events import Answered, Command, Event, Typed
from flows.base.replies import plain_text
from flows.talk.library import load_library
from flows.talk.session import Session
from flows.turn.engine import advance

EVENTS: tuple[Event, ...] = (
    Command("check"),
    Answered(("none",)),
    Answered(("none",)),
    Typed("left leg only"),
    Typed("I can't breathe"),
    Answered(("yes",)),
)


def main() -> None:
    """Advance one session through the events; what `advance` gives is all there is to keep and to say."""
    library, session, now = load_library(), None, datetime(2026, 3, 1, 9, tzinfo=UTC)
    for event in EVENTS:
        step = advance(library, session, event, now, fresh="abcdef")
        session, now = step.session, now + timedelta(seconds=20)
        print(f"> {event}")
        for reply in step.replies:
            print(f"{plain_text(reply)}\n{' '.join(f'[{choice.label}]' for choice in reply.choices)}\n")
    assert isinstance(session, Session)
    print(f"Asked so far: {session.turn} turns; open now: {session.frames[-1].flow} at {session.frames[-1].state}")


if __name__ == "__main__":
    main()
