"""Typed text: what is read as an answer, what is confirmed first, and what changes nothing."""

from __future__ import annotations

import pytest

from flows.base.events import SentFile
from flows.base.replies import plain_text
from tests.flows.support import CLOT, Chat, said, texts


def test_a_tap_a_number_a_label_and_an_id_are_equal() -> None:
    ways = []
    for way in ("tap", "type", "number", "choose"):
        chat = Chat().check({}, until="side")
        if way == "tap":
            chat.tap("right")
        elif way == "choose":
            chat.choose("right")
        else:
            chat.type("3" if way == "number" else "right leg only")
        ways.append((chat.state.episode, chat.state.frames, chat.state.turn, chat.seen[-1].choices))
    assert ways.count(ways[0]) == 4


def test_typed_signs_join_those_that_are_ticked() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("one_swollen")
    chat.type("bruise")
    assert chat.answers["look"] == ("one_swollen", "bruise")


def test_a_near_label_is_confirmed_first() -> None:
    chat = Chat().check({}, until="look")
    asked = chat.type("brusie")[-1]
    assert asked.paragraphs == ("Did you mean: Bruise?",)
    assert "look" not in chat.answers
    chat.tap("yes")
    assert chat.answers["look"] == ("bruise",)


def test_no_to_a_near_label_shows_the_question_again() -> None:
    chat = Chat().check({}, until="look")
    chat.type("brusie")
    chat.tap("no")
    assert chat.open == "look"
    assert "look" not in chat.answers


def test_other_text_at_a_near_label_is_read_against_the_question() -> None:
    chat = Chat().check({}, until="look")
    chat.type("brusie")
    chat.type("rock-hard calf even when relaxed")
    assert chat.answers["look"] == ("calf_wood",)


def test_a_misspelt_yes_to_a_near_label_never_answers_the_question_beneath_it() -> None:
    chat = Chat().check(CLOT)
    chat.change_answer("look", "none")
    assert chat.type("it is tru")[-1].paragraphs == ("Did you mean: It is true?",)
    chat.type("yess")
    assert "Did you mean: Yes?" not in plain_text(chat.seen[-1])
    assert chat.answers["look"] == ("one_swollen",)
    chat.type("it is true")
    assert chat.open == "verdict"
    assert chat.answers["look"] == ("one_swollen",)


@pytest.mark.parametrize("text", ["99", "0", "hmm", "😭😭", "", "\x00", "\u200b", "my calf hurts"])
def test_text_that_means_nothing_changes_nothing(text: str) -> None:
    chat = Chat().check({}, until="side")
    replies = chat.type(text)
    assert replies[0].paragraphs == (said("not_understood"),)
    assert replies[-1].question is not None
    assert chat.answers.keys() == {"breath", "danger"}


def test_very_long_text_is_not_read() -> None:
    chat = Chat().check({}, until="side")
    replies = chat.type("left " * 25_000)
    assert replies[0].paragraphs[0].startswith("That message is too long for me.")
    assert chat.open == "side"


def test_a_picture_says_what_can_be_read_and_when_to_call() -> None:
    for chat in (Chat(), Chat().check({}, until="side")):
        replies = chat.send(SentFile("voice"))
        assert "I can only read text and taps." in texts(replies)
        assert "call your emergency number" in texts(replies)


def test_what_was_heard_in_a_text_is_told() -> None:
    chat = Chat().check({}, until="look")
    heard = chat.type("1, 10")[0].heard
    assert heard is not None
    assert heard.answers == {"look": ("one_swollen", "bruise")}
    assert (heard.intent, heard.red_flags) == (None, ())
    nothing = chat.type("hello")[0].heard
    assert nothing is not None
    assert nothing.answers == {}
    assert all(reply.heard is None for reply in chat.tap("no_reason"))


def test_a_confirmed_near_label_counts_as_heard_when_it_is_typed() -> None:
    chat = Chat().check({}, until="look")
    asked = chat.type("brusie")[0].heard
    assert asked is not None
    assert asked.answers == {}
    heard = chat.type("yes")[0].heard
    assert heard is not None
    assert heard.answers == {"look": ("bruise",)}


def test_a_withdrawal_that_is_asked_about_was_not_heard_yet() -> None:
    chat = Chat().check(CLOT)
    chat.tap("change")
    chat.tap("change.look")
    chat.tap("one_swollen")
    heard = chat.type("bruise")[0].heard
    assert chat.open == "confirm"
    assert heard is not None
    assert heard.answers == {}
