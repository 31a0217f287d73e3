"""Who may begin the way back to running, on which programme, and what is asked before its first stage."""

from __future__ import annotations

from msgspec.structs import replace

from flows.base.urgency import URGENT, level
from flows.checking.prompts import verdict_now
from flows.gate.flow import allowed, hours_since
from flows.gate.programme import ACHILLES, STRAIN, current, program_for
from flows.talk.consent import ask_keep, keep_question
from flows.talk.turn import Talk

AGES = ("under_20", "20_29", "30_39", "40_49", "50_59", "60_69", "70_79", "80_up")
LEANS = ("bent", "straight", "both", "neither", "untold")
"""What hurts more in the test that tells the deep muscle from the one above it."""
MOST_BREAKS = 3
KEEP_PLAN = keep_question(lambda talk, data: talk.words("recovery.keep"))
CALM = ("self_care", "ok_to_run")
WALKS = ("walk_easy", "walk_sore")
"""Answers about walking with which the test of the two muscles may be tried."""


def may_plan(talk: Talk) -> str | None:
    """Why the way back is not offered now, as a key of words; None: it is."""
    episode = talk.episode
    if episode is None or episode.verdict is None:
        return "check_first"
    verdict = verdict_now(talk)
    if level(verdict.urgency) >= URGENT:
        return "urgent"
    if program_for(talk) is None:
        return "not_for"
    if verdict.urgency == "clinician_soon" and not episode.seen:
        return "seen_first"
    return None


def sore_only(talk: Talk) -> bool:
    """Whether it is plain soreness, after which somebody may run again by a short test instead of a plan."""
    if talk.episode is None or talk.episode.verdict is None:
        return False
    if talk.recovery is not None and not talk.library.ladder.done(talk.recovery):
        return False
    verdict = verdict_now(talk)
    return verdict.urgency in CALM and verdict.named == ("doms",) and "run" not in verdict.forbids


# --- what is asked before the overview -------------------------------------------------------------------------------


def proceed(talk: Talk) -> None:
    """Ask the next thing that has to be known, or begin; with all of it known, the overview is shown.

    The top frame is that of the plan; what was answered on the way stands in its data.
    """
    top, episode = talk.top, talk.episode
    assert top is not None
    assert episode is not None
    data, recovery = top.data, current(talk)
    state = ""
    if verdict_now(talk).urgency == "clinician_soon":
        if not episode.seen:
            state = "seen"
        elif "load" not in data and (recovery is None or recovery.breaks >= MOST_BREAKS):
            state = "load"
    if not state and recovery is None:
        state = _before_stage_1(talk, data)
    if state:
        talk.move(state, **data)
        return
    talk.move("show")
    if recovery is None:
        _begin(talk, data)
    elif recovery.breaks >= MOST_BREAKS and "load" in data:
        talk.recovery = replace(recovery, breaks=0, good=0)  # somebody has looked at it, and it may be loaded again


def _before_stage_1(talk: Talk, data: dict[str, object]) -> str:
    """The next question before the first stage, or an empty string."""
    old, program = talk.recovery, program_for(talk)
    if old is not None and old.program == program:
        return "same"
    if program == STRAIN and "past" not in data:
        return "past"
    if not talk.person.age:
        return "age"
    if program == STRAIN and "lean" not in data and may_lean(talk, past=bool(data.get("past"))):
        return "lean"
    return ""


def may_lean(talk: Talk, *, past: bool) -> bool:
    """Whether the two kinds of heel raise may be tried: from 48 hours, not after a pop, and only where it changes anything."""
    assert talk.episode is not None
    answers, rule = talk.episode.answers, talk.library.ladder.file.lean
    if slow_reasons(talk, past=past) or "pop" in answers.get("onset", ()):
        return False
    walks = bool({*WALKS} & {*answers.get("walk", ())})
    return walks and hours_since(talk) >= rule.hours and "heel_raise" not in allowed(talk).forbids


def answered(talk: Talk, act: str) -> bool:
    """Take an answer to one of these questions; False: it is none."""
    top = talk.top
    assert top is not None
    state, data = top.state, top.data
    word, _, argument = act.partition(".")
    if state in ("seen", "load") and act == "no":
        talk.pop()
        talk.tell(f"recovery.refused.{'seen_first' if state == 'seen' else 'their_plan'}")
        return True
    if state == "seen" and act == "yes":
        talk.change_episode(seen=True)
    elif (state == "load" and act == "yes") or (state == "past" and act in ("yes", "no")):
        data = {**data, state: act == "yes"}
    elif state == "same" and act in ("same", "new"):
        assert talk.recovery is not None
        assert talk.episode is not None
        if act == "same":
            talk.recovery = replace(talk.recovery, episode=talk.episode.began)
        else:
            data = {**data, **({"past": True} if talk.recovery.program == STRAIN else {})}
            talk.recovery = None
    elif state == "age" and word == "age" and argument in AGES:
        talk.person = replace(talk.person, age=argument)
    elif state == "lean" and word == "lean" and argument in LEANS:
        data = {**data, "lean": argument}
    else:
        return False
    talk.move(state, **data)
    if program_for(talk) is None:  # it was the last injury that the plan was for, not this one
        talk.pop()
        talk.tell("recovery.refused.not_for")
    else:
        proceed(talk)
    return True


def _begin(talk: Talk, data: dict[str, object]) -> None:
    verdict, program, past = verdict_now(talk), program_for(talk), bool(data.get("past"))
    assert program is not None
    assert talk.episode is not None
    slow = program == STRAIN and (slow_reasons(talk, past=past) or data.get("lean") == "bent")
    grade = verdict.grade or 1
    talk.recovery = talk.library.ladder.begin(program, talk.now, grade=grade, slow=slow, episode=talk.episode.began)
    talk.record("stage", program, 1)
    talk.tell("recovery.begun_tendon" if program == ACHILLES else "recovery.begun_slow" if slow else "recovery.begun")
    if not talk.person.keep:
        ask_keep(talk, "zone", kind="keep_plan")


def slow_reasons(talk: Talk, *, past: bool) -> bool:
    """Whether each stage takes longer: an earlier strain, 50 and older, or a deep strain."""
    answers = talk.episode.answers if talk.episode else {}
    deep = "deep_low" in answers.get("spot", ())
    twice = "past_twice" in answers.get("health", ())
    youngest = talk.person.age[:2]
    old = youngest.isdigit() and int(youngest) >= talk.library.ladder.file.slow_from
    return past or deep or twice or old
