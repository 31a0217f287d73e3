"""A new check over the way back, and the short test after plain soreness."""

from __future__ import annotations

import pytest

from tests.flows.support import DAY, RUNS, SORE, TWINGE, Chat, texts, words_of
from tests.flows.way_back.ways import begin_way_back, put_in_stage

words = words_of("recovery")


# --- a new check ------------------------------------------------------------------------------------------------------


def checked_again(answers: dict[str, str], stage: int = 5) -> Chat:
    chat = put_in_stage(begin_way_back(), stage)
    chat.tap("leave")
    chat.later(DAY)
    return chat.check(answers)


def test_after_a_new_check_nothing_is_lifted_until_the_person_says_that_it_is_the_same() -> None:
    chat = checked_again(TWINGE)
    chat.command("routine", "stage 5")
    chat.command("plan")
    assert chat.button_ids == {"same", "new", "leave"}
    chat.tap("same")
    assert chat.recovery.stage == 5
    assert "up" in chat.button_ids


def test_a_new_injury_begins_at_the_first_stage_with_one_before_it() -> None:
    chat = checked_again(TWINGE)
    chat.command("plan")
    chat.tap("new")
    assert (chat.recovery.stage, chat.recovery.slow) == (1, True)


def test_a_new_soreness_that_is_no_strain_needs_no_ladder() -> None:
    chat = checked_again(SORE)
    chat.command("plan")
    assert words("refused.not_for") in texts(chat.tap("new"))
    assert chat.state.recovery is None


# --- plain soreness ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answers", [SORE, RUNS])
def test_after_plain_soreness_a_short_test_says_whether_to_run(answers: dict[str, str]) -> None:
    chat = Chat().check(answers)
    chat.command("plan")
    for act in ("yes", "yes", "n.1"):
        chat.tap(act)
    assert words("again.run", minutes=30) in texts(chat.tap("n.2"))
    chat.command("plan")
    for act in ("yes", "no", "n.1"):
        chat.tap(act)
    said = texts(chat.tap("n.3"))
    assert words("again.rest") in said
    for name in ("again_limp", "again_raises"):
        assert words(f"criteria.{name}.missing") in said
    assert chat.state.recovery is None
    assert chat.open == "verdict"
