"""Guided sessions at each place that a person can be in, reached anew."""

from __future__ import annotations

from flows.guided.run import Run, run_of
from tests.flows.support import SECOND, TIGHT, Chat


def begin_session(name: str = "calf stretch", answers: dict[str, str] | None = None) -> Chat:
    """A session of somebody who keeps a log, at its first exercise."""
    chat = Chat().check(answers or TIGHT).keep()
    chat.command("routine", name)
    return chat


def session_state(chat: Chat) -> str:
    """The state of the session, or `` when there is none."""
    frame = next((frame for frame in chat.state.frames if frame.flow == "routine"), None)
    return frame.state if frame else ""


def session_run(chat: Chat) -> Run:
    """Where the session is."""
    return run_of(next(frame for frame in chat.state.frames if frame.flow == "routine"))


def counting() -> Chat:
    """Ankle pumps, being counted."""
    chat = begin_session()
    chat.tap("start")
    assert session_state(chat) == "reps"
    return chat


def holding() -> Chat:
    """The first stretch, being held."""
    chat = begin_session()
    chat.tap("skip")
    chat.tap("start")
    assert session_state(chat) == "hold"
    return chat


def resting() -> Chat:
    """Between the two legs of the first stretch."""
    chat = holding()
    chat.later(30 * SECOND)
    assert session_state(chat) == "rest"
    return chat


def paused() -> Chat:
    chat = holding()
    chat.later(12 * SECOND)
    chat.tap("pause")
    assert session_state(chat) == "paused"
    return chat


PLACES = {"shown": begin_session, "reps": counting, "hold": holding, "rest": resting, "paused": paused}
