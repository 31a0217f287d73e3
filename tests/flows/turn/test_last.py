"""/last: the latest advice with its time, never a verdict on half of the answers."""

from __future__ import annotations

from datetime import timedelta

from tests.flows.support import CLOT, RUNS, SORE, Chat, texts


def test_last_shows_the_latest_advice_with_its_time() -> None:
    chat = Chat().check(SORE)
    chat.command("stop")
    chat.later(timedelta(hours=3))
    replies = chat.command("last")
    assert replies[0].paragraphs == ("Your last advice, from 2026-03-02 12:00 UTC.",)
    assert replies[1].title == "LOOK AFTER IT AT HOME"
    assert replies[1].choices == ()


def test_last_at_the_card_shows_the_card_with_its_buttons() -> None:
    chat = Chat().check(SORE)
    replies = chat.command("last")
    assert replies[-1].verdict is not None
    assert replies[-1].choices


def test_last_in_a_new_check_shows_the_earlier_advice_and_then_the_open_question() -> None:
    chat = Chat().check(CLOT)
    chat.check(SORE, until="side")
    replies = chat.command("last")
    assert [reply.kind for reply in replies] == ["message", "verdict", "question"]
    assert replies[1].title == "GET SEEN TODAY"
    chat.go_on(SORE)
    assert chat.command("last")[-1].title == "LOOK AFTER IT AT HOME"


def test_last_before_any_advice_says_so() -> None:
    assert "no advice yet" in texts(Chat().command("last"))


def test_last_never_shows_a_verdict_on_half_of_the_answers() -> None:
    chat = Chat().check(RUNS)
    chat.tap("change")
    chat.tap("change.onset")
    chat.choose("over_weeks")
    assert chat.open == "pattern"
    assert [reply.kind for reply in chat.command("last")] == ["message", "question"]
    chat.command("stop")
    assert [reply.kind for reply in chat.command("last")] == ["message"]
