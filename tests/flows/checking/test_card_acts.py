"""What the card gives on a tap: the text for the doctor, and why."""

from __future__ import annotations

from tests.flows.support import CLOT, TEAR, Chat, library, texts


def test_the_text_for_the_doctor_tells_what_was_asked_denied_and_unsure() -> None:
    chat = Chat().check({**TEAR, "health": "unsure"})
    text = texts(chat.tap("handoff"))
    assert "Not a diagnosis." in text
    assert "Asked 2026-03-02 12:00 to 2026-03-02 12:00 UTC." in text
    assert "- how it began: Sudden pain on the move, stopped" in text
    assert "Asked and denied:\n- breath, chest or fainting: New breathlessness; Chest pain" in text
    assert "Not sure about: medicines and health." in text
    assert "Advice given: SEE A DOCTOR OR PHYSIO" in text
    for fit in chat.verdict.fits:
        assert library().text("en", f"fits.{fit}.name") not in text


def test_why_names_the_rules_the_answers_and_the_sources() -> None:
    text = texts(Chat().check(CLOT).tap("why"))
    assert "Signed off by a clinician: not yet." in text
    assert "Your answers:" in text
    assert "NICE" in text or "158" in text
    assert "Information, not a diagnosis." in text
