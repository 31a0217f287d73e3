"""Moving on: by what was answered, never by the calendar, and what is missing is named."""

from __future__ import annotations

from tests.flows.support import DAY, library, texts, words_of
from tests.flows.way_back.ways import answer_all_criteria, begin_way_back, do_session, put_in_stage

words = words_of("recovery")


# --- up ---------------------------------------------------------------------------------------------------------------


def test_too_early_says_until_when() -> None:
    chat = begin_way_back()
    said = texts(chat.tap("up"))
    assert "until" in said
    assert chat.recovery.stage == 1
    chat.later(365 * DAY / 100)
    assert chat.recovery.stage == 1, "the calendar moves nobody"


def test_nobody_moves_on_before_the_morning_after_is_told() -> None:
    chat = do_session(put_in_stage(begin_way_back(), 2))
    stage = chat.recovery.stage
    assert words("morning_first") in texts(chat.open_plan().tap("up"))
    assert chat.recovery.stage == stage


def test_what_is_not_met_is_named_with_what_to_do_and_still_stands_there_later() -> None:
    chat = put_in_stage(begin_way_back(), 3)
    answer_all_criteria(chat, brisk_30="n.4", knee_to_wall="not_tried")
    said = texts(chat.step.replies)
    for name in ("brisk_30", "knee_to_wall"):
        assert words(f"criteria.{name}.missing") in said
        assert words(f"criteria.{name}.do") in said
    assert words("criteria.both_feet_60.do") not in said
    assert chat.recovery.stage == 3
    chat.open_plan()
    assert words("still", what=words("criteria.brisk_30.missing")) in chat.screen_text


def test_a_typed_number_answers_a_criterion() -> None:
    chat = put_in_stage(begin_way_back(), 2)
    chat.tap("up")
    chat.type("2")
    chat.type("3")
    assert chat.recovery.missing == ("push_2",)


def test_a_mild_strain_skips_the_springs_after_ten_good_hops() -> None:
    assert answer_all_criteria(put_in_stage(begin_way_back(), 4)).recovery.stage == 6
    assert answer_all_criteria(put_in_stage(begin_way_back(), 4), hops_10="n.3").recovery.stage == 5


def test_the_last_stage_ends_the_way() -> None:
    chat = answer_all_criteria(put_in_stage(begin_way_back(), 7))
    assert library().ladder.done(chat.recovery)
    assert words("finished") in texts(chat.step.replies)
    assert chat.state.records[-1].value == 8


def test_leaving_in_mid_question_leads_back_to_the_overview() -> None:
    chat = put_in_stage(begin_way_back(), 3)
    chat.tap("up")
    chat.tap("n.1")
    chat.tap("leave")
    assert "up" in chat.button_ids
    assert chat.recovery.missing == ()
