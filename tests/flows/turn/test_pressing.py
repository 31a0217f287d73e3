"""What cannot wait: whatever the reader of dangers would take, and whatever may answer what is open."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flows.base.events import Answered, Chose, Command, Event, SentFile, Typed
from flows.base.tokens import beginning
from flows.talk.library import Library, load_library
from flows.talk.session import Frame, Session
from flows.turn.engine import advance
from flows.turn.pressing import cannot_wait
from tests.understand.score import messages

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def after(library: Library, *events: Event) -> Session:
    session: Session | None = None
    for event in events:
        session = advance(library, session, event, NOW, "abcdef").session
    assert session is not None
    return session


def test_every_message_over_which_a_danger_is_asked_about_or_told_presses(library: Library) -> None:
    asked = 0
    for number, message in enumerate(messages()[::3]):
        step = advance(library, None, Typed(message.say), NOW, "abcdef")
        told = step.session is not None and any(frame.flow == "alarm" for frame in step.session.frames)
        if told or any(reply.urgent for reply in step.replies):
            asked += 1
            assert cannot_wait(library, None, Typed(message.say), NOW), message.say
            if number % 20 == 0 and len(message.say) < 500:
                long = Typed("blah " * 900 + ". " + message.say)
                assert cannot_wait(library, None, long, NOW), f"at the end of what is too long: {message.say}"
    assert asked > 100


@pytest.mark.parametrize("text", ["haha", "🔥😭💀🏃" * 500, "hello there", "", "   ", "lol " * 1500, "\ud83d"])
def test_what_says_nothing_does_not(library: Library, text: str) -> None:
    assert not cannot_wait(library, None, Typed(text), NOW)
    assert not cannot_wait(library, after(library, Typed("hi")), Typed(text), NOW)


@pytest.mark.parametrize("text", ["yes", "no", "1", "not sure", "Not sure"])
def test_an_answer_to_a_danger_presses(library: Library, text: str) -> None:
    waiting = after(library, Typed("I have chest pain"))
    assert cannot_wait(library, waiting, Typed(text), NOW)


@pytest.mark.parametrize("text", ["none of these", "1", "1 2", "chest pain"])
def test_an_answer_to_a_question_of_the_check_presses(library: Library, text: str) -> None:
    assert cannot_wait(library, after(library, Command("check")), Typed(text), NOW)


def test_what_is_asked_in_between_is_looked_beneath(library: Library) -> None:
    asked = after(library, Command("check"), Typed("chest pain breathing"))
    assert cannot_wait(library, asked, Typed("none of these"), NOW)


def test_what_has_to_be_brought_up_to_date_presses(library: Library) -> None:
    old = Session(sid="abcdef", content="older", frames=(Frame("gone", "open"),))
    assert cannot_wait(library, old, Typed("haha"), NOW)


def test_taps_and_options_press_and_files_and_commands_do_not(library: Library) -> None:
    assert cannot_wait(library, None, Chose(f"{beginning('abcdef', 1)}yes"), NOW)
    assert cannot_wait(library, None, Answered(("yes",)), NOW)
    assert cannot_wait(library, None, Typed("/stop"), NOW), "a command that the platform did not see"
    assert not cannot_wait(library, None, SentFile("sticker"), NOW)
    assert not cannot_wait(library, None, Command("start"), NOW)


def test_a_told_pain_presses(library: Library) -> None:
    assert cannot_wait(library, None, Typed("pain 9 out of 10"), NOW)


def test_nothing_of_the_session_changes(library: Library) -> None:
    waiting = after(library, Command("check"), Typed("chest pain breathing"))
    untouched = after(library, Command("check"), Typed("chest pain breathing"))
    cannot_wait(library, waiting, Typed("none"), NOW)
    assert waiting == untouched
