"""Other content than before: no sign, no tick and no urgent advice gets lost by that."""

from __future__ import annotations

import pytest

from flows.base.replies import plain_text
from flows.base.urgency import EMERGENCY, URGENT
from tests.flows.support import CLOT, SORE, Chat, said, texts, told, urgency

NERVE = {"onset": "over_weeks", "spot": "from_back", "nerve": "both_weaker"}


def upgraded(chat: Chat, gone: str = "") -> Chat:
    """As if other content were there now, in which this question is no more."""
    # An answer to a question that today's content does not have is what such an answer looks like.
    answers = {("of_old" if name == gone else name): options for name, options in chat.answers.items()}
    return chat.change_episode(answers=answers).change(content="older")


def test_an_emergency_told_by_an_old_button_outlasts_it_with_its_card() -> None:
    chat = Chat().check({"danger": "foot_numb"}, until="numb_more")
    old = chat.button("numb_seat").token
    chat.tap("back")
    chat.tap("none")
    chat.send_token(old)
    assert urgency(chat) == "emergency_now"
    replies = upgraded(chat).type("hello")
    assert told(chat.session) == EMERGENCY
    assert (chat.open, replies[-1].title) == ("verdict", "CALL YOUR EMERGENCY NUMBER NOW")


def test_an_urgent_sign_told_by_an_old_button_outlasts_it_in_mid_check() -> None:
    chat = Chat().check({}, until="onset")
    chat.tap_of_old("+numb_more.foot_drop")
    upgraded(chat).type("hello")
    assert told(chat.session) == URGENT
    assert chat.open == "onset"


@pytest.mark.parametrize(
    ("answers", "gone", "title"),
    [(NERVE, "nerve", "CALL YOUR EMERGENCY NUMBER NOW"), (CLOT, "look", "GET SEEN TODAY")],
    ids=["emergency", "urgent"],
)
def test_urgent_advice_is_not_lowered_by_it(answers: dict[str, str], gone: str, title: str) -> None:
    chat = upgraded(Chat().check(answers), gone)
    assert chat.command("last")[-1].title == title
    assert chat.open == "verdict"
    assert gone not in chat.answers
    assert chat.command("check")[-1].paragraphs[0].startswith(f"Your last advice was: {title}.")
    chat.tap("no")
    chat.tap("change")
    chat.tap("change.danger")
    question = chat.screen
    assert question.paragraphs[0] == said("emergency_so_far") or "seen today" in question.paragraphs[0]
    chat.choose("none")
    chat.go_on(SORE)
    assert chat.seen[-1].title == title
    chat.command("restart")
    assert chat.go_on(SORE).verdict.urgency == "self_care"


def test_advice_that_was_stopped_or_is_of_the_check_before_is_not_lowered_either() -> None:
    chat = Chat().check(CLOT)
    chat.command("stop")
    assert upgraded(chat, "look").command("last")[-1].title == "GET SEEN TODAY"
    chat.command("restart")
    assert chat.command("last")[1].title == "GET SEEN TODAY"


def test_the_card_comes_again_if_a_question_above_it_had_to_go() -> None:
    chat = Chat().check(CLOT)
    chat.command("start")
    assert upgraded(chat).type("hello")[-1].title == "GET SEEN TODAY"


def test_a_slip_can_still_be_taken_back_after_it() -> None:
    chat = upgraded(Chat().check({**CLOT, "clot_risk": "none"}))
    chat.tap("change")
    chat.tap("change.look")
    chat.choose("none")
    chat.tap("yes")
    chat.go_on({"course": "long_better"})
    assert urgency(chat) != "urgent_same_day"


def test_advice_had_early_stays_open() -> None:
    chat = Chat().check({"look": "one_swollen"}, until="onset")
    chat.tap("advice")
    upgraded(chat).type("hello")
    assert chat.open == "verdict"


@pytest.mark.parametrize("own", [False, True])
def test_ticks_stay_with_their_list(own: bool) -> None:
    chat = Chat().check({"danger": "foot_numb"}, until="numb_more")
    chat.tap("numb_seat")
    if own:
        chat.command("forget")
    replies = upgraded(chat).choose("no") if own else upgraded(chat).type("hello")
    assert chat.open == "numb_more"
    assert [one.id for one in chat.screen.choices if one.ticked] == ["numb_seat"]
    assert (said("updated") in texts(replies)) == own
    assert chat.tap("done")[-1].title == "CALL YOUR EMERGENCY NUMBER NOW"


def test_an_urgent_tick_on_a_list_that_is_asked_no_more_was_told() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("one_swollen")
    upgraded(chat, "side")
    assert "updated" not in plain_text(chat.type("hello")[-1])
    assert chat.open == "side"
    assert chat.answers["look"] == ("one_swollen",)
    chat.tap("left")
    assert chat.open == "look", "the rest of the list was never answered"
