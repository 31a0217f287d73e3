"""Who may begin the way back to running, on which programme, and what is asked before its first stage."""

from __future__ import annotations

from flows.check_plan import URGENT, level
from flows.prompts import verdict_now
from flows.talk import Talk

STRAIN, ACHILLES = "strain", "achilles"
GRADES = (1, 2)
AGES = ("under_20", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80+")
SEXES = ("men", "women", "untold")


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


def program_for(talk: Talk) -> str | None:
    """The programme that the answers fit, or that is under way; None: there is none."""
    verdict = verdict_now(talk)
    lifted = set(talk.library.ladder.file.lifts_for)
    if not set(verdict.named) <= lifted:
        return None  # the card names something that no programme of ours is for
    if verdict.grade in GRADES:
        return STRAIN
    if verdict.fits[:1] == ("achilles_tendinopathy",):
        return ACHILLES
    return talk.recovery.program if talk.recovery is not None else None


def slow_reasons(talk: Talk, *, past: bool) -> bool:
    """Whether each stage takes longer: an earlier strain, 50 and older, or a deep strain."""
    answers = talk.episode.answers if talk.episode else {}
    deep = "deep_low" in answers.get("spot", ())
    twice = "past_twice" in answers.get("health", ())
    old = talk.person.age in AGES[AGES.index("50-59") :]
    return past or deep or twice or old
