"""The text for the doctor as it is read: a line for each list, no comma that could belong to two signs, times that tell."""

from __future__ import annotations

from datetime import timedelta

from tests.flows.support import CLOT, TEAR, Chat, texts

LABEL = "Fainted, nearly, or very dizzy"


def _lines(chat: Chat) -> list[str]:
    return texts(chat.tap("handoff")).splitlines()


def test_an_answer_is_told_by_what_it_is_about_without_what_was_said_to_the_person() -> None:
    lines = _lines(Chat().check(TEAR))
    assert "- which leg: Left leg only" in lines
    assert not [line for line in lines if "Tick all" in line or "?" in line]


def test_each_list_that_was_denied_has_a_line_of_its_own_and_labels_with_commas_stay_whole() -> None:
    lines = _lines(Chat().check(TEAR))
    denied = lines[lines.index("Asked and denied:") + 1 :]
    assert denied[0].startswith("- breath, chest or fainting: New breathlessness; ")
    assert LABEL in denied[0].removeprefix("- breath, chest or fainting: ").split("; ")
    assert denied[1].startswith("- foot, urine or fever: ")


def test_answers_given_in_one_go_have_no_time_each() -> None:
    assert not [line for line in _lines(Chat().check(CLOT)) if line.startswith("- 20")]


def test_answers_given_hours_apart_have() -> None:
    chat = Chat().check({}, until="side")
    chat.later(timedelta(hours=3))
    chat.go_on(CLOT)
    assert [line for line in _lines(chat) if line.startswith("- 2026-") and line.endswith("which leg: Left leg only")]


def test_the_page_for_a_visit_and_the_reasons_keep_labels_whole_too() -> None:
    chat = Chat().check(CLOT)
    assert f"; {LABEL}; " in texts(chat.command("summary"))
    assert "; no run or injury explains it" in texts(chat.tap("why"))
