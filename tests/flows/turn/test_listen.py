"""What typed words lead to: dangers before all, stories on one card, wishes, other people, and never silence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.flows.support import SORE, Chat, texts

DANGERS = {
    "i cant breathe properly and my chest hurts": "breath",
    "my pee is brown like cola since the marathon": "danger",
    "my foot has gone cold and white": "danger",
}
CALM = [
    "my legs are dead",
    "this hill is killing me",
    "my legs want to die",
    "no swelling, no redness",
    "is a clot dangerous?",
]


def heard(chat: Chat, text: str):  # type: ignore[no-untyped-def]
    return chat.type(text)[0].heard


@pytest.mark.parametrize("text", DANGERS)
@pytest.mark.parametrize("place", ["nowhere", "card", "session", "learn", "plan", "log"])
def test_a_danger_typed_anywhere_is_asked_back_and_counts(text: str, place: str) -> None:
    chat = Chat()
    if place != "nowhere":
        chat.check(SORE)
    if place == "session":
        chat.tap("routine.soreness_day")
        chat.tap("start")
    elif place in ("learn", "plan", "log"):
        chat.command(place)
    reply = chat.type(text)[-1]
    assert chat.open == "alarm"
    assert reply.urgent
    replies = chat.tap("yes")
    assert DANGERS[text] in chat.episode.answers
    assert replies[-1].verdict is not None
    assert replies[-1].verdict.urgency == "emergency_now"
    assert not [frame for frame in chat.state.frames if frame.flow != "check"]


def test_a_no_leaves_everything_as_it_was() -> None:
    chat = Chat().check(SORE)
    before = chat.state.episode
    chat.type("chest pain")
    assert "If that changes" in texts(chat.tap("no"))
    assert chat.state.episode == before


def test_taking_back_what_was_confirmed_needs_a_second_question() -> None:
    chat = Chat().check({}, until="onset")
    chat.type("one calf is really swollen and hot")
    chat.tap("yes")
    chat.forge_tap("back")
    while chat.open != "look":
        chat.tap("back")
    chat.tap("none")
    assert chat.open == "confirm"
    assert "slip" in texts((chat.seen[-1],)) or "true" in texts((chat.seen[-1],))


@pytest.mark.parametrize("text", CALM)
def test_what_only_sounds_like_danger_is_left_in_peace(text: str) -> None:
    chat = Chat()
    replies = chat.type(text)
    assert chat.open != "alarm"
    assert replies[0].heard is not None
    assert replies[0].heard.red_flags == ()


def test_a_story_is_confirmed_on_one_card_and_spares_its_questions() -> None:
    chat = Chat()
    chat.type("sudden twinge in my left calf during a run yesterday, inner side, could run on")
    assert chat.open == "story"
    chat.tap("yes")
    assert chat.open == "breath"
    chat.tap("none")
    chat.tap("none")
    told = set(chat.episode.answers)
    assert len(told - {"breath", "danger"}) >= 2
    assert chat.open not in told


def test_a_story_that_is_not_right_is_asked_from_the_start() -> None:
    chat = Chat()
    chat.type("sudden twinge in my left calf during a run yesterday, inner side, could run on")
    chat.tap("no")
    assert chat.open == "breath"
    assert not chat.episode.answers


def test_the_two_lists_of_danger_signs_are_asked_after_any_story() -> None:
    chat = Chat()
    chat.type("both calves sore the day after a half marathon, walking is fine")
    if chat.open == "story":
        chat.tap("yes")
    assert chat.open == "breath"


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("can i run tomorrow?", "learn"),
        ("when should i see a doctor", "learn"),
        ("i want to do some stretches", "gate"),
        ("/log 3", ""),
        ("pain 3", ""),
    ],
)
def test_a_wish_leads_to_its_place(text: str, opens: str) -> None:
    chat = Chat()
    chat.type(text)
    assert chat.open == opens


def test_the_talk_of_dying_gets_a_crisis_line_and_no_check() -> None:
    chat = Chat().check({}, until="side")
    replies = chat.type("i want to kill myself")
    assert "988" in texts(replies)
    assert replies[0].urgent


def test_an_emergency_beside_the_calf_is_told_at_once() -> None:
    replies = Chat().type("my face is drooping on one side and my speech is slurred")
    assert "EMERGENCY NUMBER" in texts(replies)
    assert replies[0].urgent


def test_somebody_elses_calf_has_a_check_of_its_own() -> None:
    chat = Chat()
    assert "For whom is this check?" in texts(chat.type("my mate popped his achilles last week"))
    assert chat.state.episode is None
    other = Chat()
    said = texts(other.type("my wife's calf is hot and swollen, what do we do"))
    assert "Is this so now" in said
    assert other.state.episode is None


def test_ten_messages_beside_the_point_never_meet_silence_or_a_check() -> None:
    chat = Chat()
    for text in (
        "hello",
        "nice weather",
        "lol",
        "who won the match",
        "🙂",
        "what's your name",
        "42",
        "ok",
        "hmm",
        "bye",
    ):
        replies = chat.type(text)
        assert replies, text
        chat.later(timedelta(seconds=20))
    assert chat.state.episode is None


def test_a_very_long_text_is_read_so_far() -> None:
    chat = Chat()
    chat.type("I have chest pain and I am short of breath. " + "la " * 20_000)
    assert chat.open == "alarm"
    assert "too long" in texts(Chat().type("la " * 20_000))


def test_not_sure_of_a_sign_counts_like_a_yes() -> None:
    chat = Chat()
    chat.type("i cant breathe properly and my chest hurts")
    assert "emergency_now" in [reply.verdict.urgency for reply in chat.tap("unsure") if reply.verdict]


@pytest.mark.parametrize("word", ["plan", "log", "routine", "check", "restart", "learn", "progress", "aid"])
def test_no_command_passes_over_a_sign_that_waits_for_its_answer(word: str) -> None:
    chat = Chat().check(SORE)
    chat.type("chest pain")
    chat.command(word)
    assert chat.open == "alarm"
    chat.tap("yes")
    assert "breath" in chat.episode.answers


def test_no_old_button_passes_over_a_sign_that_waits_for_its_answer() -> None:
    chat = Chat().check(SORE)
    old = next(choice.token for choice in chat.screen.choices if choice.id.startswith("routine."))
    chat.type("chest pain")
    chat.send_token(old)
    assert chat.open == "alarm"


def test_deleting_everything_is_possible_while_a_sign_waits() -> None:
    chat = Chat().check(SORE)
    chat.type("chest pain")
    chat.command("forget")
    assert chat.open != "alarm"


def test_talk_of_dying_ends_a_session_and_nothing_is_put_over_it() -> None:
    chat = Chat().check(SORE)
    chat.tap("routine.soreness_day")
    chat.tap("start")
    replies = chat.type("i want to kill myself")
    assert len(replies) == 1
    assert not [frame for frame in chat.state.frames if frame.flow == "routine"]


@pytest.mark.parametrize(
    "text", ["i cant breathe " + "bla " * 2000, "bla " * 2000 + "i cant breathe"], ids=["start", "end"]
)
def test_a_sign_in_a_message_that_is_too_long_counts(text: str) -> None:
    chat = Chat()
    chat.type(text)
    assert chat.open == "alarm"


def test_a_message_that_is_too_long_says_whom_to_call() -> None:
    assert "emergency number" in texts(Chat().type("bla " * 2000))


def test_a_lot_of_pain_in_the_log_asks_every_sign_again() -> None:
    chat = Chat().check(SORE)
    chat.command("log", "9")
    assert chat.open == "breath"
