"""The session as JSON: nothing is lost on the way, and what cannot be read says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from flows.base.errors import SessionError
from flows.base.events import TimerFired
from flows.talk.session import VERSION, Session, dump, load
from tests.flows.support import CLOT, NOON, SORE, TEAR, Chat, said


@pytest.mark.parametrize("answers", [SORE, TEAR, CLOT], ids=["sore", "tear", "clot"])
def test_a_whole_conversation_survives_json(answers: dict[str, str]) -> None:
    chat = Chat().check(answers)
    chat.tap("change")
    chat.command("forget")
    assert load(dump(chat.state)) == chat.session
    assert b'"answers":{"breath":["none"]' in dump(chat.state), "ids, never positions"


def test_a_session_is_a_few_kilobytes() -> None:
    chat = Chat()
    for _ in range(3):
        chat.command("restart")
        chat.check(TEAR)
    chat.tap("change")
    chat.command("forget")
    assert len(dump(chat.state)) < 4096


def test_a_new_person_takes_next_to_nothing() -> None:
    assert dump(Session(sid="abcdef")) == b'{"sid":"abcdef"}'


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"{}",
        b'{"sid":1}',
        b'{"sid":"abcdef","frames":[1]}',
        b"\xff\xfe",
        b'{"sid":"abcdef","turn":"x"}',
    ],
)
def test_what_is_no_session_says_so(raw: bytes) -> None:
    with pytest.raises(SessionError, match="could not be read"):
        load(raw)


def test_a_session_of_a_later_form_is_refused() -> None:
    with pytest.raises(SessionError):
        load(b'{"sid":"abcdef","version":99}')


def test_what_a_later_form_adds_is_passed_over() -> None:
    assert load(b'{"sid":"abcdef","hobby":"running"}') == Session(sid="abcdef", version=VERSION)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            {"flow": "confirm", "state": "open", "data": {"kind": "forget", "text": "a b c", "yes": "d", "no": "e"}},
            {"flow": "confirm", "state": "open", "data": {"kind": "forget"}},
        ),
        (
            {
                "flow": "confirm",
                "state": "open",
                "data": {"kind": "slip", "text": "a", "question": "look", "lost": ["x"]},
            },
            {"flow": "confirm", "state": "open", "data": {"kind": "slip", "question": "look", "lost": ["x"]}},
        ),
        (
            {"flow": "confirm", "state": "open", "data": {"kind": "keep", "then": "checkins", "text": "a"}},
            {"flow": "confirm", "state": "open", "data": {"kind": "keep_checkins", "then": "checkins"}},
        ),
        (
            {"flow": "confirm", "state": "open", "data": {"kind": "keep", "then": "morning.warm_up", "text": "a"}},
            {"flow": "confirm", "state": "open", "data": {"kind": "keep_morning", "then": "morning.warm_up"}},
        ),
        (
            {"flow": "confirm", "state": "open", "data": {"kind": "keep", "then": "zone", "text": "a"}},
            {"flow": "confirm", "state": "open", "data": {"kind": "keep_plan", "then": "zone"}},
        ),
        (
            {"flow": "confirm", "state": "open", "data": {"kind": "keep", "then": "remind.ice", "text": "a"}},
            {"flow": "confirm", "state": "open", "data": {"kind": "keep", "then": "remind.ice"}},
        ),
        (
            {
                "flow": "alarm",
                "state": "open",
                "data": {"asked": [["pe_signs", "breath.told"]], "page": ["topic.x", "X"]},
            },
            {"flow": "alarm", "state": "open", "data": {"asked": [["pe_signs", "breath.told"]], "page": "topic.x"}},
        ),
        (
            {"flow": "alarm", "state": "open", "data": {"asked": [["pe_signs", "breath.told"]], "page": []}},
            {"flow": "alarm", "state": "open", "data": {"asked": [["pe_signs", "breath.told"]], "page": ""}},
        ),
        (
            {"flow": "zone", "state": "ask", "data": {"then": "checkins", "zones": ["Europe/Berlin"]}},
            {"flow": "zone", "state": "ask", "data": {"then": "checkins", "zones": ["Europe/Berlin"]}},
        ),
    ],
)
def test_the_first_form_becomes_the_second_and_no_told_sign_is_lost(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    raw = msgspec.json.encode({"sid": "abcdef", "frames": [before]})
    now = load(raw)
    assert msgspec.to_builtins(now.frames[0]) == after
    assert (now.sid, now.version) == ("abcdef", VERSION)
    assert load(dump(now)) == now, "the second form is not taken for the first"


def test_an_agreement_that_was_stored_as_a_sentence_was_asked_at_the_last_word() -> None:
    frame = {"flow": "confirm", "state": "open", "data": {"kind": "keep", "then": "checkins", "text": "a"}}
    raw = msgspec.json.encode({"sid": "abcdef", "touched": "2026-03-02T12:00:00Z", "frames": [frame]})
    assert load(raw).frames[0].data == {
        "kind": "keep_checkins",
        "then": "checkins",
        "asked_at": "2026-03-02T12:00:00Z",
    }


def moved(chat: Chat) -> Chat:
    """As if the open question had been taken out of the content while the person was away."""
    return chat.change(content="older", frames=(replace(chat.state.frames[0], state="a_question_of_old"),))


def test_a_question_that_is_no_more_is_passed_over_politely() -> None:
    chat = moved(Chat().check(SORE, until="onset"))
    replies = chat.type("hello")
    assert replies[0].paragraphs == (said("updated"),)
    assert chat.open == "onset"
    assert replies[-1].slot == str(chat.state.turn)
    assert chat.tap("hours_later")[-1].closes == replies[-1].slot


def test_the_buttons_of_a_question_that_is_no_more_are_old_and_a_sign_among_them_counts() -> None:
    chat = moved(Chat().check(SORE, until="look"))
    tick = chat.button("one_swollen").token
    replies = chat.send_token(tick)
    assert "That counts from now on" in replies[1].paragraphs[0]
    assert chat.answers["look"] == ("one_swollen",)


def test_a_timer_does_not_speak_of_new_questions() -> None:
    chat = moved(Chat().check(SORE, until="onset"))
    assert chat.send(TimerFired("expire")) == ()
    assert chat.type("hello")[-1].question is not None


def test_only_the_person_counts_as_a_sign_of_life() -> None:
    chat = Chat()
    chat.command("check")
    chat.later(timedelta(hours=23))
    chat.choose("none")
    touched = chat.now
    chat.later(timedelta(hours=2))
    assert chat.state.touched == touched
    assert chat.state.touched > NOON
