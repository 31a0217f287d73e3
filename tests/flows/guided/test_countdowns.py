"""Countdowns of a session: a pause keeps the seconds, and one that ended long ago waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.base.events import TimerFired
from tests.flows.guided.sessions import PLACES, holding, paused, session_run, session_state
from tests.flows.support import SECOND, texts, words_of

words = words_of("guided")


@pytest.mark.parametrize(("place", "whole"), [("hold", 30), ("rest", 10)])
def test_a_pause_keeps_the_seconds_that_are_left(place: str, whole: int) -> None:
    chat = PLACES[place]()
    chat.later(4 * SECOND)
    chat.tap("pause")
    assert (session_run(chat).left, session_run(chat).until, session_run(chat).came_from) == (whole - 4, None, place)
    assert "hold" not in chat.timers
    chat.later(timedelta(hours=3))
    chat.tap("resume")
    assert session_state(chat) == place
    assert session_run(chat).until == chat.now + (whole - 4) * SECOND


def test_a_pause_within_a_pause_by_pain_keeps_them_too() -> None:
    chat = paused()
    chat.tap("hurts")
    chat.tap("pain.2")
    assert (session_state(chat), session_run(chat).left) == ("paused", 18)


def test_a_countdown_that_ended_long_ago_waits() -> None:
    chat = holding()
    timer = chat.timers.pop("hold")
    chat.later(timedelta(minutes=5))
    told = texts(chat.send(TimerFired("hold", timer.data)))
    assert words("was_away") in told
    assert session_state(chat) == "paused"
    assert session_run(chat).left == 0
    chat.tap("resume")
    assert session_run(chat).until == chat.now + 30 * SECOND


def test_a_countdown_that_is_a_little_late_counts() -> None:
    chat = holding()
    timer = chat.timers.pop("hold")
    chat.later(59 * SECOND)
    chat.send(TimerFired("hold", timer.data))
    assert session_state(chat) == "rest"


@pytest.mark.parametrize("place", ["paused", "shown", "reps", "rest"])
def test_the_timer_of_an_earlier_countdown_does_nothing(place: str) -> None:
    stale = holding().timers["hold"]
    chat = PLACES[place]()
    before = chat.state.frames
    assert chat.send(TimerFired("hold", stale.data)) == ()
    assert chat.state.frames == before


def test_it_does_not_end_beneath_something_else() -> None:
    chat = holding()
    chat.command("log")
    assert chat.open == "log"
    chat.later(30 * SECOND)
    assert session_state(chat) == "paused"
    chat.tap("leave")
    assert chat.open == "routine"
