"""Small words that mean no page, and offers of a card that hold what their name says."""

from __future__ import annotations

import pytest

from flows.understand.reader import read_text
from tests.flows.support import SORE, TIGHT, Chat, library, texts

FRESH = {**TIGHT, "onset": "crept_up", "spot": "inner_mid", "pattern": "warms_up"}
"""One tight side since a run within the last 3 days: too early for the stretches."""


@pytest.mark.parametrize("text", ["none", "None", "done"])
def test_a_short_word_that_begins_differently_is_no_slip_for_the_name_of_a_page(text: str) -> None:
    chat = Chat().check(SORE)
    chat.type(text)
    assert chat.open == "verdict"


@pytest.mark.parametrize("text", ["I limp", "my calf hurts, I limp", "calf hurts for no reason and I'm limping"])
def test_to_limp_is_no_limp_foot(text: str) -> None:
    heard = read_text(library().lexicons.of_language("en"), text)
    assert not heard.red_flags
    assert not heard.unsure_flags
    assert heard.findings["walk"] == ("limp",)


@pytest.mark.parametrize("text", ["my foot feels limp", "my leg has gone limp", "one limp foot, my limp foot"])
def test_a_limp_foot_is_asked_about(text: str) -> None:
    heard = read_text(library().lexicons.of_language("en"), text)
    assert "neuro_signs" in (*heard.red_flags, *heard.unsure_flags)


def test_a_nearly_typed_label_that_is_a_question_has_one_question_mark() -> None:
    said = texts(Chat().check(SORE).type("which country are you on"))
    assert "Did you mean: Which country are you in?" in said
    assert "??" not in said


def test_a_card_offers_no_stretches_of_which_only_something_else_is_left() -> None:
    chat = Chat().check(FRESH)
    assert "routine.calf_stretch" not in chat.button_ids
    assert "routine.calf_stretch" in Chat().check(TIGHT).button_ids


def test_what_is_too_early_is_said_once_for_all_it_is_said_of_and_of_no_sudden_pain() -> None:
    said = texts(Chat().check(FRESH).command("routine", "calf stretch"))
    assert said.count("It is too early for this.") == 1
    assert "Straight-knee wall stretch; Bent-knee wall stretch: " in said
    assert "sudden" not in said


@pytest.mark.parametrize("pattern", ["warms_up", "none"])
def test_why_one_side_is_not_run_on_holds_whether_or_not_it_warms_up(pattern: str) -> None:
    said = "No running yet. One tight side, even if it warms up, can be a deep strain."
    assert said in texts((Chat().check({**FRESH, "pattern": pattern}).screen,))
