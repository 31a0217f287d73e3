"""*Were they seen?* is asked at most once, after a same-day card, and only if that was agreed to."""

from __future__ import annotations

from datetime import timedelta

from tests.flows.support import CLOT, HOUR, MINUTE, SORE, texts
from tests.flows.whom.answering import Answering


def test_it_is_asked_once_and_never_again() -> None:
    chat = Answering().for_other("child", CLOT)
    chat.tap("once")
    assert "once" not in chat.button_ids
    replies = chat.later(4 * HOUR)
    assert "Were they seen today" in texts(replies)
    assert replies[-1].urgent
    assert chat.later(15 * HOUR) == ()


def test_without_a_yes_nothing_comes() -> None:
    chat = Answering().for_other("child", CLOT)
    assert chat.later(23 * HOUR) == ()


def test_seen_puts_it_away_and_not_yet_shows_the_card_again() -> None:
    chat = Answering().for_other("child", CLOT)
    chat.tap("once")
    chat.later(4 * HOUR)
    replies = chat.tap("not_yet")
    assert "they need to be seen today" in texts(replies)
    assert replies[-1].verdict is not None
    again = Answering().for_other("child", CLOT)
    again.tap("once")
    again.later(4 * HOUR)
    assert "What was said there comes first" in texts(again.tap("seen"))
    assert again.theirs.seen
    assert not again.other.front


def test_a_mild_card_offers_no_such_thing() -> None:
    assert "once" not in Answering().for_other("child", SORE).button_ids


def test_it_waits_for_a_question_of_ones_own() -> None:
    chat = Answering().for_other("child", CLOT)
    chat.tap("once")
    chat.later(4 * HOUR - MINUTE)
    chat.check({}, until="side")
    assert chat.later(2 * MINUTE) == ()
    assert "Were they seen today" in texts(chat.later(HOUR))
    assert chat.state.frames[-1].state == "side"


def test_it_never_comes_over_an_emergency_that_was_told_since() -> None:
    chat = Answering().for_other("child", CLOT)
    chat.tap("once")
    chat.type("his foot is cold and white")
    chat.tap("yes")
    assert chat.later(timedelta(hours=6)) == ()


def test_it_touches_no_check_in_of_ones_own() -> None:
    chat = Answering().check(CLOT)
    chat.tap("checkins")
    chat.tap("yes")
    before = chat.checkins
    chat.for_other("child", CLOT)
    chat.tap("once")
    assert chat.checkins == before
    assert {"once", "checkin"} <= set(chat.timers)
