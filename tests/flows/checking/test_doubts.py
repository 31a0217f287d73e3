"""Not sure, and urgent in mid-check: doubts lead to plainer lists, and the advice can be had early."""

from __future__ import annotations

import pytest

from flows.base.replies import plain_text
from flows.base.urgency import URGENT
from tests.flows.support import Chat, said, told, urgency, words

# --- not sure ---------------------------------------------------------------------------------------------------------


def test_not_sure_on_a_list_of_emergencies_opens_the_plainer_list() -> None:
    chat = Chat()
    chat.command("start")
    question = chat.tap("unsure")[-1]
    assert chat.open == "breath_which"
    assert question.paragraphs == (said("which"), words("questions.breath.more"))
    assert [one.label for one in question.choices if one.group == "last"] == [said("which_none"), "Not sure"]
    chat.tick("chest_pain")
    assert told(chat.session) == URGENT


def test_none_after_all_leads_back_to_the_list_itself() -> None:
    chat = Chat()
    chat.command("start")
    chat.tap("unsure")
    chat.tap("none")
    assert chat.open == "breath"
    chat.tap("none")
    assert chat.open == "danger"
    assert chat.answers == {"breath": ("none",)}


def test_two_doubts_are_the_emergency_itself() -> None:
    chat = Chat()
    chat.command("start")
    chat.tap("unsure")
    assert chat.tick("chest_pain", "fainted")[-1].title == "CALL YOUR EMERGENCY NUMBER NOW"


# --- urgent in mid-check ----------------------------------------------------------------------------------------------


def test_once_it_is_urgent_the_question_says_so_and_the_advice_can_be_had() -> None:
    chat = Chat().check({"look": "one_swollen"}, until="onset")
    assert plain_text(chat.seen[-1]).count("You need to be seen today.") == 1
    chat.tap("advice")
    assert urgency(chat) == "urgent_same_day"


def test_while_an_answer_is_changed_under_an_emergency_nothing_softer_is_said() -> None:
    chat = Chat()
    chat.command("check")
    chat.tap("chest_pain")
    chat.tap("change")
    question = chat.tap("change.breath")[-1]
    assert question.paragraphs[0] == said("emergency_so_far")
    assert "today" not in plain_text(question)
    assert chat.tap("advice")[-1].title == "CALL YOUR EMERGENCY NUMBER NOW"


@pytest.mark.parametrize("ask", ["advice", said("advice")])
def test_before_that_it_cannot(ask: str) -> None:
    chat = Chat().check({}, until="onset")
    chat.forge_tap("advice") if ask == "advice" else chat.type(ask)
    assert chat.open == "onset"
