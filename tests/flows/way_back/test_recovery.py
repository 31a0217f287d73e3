"""The way back to running, as a conversation: who may begin, what it asks, and what moves it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from flows.base.remembered import Recovery
from tests.flows.support import CLOT, DAY, HOUR, RUNS, SORE, TEAR, Chat, library, texts, words_of

MILD = {"side": "left", "onset": "sharp_ran_on", "spot": "inner_mid", "course": "new", "walk": "walk_easy"}
CORD = {"side": "left", "onset": "over_weeks", "spot": "heel_cord", "course": "weeks_same", "walk": "walk_easy"}
BONE = {**CORD, "spot": "heel_bone"}
AT_THE_END = len(library().ladder.file.walk_run.steps)


words = words_of("recovery")


def kept(chat: Chat) -> Chat:
    """Somebody who has said yes to keeping before, so that months can go by."""
    chat.keep()
    return chat


def begun(answers: dict[str, str] = MILD, age: str = "30_39", past: str = "no") -> Chat:
    """Somebody in the first stage, with the overview open."""
    chat = kept(Chat().check(answers))
    chat.command("plan")
    if chat.button_ids >= {"yes", "no"}:
        chat.tap(past)
    chat.tap(f"age.{age}")
    return chat


def recovery(chat: Chat) -> Recovery:
    return chat.recovery


def put(chat: Chat, stage: int, days: int = 60, **changes: object) -> Chat:
    """Somebody in this stage since so many days; ten days have gone by since the check."""
    chat.later(10 * DAY)
    changed = replace(recovery(chat), stage=stage, since=chat.now - days * DAY, step=AT_THE_END, **changes)
    chat.session = replace(chat.state, recovery=changed)
    return plan(chat)


def plan(chat: Chat) -> Chat:
    """/plan, past the gate; the overview is open, or what comes before it."""
    if chat.open == "plan":
        chat.tap("leave")
    chat.command("plan")
    if chat.open == "gate":
        chat.tap("gate.none")
    return chat


def session(chat: Chat, before: int = 0, during: int = 1) -> Chat:
    """Today's session, every set of it; the whole of it takes its time."""
    chat.tap(next(one.id for one in chat.screen.choices if one.id.startswith("routine.")))
    chat.tap(f"pain.{before}")
    for _ in range(400):
        ids = chat.button_ids
        if chat.open != "routine" or "pain.0" in ids:
            break
        if "start" in ids:
            chat.tap("start")
        elif "set_done" in ids:
            chat.tap("set_done")
        elif "go" in ids:
            chat.tap("go")
        else:
            chat.later(HOUR / 2 if chat.timers else HOUR)
            if "resume" in chat.button_ids:
                chat.tap("resume")
    chat.tap(f"pain.{during}")
    return chat


def bad_morning(chat: Chat, pain: int = 6) -> Chat:
    return morning(chat, pain, "none")


def morning(chat: Chat, pain: int, sign: str) -> Chat:
    """The next day, asked by itself."""
    for _ in range(3):
        chat.later(8 * HOUR)
        if chat.open == "morning":
            break
    assert chat.open == "morning"
    chat.tap(f"pain.{pain}")
    chat.tap(f"new.{sign}")
    return chat


def answer_all(chat: Chat, **other: str) -> Chat:
    """Ask to move on, and answer as it has to be; `other` gives another answer to a criterion."""
    chat.tap("up")
    seen: list[str] = []
    while chat.session and chat.session.frames and (top := chat.session.frames[-1]).state != "show":
        data = top.data
        if top.state == "sex":
            chat.tap("sex.women")
        elif top.state in ("sore_side", "other_side"):
            chat.tap(other.get(top.state, "n.30"))
        else:
            criterion = library().ladder.criteria[data["names"][data["at"]]]
            good = f"n.{criterion.limit}" if criterion.kind in ("most", "least") else "yes"
            chat.tap(other.get(criterion.id, good))
            assert len(chat.step.replies) <= 2, "one question, one tap"
            seen.append(criterion.id)
    assert len(seen) == len(set(seen))
    return chat


# --- who may begin ----------------------------------------------------------------------------------------------------


def test_a_mild_strain_begins_in_three_taps() -> None:
    chat = Chat().check(MILD)
    chat.command("plan")
    assert words("past") in chat.screen_text
    chat.tap("no")
    chat.tap("age.30_39")
    assert chat.open == "confirm"
    chat.tap("no")
    assert chat.open == "plan"
    assert (recovery(chat).stage, recovery(chat).step, recovery(chat).slow) == (1, 3, False)
    assert [(one.kind, one.what, one.value) for one in chat.state.records] == [("stage", "strain", 1)]


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (CLOT, "urgent"),
        ({"side": "left", "onset": "pop", "spot": "heel_cord"}, "urgent"),
        ({"side": "both_muscle", "onset": "over_weeks", "spot": "shin_strip"}, "not_for"),
    ],
)
def test_others_are_refused_with_the_reason(answers: dict[str, str], reason: str) -> None:
    chat = Chat().check(answers)
    said = texts(chat.command("plan"))
    assert (words(f"refused.{reason}") if reason != "urgent" else library().text("en", "gate.urgent")) in said
    assert chat.state.recovery is None


def test_an_emergency_never_gets_a_plan() -> None:
    chat = Chat()
    chat.command("check")
    chat.choose("breathless")
    chat.command("plan")
    assert chat.open == "verdict"
    assert chat.state.recovery is None


def test_a_moderate_strain_is_asked_whether_it_was_seen_and_may_be_loaded() -> None:
    chat = kept(Chat().check(TEAR))
    said = texts(chat.command("plan"))
    assert words("seen") in said
    assert words("refused.seen_first") in texts(chat.tap("no"))
    chat.command("plan")
    assert words("load") in texts(chat.tap("yes"))
    assert words("refused.their_plan") in texts(chat.tap("no"))
    chat.command("plan")
    assert words("load") in chat.screen_text, "that it was seen is not asked twice"
    chat.tap("yes")
    chat.tap("no")
    chat.tap("age.30_39")
    assert (recovery(chat).grade, recovery(chat).step) == (2, 1)


def test_the_earlier_strain_the_age_and_a_deep_strain_each_make_it_slower() -> None:
    assert recovery(begun(past="yes")).slow
    assert recovery(begun(age="50_59")).slow
    assert recovery(begun(age="80_up")).slow
    assert recovery(begun({**MILD, "spot": "deep_low"})).slow
    assert not recovery(begun(age="under_20")).slow


def test_the_age_is_asked_once() -> None:
    chat = begun()
    chat.command("restart")
    chat.go_on({**CORD})
    said = texts(chat.command("plan"))
    assert words("age") not in said
    assert recovery(chat).program == "achilles"


# --- which muscle -----------------------------------------------------------------------------------------------------

SINCE_DAYS = {**MILD, "course": "week_better"}


def to_lean(answers: dict[str, str], past: str = "no", age: str = "30_39") -> Chat:
    chat = begun(answers, age, past)
    return chat


@pytest.mark.parametrize(("lean", "slow"), [("bent", True), ("straight", False), ("neither", False), ("untold", False)])
def test_after_two_days_two_kinds_of_heel_raise_tell_the_deep_muscle(lean: str, slow: bool) -> None:
    chat = to_lean(SINCE_DAYS)
    assert f"lean.{lean}" in chat.button_ids
    chat.tap(f"lean.{lean}")
    assert recovery(chat).slow is slow


@pytest.mark.parametrize(
    ("answers", "past", "age"),
    [
        (MILD, "no", "30_39"),  # not before 48 hours
        ({**SINCE_DAYS, "spot": "deep_low"}, "no", "30_39"),  # it would change nothing
        (SINCE_DAYS, "yes", "30_39"),
        (SINCE_DAYS, "no", "60_69"),
    ],
)
def test_the_two_kinds_of_heel_raise_are_not_asked_for_where_they_should_not(
    answers: dict[str, str], past: str, age: str
) -> None:
    assert "lean.bent" not in to_lean(answers, past, age).button_ids


def test_nobody_with_a_pop_is_asked_to_test() -> None:
    chat = kept(Chat().check({**TEAR, "onset": "pop", "course": "week_better", "look": "none", "walk": "walk_easy"}))
    chat.command("plan")
    for act in ("yes", "yes", "no", "age.30_39"):
        chat.tap(act)
    assert "lean.bent" not in chat.button_ids
    assert recovery(chat).stage == 1


# --- the overview -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", range(1, 8))
def test_every_stage_shows_where_one_is_what_is_next_and_every_way_out(stage: int) -> None:
    chat = put(begun(), stage)
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
    chat = answer_all(put(begun(), stage, grade=2))
    assert recovery(chat).stage == stage + 1
    if stage > 1:
        chat = put(begun(), stage)
        chat.tap("down")
        assert recovery(chat).stage == stage - 1
    chat = put(begun(), stage)
    said = texts(chat.tap("worse"))
    assert library().text("en", "gate.recheck") in said


def test_why_names_what_the_numbers_rest_on() -> None:
    chat = begun()
    said = texts(chat.tap("why"))
    assert words("rests") in said
    assert "expert opinion" in said
    assert library().text("en", "talk.judgement") in said


# --- up ---------------------------------------------------------------------------------------------------------------


def test_too_early_says_until_when() -> None:
    chat = begun()
    said = texts(chat.tap("up"))
    assert "until" in said
    assert recovery(chat).stage == 1
    chat.later(365 * DAY / 100)
    assert recovery(chat).stage == 1, "the calendar moves nobody"


def test_nobody_moves_on_before_the_morning_after_is_told() -> None:
    chat = session(put(begun(), 2))
    stage = recovery(chat).stage
    assert words("morning_first") in texts(plan(chat).tap("up"))
    assert recovery(chat).stage == stage


def test_what_is_not_met_is_named_with_what_to_do_and_still_stands_there_later() -> None:
    chat = put(begun(), 3)
    answer_all(chat, brisk_30="n.4", knee_to_wall="not_tried")
    said = texts(chat.step.replies)
    for name in ("brisk_30", "knee_to_wall"):
        assert words(f"criteria.{name}.missing") in said
        assert words(f"criteria.{name}.do") in said
    assert words("criteria.both_feet_60.do") not in said
    assert recovery(chat).stage == 3
    plan(chat)
    assert words("still", what=words("criteria.brisk_30.missing")) in chat.screen_text


def test_a_typed_number_answers_a_criterion() -> None:
    chat = put(begun(), 2)
    chat.tap("up")
    chat.type("2")
    chat.type("3")
    assert recovery(chat).missing == ("push_2",)


def test_a_mild_strain_skips_the_springs_after_ten_good_hops() -> None:
    assert recovery(answer_all(put(begun(), 4))).stage == 6
    assert recovery(answer_all(put(begun(), 4), hops_10="n.3")).stage == 5


def test_the_last_stage_ends_the_way() -> None:
    chat = answer_all(put(begun(), 7))
    assert library().ladder.done(recovery(chat))
    assert words("finished") in texts(chat.step.replies)
    assert chat.state.records[-1].value == 8


def test_leaving_in_mid_question_leads_back_to_the_overview() -> None:
    chat = put(begun(), 3)
    chat.tap("up")
    chat.tap("n.1")
    chat.tap("leave")
    assert "up" in chat.button_ids
    assert recovery(chat).missing == ()


# --- heel raises ------------------------------------------------------------------------------------------------------


def counted(chat: Chat, sore: str, other: str) -> str:
    chat.tap("raises")
    if "sex.men" in chat.button_ids:
        chat.tap("sex.men")
    chat.type(sore)
    return texts(chat.type(other))


def test_the_heel_raise_test_compares_and_records() -> None:
    chat = put(begun(age="50_59"), 4)
    said = counted(chat, "19", "27")
    assert words("raises_told", sore=19, other=27) in said
    assert words("raises_short", target=25) in said
    assert words("raises_near", noise=6) in said
    assert words("raises_norm", norm=23) in said
    assert words("raises_other_poor") not in said
    assert [(one.what, one.value) for one in chat.state.records if one.kind == "raises"] == [
        ("left", 19),
        ("right", 27),
    ]
    assert recovery(chat).stage == 4
    said = counted(chat, "24", "12")
    assert words("raises_before", before=19, noise=6) in said
    assert words("raises_other_poor") in said
    assert words("raises_enough", target=23) in said


def test_with_both_legs_sore_the_sorer_one_is_asked_for() -> None:
    chat = put(begun({**MILD, "side": "one_worse"}), 4)
    chat.tap("raises")
    chat.tap("sex.untold")
    chat.tap("leg.right")
    chat.tap("n.20")
    chat.tap("n.25")
    assert [one.what for one in chat.state.records if one.kind == "raises"] == ["right", "left"]


@pytest.mark.parametrize("typed", ["many", "1000", "²", "12.5"])
def test_no_number_of_raises_is_not_taken_for_one(typed: str) -> None:
    chat = put(begun(), 4)
    chat.tap("raises")
    chat.tap("sex.men")
    chat.type(typed)
    assert chat.frame.state in ("sore_side", "open")
    assert not [one for one in chat.state.records if one.kind == "raises"]


# --- sessions and mornings --------------------------------------------------------------------------------------------


def test_a_bad_morning_repeats_two_drop_and_three_are_looked_at() -> None:
    chat = put(begun(), 3, breaks=0)
    said = texts(bad_morning(session(chat)).step.replies)
    assert words("outcome.repeat") in said
    assert (recovery(chat).stage, recovery(chat).breaks) == (3, 1)
    assert words("held_back") in texts(plan(chat).tap("up"))
    plan(chat)
    said = texts(bad_morning(session(chat)).step.replies)
    assert words("outcome.dropped") in said
    assert recovery(chat).stage == 2
    plan(chat)
    bad_morning(session(chat))
    assert chat.open == "verdict"
    assert chat.episode.raised is not None
    assert chat.episode.raised.urgency == "clinician_soon"
    plan(chat)
    assert words("seen") in chat.screen_text
    chat.tap("yes")
    chat.tap("yes")
    assert recovery(chat).breaks == 0
    assert "up" in chat.button_ids


def test_good_mornings_carry_on_and_pain_over_the_ceiling_counts_whatever_the_morning_says() -> None:
    chat = put(begun(), 3)
    assert words("outcome.kept") in texts(morning(session(chat), 0, "none").step.replies)
    plan(chat)
    morning(session(chat, during=4), 0, "none")
    assert recovery(chat).breaks == 1


def test_a_limp_in_the_morning_counts_and_a_sign_leads_to_the_check() -> None:
    chat = put(begun(), 3)
    morning(session(chat), 0, "limp")
    assert recovery(chat).breaks == 1
    plan(chat)
    morning(session(chat), 0, "breath")
    assert chat.verdict.urgency == "emergency_now"


def test_a_morning_that_nobody_asked_about_is_asked_with_the_plan() -> None:
    chat = put(begun(), 3)
    session(chat)
    chat.timers.pop("morning", None)
    chat.later(20 * HOUR)
    plan(chat)
    assert chat.open == "morning"
    chat.tap("pain.0")
    chat.tap("new.none")
    assert "up" in chat.button_ids


def test_a_pop_in_a_session_starts_the_way_over() -> None:
    chat = put(begun(), 5, grade=1)
    assert chat.shown is not None
    chat.tap("routine.stage_5")
    chat.tap("pain.0")
    chat.tap("hurts")
    chat.tap("sharp")
    assert (recovery(chat).stage, recovery(chat).slow, recovery(chat).step) == (1, True, 1)
    assert chat.open in library().plan.by_id


def test_runs_are_48_hours_apart_whatever_button_is_tapped() -> None:
    chat = put(begun(), 6)
    token = chat.button("routine.walk_run").token
    session(chat)
    assert recovery(chat).last is not None
    assert [one.value for one in chat.state.records if one.kind == "run"] == [30]
    plan(chat)
    assert "routine.walk_run" not in chat.button_ids
    chat.later(11 * HOUR)
    assert chat.open != "routine"
    chat.send_token(token)
    assert chat.open != "routine"


def test_an_old_button_does_not_let_anybody_run_who_was_put_back() -> None:
    chat = put(begun(), 6)
    token = chat.button("routine.walk_run").token
    chat.tap("down")
    chat.tap("leave")
    chat.send_token(token)
    assert chat.open != "routine"


def test_a_good_run_is_a_step_and_half_of_one_is_none() -> None:
    chat = put(begun(), 6)
    chat.session = replace(chat.state, recovery=replace(recovery(chat), step=3))
    plan(chat)
    assert words("step", step=3, of=14, sets=5, run="2", walk="2") in chat.screen_text
    said = texts(morning(session(chat), 0, "none").step.replies)
    assert words("next_step", step=4) in said
    chat.later(48 * HOUR)
    plan(chat)
    chat.tap("routine.walk_run")
    chat.tap("pain.0")
    chat.tap("start")
    chat.later(HOUR / 6)
    for act in ("skip", "skip", "pain.0"):
        chat.tap(act)
    morning(chat, 0, "none")
    assert recovery(chat).step == 4


def test_in_a_run_three_is_too_much_and_the_limit_is_told() -> None:
    chat = put(begun(), 6)
    chat.tap("routine.walk_run")
    chat.tap("pain.0")
    chat.tap("hurts")
    assert library().text("en", "guided.rule.easier", pain=3) in texts(chat.tap("pain.3"))


def test_from_the_first_day_to_thirty_minutes_of_running_with_one_bad_morning() -> None:
    """Weeks of it, by the clock: a mild strain, every session guided, every morning asked about by itself."""
    chat, bad = begun(), False
    day_0 = chat.now
    while not library().ladder.done(recovery(chat)):
        plan(chat)
        stage = recovery(chat).stage
        if any(one.startswith("routine.") for one in chat.button_ids) and stage != 7:
            hurt = stage == 3 and not bad
            morning(session(chat), 4 if hurt else 0, "none")
            bad = bad or hurt
            plan(chat)
        if "up" in chat.button_ids and library().ladder.holds_back(recovery(chat), chat.now) is None:
            thrice = [one.value for one in chat.state.records if one.kind == "run"].count(30) >= 3
            answer_all(chat, thirty_thrice="yes" if thrice else "no")
        chat.later(DAY)
        assert chat.now - day_0 < 120 * DAY
    stages = [one.value for one in chat.state.records if one.kind == "stage"]
    assert stages == [1, 2, 3, 4, 6, 7, 8]
    minutes = [one.value for one in chat.state.records if one.kind == "run"]
    assert minutes == [10, 12, 14, 15, 18, 20, 20, 24, 24, 25, 28, 30, 30, 30]
    times = [one.at for one in chat.state.records if one.kind == "run"]
    assert all(later - earlier >= 48 * HOUR for earlier, later in pairwise(times))
    assert chat.now - day_0 >= 45 * DAY, (chat.now - day_0).days


# --- a new check ------------------------------------------------------------------------------------------------------


def checked_again(answers: dict[str, str], stage: int = 5) -> Chat:
    chat = put(begun(), stage)
    chat.tap("leave")
    chat.later(DAY)
    return chat.check(answers)


def test_after_a_new_check_nothing_is_lifted_until_the_person_says_that_it_is_the_same() -> None:
    chat = checked_again(MILD)
    chat.command("routine", "stage 5")
    chat.command("plan")
    assert chat.button_ids == {"same", "new", "leave"}
    chat.tap("same")
    assert recovery(chat).stage == 5
    assert "up" in chat.button_ids


def test_a_new_injury_begins_at_the_first_stage_with_one_before_it() -> None:
    chat = checked_again(MILD)
    chat.command("plan")
    chat.tap("new")
    assert (recovery(chat).stage, recovery(chat).slow) == (1, True)


def test_a_new_soreness_that_is_no_strain_needs_no_ladder() -> None:
    chat = checked_again(SORE)
    chat.command("plan")
    assert words("refused.not_for") in texts(chat.tap("new"))
    assert chat.state.recovery is None


# --- the heel cord ----------------------------------------------------------------------------------------------------


def test_a_sore_heel_cord_gets_its_programme() -> None:
    chat = begun(CORD)
    assert recovery(chat).program == "achilles"
    said = chat.screen_text
    assert words("week", week=1, of=12) in said
    assert words("tendon_runs", ceiling=5) in said
    assert words("insertion") not in said
    assert words("rests_tendon") in texts(chat.tap("why"))


def test_at_the_heel_bone_no_drop_below_the_level() -> None:
    chat = begun(BONE)
    assert words("insertion") in chat.screen_text


def test_pain_up_to_five_is_within_the_rule_of_a_heel_cord() -> None:
    chat = begun(CORD)
    morning(session(chat, before=3, during=5), 3, "none")
    assert recovery(chat).breaks == 0


def test_pain_that_climbs_week_on_week_holds_a_heel_cord_back() -> None:
    chat = begun(CORD)
    morning(session(chat, before=2, during=2), 2, "none")
    chat.later(7 * DAY)
    plan(chat)
    said = texts(morning(session(chat, before=2, during=4), 2, "none").step.replies)
    assert words("outcome.climbs") in said
    assert recovery(chat).breaks == 1


@pytest.mark.parametrize("stage", [1, 2, 3])
def test_every_phase_leads_on(stage: int) -> None:
    chat = answer_all(put(begun(CORD), stage, days=90))
    assert recovery(chat).stage == stage + 1


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


# --- whatever is tapped -----------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    answers=st.sampled_from([MILD, TEAR, CORD, BONE, SORE, SINCE_DAYS]),
    stage=st.integers(0, 7),
    taps=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40)), max_size=25),
)
def test_whatever_is_tapped_the_way_back_can_be_left_and_forbids_what_the_advice_forbids(
    answers: dict[str, str], stage: int, taps: list[tuple[int, int]]
) -> None:
    """Every reply is well formed (the chat looks at each), every question can be left, and nobody climbs by tapping alone."""
    chat = kept(Chat().check(answers))
    plan(chat)
    while chat.open == "plan" and chat.session and chat.session.recovery is None and "n.0" not in chat.button_ids:
        chat.tap("yes" if "yes" in chat.button_ids else sorted(chat.button_ids - {"leave"})[0])
    if stage and chat.session and chat.session.recovery is not None:
        last = len(library().ladder.stages_of(recovery(chat).program))
        put(chat, min(stage, last))
    for which, hours in taps:
        chat.later(hours * HOUR)
        if not chat.button_ids or chat.shown is None:
            break
        if chat.open == "plan":
            assert "leave" in chat.button_ids
        before = chat.session.recovery if chat.session else None
        held = before and not library().ladder.done(before) and library().ladder.holds_back(before, chat.now)
        ids = [choice.id for choice in chat.shown.choices if choice.token]
        if not ids or chat.shown.kind == "verdict":
            plan(chat)
            continue
        chat.tap(ids[which % len(ids)])
        after = chat.session.recovery if chat.session else None
        if before is not None and after is not None and held:
            assert after.stage <= before.stage
