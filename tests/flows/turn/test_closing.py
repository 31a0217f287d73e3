"""What closes, replaces and names what, and how much is still to come."""

from __future__ import annotations

import random

from tests.flows.support import SORE, Chat, calmest, library, said

# --- what closes, replaces and names what -----------------------------------------------------------------------------


def test_the_next_turn_closes_the_answered_question_with_its_answer() -> None:
    chat = Chat().check({}, until="side")
    (reply,) = chat.tap("left")
    assert (reply.slot, reply.closes) == (str(chat.state.turn), str(chat.state.turn - 1))
    assert reply.closed_text == "Which leg hurts?\n→ Left leg only"


def test_only_the_first_reply_of_a_turn_closes() -> None:
    chat = Chat().check(SORE)
    chat.tap("country")
    replies = chat.type("Ireland")
    assert [bool(reply.closes) for reply in replies] == [True, False]
    assert replies[0].closed_text.startswith(said("acts.country"))


def test_a_question_asked_again_is_closed_without_an_answer() -> None:
    chat = Chat().check({}, until="look")
    (reply,) = chat.tap("back")
    assert reply.closed_text.startswith("Socks and sleeves off.")
    assert "→" not in reply.closed_text


def test_a_card_is_never_closed() -> None:
    chat = Chat().check(SORE)
    for button in ("change", "leave", "country", "leave", "checkins", "days.0", "no"):
        before = chat.open
        replies = chat.tap(button)
        assert before != "verdict" or not any(reply.closes for reply in replies)


def test_what_changes_nothing_closes_nothing() -> None:
    chat = Chat().check({}, until="side")
    for replies in (chat.type("nonsense"), chat.command("help"), chat.tap("why")):
        assert [reply.closes for reply in replies] == ["", ""]
        assert replies[-1].slot == str(chat.state.turn)
        assert not replies[-1].replaces


def test_questions_may_be_sent_twice_and_messages_not() -> None:
    chat = Chat().check(SORE)
    assert all(reply.repeatable for reply in chat.seen if reply.kind == "question")
    assert not any(reply.repeatable for reply in chat.seen if reply.kind == "message")


# --- progress ---------------------------------------------------------------------------------------------------------


def test_progress_never_grows() -> None:
    rng = random.Random(7)
    for _ in range(300):
        chat = Chat()
        chat.command("check")
        total = left = 99
        while chat.open not in ("verdict", "whom"):
            facts = chat.seen[-1].question
            assert facts is not None
            number, most = facts.progress
            assert number == len(chat.answers) + 1
            assert most <= total, f"{chat.answers}: {total} → {most}"
            assert most - number < left
            assert number <= most <= 14
            total, left = most, most - number
            question = library().check.plan.by_id[chat.open]
            chat.choose(rng.choice([calmest(question.id), rng.choice(question.every)]))


def test_what_is_left_is_told_from_five_on() -> None:
    chat = Chat()
    chat.command("check")
    titles = []
    while chat.open != "verdict":
        reply = chat.seen[-1]
        assert reply.question is not None
        number, most = reply.question.progress
        titles.append((most - number + 1, reply.title))
        chat.choose(SORE.get(chat.open, calmest(chat.open)))
    assert [title for _, title in titles[:3]] == ["Safety 1 of 2", "Safety 2 of 2", "Your leg"]
    for left, title in titles[2:]:
        wanted = "Last one" if left == 1 else f"About {left} left" if left <= 5 else ""
        assert title.partition(" · ")[2] == wanted, (left, title)
    assert titles[-1][0] == 1
