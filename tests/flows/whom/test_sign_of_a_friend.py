"""A sign of a friend that is on the lists of danger signs is asked about: no story could fill it in, so it would be lost."""

from __future__ import annotations

import pytest

from tests.flows.support import SORE, texts
from tests.flows.whom.answering import Answering

SIGNS = {
    "my friend in Leeds cannot lift her foot": "foot_drop",
    "my friend has a numb foot": "foot_numb",
    "my running partner has a cold white foot": "foot_cold",
    "my mate's leg is hot and red and he has a fever": "fever_leg",
}


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("text", SIGNS)
def test_it_is_asked_whether_it_is_so_and_counts_for_the_friend(text: str, begun: bool) -> None:
    chat = Answering()
    if begun:
        chat.command("check")
    chat.type(text)
    assert chat.open == "alarm"
    chat.tap("yes")
    assert SIGNS[text] in chat.theirs.answers["danger"]
    assert chat.state.episode is None or not chat.state.episode.answers


def test_after_the_yes_it_is_asked_for_whom_and_their_check_goes_on() -> None:
    chat = Answering()
    chat.type("my friend in Leeds cannot lift her foot")
    chat.tap("yes")
    assert chat.open == "whom"
    chat.tap("whom.elsewhere")
    assert chat.open == "breath"


@pytest.mark.parametrize(
    "text", ["my friend had a numb foot last year", "my friend popped his achilles at the club last week"]
)
def test_what_is_over_or_can_be_told_as_a_story_is_not_asked_as_a_sign(text: str) -> None:
    chat = Answering()
    chat.type(text)
    assert chat.open == "whom"


def test_in_the_middle_of_ones_own_check_it_is_said_what_to_do() -> None:
    chat = Answering().check(SORE, until="side")
    assert "somebody else" in texts(chat.type("my friend has a numb foot"))
    assert chat.open == "side"
    assert chat.state.other is None
