"""Which way back fits the present answers, and whether one is under way that belongs to them."""

from __future__ import annotations

from flows.base.remembered import Recovery
from flows.checking.prompts import verdict_now
from flows.recovery.ladder import of_episode
from flows.talk.turn import Talk

STRAIN, ACHILLES = "strain", "achilles"
GRADES = (1, 2)


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


def current(talk: Talk) -> Recovery | None:
    """The way back that belongs to the check under way, on the programme that its answers fit; or None.

    Only that one lifts anything: after a new check nobody hops on the strength of the last injury's ladder.
    """
    if talk.episode is None or talk.episode.verdict is None:
        return None
    recovery = of_episode(talk.recovery, talk.episode.began)
    return recovery if recovery is not None and recovery.program == program_for(talk) else None
