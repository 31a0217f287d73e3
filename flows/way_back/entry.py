"""Who may begin the way back to running, on which programme, and what is asked before its first stage."""

from __future__ import annotations

from msgspec.structs import replace

from flows.base.urgency import URGENT, level
from flows.checking.verdicts import verdict_now
from flows.gate.allowed import allowed, hours_since
from flows.gate.programme import ACHILLES, STRAIN, current, program_for
from flows.talk.consent import ask_keep, keep_question
from flows.talk.turn import Turn

AGES = ("under_20", "20_29", "30_39", "40_49", "50_59", "60_69", "70_79", "80_up")
LEANS = ("bent", "straight", "both", "neither", "untold")
"""What hurts more in the test that tells the deep muscle from the one above it."""
MOST_BREAKS = 3
KEEP_PLAN = keep_question(lambda turn, data: turn.words("recovery.keep"))
CALM = ("self_care", "ok_to_run")
WALKS = ("walk_easy", "walk_sore")
"""Answers about walking with which the test of the two muscles may be tried."""


def may_plan(turn: Turn) -> str | None:
    """Why the way back is not offered now, as a key of words; None: it is."""
    episode = turn.session.episode
    if episode is None or episode.verdict is None:
        return "check_first"
    verdict = verdict_now(turn)
    if level(verdict.urgency) >= URGENT:
        return "urgent"
    if program_for(turn) is None:
        return "not_for"
    if verdict.urgency == "clinician_soon" and not episode.seen:
        return "seen_first"
    return None


def sore_only(turn: Turn) -> bool:
    """Whether it is plain soreness, after which somebody may run again by a short test instead of a plan."""
    if turn.session.episode is None or turn.session.episode.verdict is None:
        return False
    if turn.session.recovery is not None and not turn.library.ladder.done(turn.session.recovery):
        return False
    verdict = verdict_now(turn)
    return verdict.urgency in CALM and verdict.named == ("doms",) and "run" not in verdict.forbids


# --- what is asked before the overview -------------------------------------------------------------------------------


def proceed(turn: Turn) -> None:
    """Ask the next thing that has to be known, or begin; with all of it known, the overview is shown.

    The top frame is that of the plan; what was answered on the way stands in its data.
    """
    top, episode = turn.top, turn.session.episode
    assert top is not None
    assert episode is not None
    data, recovery = top.data, current(turn)
    state = ""
    if verdict_now(turn).urgency == "clinician_soon":
        if not episode.seen:
            state = "seen"
        elif "load" not in data and (recovery is None or recovery.breaks >= MOST_BREAKS):
            state = "load"
    if not state and recovery is None:
        state = _before_stage_1(turn, data)
    if state:
        turn.move(state, **data)
        return
    turn.move("show")
    if recovery is None:
        _begin(turn, data)
    elif recovery.breaks >= MOST_BREAKS and "load" in data:
        turn.session.recovery = replace(
            recovery, breaks=0, good=0
        )  # somebody has looked at it, and it may be loaded again


def _before_stage_1(turn: Turn, data: dict[str, object]) -> str:
    """The next question before the first stage, or an empty string."""
    old, program = turn.session.recovery, program_for(turn)
    if old is not None and old.program == program:
        return "same"
    if program == STRAIN and "past" not in data:
        return "past"
    if not turn.session.person.age:
        return "age"
    if program == STRAIN and "lean" not in data and may_lean(turn, past=bool(data.get("past"))):
        return "lean"
    return ""


def may_lean(turn: Turn, *, past: bool) -> bool:
    """Whether the two kinds of heel raise may be tried: from 48 hours, not after a pop, and only where it changes anything."""
    assert turn.session.episode is not None
    answers, rule = turn.session.episode.answers, turn.library.ladder.file.lean
    if slow_reasons(turn, past=past) or "pop" in answers.get("onset", ()):
        return False
    walks = bool({*WALKS} & {*answers.get("walk", ())})
    return walks and hours_since(turn) >= rule.hours and "heel_raise" not in allowed(turn).forbids


def answered(turn: Turn, act: str) -> bool:
    """Take an answer to one of these questions; False: it is none."""
    top = turn.top
    assert top is not None
    state, data = top.state, top.data
    word, _, argument = act.partition(".")
    if state in ("seen", "load") and act == "no":
        turn.pop()
        turn.tell(f"recovery.refused.{'seen_first' if state == 'seen' else 'their_plan'}")
        return True
    if state == "seen" and act == "yes":
        turn.change_episode(seen=True)
    elif (state == "load" and act == "yes") or (state == "past" and act in ("yes", "no")):
        data = {**data, state: act == "yes"}
    elif state == "same" and act in ("same", "new"):
        assert turn.session.recovery is not None
        assert turn.session.episode is not None
        if act == "same":
            turn.session.recovery = replace(turn.session.recovery, episode=turn.session.episode.began)
        else:
            data = {**data, **({"past": True} if turn.session.recovery.program == STRAIN else {})}
            turn.session.recovery = None
    elif state == "age" and word == "age" and argument in AGES:
        turn.session.person = replace(turn.session.person, age=argument)
    elif state == "lean" and word == "lean" and argument in LEANS:
        data = {**data, "lean": argument}
    else:
        return False
    turn.move(state, **data)
    if program_for(turn) is None:  # it was the last injury that the plan was for, not this one
        turn.pop()
        turn.tell("recovery.refused.not_for")
    else:
        proceed(turn)
    return True


def _begin(turn: Turn, data: dict[str, object]) -> None:
    verdict, program, past = verdict_now(turn), program_for(turn), bool(data.get("past"))
    assert program is not None
    assert turn.session.episode is not None
    slow = program == STRAIN and (slow_reasons(turn, past=past) or data.get("lean") == "bent")
    grade = verdict.grade or 1
    turn.session.recovery = turn.library.ladder.begin(
        program, turn.now, grade=grade, slow=slow, episode=turn.session.episode.began
    )
    turn.record("stage", program, 1)
    turn.tell("recovery.begun_tendon" if program == ACHILLES else "recovery.begun_slow" if slow else "recovery.begun")
    if not turn.session.person.keep:
        ask_keep(turn, "zone", kind="keep_plan")


def slow_reasons(turn: Turn, *, past: bool) -> bool:
    """Whether each stage takes longer: an earlier strain, 50 and older, or a deep strain."""
    answers = turn.session.episode.answers if turn.session.episode else {}
    deep = "deep_low" in answers.get("spot", ())
    twice = "past_twice" in answers.get("health", ())
    youngest = turn.session.person.age[:2]
    old = youngest.isdigit() and int(youngest) >= turn.library.ladder.file.slow_from
    return past or deep or twice or old
