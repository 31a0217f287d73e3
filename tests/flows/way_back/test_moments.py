"""Moments on the way back that only whole weeks bring up: old buttons, mornings that went by, two sessions a day."""

from __future__ import annotations

from datetime import timedelta

from tests.flows.support import DAY, TEAR, TWINGE, Chat, texts
from tests.flows.support.strained import strained


def open_overview(chat: Chat) -> Chat:
    """Its overview, past the safety questions."""
    assert chat.open_plan().open in ("plan", "morning")
    return chat


def test_an_age_can_be_tapped() -> None:
    chat = Chat().check(TWINGE)
    chat.tap("plan")
    chat.tap("no")
    assert "We go by what the calf can do" in texts(chat.tap("age.30_39"))


def test_a_run_of_the_plan_begins_and_counts() -> None:
    chat = open_overview(strained(6))
    chat.tap("routine.walk_run")
    assert "Brisk walk" in texts(chat.tap("pain.0"))
    for _ in range(2):
        chat.tap("start")
        chat.later(timedelta(minutes=18))
    chat.tap("start")
    chat.later(timedelta(minutes=10))
    assert "Stage 6, walk and run: 7 of 7 sets." in texts(chat.tap("pain.1"))


def test_an_old_button_does_not_shorten_the_time_between_two_runs() -> None:
    chat = open_overview(strained(6))
    old = chat.button("routine.walk_run").token
    chat.change_recovery(last=chat.now)
    chat.tap("leave")
    assert "48 hours between two runs" in texts(chat.send_token(old))
    assert chat.open == "plan"


def test_a_morning_that_went_by_is_not_called_this_one() -> None:
    chat = strained(4)
    chat.change_recovery(owed=chat.now - 2 * DAY, during=2)
    asked = open_overview(chat).screen_text
    assert "yesterday" not in asked
    assert "Sat 14 March. How much did the first steps hurt on the morning after" in asked
    assert "Was any of this so that morning" in texts(chat.tap("pain.0"))


def test_nobody_is_asked_to_hop_while_something_easier_is_missing() -> None:
    chat = open_overview(strained(4))
    chat.tap("up")
    chat.tap("n.10")
    chat.tap("n.30")
    for answer in ("yes", "yes", "n.0"):
        chat.tap(answer)
    told = texts(chat.tap("yes"))
    assert "Not yet. This is still missing" in told
    assert "10 easy hops" not in told


def test_the_overview_is_not_read_out_again_after_what_came_by_itself() -> None:
    chat = open_overview(strained(2))
    chat.tap("routine.stage_2")
    chat.tap("pain.0")
    chat.tap("start")
    chat.later(timedelta(seconds=31))
    chat.tap("stop")
    assert "Stage 2 of 7" in texts(chat.tap("pain.1"))
    assert "The morning after" in texts(chat.later(DAY))
    chat.tap("pain.0")
    told = texts(chat.tap("new.none"))
    assert "no worse than before" in told
    assert "Stage 2 of 7" not in told
    assert chat.open == "verdict"


def stop_after_one_set(chat: Chat, pain: int) -> None:
    """A session of stage 2 that is stopped after one set."""
    open_overview(chat)
    chat.tap("routine.stage_2")
    chat.tap("pain.0")
    chat.tap("start")
    chat.later(timedelta(seconds=31))
    chat.tap("stop")
    chat.tap(f"pain.{pain}")


def test_a_second_session_on_the_same_day_does_not_hide_the_pain_of_the_first() -> None:
    chat = strained(2)
    stop_after_one_set(chat, 5)
    stop_after_one_set(chat, 1)
    chat.later(DAY)
    chat.tap("pain.0")
    assert "That was too much" in texts(chat.tap("new.none"))


def test_three_sessions_that_were_too_much_say_so_on_the_card_and_a_visit_is_asked_about_anew() -> None:
    chat = Chat().check(TEAR).keep().agree_to_checkins()
    chat.later(6 * DAY)
    chat.tap("checkin.yes")
    chat.in_stage(2, days=0, step=0, breaks=2, owed=chat.now, during=6)
    chat.later(timedelta(hours=20))
    open_overview(chat)
    chat.tap("pain.3")
    told = texts(chat.tap("new.none"))
    assert "SEE A DOCTOR" in told
    assert "three sessions in a row were too much" in told
    assert "It has not got better in the time" in texts(chat.tap("why"))
    asked = texts(chat.later(5 * DAY + timedelta(hours=12)))
    assert "Have you been seen" in asked
    assert "Is it gone" not in asked
