"""*What else?* beneath a hot red leg with fever: where it came in and what makes it worse, not how a muscle tore."""

from __future__ import annotations

from tests.flows.support import Chat, texts


def _card(*signs: str) -> Chat:
    chat = Chat()
    chat.command("check")
    chat.choose("none")
    chat.choose(*signs)
    assert chat.verdict.urgency == "emergency_now"
    return chat


def test_it_asks_for_the_wound_first_and_tells_it() -> None:
    chat = _card("fever_leg")
    chat.tap("what_else")
    assert {"onset.wound", "health.diabetes", "health.immune", "side.left", "side.right"} <= set(chat.button_ids)
    assert not {"onset.pop", "onset.blow", "look.calf_wood"} & set(chat.button_ids)
    chat.choose("onset.wound", "side.left")
    said = texts((chat.screen,))
    assert "It began with a cut, bite, blister or scratch." in said
    assert "My left calf hurts." in said


def test_beside_another_sign_it_asks_about_the_leg_itself() -> None:
    chat = _card("fever_leg", "dark_urine")
    chat.tap("what_else")
    assert "onset.pop" in chat.button_ids
