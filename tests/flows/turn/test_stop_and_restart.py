"""/stop and /restart: they end a check, but never before the advice on a sign that was told."""

from __future__ import annotations

import pytest

from tests.flows.support import CLOT, SORE, Chat, said, texts
from tests.flows.turn.places import emergency, mid_question, ticking


def test_restart_at_urgent_advice_begins_at_once_and_repeats_what_holds() -> None:
    chat = emergency()
    replies = chat.command("restart")
    assert chat.open == "breath"
    assert replies[0].paragraphs == (
        "Your last advice was CALL YOUR EMERGENCY NUMBER NOW. It still holds for that pain. /last shows it.",
    )
    assert chat.command("last")[1].urgent
    assert "still holds" not in texts(Chat().check(SORE).command("restart"))


@pytest.mark.parametrize("beneath", [False, True])
def test_stop_at_urgent_advice_repeats_it(beneath: bool) -> None:
    for chat in (emergency(), Chat().check(CLOT)):
        title = chat.seen[-1].title
        if beneath:
            chat.tap("country")
        replies = chat.command("stop")
        assert chat.open == ""
        assert replies[0].paragraphs == (said("stopped"),)
        assert replies[-1].title == title
    assert [reply.kind for reply in Chat().check(SORE).command("stop")] == ["message"]


def test_restart_begins_anew_and_old_buttons_belong_to_no_check() -> None:
    chat = mid_question()
    old = chat.button("hours_later").token
    sid = chat.state.sid
    replies = chat.command("restart")
    assert chat.open == "breath"
    assert chat.state.sid != sid
    assert replies[0].paragraphs == (said("restarted"),)
    assert chat.answers == {}
    replies = chat.send_token(old)
    assert replies[0].paragraphs == (said("old_button"),)
    assert replies[-1].question is not None
    assert chat.answers == {}


def test_stop_ends_it_and_the_next_message_offers_a_start() -> None:
    chat = mid_question()
    old = chat.button("hours_later").token
    assert chat.command("stop")[0].paragraphs[0].startswith("Stopped.")
    assert chat.open == ""
    assert chat.command("stop")[0].paragraphs == (said("stopped_idle"),)
    assert "/check" in texts(chat.type("hello"))
    assert chat.send_token(old)[0].paragraphs == (said("old_button"),)


@pytest.mark.parametrize("command", ["stop", "restart"])
def test_a_sign_that_was_told_has_its_advice_first(command: str) -> None:
    chat = Chat().check(CLOT, until="onset")
    replies = chat.command(command)
    assert chat.open == "verdict"
    assert replies[-1].verdict is not None
    assert replies[-1].verdict.urgency == "urgent_same_day"
    chat.command(command)
    assert chat.open == {"stop": "", "restart": "breath"}[command]


@pytest.mark.parametrize("command", ["stop", "restart"])
def test_a_sign_that_is_ticked_but_not_submitted_was_told_as_well(command: str) -> None:
    chat = Chat().check(CLOT, until="look")
    chat.tap("bruise")
    chat.tap("one_swollen")
    replies = chat.command(command)
    assert replies[-1].verdict is not None
    assert replies[-1].verdict.urgency == "urgent_same_day"
    assert chat.answers["look"] == ("one_swollen", "bruise")


@pytest.mark.parametrize("command", ["stop", "restart"])
def test_so_was_one_of_which_it_is_asked_whether_it_is_true(command: str) -> None:
    chat = Chat()
    chat.command("check")
    chat.choose("chest_pain", "none")
    assert chat.open == "confirm"
    replies = chat.command(command)
    assert replies[-1].verdict is not None
    assert replies[-1].verdict.urgency == "emergency_now"


def test_harmless_ticks_do_not_hold_anybody_back() -> None:
    chat = ticking()
    chat.command("stop")
    assert chat.open == ""
    assert "look" not in chat.answers
