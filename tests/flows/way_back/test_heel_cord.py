"""The programme of a sore heel cord, as a conversation."""

from __future__ import annotations

import pytest

from tests.flows.support import DAY, texts, words_of
from tests.flows.way_back.ways import (
    BONE,
    LASTING_CORD,
    answer_all_criteria,
    begin_way_back,
    do_session,
    put_in_stage,
    tell_morning,
)

words = words_of("recovery")


# --- the heel cord ----------------------------------------------------------------------------------------------------


def test_a_sore_heel_cord_gets_its_programme() -> None:
    chat = begin_way_back(LASTING_CORD)
    assert chat.recovery.program == "achilles"
    said = chat.screen_text
    assert words("week", week=1, of=12) in said
    assert words("tendon_runs", ceiling=5) in said
    assert words("insertion") not in said
    assert words("rests_tendon") in texts(chat.tap("why"))


def test_at_the_heel_bone_no_drop_below_the_level() -> None:
    chat = begin_way_back(BONE)
    assert words("insertion") in chat.screen_text


def test_pain_up_to_five_is_within_the_rule_of_a_heel_cord() -> None:
    chat = begin_way_back(LASTING_CORD)
    tell_morning(do_session(chat, before=3, during=5), 3, "none")
    assert chat.recovery.breaks == 0


def test_pain_that_climbs_week_on_week_holds_a_heel_cord_back() -> None:
    chat = begin_way_back(LASTING_CORD)
    tell_morning(do_session(chat, before=2, during=2), 2, "none")
    chat.later(7 * DAY)
    chat.open_plan()
    said = texts(tell_morning(do_session(chat, before=2, during=4), 2, "none").step.replies)
    assert words("outcome.climbs") in said
    assert chat.recovery.breaks == 1


@pytest.mark.parametrize("stage", [1, 2, 3])
def test_every_phase_leads_on(stage: int) -> None:
    chat = answer_all_criteria(put_in_stage(begin_way_back(LASTING_CORD), stage, days=90))
    assert chat.recovery.stage == stage + 1
