"""The same tap twice, taps on old buttons and on foreign ones: nothing is done twice, and no sign gets lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from flows.base.events import Chose
from flows.base.urgency import URGENT
from flows.check.plan import TOLD
from flows.checking.old_taps import ASKED_BY_LINE
from flows.checking.recheck import TOLD_IN
from tests.flows.danger.places import at_checkin, at_gate, at_morning
from tests.flows.support import CLOT, SORE, Chat, said, texts, told, urgency

# --- the same tap twice, old taps, foreign taps -----------------------------------------------------------------------


@pytest.mark.parametrize("button", ["left", "back", "why"])
def test_the_same_tap_twice_acts_once_and_is_silent(button: str) -> None:
    chat = Chat().check({}, until="side")
    token = chat.button(button).token
    chat.send_token(token)
    after = chat.session
    assert chat.send_token(token) == ()
    assert chat.session == after


@pytest.mark.parametrize("button", ["done", "+"])
def test_so_do_the_same_tick_and_done(button: str) -> None:
    chat = Chat().check({}, until="look")
    tick = chat.button("bruise").token
    chat.send_token(tick)
    token = chat.button("done").token if button == "done" else tick
    if button == "done":
        chat.send_token(token)
    assert chat.send_token(token) == ()
    assert chat.open == ("onset" if button == "done" else "look")


def test_a_double_tap_on_a_confirmed_slip_takes_back_once() -> None:
    chat = Chat().check(CLOT)
    chat.tap("change")
    chat.tap("change.look")
    chat.choose("none")
    token = chat.button("yes").token
    chat.send_token(token)
    assert chat.send_token(token) == ()
    assert len(chat.episode.retracted) == 1


def test_later_on_the_same_tap_shows_what_is_open_in_case_it_got_lost() -> None:
    chat = Chat().check({}, until="side")
    token = chat.button("left").token
    chat.send_token(token)
    chat.later(timedelta(minutes=1))
    replies = chat.send_token(token)
    assert replies[0].paragraphs == (said("already"),)
    assert replies[1].question is not None
    assert replies[1].question.id == "look"


def test_an_old_tap_says_so_and_changes_nothing() -> None:
    chat = Chat().check({}, until="onset")
    old = chat.seen[-3].choices[1].token
    assert ".side." in old
    answers = chat.answers
    replies = chat.send_token(old)
    assert replies[0].paragraphs == (said("already"),)
    assert replies[-1].question is not None
    assert replies[-1].question.id == "onset"
    assert chat.answers == answers


@pytest.mark.parametrize(
    "token", ["", "garbage", "k1.zzzzzz.1.left", "k1.zzzzzz.1.side.left", "k1.a.1.side.left", "x" * 5000]
)
def test_a_foreign_tap_is_refused_kindly_and_shows_the_way(token: str) -> None:
    assert "/check" in texts(Chat().send_token(token))
    chat = Chat().check({}, until="onset")
    replies = chat.send_token(token)
    assert replies[0].paragraphs == (said("old_button"),)
    assert replies[-1].question is not None


def test_buttons_of_the_card_go_on_working_after_it_has_moved_up() -> None:
    chat = Chat().check(SORE)
    why = chat.button("why").token
    chat.tap("country")
    chat.type("Ireland")
    chat.later(timedelta(minutes=1))
    assert chat.send_token(why)[0].title == said("why_title")


def test_an_old_yes_to_an_emergency_sign_counts_at_once() -> None:
    chat = Chat().check({}, until="onset")
    replies = chat.tap_of_old("breath.chest_pain")
    assert replies[-1].verdict is not None
    assert replies[-1].verdict.urgency == "emergency_now"


def test_an_old_yes_to_an_urgent_sign_counts_and_says_so() -> None:
    chat = Chat().check({}, until="onset")
    replies = chat.tap_of_old("+numb_more.foot_drop")
    assert replies[0].paragraphs == ("That counts from now on: Cannot lift foot: slaps or drags.",)
    assert replies[-1].question is not None
    assert "You need to be seen today." in texts(replies)
    chat.go_on({})
    assert urgency(chat) == "urgent_same_day"
    assert chat.answers["danger"] == ("foot_drop",)


def test_an_old_yes_at_the_card_makes_a_new_card() -> None:
    chat = Chat().check(SORE)
    replies = chat.tap_of_old("walk.cannot_4")
    assert replies[-1].title == "GET SEEN TODAY"
    assert urgency(chat) == "urgent_same_day"


def test_an_old_yes_never_takes_the_place_of_something_worse() -> None:
    chat = Chat().check({"onset": "over_weeks", "spot": "from_back", "nerve": "both_weaker"})
    assert urgency(chat) == "emergency_now"
    replies = chat.tap_of_old("nerve.foot_weaker")
    assert replies[0].paragraphs == (said("old_button"),)
    assert urgency(chat) == "emergency_now"
    assert chat.answers["nerve"] == ("both_weaker",)


def test_an_old_yes_after_stopping_goes_on_with_the_check() -> None:
    chat = Chat().check({}, until="onset")
    chat.command("stop")
    chat.tap_of_old("look.one_swollen")
    assert chat.open == "onset"
    assert told(chat.session) == URGENT


@pytest.mark.parametrize("act", ["-breath.chest_pain", "breath.none", "numb_more.none", "side.left", "look.bruise"])
def test_only_a_yes_to_a_sign_counts_from_an_old_button(act: str) -> None:
    chat = Chat().check({}, until="onset")
    answers = chat.answers
    chat.tap_of_old(f"{act}")
    assert chat.answers == answers


# --- the rest ---------------------------------------------------------------------------------------------------------


def test_who_has_never_written_can_tap_as_well() -> None:
    chat = Chat()
    chat.send(Chose("k1.zzzzzz.4.breath.fainted"))
    assert urgency(chat) == "emergency_now"


def at_morning_signs() -> Chat:
    chat = at_morning()
    chat.tap("pain.1")
    return chat


@pytest.mark.parametrize("place", [at_gate, at_checkin, at_morning_signs], ids=["gate", "checkin", "morning"])
def test_a_sign_in_one_line_counts_on_an_older_message_too(place: Callable[[], Chat]) -> None:
    signs = [one for one in place().screen.choices if one.id.partition(".")[0] in ASKED_BY_LINE]
    signs = [one for one in signs if one.id.partition(".")[2] in TOLD_IN]
    assert len(signs) >= 2
    for sign in signs:
        chat = place()
        token = chat.button(sign.id).token
        chat.command("log")
        chat.send_token(token)
        assert TOLD in chat.answers[TOLD_IN[sign.id.partition(".")[2]]]
