"""The pain rule from every state of a session, and the machine that holds to it."""

from __future__ import annotations

from typing import Any

import pytest

from flows.guided.machine import ENDS, STATES, WORKING, routine_machine
from tests.flows.guided.sessions import PLACES, counting, holding, session_run, session_state
from tests.flows.support import SECOND, library, texts, words_of
from tests.flows.support.strained import strained

words = words_of("guided")

MACHINE = routine_machine()

FACTS: dict[str, Any] = {
    "timed": True,
    "more_sets": True,
    "more": True,
    "can_ease": True,
    "way": "go_on",
    "came_from": "hold",
}


# --- the machine ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", [one for one in STATES if one not in ENDS])
@pytest.mark.parametrize("timed", [False, True])
@pytest.mark.parametrize("more", [False, True])
def test_two_stops_end_it_from_every_state(source: str, timed: bool, more: bool) -> None:
    here = source
    for _ in range(2):
        if here not in ENDS:
            here = MACHINE.step(here, "stop", **{**FACTS, "timed": timed, "more": more})
    assert here == "done"


@pytest.mark.parametrize("source", WORKING)
def test_it_can_be_skipped_and_said_to_hurt_wherever_something_is_done(source: str) -> None:
    assert MACHINE.step(source, "hurts", **FACTS) == "hurts"
    assert MACHINE.step(source, "skip", **FACTS) == "shown"
    assert MACHINE.step(source, "skip", **{**FACTS, "more": False}) == "after"


@pytest.mark.parametrize("source", ["before", "hurts", "after"])
def test_where_pain_is_asked_a_pop_and_the_worst_pain_lead_to_the_check(source: str) -> None:
    assert MACHINE.step(source, "sharp", **FACTS) == "check"
    assert MACHINE.step(source, "pain", **{**FACTS, "way": "check"}) == "check"


@pytest.mark.parametrize(
    ("came_from", "back"), [("reps", "reps"), ("shown", "shown"), ("hold", "paused"), ("rest", "paused")]
)
def test_after_a_little_pain_it_goes_on_where_it_was(came_from: str, back: str) -> None:
    assert MACHINE.step("hurts", "pain", **{**FACTS, "came_from": came_from}) == back


# --- the pain rule ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("pain", range(11))
def test_the_pain_rule_from_every_state(place: str, pain: int) -> None:
    chat = PLACES[place]()
    before = session_run(chat)
    chat.tap("hurts")
    told = texts(chat.tap(f"pain.{pain}"))
    if pain <= 3:
        assert words("rule.go_on", limit=3) in told
        assert session_state(chat) == {"hold": "paused", "rest": "paused"}.get(place, place)
        assert session_run(chat).number == before.number
    elif pain <= 5:
        assert words("rule.easier", pain=pain) in told
        assert session_state(chat) == "shown"
        assert (session_run(chat).number, session_run(chat).level) == (before.number, -1)
    elif pain <= 7:
        assert words("rule.stop", pain=pain) in told
        assert session_state(chat) == "after"
    else:
        assert session_state(chat) == ""
        assert chat.open in library().check.plan.by_id
        assert "walk" not in chat.answers
        assert chat.noted("pain")[-1] == ("during", pain)
    assert "hold" not in chat.timers


def test_what_is_easy_already_is_left_out_when_it_hurts_still() -> None:
    chat = counting()
    for _ in range(2):
        chat.tap("hurts")
        chat.tap("pain.4")
        if session_state(chat) == "shown" and session_run(chat).level == -1:
            chat.tap("start")
    assert (session_run(chat).number, session_run(chat).level, session_state(chat)) == (1, 0, "shown")


@pytest.mark.parametrize(
    ("pain", "to"), [(0, "shown"), (3, "shown"), (5, "shown"), (6, ""), (7, ""), (8, ""), (10, "")]
)
def test_pain_before_the_first_step(pain: int, to: str) -> None:
    chat = strained(2).open_plan()
    chat.tap("routine.stage_2")
    assert session_state(chat) == "before"
    replies = chat.tap(f"pain.{pain}")
    assert session_state(chat) == to
    assert chat.noted("pain") == [("rest", pain)]
    if pain >= 8:
        assert chat.open in library().check.plan.by_id
    elif pain >= 6:
        assert words("too_sore", pain=pain) in texts(replies)
        assert chat.open == "plan"
        assert chat.noted("routine") == []


@pytest.mark.parametrize(("pain", "check"), [(0, False), (7, False), (8, True), (10, True)])
def test_pain_told_at_the_end(pain: int, check: bool) -> None:
    chat = holding()
    chat.later(30 * SECOND)
    chat.tap("stop")
    assert session_state(chat) == "after"
    chat.tap(f"pain.{pain}")
    assert session_state(chat) == ""
    assert (chat.open in library().check.plan.by_id) is check
    assert chat.noted("pain") == [("during", pain)]
    assert chat.noted("routine")[0][0] == "calf_stretch"


def test_pain_in_a_session_is_remembered_as_the_worst() -> None:
    chat = counting()
    chat.tap("hurts")
    chat.tap("pain.3")
    chat.tap("set_done")
    chat.tap("stop")
    chat.tap("pain.1")
    assert chat.noted("pain") == [("during", 3)]
