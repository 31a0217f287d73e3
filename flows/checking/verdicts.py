"""Where the check stands: its verdict as older content and check-ins have left it, and whether an emergency is open."""

from __future__ import annotations

from msgspec.structs import replace

from flows.base.replies import VerdictFacts
from flows.base.urgency import level
from flows.check.verdict import WINDOW, Verdict, decide, reasons_at
from flows.checking.question import is_on_card
from flows.talk.library import Library
from flows.talk.session import Episode
from flows.talk.show import Show
from flows.talk.turn import Turn

WHAT_ELSE = "what_else"
"""The name of the frames of *What else?*, which stands on the card of an emergency and leaves it open."""


def verdict_now(turn: Turn) -> Verdict:
    """The verdict on the answers so far."""
    episode = turn.session.episode
    return verdict_of(turn.library, episode) if episode else decide(turn.library.check, {})


def facts_of(verdict: Verdict) -> VerdictFacts:
    """What is kept of a verdict, as it stands on its card."""
    return VerdictFacts(verdict.urgency, verdict.fits, verdict.grade, verdict.reasons, verdict.sources)


def verdict_of(library: Library, episode: Episode) -> Verdict:
    """The verdict on an episode, never less urgent than advice that was given on older content."""
    verdict = _raised(library, episode, decide(library.check, episode.answers))
    if episode.at_least is None or level(verdict.urgency) >= level(episode.at_least):
        return verdict
    # What made it urgent is no longer there to be told or named; the general words of that urgency hold for anything.
    forbids = verdict.forbids.union(library.check.forbids[episode.at_least])
    return replace(
        verdict,
        urgency=episode.at_least,
        fits=("other",),
        named=("",),
        grade=None,
        rules=(),
        reasons=reasons_at(library.check, episode.answers, episode.at_least),
        forbids=forbids,
    )


def _raised(library: Library, episode: Episode, verdict: Verdict) -> Verdict:
    """The verdict as a check-in has raised it, if that is more urgent."""
    raised = episode.raised
    if raised is None or level(verdict.urgency) >= level(raised.urgency):
        return verdict
    forbids = verdict.forbids.union(library.check.forbids[raised.urgency])
    told = reasons_at(library.check, episode.answers, raised.urgency)
    return replace(verdict, urgency=raised.urgency, rules=(), reasons=told, within=WINDOW, forbids=forbids)


def is_under_age(episode: Episode) -> bool:
    """Whether the calf is that of somebody under 16."""
    return "under_16" in episode.answers.get("health", ())


def whom_matters(turn: Turn) -> bool:
    """Whether it has to be known whose calf it is: of somebody under 16, and not told yet."""
    episode = turn.session.episode
    return episode is not None and not episode.whom and is_under_age(episode)


def emergency_open(turn: Turn) -> bool:
    """Whether the card of an emergency is open, alone or beneath *What else?*."""
    episode, listing = turn.session.episode, turn.top is not None and turn.top.flow == WHAT_ELSE
    if not (is_on_card(turn) or listing) or episode is None or episode.verdict is None:
        return False
    return episode.verdict.urgency == "emergency_now"


def emergency_first(turn: Turn) -> Show | None:
    """Show the open card of an emergency once more, for what was asked for has to wait; None: there is none."""
    if not emergency_open(turn):
        return None
    turn.tell("gate.urgent")
    turn.remove(WHAT_ELSE)  # what is ticked counts already
    return Show.ANEW


def emergency_again(turn: Turn) -> Show:
    """Show the open card of an emergency once more after something beside the point."""
    return Show.ANEW if emergency_open(turn) else Show.USUAL


def untold(turn: Turn) -> tuple[str, ...]:
    """What can still be told beside an emergency, as `question.option`, most telling first."""
    episode, check = turn.session.episode, turn.library.check
    if episode is None:
        return ()
    return check.untold(episode.answers, check.plan.partly(episode.added, episode.answers))
