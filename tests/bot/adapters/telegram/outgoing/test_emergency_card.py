"""How many buttons the card of an emergency really has on Telegram, and how its list *What else?* is laid out."""

from __future__ import annotations

from bot.adapters.telegram.outgoing.render import keyboard
from flows.base.replies import Reply
from tests.flows.support import Chat


def shown(reply: Reply) -> list[list[tuple[str, bool]]]:
    """Each row of the keyboard: the labels, and whether that button copies."""
    found = keyboard(reply)
    return [[(b.text, b.copy_text is not None) for b in row] for row in found.inline_keyboard] if found else []


def emergency() -> Chat:
    chat = Chat()
    chat.command("start")
    chat.tap("breathless")
    return chat


def test_five_buttons_and_one_to_copy_the_sentence() -> None:
    assert shown(emergency().screen) == [
        [("Copy what to say", True)],
        [("I have called", False), ("I cannot call", False)],
        [("What else?", False)],
        [("Which country are you in?", False)],
        [("That was a mistake", False)],
    ]


def test_the_number_adds_one_to_copy() -> None:
    chat = emergency()
    chat.tap("country")
    chat.tap("country.GB")
    found = [button for row in shown(chat.screen) for button in row]
    assert [label for label, copies in found if copies] == ["999", "Copy what to say"]
    assert len([label for label, copies in found if not copies]) == 5


def test_the_list_has_a_line_a_row_and_its_way_back_last() -> None:
    chat = emergency()
    chat.tap("what_else")
    rows = shown(chat.screen)
    assert all(len(row) == 1 for row in rows)
    assert rows[-1] == [("Back to the advice", False)]
    chat.tap("side.left")
    assert ("✓ Left leg only", False) in [button for row in shown(chat.screen) for button in row]
    assert [row[0][0] for row in shown(chat.screen)[-2:]] == ["Done", "Back to the advice"]


def test_the_answer_to_the_call_brings_two_more() -> None:
    (reply,) = emergency().tap("called")
    assert shown(reply) == [[("Text for the doctor", False), ("Why this advice?", False)]]
