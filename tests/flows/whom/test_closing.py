"""A message of a check for somebody else is closed once it is answered, as one's own is."""

from __future__ import annotations

import pytest

from tests.flows.whom.answering import Answering


@pytest.mark.parametrize("whom", ["child", "with_me", "elsewhere"])
def test_the_question_for_whom_is_closed_with_its_answer(whom: str) -> None:
    chat = Answering()
    chat.command("check")
    asked = chat.tap("someone_else")[-1]
    answered = chat.tap(f"whom.{whom}")
    assert answered[0].closes == asked.slot != ""
    assert all(reply.slot != asked.slot for reply in answered)
