"""Sessions and mornings on the way back: what they repeat, drop and carry on."""

from __future__ import annotations

from itertools import pairwise

from tests.flows.support import DAY, HOUR, library, texts, words_of
from tests.flows.way_back.ways import answer_all_criteria, begin_way_back, do_session, put_in_stage, tell_morning

words = words_of("recovery")


# --- sessions and mornings --------------------------------------------------------------------------------------------


def test_a_bad_morning_repeats_two_drop_and_three_are_looked_at() -> None:
    chat = put_in_stage(begin_way_back(), 3, breaks=0)
    said = texts(tell_morning(do_session(chat), 6, "none").step.replies)
    assert words("outcome.repeat") in said
    assert (chat.recovery.stage, chat.recovery.breaks) == (3, 1)
    assert words("held_back") in texts(chat.open_plan().tap("up"))
    chat.open_plan()
    said = texts(tell_morning(do_session(chat), 6, "none").step.replies)
    assert words("outcome.dropped") in said
    assert chat.recovery.stage == 2
    chat.open_plan()
    tell_morning(do_session(chat), 6, "none")
    assert chat.open == "verdict"
    assert chat.episode.raised is not None
    assert chat.episode.raised.urgency == "clinician_soon"
    chat.open_plan()
    assert words("seen") in chat.screen_text
    chat.tap("yes")
    chat.tap("yes")
    assert chat.recovery.breaks == 0
    assert "up" in chat.button_ids


def test_good_mornings_carry_on_and_pain_over_the_ceiling_counts_whatever_the_morning_says() -> None:
    chat = put_in_stage(begin_way_back(), 3)
    assert words("outcome.kept") in texts(tell_morning(do_session(chat), 0, "none").step.replies)
    chat.open_plan()
    tell_morning(do_session(chat, during=4), 0, "none")
    assert chat.recovery.breaks == 1


def test_a_limp_in_the_morning_counts_and_a_sign_leads_to_the_check() -> None:
    chat = put_in_stage(begin_way_back(), 3)
    tell_morning(do_session(chat), 0, "limp")
    assert chat.recovery.breaks == 1
    chat.open_plan()
    tell_morning(do_session(chat), 0, "breath")
    assert chat.verdict.urgency == "emergency_now"


def test_a_morning_that_nobody_asked_about_is_asked_with_the_plan() -> None:
    chat = put_in_stage(begin_way_back(), 3)
    do_session(chat)
    chat.timers.pop("morning", None)
    chat.later(20 * HOUR)
    chat.open_plan()
    assert chat.open == "morning"
    chat.tap("pain.0")
    chat.tap("new.none")
    assert "up" in chat.button_ids


def test_a_pop_in_a_session_starts_the_way_over() -> None:
    chat = put_in_stage(begin_way_back(), 5, grade=1)
    assert chat.shown is not None
    chat.tap("routine.stage_5")
    chat.tap("pain.0")
    chat.tap("hurts")
    chat.tap("sharp")
    assert (chat.recovery.stage, chat.recovery.slow, chat.recovery.step) == (1, True, 1)
    assert chat.open in library().check.plan.by_id


def test_runs_are_48_hours_apart_whatever_button_is_tapped() -> None:
    chat = put_in_stage(begin_way_back(), 6)
    token = chat.button("routine.walk_run").token
    do_session(chat)
    assert chat.recovery.last is not None
    assert [one.value for one in chat.records("run")] == [30]
    chat.open_plan()
    assert "routine.walk_run" not in chat.button_ids
    chat.later(11 * HOUR)
    assert chat.open != "routine"
    chat.send_token(token)
    assert chat.open != "routine"


def test_an_old_button_does_not_let_anybody_run_who_was_put_back() -> None:
    chat = put_in_stage(begin_way_back(), 6)
    token = chat.button("routine.walk_run").token
    chat.tap("down")
    chat.tap("leave")
    chat.send_token(token)
    assert chat.open != "routine"


def test_a_good_run_is_a_step_and_half_of_one_is_none() -> None:
    chat = put_in_stage(begin_way_back(), 6)
    chat.change_recovery(step=3)
    chat.open_plan()
    assert words("step", step=3, of=14, sets=5, run="2", walk="2") in chat.screen_text
    said = texts(tell_morning(do_session(chat), 0, "none").step.replies)
    assert words("next_step", step=4) in said
    chat.later(48 * HOUR)
    chat.open_plan()
    chat.tap("routine.walk_run")
    chat.tap("pain.0")
    chat.tap("start")
    chat.later(HOUR / 6)
    for act in ("skip", "skip", "pain.0"):
        chat.tap(act)
    tell_morning(chat, 0, "none")
    assert chat.recovery.step == 4


def test_in_a_run_three_is_too_much_and_the_limit_is_told() -> None:
    chat = put_in_stage(begin_way_back(), 6)
    chat.tap("routine.walk_run")
    chat.tap("pain.0")
    chat.tap("hurts")
    assert library().text("en", "guided.rule.easier", pain=3) in texts(chat.tap("pain.3"))


def test_from_the_first_day_to_thirty_minutes_of_running_with_one_bad_morning() -> None:
    """Weeks of it, by the clock: a mild strain, every session guided, every morning asked about by itself."""
    chat, bad = begin_way_back(), False
    day_0 = chat.now
    while not library().ladder.done(chat.recovery):
        chat.open_plan()
        stage = chat.recovery.stage
        if any(one.startswith("routine.") for one in chat.button_ids) and stage != 7:
            hurt = stage == 3 and not bad
            tell_morning(do_session(chat), 4 if hurt else 0, "none")
            bad = bad or hurt
            chat.open_plan()
        if "up" in chat.button_ids and library().ladder.holds_back(chat.recovery, chat.now) is None:
            thrice = [one.value for one in chat.records("run")].count(30) >= 3
            answer_all_criteria(chat, thirty_thrice="yes" if thrice else "no")
        chat.later(DAY)
        assert chat.now - day_0 < 120 * DAY
    stages = [one.value for one in chat.records("stage")]
    assert stages == [1, 2, 3, 4, 6, 7, 8]
    minutes = [one.value for one in chat.records("run")]
    assert minutes == [10, 12, 14, 15, 18, 20, 20, 24, 24, 25, 28, 30, 30, 30]
    times = [one.at for one in chat.records("run")]
    assert all(later - earlier >= 48 * HOUR for earlier, later in pairwise(times))
    assert chat.now - day_0 >= 45 * DAY, (chat.now - day_0).days
