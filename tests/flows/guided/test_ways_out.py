"""Every way out of a session: stopped, put away by an urgent verdict, and never begun twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.talk.session import Frame
from tests.flows.guided.sessions import PLACES, holding, session_run, session_state
from tests.flows.support import CLOT, SORE, Chat, texts, words_of

words = words_of("guided")


@pytest.mark.parametrize("place", PLACES)
def test_stop_in_mid_session_keeps_what_was_done(place: str) -> None:
    chat = PLACES[place]()
    done = session_run(chat).sets_done
    chat.command("stop")
    assert (session_state(chat), chat.open) == ("", "")
    assert chat.noted("routine") == ([("calf_stretch", 100 * done // 10)] if done else [])
    assert "hold" not in chat.timers


@pytest.mark.parametrize("place", PLACES)
def test_an_urgent_verdict_puts_the_session_away(place: str) -> None:
    chat = PLACES[place]()
    chat.tap_of_old("look.one_swollen")
    assert session_state(chat) == ""
    assert "hold" not in chat.timers


def test_what_a_new_verdict_forbids_is_put_away_with_a_word() -> None:
    chat = holding()
    urgent = Chat().check(CLOT)
    frames = (Frame("check", "verdict"), chat.frame)
    chat.change(episode=urgent.state.episode, frames=frames)
    assert words("changed") in texts(chat.type("hello"))
    assert session_state(chat) == ""


def test_a_second_session_waits_for_the_first() -> None:
    chat = holding()
    assert words("one_at_a_time") in texts(chat.command("routine", "strength"))
    assert (session_state(chat), session_run(chat).routine) == ("hold", "calf_stretch")


@pytest.mark.parametrize("place", PLACES)
def test_routine_by_itself_goes_on_with_what_is_under_way(place: str) -> None:
    chat = PLACES[place]()
    before = (session_state(chat), session_run(chat))
    replies = chat.command("routine")
    assert (session_state(chat), session_run(chat)) == before
    assert chat.flows[-1] == "routine"
    assert replies[-1].slot == chat.state.slot
    assert replies[-1].live


def test_a_routine_for_those_in_pain_is_not_begun_twice_from_one_button() -> None:
    chat = Chat().check(SORE)
    token = chat.button("routine.soreness_day").token
    chat.send_token(token)
    chat.later(timedelta(minutes=1))
    chat.send_token(token)
    assert chat.flows == ["check", "routine"]
