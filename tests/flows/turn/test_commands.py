"""The commands: each answers at any moment, and what was open is then shown again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from flows.base.replies import plain_text
from flows.checking.begin import GO_ON
from flows.talk.session import Person
from flows.turn.registry import COMMANDS
from tests.flows.support import CLOT, SORE, Chat, library, said
from tests.flows.turn.places import PLACES, bare, emergency, idle, in_mid_check


@pytest.mark.parametrize("command", ["help", "privacy", "about", "last", "nonsense", ""])
@pytest.mark.parametrize("place", PLACES)
def test_an_answer_beside_the_point_shows_what_was_open_again(place: Callable[[], Chat], command: str) -> None:
    chat = place()
    before, frames = bare(chat.screen), chat.state.frames
    replies = chat.command(command)
    assert len(replies) >= 2
    assert replies[0].kind == "message"
    assert bare(replies[-1]) == before
    assert chat.state.frames == frames


@pytest.mark.parametrize("command", [*COMMANDS, "nonsense"])
def test_a_command_out_of_nothing_is_answered(command: str) -> None:
    for chat in (Chat(), idle()):
        assert chat.command(command)


@pytest.mark.parametrize("command", ["start", "check"])
@pytest.mark.parametrize("place", [place for place in PLACES if in_mid_check(place())])
def test_start_in_mid_check_goes_on_where_it_stopped(place: Callable[[], Chat], command: str) -> None:
    chat = place()
    before = bare(chat.screen)
    replies = chat.command(command)
    assert replies[0].paragraphs == (said("resume"),)
    assert bare(replies[-1]) == before


def test_the_first_question_comes_with_the_welcome() -> None:
    replies = Chat().command("start")
    assert [reply.kind for reply in replies] == ["message", "question"]
    assert "I am not a doctor" in replies[0].paragraphs[0]
    assert "/privacy" in replies[0].paragraphs[1]
    assert replies[1].question is not None
    assert replies[1].question.id == "breath"


def test_a_second_check_begins_without_the_welcome() -> None:
    chat = Chat().check(SORE)
    replies = chat.command("check")
    assert [reply.kind for reply in replies] == ["question"]
    assert chat.open == "breath"


@pytest.mark.parametrize("command", ["start", "check"])
@pytest.mark.parametrize("stopped", [False, True])
def test_a_new_check_over_fresh_urgent_advice_is_asked_about(command: str, stopped: bool) -> None:
    for chat, headline in ((Chat().check(CLOT), "GET SEEN TODAY"), (emergency(), "CALL YOUR EMERGENCY NUMBER NOW")):
        if stopped:
            chat.command("stop")
        answers = chat.answers
        asked = chat.command(command)[-1]
        assert asked.paragraphs[0].startswith(f"Your last advice was: {headline}. It still holds.")
        assert plain_text(chat.command(command)[-1]) == plain_text(asked)
        card = chat.tap("no")[-1]
        assert (card.title, chat.open, chat.answers) == (headline, "verdict", answers)
        assert card.choices
        chat.command(command)
        chat.tap("yes")
        assert (chat.open, chat.answers) == ("breath", {})
        assert chat.command("last")[1].title == headline


def test_advice_of_yesterday_or_calm_advice_is_not_asked_about() -> None:
    for wait, answers in ((24, CLOT), (1, SORE)):
        chat = Chat().check(answers)
        if chat.verdict.urgency == "urgent_same_day":
            chat.change(person=Person(keep=True))
        chat.later(timedelta(hours=wait))
        chat.command("check")
        assert chat.open == "breath"


def test_a_program_opened_again_shows_the_open_card() -> None:
    for chat in (emergency(), Chat().check(CLOT), Chat().check(SORE)):
        card, answers = bare(chat.seen[-1]), chat.answers
        assert bare(chat.command("start", GO_ON)[-1]) == card
        assert chat.answers == answers
    assert Chat().command("start", GO_ON)[-1].question


@pytest.mark.parametrize("command", ["help", "privacy", "about", "nonsense", "last"])
def test_an_emergency_card_does_not_scroll_away(command: str) -> None:
    chat = emergency()
    assert chat.command(command)[-1].verdict is not None
    assert chat.type("what now")[-1].verdict is not None
    assert chat.type("x" * 100_000)[-1].verdict is not None


def test_a_calm_card_is_not_shown_again_after_everything() -> None:
    chat = Chat().check(SORE)
    assert [reply.kind for reply in chat.command("help")] == ["message"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_on_each_platform_what_it_does(name: str) -> None:
    assert library().words.has("en", f"telegram.commands.{name}")
    assert library().words.has("en", f"discord.command_{name}")
