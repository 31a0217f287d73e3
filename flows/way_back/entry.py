"""Who may begin the way back to running, on which programme, and how fast it goes."""

from __future__ import annotations

from flows.base.urgency import URGENT, level
from flows.checking.verdicts import verdict_now
from flows.gate.allowed import allowed, hours_since
from flows.gate.programme import ACHILLES, STRAIN, program_after
from flows.talk.consent import ask_keep, keep_question
from flows.talk.turn import Turn
from flows.way_back.state import WayBack

AGES = ("under_20", "20_29", "30_39", "40_49", "50_59", "60_69", "70_79", "80_up")
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
    if program_after(turn, verdict) is None:
        return "not_for"
    if verdict.urgency == "clinician_soon" and not episode.seen:
        return "seen_first"
    return None


def sore_only(turn: Turn) -> bool:
    """Whether it is plain soreness, after which a short test takes the place of a plan."""
    if turn.session.episode is None or turn.session.episode.verdict is None:
        return False
    if turn.session.recovery is not None and not turn.library.ladder.done(turn.session.recovery):
        return False
    verdict = verdict_now(turn)
    return verdict.urgency in CALM and verdict.named == ("doms",) and "run" not in verdict.forbids


def may_lean(turn: Turn, *, past: bool) -> bool:
    """Whether the two kinds of heel raise may be tried.

    From 48 hours, not after a pop, and only where it changes anything.
    """
    assert turn.session.episode is not None
    answers, rule = turn.session.episode.answers, turn.library.ladder.file.lean
    if slow_reasons(turn, past=past) or "pop" in answers.get("onset", ()):
        return False
    walks = bool({*WALKS} & {*answers.get("walk", ())})
    return walks and hours_since(turn) >= rule.hours and "heel_raise" not in allowed(turn).forbids


def slow_reasons(turn: Turn, *, past: bool) -> bool:
    """Whether each stage takes longer: an earlier strain, 50 and older, or a deep strain."""
    answers = turn.session.episode.answers if turn.session.episode else {}
    deep = "deep_low" in answers.get("spot", ())
    twice = "past_twice" in answers.get("health", ())
    youngest = turn.session.person.age[:2]
    old = youngest.isdigit() and int(youngest) >= turn.library.ladder.file.slow_from
    return past or deep or twice or old


def begin_programme(turn: Turn, data: WayBack) -> None:
    """Begin the programme that the answers fit at its first stage, and say so."""
    verdict, past = verdict_now(turn), data.strained_before
    program = program_after(turn, verdict)
    assert program is not None
    assert turn.session.episode is not None
    slow = program == STRAIN and (slow_reasons(turn, past=past) or data.lean == "bent")
    grade = verdict.grade or 1
    turn.session.recovery = turn.library.ladder.begin(
        program, turn.now, grade=grade, slow=slow, episode=turn.session.episode.began
    )
    turn.record("stage", program, 1)
    turn.tell("recovery.begun_tendon" if program == ACHILLES else "recovery.begun_slow" if slow else "recovery.begun")
    if not turn.session.person.keep:
        ask_keep(turn, "zone", kind="keep_plan")
