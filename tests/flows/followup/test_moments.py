"""Moments that only whole weeks bring up: answers that end it, old buttons, and what is left out when it would nag."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.base.replies import plain_text
from tests.flows.support import CLOT, DAY, SORE, TEAR, TWINGE, Chat, texts


def promised_to_be_asked(answers: dict[str, str], days_ago: str) -> Chat:
    """Check-ins agreed upon for a pain that began so many days ago, and when they come."""
    chat = Chat().check(answers).keep()
    assert "Check on me tomorrow" in chat.labels
    return chat.agree_to_checkins(int(days_ago))


@pytest.mark.parametrize("days_ago", "0123")
def test_who_was_promised_to_be_asked_tomorrow_is_asked_tomorrow(days_ago: str) -> None:
    assert promised_to_be_asked(SORE, days_ago).later(timedelta(hours=36))


def test_pain_that_grows_is_not_called_good() -> None:
    chat = promised_to_be_asked(SORE, "0")
    chat.later(DAY)
    chat.tap("checkin.none")
    told = texts(chat.tap("pain.6"))
    assert "Plain soreness may grow" in told
    assert "Good" not in told


def test_who_is_well_again_is_left_in_peace() -> None:
    chat = promised_to_be_asked(SORE, "3")
    chat.later(DAY)
    chat.tap("checkin.none")
    chat.tap("pain.0")
    chat.later(3 * DAY)
    told = texts(chat.tap("checkin.run"))
    assert "Keep the next runs short" in told
    assert "LOOK AFTER IT" not in told
    assert chat.open == ""
    assert "LOOK AFTER IT" in texts(chat.command("last"))


def seen_today() -> Chat:
    """Urgent advice, and a yes to being asked in four hours."""
    chat = Chat().check(CLOT).keep()
    chat.tap("checkins")
    assert "Have you been seen?" in texts(chat.later(timedelta(hours=4)))
    return chat


def test_who_was_seen_is_not_sent_off_again() -> None:
    chat = seen_today()
    told = texts(chat.tap("checkin.yes"))
    assert "What they say comes before what I say" in told
    assert "GET SEEN TODAY" not in told
    assert "GET SEEN TODAY" in texts(chat.command("last"))
    assert chat.later(3 * DAY) == ()


def test_who_was_not_seen_is_sent_off_again() -> None:
    chat = seen_today()
    chat.tap("checkin.not_yet")
    assert "GET SEEN TODAY" in texts(chat.tap("checkin.too_far"))


def test_a_sign_told_in_one_line_and_then_closer_is_named_once() -> None:
    chat = promised_to_be_asked(TWINGE, "0")
    chat.later(DAY)
    chat.tap("checkin.look")
    chat.go_on({}, until="look")
    chat.tick("one_swollen")
    told = plain_text(chat.go_on({}).seen[-1])
    assert chat.verdict.urgency == "urgent_same_day"
    assert "calf or ankle more swollen" in told
    assert "swelling, warmth or a change of colour" not in told


def test_a_sign_told_in_one_line_stays_beside_a_milder_one() -> None:
    chat = promised_to_be_asked(TWINGE, "0")
    chat.later(DAY)
    chat.tap("checkin.look")
    chat.go_on({}, until="look")
    assert "done" not in chat.button_ids
    chat.tick("patch_swollen")
    chat.go_on({})
    assert chat.verdict.urgency == "urgent_same_day"
    assert "look.told" in chat.verdict.reasons


def test_after_three_without_an_answer_nothing_comes_and_the_last_can_be_answered() -> None:
    chat = promised_to_be_asked(TWINGE, "0")
    for days in (1, 2, 4):
        assert chat.later(days * DAY)
    assert chat.later(21 * DAY) == ()
    assert chat.timers.keys() == {"expire"}
    assert "/plan leads from walking to running" in texts(chat.tap("checkin.walk"))


def test_a_pop_in_a_session_counts_even_if_nothing_more_is_said() -> None:
    chat = Chat().check({**TWINGE, "onset": "over_weeks", "spot": "all_over"})
    chat.tap("routine.calf_stretch")
    chat.tap("start")
    chat.tap("hurts")
    told = texts(chat.tap("sharp"))
    assert "Answer for what has happened now" in told
    assert chat.open == "look"
    assert chat.answers["onset"] == ("sharp_stopped",)
    assert "hold" not in chat.timers
    chat.choose("none")
    assert chat.open == "onset"
    chat.choose("pop")
    assert chat.open == "spot"
    assert "clinician_soon" != chat.go_on({"spot": "heel_cord"}).verdict.urgency == "urgent_same_day"


def test_a_pop_that_was_told_is_not_made_milder_by_another() -> None:
    chat = Chat().check({**TWINGE, "onset": "pop", "walk": "limp"})
    chat.later(timedelta(hours=13))
    chat.command("routine")
    chat.tap("gate.pop")
    assert chat.answers["onset"] == ("pop",)


def sent_to_a_clinician() -> Chat:
    """A tear that a clinician should see within days, with a yes to being asked whether one did."""
    chat = Chat().check(TEAR).keep()
    chat.tap("checkins")
    return chat


def test_who_has_been_seen_is_not_told_to_see_a_doctor() -> None:
    chat = sent_to_a_clinician()
    assert "Have you been seen" in texts(chat.later(6 * DAY))
    told = texts(chat.tap("checkin.yes"))
    assert "What they said when you were seen comes first" in told
    assert "SEE A DOCTOR" not in told


def test_a_reminder_can_be_asked_for_where_there_are_no_buttons() -> None:
    chat = Chat().check({**TWINGE, "onset": "over_weeks", "spot": "all_over"}).keep()
    assert "at what time each day" in texts(chat.choose("remind.calf_stretch"))


def test_the_card_is_not_held_out_after_each_daily_reminder() -> None:
    chat = Chat().check({**TWINGE, "onset": "over_weeks", "spot": "all_over"}).keep()
    card = chat.button("routine.calf_stretch").token
    chat.choose("remind.calf_stretch")
    chat.type("18:00")
    assert "Time for: Calf stretch" in texts(chat.later(timedelta(hours=8)))
    told = chat.tap("skip")
    assert "I remind you tomorrow 18:00" in texts(told)
    assert "LOOK AFTER IT" not in texts(told)
    assert chat.open == "verdict"
    assert "Ankle pumps" in texts(chat.send_token(card))


def test_an_old_button_of_a_place_says_that_it_is_old() -> None:
    chat = Chat().check(SORE).keep(zone="").agree_to_checkins()
    old = chat.button("zone.3").token
    chat.tap("zone.2")
    chat.later(timedelta(minutes=1))
    assert "already answered" in texts(chat.send_token(old))
    assert chat.state.person.zone == "Europe/London"


@pytest.mark.parametrize(("sign", "told"), [("breath", "breath"), ("foot", "danger"), ("look", "look")])
def test_a_sign_on_the_button_of_an_earlier_check_in_still_counts(sign: str, told: str) -> None:
    chat = promised_to_be_asked(TWINGE, "0")
    chat.later(DAY)
    old = chat.button(f"checkin.{sign}").token
    chat.later(2 * DAY)  # the next one has taken its place
    chat.send_token(old)
    assert chat.answers[told] == ("told",)
    assert chat.open in ("verdict", "breath")


def test_the_same_old_sign_twice_counts_once() -> None:
    chat = promised_to_be_asked(TWINGE, "0")
    chat.later(DAY)
    old = chat.button("checkin.look").token
    chat.later(2 * DAY)
    chat.send_token(old)
    chat.choose("none")
    chat.later(timedelta(minutes=1))
    chat.send_token(old)
    assert chat.open == "danger"
