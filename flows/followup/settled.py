"""A verdict was reached: what had been planned on an earlier one is planned anew, or ended."""

from __future__ import annotations

from flows.base.urgency import URGENT, level
from flows.checking.prompts import verdict_now
from flows.followup import checkins
from flows.followup.schedule import PLAN_OF
from flows.talk.turn import Talk


def settled(talk: Talk) -> None:
    """Called whenever a card is reached. Check-ins that were agreed follow the new advice; after an emergency none come.

    An urgent card ends a guided session, wherever it was.
    """
    urgency = verdict_now(talk).urgency
    if level(urgency) >= URGENT:
        talk.drop_timer("hold")
        talk.drop_timer("morning")
    if talk.checkins is None or talk.episode is None:
        return
    plan = PLAN_OF.get(urgency)
    if plan is None:
        talk.checkins = None
        talk.drop_timer(checkins.TIMER)
    elif plan != talk.checkins.plan or _visit_forgotten(talk, plan):
        checkins.begin(talk, plan, tell=False)


def _visit_forgotten(talk: Talk, plan: str) -> bool:
    """Whether a visit is due, and nothing that is still to come asks about it: the window begins anew with each card."""
    left = talk.checkins.left if talk.checkins is not None else ()
    seen = talk.episode is not None and talk.episode.seen
    return not seen and ((plan == "soon" and "seen" not in left) or (plan == "today" and not left))
