"""The card of an emergency: five buttons at most, each once, and nothing lost that stood on it before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.base.replies import Reply
from tests.flows.support import Chat, library, said, texts

FIVE = ["called", "cannot_call", "what_else", "country", "change"]


def emergency() -> Chat:
    chat = Chat()
    chat.command("start")
    chat.tap("breathless")
    return chat


def ids(reply: Reply) -> list[str]:
    return [one.id for one in reply.choices]


def test_it_has_five_buttons_and_a_way_to_say_that_it_was_a_mistake() -> None:
    chat = emergency()
    assert ids(chat.screen) == FIVE
    assert chat.button("change").label == "That was a mistake"
    chat.tap("change")
    assert chat.open == "change"


def test_it_has_five_with_its_number_too() -> None:
    chat = emergency()
    chat.tap("country")
    chat.tap("country.GB")
    assert ids(chat.screen) == FIVE
    assert chat.screen.title == "CALL 999 NOW"
    assert [one.text for one in chat.screen.copies][:1] == ["999"]


def test_a_number_that_was_not_checked_stands_on_no_button() -> None:
    countries = library().places.countries.countries
    unchecked = [code for code, entry in countries.items() if not entry.checked]
    for code in unchecked[:3]:
        chat = emergency().change_person(country=code, country_at=emergency().now)
        card = chat.command("last")[-1]
        assert countries[code].emergency[0] in card.title
        assert countries[code].emergency[0] not in [one.text for one in card.copies]


@pytest.mark.parametrize("button", ["called", "cannot_call"])
def test_the_text_for_the_doctor_and_the_reasons_come_with_the_answer(button: str) -> None:
    chat = emergency()
    card = chat.screen
    (reply,) = chat.tap(button)
    assert ids(reply) == ["handoff", "why"]
    assert chat.tap("handoff")[0].title == said("handoff_title")
    assert chat.tap("why")[0].title == said("why_title")
    chat.later(timedelta(minutes=1))
    assert chat.send_token(card.choices[0].token)[0].paragraphs[0].startswith("Good. Stay where you are")


@pytest.mark.parametrize("text", ["why this advice?", "Text for the doctor", "why"])
def test_they_can_be_typed_at_any_time(text: str) -> None:
    assert emergency().type(text)[0].title in (said("why_title"), said("handoff_title"))


@pytest.mark.parametrize("act", ["handoff", "why", "country.GB"])
def test_buttons_of_cards_of_an_earlier_version_go_on_working(act: str) -> None:
    chat = emergency()
    assert said("already") not in texts(chat.forge_tap(act))
    chat.tap("country")
    chat.tap("leave")
    old = f"k1.{chat.state.sid}.1.{act}"
    assert said("already") not in texts(chat.send_token(old))


@pytest.mark.parametrize("act", ["handoff", "why"])
def test_a_program_can_choose_them_by_name(act: str) -> None:
    assert emergency().choose(act)[0].title in (said("why_title"), said("handoff_title"))
