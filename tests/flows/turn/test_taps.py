"""Taps and ticks: what they answer, what they set, and what is shown with them."""

from __future__ import annotations

import pytest

from tests.flows.support import Chat, texts


def test_a_tap_is_the_answer_where_one_thing_excludes_the_rest() -> None:
    chat = Chat().check({}, until="side")
    chat.tap("left")
    assert chat.answers["side"] == ("left",)
    assert chat.open == "look"


@pytest.mark.parametrize("sign", ["breathless", "very_unwell"])
def test_a_tap_on_a_sign_of_the_first_screen_is_the_emergency_at_once(sign: str) -> None:
    chat = Chat()
    chat.command("start")
    replies = chat.tap(sign)
    assert [reply.kind for reply in replies] == ["verdict"]
    assert replies[0].title == "CALL YOUR EMERGENCY NUMBER NOW"
    assert replies[0].urgent
    assert [one.id for one in replies[0].choices[:3]] == ["called", "cannot_call", "what_else"]


def test_ticks_are_set_and_unset_in_place_and_the_turn_stays() -> None:
    chat = Chat().check({}, until="look")
    turn = chat.state.turn
    (reply,) = chat.tap("bruise")
    assert reply.replaces == reply.slot == str(turn)
    assert chat.ticked == {"bruise"}
    assert chat.button("bruise").token.endswith("-look.bruise")
    chat.tap("calf_wood")
    assert chat.ticked == {"bruise", "calf_wood"}
    chat.tap("calf_wood")
    assert chat.ticked == {"bruise"}
    assert (chat.state.turn, chat.state.draft) == (turn, ("bruise",))
    assert "look" not in chat.answers
    chat.tap("done")
    assert chat.answers["look"] == ("bruise",)


def test_done_is_there_only_once_something_is_ticked() -> None:
    chat = Chat().check({}, until="look")
    assert "done" not in [one.id for one in chat.screen.choices]
    assert chat.forge_tap("done")[-1].question is not None
    assert chat.open == "look"


def test_a_menu_gives_all_options_at_once() -> None:
    chat = Chat().check({}, until="look")
    chat.forge_tap("pick", "calf_wood", "bruise")
    assert chat.answers["look"] == ("calf_wood", "bruise")


@pytest.mark.parametrize("values", [(), ("nonsense",), ("bruise", "nonsense"), ("back", "bruise")])
def test_a_menu_with_something_else_in_it_changes_nothing(values: tuple[str, ...]) -> None:
    chat = Chat().check({}, until="look")
    replies = chat.forge_tap("pick", *values)
    assert "I did not understand that" in texts(replies)
    assert chat.open == "look"


def test_why_answers_and_shows_the_question_again() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("bruise")
    replies = chat.tap("why")
    assert replies[0].paragraphs[0].startswith("A clot can look just like a pulled calf.")
    assert replies[1].question is not None
    assert chat.ticked == {"bruise"}
