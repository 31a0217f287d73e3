"""Check-ins that ask whether somebody was seen, after urgent advice and after a week."""

from __future__ import annotations

import pytest

from tests.flows.followup.agreed import agreed, steps_left
from tests.flows.support import CLOT, DAY, HOUR, MINUTE, TEAR, library, texts, words_of

words = words_of("checkins")


# --- was it seen ------------------------------------------------------------------------------------------------------


def test_after_a_same_day_card_it_comes_after_four_hours_and_the_next_morning_and_then_no_more() -> None:
    chat = agreed(CLOT)
    assert chat.later(4 * HOUR - MINUTE) == ()
    assert chat.later(MINUTE)
    assert chat.open == "checkin"
    assert chat.later(16 * HOUR - MINUTE) == ()
    assert chat.later(MINUTE)
    assert chat.now.hour == 8
    assert chat.later(20 * DAY) == ()


def test_on_my_way_is_asked_once_more_and_yes_is_not() -> None:
    chat = agreed(CLOT)
    chat.later(4 * HOUR)
    chat.tap("checkin.on_my_way")
    assert steps_left(chat) == ("next_day",)
    chat.later(DAY)
    chat.tap("checkin.yes")
    assert chat.later(20 * DAY) == ()


@pytest.mark.parametrize("why", ["no_time", "too_far", "feels_better"])
def test_not_yet_asks_why_and_never_says_that_it_is_fine(why: str) -> None:
    chat = agreed(CLOT)
    chat.later(4 * HOUR)
    asked = texts(chat.tap("checkin.not_yet"))
    assert library().text("en", "cards.ambulance") in asked
    told = texts(chat.tap(f"checkin.{why}"))
    assert words(f"said.hours_why_{why}") in told
    assert "GET SEEN TODAY" in told


def test_after_clinician_soon_it_comes_on_the_last_day_of_its_window_and_once_more() -> None:
    chat = agreed(TEAR)
    assert chat.later(5 * DAY - MINUTE) == ()
    assert words("seen.ask") in texts(chat.later(MINUTE))
    assert words("seen.ask") in texts(chat.later(2 * DAY))
    again = texts(chat.later(20 * DAY))
    assert words("seen.ask") not in again


def test_booked_is_asked_again_and_seen_is_kept() -> None:
    chat = agreed(TEAR)
    chat.later(5 * DAY)
    chat.tap("checkin.booked")
    chat.later(2 * DAY)
    assert chat.open == "checkin"
    chat.tap("checkin.yes")
    assert chat.episode.seen
    assert set(steps_left(chat)) <= {"d14"}
