"""What is said in public and to nobody in particular: groups, other languages, timers nobody set."""

from __future__ import annotations

import pytest

from flows.base.events import TimerFired
from flows.turn.public import group_reply
from tests.flows.support import Chat, check_reply, library


def test_a_language_without_words_falls_back_to_english() -> None:
    assert library().text("xx", "talk.done") == "Done"
    assert group_reply(library(), "xx") == group_reply(library(), "en")


def test_a_group_hears_nothing_about_a_person() -> None:
    reply = group_reply(library(), "en")
    check_reply(reply)
    (choice,) = reply.choices
    assert (choice.link, choice.token) == ("private", "")
    assert reply.kind == "message"
    assert reply.question is None
    assert reply.verdict is None


@pytest.mark.parametrize("name", ["expire", "nonsense"])
def test_a_timer_that_nobody_set_does_nothing(name: str) -> None:
    for chat in (Chat(), Chat().check({}, until="side")):
        assert chat.send(TimerFired(name)) == ()
    assert chat.open == "side"
