"""Going back, changing an answer, and ticks that were not submitted."""

from __future__ import annotations

import pytest

from flows.base.urgency import URGENT
from tests.flows.support import SORE, TEAR, Chat, texts, told, urgency

# --- back and change --------------------------------------------------------------------------------------------------


def test_back_asks_the_question_before_with_its_ticks() -> None:
    chat = Chat().check({"look": "bruise calf_wood"}, until="onset")
    chat.tap("back")
    assert chat.open == "look"
    assert chat.ticked == {"bruise", "calf_wood"}
    chat.tap("back")
    assert chat.open == "side"
    chat.tap("right")
    assert chat.open == "onset", "what was answered is not asked again"
    assert chat.answers["look"] == ("calf_wood", "bruise")


def test_there_is_no_way_back_from_the_first_question() -> None:
    chat = Chat()
    chat.command("start")
    assert [one.id for one in chat.screen.choices if one.group == "nav"] == ["someone_else", "why"]
    assert "I did not understand that" in texts(chat.type("nonsense"))
    chat.choose("back")
    assert chat.open == "breath"


def test_back_from_a_question_that_a_change_has_opened_goes_to_the_one_before_it() -> None:
    chat = Chat().check(TEAR)
    chat.tap("change")
    chat.tap("change.spot")
    chat.choose("behind_knee")
    assert chat.open == "knee"
    chat.tap("back")
    assert chat.open == "push"


def test_a_changed_answer_drops_those_that_have_lost_their_question() -> None:
    chat = Chat().check({"onset": "over_weeks", "spot": "behind_knee", "knee": "knee_arthritis"}, until="verdict")
    assert "knee" in chat.answers
    chat.tap("change")
    chat.tap("change.spot")
    chat.choose("all_over")
    while chat.open == "confirm":
        chat.tap("yes")
    assert "knee" not in chat.answers
    assert "knee" not in chat.episode.trail


def test_a_changed_answer_asks_what_is_now_missing_and_then_gives_the_new_card() -> None:
    chat = Chat().check(SORE)
    assert urgency(chat) == "self_care"
    chat.tap("change")
    chat.tap("change.look")
    chat.choose("unsure")
    assert chat.open == "measure"
    chat.choose("yes_3cm")
    chat.go_on({})
    assert urgency(chat) == "urgent_same_day"


def test_a_changed_answer_that_makes_an_emergency_of_a_later_one_shows_its_card_at_once() -> None:
    chat = Chat().check({"look": "calf_wood"})
    assert urgency(chat) == "urgent_same_day"
    chat.change_answer("danger", "foot_numb")
    assert urgency(chat) == "emergency_now"


def test_which_answer_can_be_left_as_it_is() -> None:
    chat = Chat().check(SORE)
    question = chat.tap("change")[-1]
    assert [one.id for one in question.choices][:2] == ["change.breath", "change.danger"]
    assert question.choices[2].label == "which leg: Both calves, all over"
    chat.tap("leave")
    assert chat.open == "verdict"


# --- ticks that were not submitted ------------------------------------------------------------------------------------


def test_back_with_an_emergency_ticked_shows_its_card_at_once() -> None:
    chat = Chat().check({"danger": "foot_numb"}, until="numb_more")
    chat.tap("numb_seat")
    assert chat.tap("back")[-1].title == "CALL YOUR EMERGENCY NUMBER NOW"
    assert chat.answers["numb_more"] == ("numb_seat",)


@pytest.mark.parametrize("way", ["tap", "type", "choose"])
def test_back_with_an_urgent_sign_ticked_keeps_it_and_asks_the_list_again(way: str) -> None:
    chat = Chat().check({}, until="look")
    chat.tap("one_swollen")
    {"tap": chat.tap, "type": chat.type, "choose": chat.choose}[way]("back")
    assert chat.open == "side"
    assert told(chat.session) == URGENT
    chat.tap("back")
    chat.tap("none")
    assert chat.open == "look", "the rest of the list was never answered"
    assert chat.ticked == {"one_swollen"}
    chat.tap("none")
    chat.tap("no")
    assert chat.seen[-1].paragraphs == ("You told me: One calf or ankle more swollen. Was that a slip?",)
    chat.tap("no")
    chat.go_on({})
    assert urgency(chat) == "urgent_same_day"


def test_a_list_left_twice_is_asked_twice() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("one_swollen")
    for _ in range(2):
        chat.tap("back")
        chat.tap("left")
        assert chat.open == "look"
    chat.tap("done")
    assert chat.open == "onset"


def test_advice_now_counts_what_is_ticked() -> None:
    chat = Chat().check({"danger": "foot_drop"}, until="look")
    chat.tap("calf_wood")
    chat.tap("advice")
    assert urgency(chat) == "emergency_now"


@pytest.mark.parametrize("sign", ["one_swollen", "bruise"])
def test_the_answer_to_another_question_leaves_the_ticks_beneath_it(sign: str) -> None:
    chat = Chat().check({}, until="look")
    chat.tap(sign)
    chat.command("forget")
    chat.choose("no")
    assert chat.ticked == {sign}
    chat.choose("why")
    assert chat.ticked == {sign}


def test_a_whole_answer_beside_an_urgent_tick_asks_whether_that_was_a_slip() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("one_swollen")
    asked = chat.choose("none")[-1]
    assert asked.paragraphs == ("You told me: One calf or ankle more swollen. Was that a slip?",)


def test_and_beside_an_emergency_it_shows_the_card() -> None:
    chat = Chat().check({"danger": "foot_numb"}, until="numb_more")
    chat.tap("numb_seat")
    assert chat.choose("none")[-1].title == "CALL YOUR EMERGENCY NUMBER NOW"


def test_an_urgent_tick_is_not_lost_to_an_emergency_told_beside_it() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("one_swollen")
    chat.tap_of_old("breath.chest_pain")
    assert chat.answers["look"] == ("one_swollen",)
