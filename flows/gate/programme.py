"""Which way back fits the present answers, and whether one is under way that belongs to them."""

from __future__ import annotations

from flows.base.remembered import Recovery
from flows.check.verdict import Verdict
from flows.checking.verdicts import verdict_now
from flows.recovery.ladder import of_episode
from flows.talk.turn import Turn

STRAIN, ACHILLES = "strain", "achilles"
GRADES = (1, 2)


def program_for(turn: Turn) -> str | None:
    """The programme that the answers fit, or that is under way; None: there is none."""
    return program_after(turn, verdict_now(turn))


def program_after(turn: Turn, verdict: Verdict) -> str | None:
    """The same for who has the verdict at hand."""
    lifted = set(turn.library.ladder.file.lifts_for)
    if not set(verdict.named) <= lifted:
        return None  # the card names something that no programme of ours is for
    if verdict.grade in GRADES:
        return STRAIN
    if verdict.fits[:1] == ("achilles_tendinopathy",):
        return ACHILLES
    return turn.session.recovery.program if turn.session.recovery is not None else None


def current(turn: Turn) -> Recovery | None:
    """The way back that belongs to the check under way, on the programme that its answers fit; or None.

    Only that one lifts anything: after a new check nobody hops on the strength of the last injury's ladder.
    """
    if turn.session.episode is None or turn.session.episode.verdict is None:
        return None
    recovery = of_episode(turn.session.recovery, turn.session.episode.began)
    return recovery if recovery is not None and recovery.program == program_for(turn) else None
