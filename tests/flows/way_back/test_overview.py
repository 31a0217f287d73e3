"""The overview of the way back: where one is, what is next, and every way out."""

from __future__ import annotations

import pytest

from tests.flows.support import library, texts, words_of
from tests.flows.way_back.ways import answer_all_criteria, begin_way_back, put_in_stage

words = words_of("recovery")


# --- the overview -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", range(1, 8))
def test_every_stage_shows_where_one_is_what_is_next_and_every_way_out(stage: int) -> None:
    chat = put_in_stage(begin_way_back(), stage)
    said = chat.screen_text
    assert words(f"stages.stage_{stage}.what") in said
    for name in library().ladder.stages[f"stage_{stage}"].exit:
        assert words(f"criteria.{name}.missing") in said
    assert {"up", "worse", "why", "leave"} <= chat.button_ids
    assert ("down" in chat.button_ids) == (stage > 1)
    assert ("raises" in chat.button_ids) == (stage >= 4)
    routine = library().ladder.stages[f"stage_{stage}"].routine
    assert f"routine.{routine}" in chat.button_ids


@pytest.mark.parametrize("stage", range(1, 8))
def test_every_stage_leads_up_down_and_to_the_check(stage: int) -> None:
    chat = answer_all_criteria(put_in_stage(begin_way_back(), stage, grade=2))
    assert chat.recovery.stage == stage + 1
    if stage > 1:
        chat = put_in_stage(begin_way_back(), stage)
        chat.tap("down")
        assert chat.recovery.stage == stage - 1
    chat = put_in_stage(begin_way_back(), stage)
    said = texts(chat.tap("worse"))
    assert library().text("en", "gate.recheck") in said


def test_why_names_what_the_numbers_rest_on() -> None:
    chat = begin_way_back()
    said = texts(chat.tap("why"))
    assert words("rests") in said
    assert "expert opinion" in said
    assert library().text("en", "talk.judgement") in said
