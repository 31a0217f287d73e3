"""*For whom?* is asked once and only if it matters; an emergency never waits for it."""

from __future__ import annotations

import pytest

from flows.base.replies import plain_text
from tests.flows.support import SORE, TWINGE, texts
from tests.flows.whom.answering import BLEEDING_CHILD, Answering


def test_the_first_question_has_a_button_for_somebody_else_and_no_other_question_has() -> None:
    chat = Answering()
    chat.command("check")
    assert len(chat.button("someone_else").label) <= 32
    chat.choose("none")
    assert "someone_else" not in chat.button_ids


def test_it_is_asked_whose_it_is_and_then_the_check_begins_for_them() -> None:
    chat = Answering()
    chat.command("check")
    chat.tap("someone_else")
    assert chat.labels == ["It is for me", "My child", "Someone with me", "Someone elsewhere"]
    said = texts(chat.tap("whom.child"))
    assert "Answer for them" in said
    assert "means the one in pain" in said
    assert chat.open == "breath"
    assert chat.theirs.whom == "child"
    assert "someone_else" not in chat.button_ids


def test_it_is_never_asked_of_a_check_of_ones_own() -> None:
    chat = Answering().check(SORE)
    assert not any(reply.question is not None and reply.question.id == "whom" for reply in chat.seen)


def test_it_is_for_me_goes_back_to_ones_own_check() -> None:
    chat = Answering()
    chat.command("check")
    chat.tap("someone_else")
    chat.tap("whom.me")
    assert chat.open == "breath"
    assert chat.state.other is None


@pytest.mark.parametrize(
    "text", ["my friend popped his achilles at the club last week", "my son's calf is sore since football yesterday"]
)
def test_words_that_tell_of_somebody_else_ask_it_and_are_not_lost(text: str) -> None:
    chat = Answering()
    chat.type(text)
    assert chat.open == "whom"
    assert chat.state.episode is None


def test_what_was_told_of_them_is_offered_as_their_answers() -> None:
    chat = Answering()
    chat.type("my friend felt a pop in his left calf two days ago and limps")
    chat.tap("whom.with_me")
    assert chat.open == "story"
    chat.tap("yes")
    assert chat.theirs.answers
    assert chat.state.episode is None


def test_words_of_a_friend_at_the_start_of_a_check_ask_it() -> None:
    chat = Answering()
    chat.command("check")
    chat.type("my friend popped his achilles at the club last week")
    assert chat.open == "whom"
    assert chat.state.episode is None


def test_words_of_a_friend_in_the_middle_of_ones_own_check_say_what_to_do_and_it_goes_on() -> None:
    chat = Answering().check(SORE, until="side")
    assert "somebody else" in texts(chat.type("my friend popped his achilles at the club last week"))
    assert chat.open == "side"
    assert chat.state.other is None


def test_a_sign_of_a_child_is_asked_about_at_once_and_counts_for_the_child() -> None:
    chat = Answering()
    chat.type("my daughter's calf is hot and swollen since this morning")
    assert chat.open == "alarm"
    chat.tap("yes")
    assert chat.open == "whom"
    chat.tap("whom.child")
    assert set(chat.theirs.answers["look"]) == {"one_swollen", "warm_red"}
    assert chat.state.episode is None


def test_an_emergency_typed_for_another_waits_for_no_question() -> None:
    chat = Answering()
    chat.type("my wife can't breathe and has chest pain, what do I do")
    assert chat.open == "alarm"
    replies = chat.tap("yes")
    assert replies[-1].verdict is not None
    assert replies[-1].verdict.urgency == "emergency_now"
    assert replies[-1].urgent
    assert chat.state.episode is None
    chat.tap("whom")
    chat.tap("whom.elsewhere")
    assert "THEIR address" in plain_text(chat.screen)


def test_no_leaves_nothing_of_it() -> None:
    chat = Answering()
    chat.type("my daughter's calf is hot and swollen since this morning")
    assert "If that changes" in texts(chat.tap("no"))
    assert chat.state.other is None


def test_a_sign_typed_in_their_check_is_theirs_and_a_button_says_that_it_is_mine() -> None:
    chat = Answering().for_other("with_me", until="danger")
    chat.type("his foot is cold and white")
    assert chat.open == "alarm"
    chat.tap("mine")
    assert chat.episode.answers["danger"] == ("foot_cold",)
    assert "danger" not in chat.theirs.answers
    assert chat.open == "verdict"
    assert "Say this: A foot that is cold, pale or blue at rest. I have" in plain_text(chat.screen)


def own_emergency_beside_the_question_whose_it_is() -> Answering:
    chat = Answering()
    chat.command("start")
    chat.tap("someone_else")
    chat.tap_of_old("breath.breathless")
    assert chat.screen.urgent
    return chat


def test_a_second_tap_on_a_sign_brings_no_question_over_an_emergency_of_ones_own() -> None:
    chat = own_emergency_beside_the_question_whose_it_is()
    chat.tap_of_old("breath.breathless")
    assert chat.open == "verdict"
    assert chat.screen.urgent


@pytest.mark.parametrize("tap", ["called", "cannot_call", "what_else"])
def test_what_is_tapped_beneath_an_emergency_of_ones_own_brings_no_question_over_it(tap: str) -> None:
    chat = own_emergency_beside_the_question_whose_it_is()
    chat.tap(tap)
    assert chat.open != "whom"
    assert "whom.me" not in chat.button_ids


def test_over_their_card_signs_of_the_writer_are_the_writers() -> None:
    chat = Answering().for_other("with_me", SORE)
    chat.type("my calf is hot and swollen")
    assert chat.state.frames[-1].flow == "alarm"
    chat.tap("yes")
    assert chat.episode.answers["look"]


def test_over_their_card_a_sign_of_theirs_is_theirs() -> None:
    chat = Answering().for_other("with_me", SORE)
    chat.type("his foot is cold and white now")
    chat.tap("yes")
    assert chat.theirs.verdict is not None
    assert chat.theirs.verdict.urgency == "emergency_now"
    assert chat.state.episode is None


def test_it_was_me_after_all_takes_the_emergency_along() -> None:
    chat = Answering()
    chat.type("my wife can't breathe and has chest pain, what do I do")
    chat.tap("yes")
    chat.tap("whom")
    chat.tap("whom.me")
    assert chat.state.other is None
    assert chat.verdict.urgency == "emergency_now"
    assert "Do not drive yourself" in plain_text(chat.screen)


def test_it_was_me_after_all_counts_in_ones_own_check_under_way() -> None:
    chat = Answering().check(SORE, until="side")
    chat.type("my wife can't breathe and has chest pain, what do I do")
    chat.tap("yes")
    chat.tap("whom")
    chat.tap("whom.me")
    assert chat.verdict.urgency == "emergency_now"
    assert chat.answers["danger"] == ("none",)


# --- under 16 ----------------------------------------------------------------------------------------------------------


def test_under_16_it_is_asked_before_a_mild_card() -> None:
    chat = Answering()
    chat.command("check")
    chat.answer({**TWINGE, "health": "under_16"}, "whom", "verdict")
    assert chat.open == "whom"
    assert not any(reply.verdict for reply in chat.seen)
    chat.tap("whom.me")
    assert "Show this to a parent." in chat.screen_text
    assert chat.screen.verdict is not None


def test_under_16_a_same_day_card_comes_at_once_and_the_question_after_it() -> None:
    chat = Answering()
    chat.command("check")
    chat.answer(BLEEDING_CHILD, "whom", "verdict")
    card, question = chat.step.replies[-2:]
    assert card.verdict is not None
    assert card.urgent
    assert "Under 16 and alone? Tell an adult now." in plain_text(card)
    assert question.question is not None
    assert question.question.id == "whom"
    chat.tap("whom.me")
    assert "Tell an adult now: you need to be seen today." in chat.screen_text
    assert "112" in chat.screen_text


def test_a_child_with_a_known_country_is_told_its_number() -> None:
    chat = Answering()
    chat.command("check")
    chat.change_person(country="GB", country_at=chat.now)
    chat.answer(BLEEDING_CHILD, "whom", "verdict")
    chat.tap("whom.me")
    assert "call 999 yourself" in chat.screen_text


def test_an_emergency_of_a_child_waits_for_no_question_and_has_a_button_for_it() -> None:
    chat = Answering()
    chat.command("check")
    chat.answer({**TWINGE, "health": "under_16"}, "whom")
    chat.type("my foot is cold and white")
    chat.tap("yes")
    assert chat.open == "verdict"
    assert chat.verdict.urgency == "emergency_now"
    chat.tap("whom")
    chat.tap("whom.me")
    assert "Tell an adult now. None near?" in chat.screen_text
    assert "whom" not in chat.button_ids


def test_the_card_of_a_child_is_written_to_the_adult_and_its_check_is_not_ones_own() -> None:
    chat = Answering()
    chat.command("check")
    chat.answer({**TWINGE, "health": "under_16"}, "whom")
    chat.tap("whom.child")
    assert chat.screen.title.startswith("CHILD: DOCTOR OR PHYSIO WITHIN")
    assert "For your child:" in chat.screen_text
    assert chat.state.episode is None
    assert chat.theirs.verdict is not None


def test_for_whom_is_asked_once_in_a_check() -> None:
    chat = Answering()
    chat.command("check")
    chat.answer({**TWINGE, "health": "under_16"}, "whom")
    chat.tap("whom.me")
    chat.tap("change")
    chat.tap("change.walk")
    chat.answer({"walk": "walk_sore"}, "whom", "verdict")
    assert chat.open == "verdict"
    assert chat.episode.whom == "me"
