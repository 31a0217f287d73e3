"""Taking back what was told: a slip is asked about, and nothing urgent goes without a second question."""

from __future__ import annotations

from flows.base.replies import plain_text
from flows.base.urgency import URGENT
from tests.flows.support import CLOT, TEAR, Chat, texts, told, urgency


def test_taking_back_a_sign_is_asked_about_and_a_slip_stays_on_paper() -> None:
    chat = Chat().check({**CLOT, "clot_risk": "none"})
    asked = chat.change_answer("look", "none")
    assert asked.paragraphs == ("You told me: One calf or ankle more swollen. Was that a slip?",)
    assert told(chat.session) == URGENT
    chat.tap("yes")
    chat.go_on({"course": "long_better"})
    assert urgency(chat) != "urgent_same_day"
    assert "Ticked, then called a slip: One calf or ankle more swollen (2026-03-02 12:00)." in texts(
        chat.tap("handoff")
    )


def test_it_is_true_leaves_everything_as_it_was() -> None:
    chat = Chat().check(CLOT)
    answers = chat.answers
    chat.change_answer("look", "none")
    chat.tap("no")
    assert chat.open == "verdict"
    assert chat.answers == answers
    assert chat.episode.retracted == ()


def test_taking_back_one_half_of_an_urgent_pair_is_asked_about_as_well() -> None:
    chat = Chat().check({"side": "left", "onset": "pop", "spot": "heel_cord"}, until="verdict")
    assert urgency(chat) == "urgent_same_day"
    asked = chat.change_answer("spot", "inner_mid")
    assert asked.paragraphs == ("You told me: Cord above heel (or calf + cord). Was that a slip?",)


def test_an_answer_that_takes_a_sign_along_is_asked_about() -> None:
    chat = Chat().check({"look": "unsure", "measure": "yes_3cm"}, until="verdict")
    asked = chat.change_answer("look", "none")
    assert asked.paragraphs == ("You told me: Yes, 3 cm or more. Was that a slip?",)


def test_a_change_that_takes_nothing_urgent_back_is_not_asked_about() -> None:
    chat = Chat().check({**TEAR, "walk": "cannot_4"}, until="verdict")
    assert urgency(chat) == "urgent_same_day"
    chat.change_answer("spot", "behind_knee")
    assert chat.open == "knee"
    assert "You need to be seen today." in plain_text(chat.seen[-1]), "what was told further on still counts"
    chat.command("stop")
    assert chat.open == "verdict"


def test_none_with_ticks_asks_which_is_true() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("bruise")
    asked = chat.tap("none")[-1]
    assert asked.paragraphs == ("You ticked: Bruise. And now: Nothing different. Which is true?",)
    assert [one.label for one in asked.choices] == ["What I ticked", "Nothing different"]
    chat.tap("yes")
    assert chat.answers["look"] == ("bruise",)


def test_and_none_may_be_true() -> None:
    chat = Chat().check({}, until="look")
    chat.tap("bruise")
    chat.type("nothing different")
    assert chat.open == "confirm"
    chat.tap("no")
    assert chat.answers["look"] == ("none",)
