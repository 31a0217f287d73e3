"""What may be offered to this person now: what the verdict forbids, the stage of the way back lifts, and time allows."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.base.urgency import CLINICIAN
from flows.checking.verdicts import verdict_now
from flows.exercises.exercises import Allowed
from flows.gate.programme import current
from flows.talk.turn import Turn

GOOD_FOR = timedelta(hours=12)
"""How long passed safety questions hold (a designer's judgement)."""

GATED = ("breath", "danger", "look", "onset", "push")
"""The questions of the check that are the gate; `push` only where it was asked."""

HOURS_AT_LEAST = {"week_better": 96, "week_same": 96, "worse": 72}
"""Hours since the pain began that an answer to `course` makes certain; longer courses count as two weeks."""
TWO_WEEKS = 336

SUDDEN = frozenset({"pop", "sharp_stopped", "sharp_ran_on", "blow", "crept_up"})
"""Beginnings after which the first days have rules of their own."""


def passed_at(turn: Turn) -> datetime:
    """When the safety questions of the episode under way were last answered; the oldest of them counts."""
    episode = turn.session.episode
    assert episode is not None
    answered = [episode.answered_at[name] for name in GATED if name in episode.answered_at]
    times = [min(answered, default=episode.began), *([episode.gate_at] if episode.gate_at else [])]
    return max(times)


def allowed(turn: Turn) -> Allowed:
    """What may be offered to this person now; for somebody whom nothing hurts, everything that is for every day."""
    episode = turn.session.episode
    if episode is None or episode.verdict is None:
        return Allowed()
    verdict = verdict_now(turn)
    plan, ladder, recovery = turn.library.check.plan, turn.library.ladder, current(turn)
    sudden = bool(SUDDEN & set(episode.answers.get("onset", ())))
    strain = verdict.grade is not None
    stage = recovery.stage if recovery is not None and recovery.program == "strain" else None
    forbids = verdict.forbids
    if recovery is not None and set(verdict.named) <= {*ladder.file.lifts_for}:
        # What a rule itself forbids is never lifted: it is about something else than the strain. Only a rule of home care
        # ("one tight side can be a deep strain") is about what the ladder is for.
        graver = (rule for rule in plan.rules if rule.id in verdict.rules and rule.urgency >= CLINICIAN)
        by_rules = {act for rule in graver for act in rule.forbids}
        forbids = forbids - (ladder.lifted(recovery) - by_rules)
    return Allowed(
        forbids=forbids,
        true=plan.bits(episode.answers),
        hours=hours_since(turn) if sudden else None,
        stage=stage,
        strain=strain,
        urgency=verdict.urgency,
    )


def hours_since(turn: Turn) -> float:
    """Hours since the pain began, at least; from the day that was told, else from what `course` makes certain."""
    episode = turn.session.episode
    assert episode is not None
    if episode.onset is not None:
        return (turn.now - episode.onset).total_seconds() / 3600
    course = episode.answers.get("course", ("new",))[0]
    certain = 0 if course == "new" else HOURS_AT_LEAST.get(course, TWO_WEEKS)
    return certain + (turn.now - episode.began).total_seconds() / 3600
