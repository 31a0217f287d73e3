"""The log: a number by the command, by a tap or by typing; a high one asks what is new; nothing else is taken for an entry."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.base.remembered import MOST_RECORDS
from flows.records.log import SHOWN
from flows.talk.session import dump
from tests.flows.support import CLOT, SORE, Chat, texts, words_of

words = words_of("log")


def pains(chat: Chat) -> list[int]:
    """The pain that was noted."""
    return [record.value for record in chat.records("pain")]


def keeping() -> Chat:
    """A calm card of somebody whose answers are kept."""
    return Chat().check(SORE).keep()


@pytest.mark.parametrize("argument", ["3", " 3 ", "3/10", "3 / 10"])
def test_the_command_takes_a_number(argument: str) -> None:
    chat = keeping()
    assert words("noted", pain=3) in texts(chat.command("log", argument))
    assert pains(chat) == [3]


@pytest.mark.parametrize("argument", ["11", "99", "-1", "three", "3.5", "x"])
def test_what_is_no_number_of_the_scale_is_not_noted(argument: str) -> None:
    chat = keeping()
    assert words("wrong") in texts(chat.command("log", argument))
    assert pains(chat) == []


@pytest.mark.parametrize("text", ["pain 3", "Pain 3", "pain: 3", "it hurts 3", "sore 3/10", "soreness 3"])
def test_so_does_typing_it(text: str) -> None:
    chat = keeping()
    chat.type(text)
    assert pains(chat) == [3]
    assert chat.open == "verdict"


@pytest.mark.parametrize("text", ["pain 11", "3", "knee 3", "calf since march 3", "pain"])
def test_other_words_are_no_entry(text: str) -> None:
    chat = keeping()
    chat.type(text)
    assert pains(chat) == []


def test_a_number_is_asked_for_with_what_was_noted_before() -> None:
    chat = keeping()
    for pain in range(SHOWN + 2):
        chat.command("log", str(pain))
    chat.command("log")
    text = chat.screen_text
    assert text.count(words("what.rest") + " ") == SHOWN
    chat.tap("pain.4")
    assert pains(chat)[-1] == 4
    assert chat.open == "verdict"


def test_it_can_be_left() -> None:
    chat = keeping()
    chat.command("log")
    chat.tap("leave")
    assert chat.open == "verdict"
    assert pains(chat) == []


@pytest.mark.parametrize(("pain", "asks"), [(7, False), (8, True), (10, True)])
def test_a_lot_of_pain_asks_every_sign_again(pain: int, asks: bool) -> None:
    chat = keeping()
    chat.type(f"pain {pain}")
    assert (chat.open == "breath") is asks
    assert pains(chat) == [pain]


def test_in_mid_check_and_in_a_session_it_interrupts_and_comes_back() -> None:
    chat = Chat().check(SORE, until="course")
    chat.command("log", "3")
    assert chat.open == "course"
    assert pains(chat) == [3]
    chat.go_on(SORE)
    chat.tap("routine.soreness_day")
    chat.type("pain 2")
    assert chat.open == "routine"
    assert pains(chat) == [3, 2]


def test_the_card_of_an_emergency_comes_first() -> None:
    chat = Chat().check({"breath": "chest_pain"})
    replies = chat.command("log")
    assert replies[-1].kind == "verdict"
    assert chat.open == "verdict"


def test_over_urgent_advice_it_still_notes() -> None:
    chat = Chat().check(CLOT)
    chat.command("log", "3")
    assert pains(chat) == [3]
    assert chat.open == "verdict"


def test_what_is_not_kept_is_said_to_go_and_goes_after_a_day() -> None:
    chat = Chat()
    assert words("noted_for_a_day", pain=3) in texts(chat.type("pain 3"))
    chat.check(SORE)
    chat.later(timedelta(hours=25))
    assert pains(chat) == []


def test_a_year_of_entries_stays_small() -> None:
    chat = keeping()
    for number in range(MOST_RECORDS + 20):
        chat.command("log", str(number % 8))
    assert len(chat.state.records) == MOST_RECORDS
    assert len(dump(chat.state)) < 40_000


@pytest.mark.parametrize("command", ["log", "progress", "summary"])
def test_what_was_noted_can_be_read_back(command: str) -> None:
    chat = keeping()
    chat.command("log", "6")
    assert "6" in texts(chat.command(command))
