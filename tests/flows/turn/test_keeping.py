"""What is kept and for how long, and /forget, which erases it at once."""

from __future__ import annotations

from datetime import timedelta

from flows.base.replies import plain_text
from tests.flows.support import CLOT, NOON, SORE, TEAR, Chat, said, texts
from tests.flows.turn.places import mid_question


def test_forget_takes_two_taps_and_leaves_nothing() -> None:
    chat = Chat().check(TEAR)
    question = chat.command("forget")[-1]
    assert [one.label for one in question.choices] == [said("forget_yes"), "Keep it"]
    replies = chat.tap("yes")
    assert chat.step.forget
    assert chat.session is None
    assert replies[0].paragraphs[0].startswith("Everything about you is deleted.")
    assert "no advice yet" in texts(chat.command("last"))


def test_forget_can_be_called_off_and_the_question_is_still_there() -> None:
    chat = mid_question()
    chat.command("forget")
    chat.command("forget")
    assert chat.flows == ["check", "confirm"]
    replies = chat.tap("no")
    assert replies[0].paragraphs == (said("kept_on"),)
    assert chat.open == "onset"


# --- keeping and erasing ----------------------------------------------------------------------------------------------


def test_what_was_not_kept_is_gone_after_a_day_without_a_word() -> None:
    chat = Chat().check(SORE)
    chat.later(timedelta(hours=23))
    assert chat.open == "verdict"
    assert chat.later(timedelta(hours=2)) == ()
    assert chat.state.episode is None
    assert chat.state.frames == ()
    assert "no advice yet" in texts(chat.command("last"))


def test_an_earlier_check_is_gone_as_well() -> None:
    chat = Chat().check(CLOT)
    chat.check(SORE, until="side")
    chat.later(timedelta(hours=25))
    assert chat.state.last is None
    assert "no advice yet" in texts(chat.command("last"))


def test_a_day_counts_from_the_last_sign_of_life() -> None:
    chat = Chat().check(SORE, until="onset")
    chat.later(timedelta(hours=20))
    chat.choose("hours_later")
    chat.later(timedelta(hours=20))
    assert chat.open == "course"
    chat.later(timedelta(hours=5))
    assert chat.open == ""


def test_a_button_of_an_erased_check_is_an_old_button() -> None:
    chat = Chat().check(SORE, until="onset")
    old = chat.button("hours_later").token
    chat.later(timedelta(hours=25))
    replies = chat.send_token(old)
    assert replies[0].paragraphs == (said("old_button"),)
    assert "/check" in texts(replies)


def test_an_explicit_yes_keeps_it_for_thirty_days() -> None:
    chat = Chat().check(SORE)
    chat.tap("checkins")
    ask = chat.tap("days.0")[-1]
    assert "30 days" in ask.paragraphs[0]
    replies = chat.tap("yes")
    assert replies[0].paragraphs == ("Kept until 2026-04-01. /forget deletes them at once.",)
    replies = chat.tap("leave")
    assert "checkins" not in [one.id for one in replies[-1].choices]
    chat.command("stop")
    chat.later(timedelta(days=29))
    assert any(reply.verdict for reply in chat.command("last"))
    chat.later(timedelta(days=31))
    assert "no advice yet" in texts(chat.command("last"))
    assert not chat.state.person.keep


def test_no_thanks_costs_nothing() -> None:
    chat = Chat().check(SORE)
    chat.tap("checkins")
    chat.tap("days.0")
    replies = chat.tap("no")
    assert replies[0].paragraphs == (said("keep_not"),)
    assert replies[-1].verdict is not None
    assert (chat.state.checkins, chat.state.person.keep) == (None, False)


def test_the_country_told_once_is_used_for_thirty_days() -> None:
    chat = Chat().check(SORE)
    chat.tap("country")
    chat.type("germny")
    assert chat.state.person.country == "DE"
    assert chat.state.person.country_at == NOON
    assert "Call 112" in plain_text(chat.check(SORE).seen[-1])
    chat.later(timedelta(days=31))
    assert "Call an ambulance" in plain_text(chat.check(SORE).seen[-1])
