"""The country: the number of its ambulance, typed or tapped, and the way out without one."""

from __future__ import annotations

from tests.flows.support import SORE, Chat, texts


def test_the_number_is_line_one_once_the_country_is_known() -> None:
    chat = Chat()
    chat.command("start")
    chat.tap("chest_pain")
    chat.tap("country")
    replies = chat.tap("country.GB")
    assert replies[-1].title == "CALL 999 NOW"
    assert replies[-1].copies[0].text == "999"


def test_a_typed_country_is_looked_up_before_it_is_taken_for_a_button() -> None:
    chat = Chat().check(SORE)
    chat.tap("country")
    chat.type("Austria")
    assert chat.state.person.country == "AT"


def test_an_unknown_country_gets_the_general_wording_and_a_way_out() -> None:
    chat = Chat().check(SORE)
    chat.tap("country")
    replies = chat.type("Narnia")
    assert "112" in texts(replies)
    assert chat.open == "country"
    chat.tap("leave")
    assert chat.open == "verdict"
