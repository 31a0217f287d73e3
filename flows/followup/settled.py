"""What had been planned on an earlier verdict is planned anew, or ended."""

from __future__ import annotations

from flows.base.urgency import URGENT, level
from flows.checking.verdicts import verdict_now
from flows.followup.checkin_agreement import plan_checkins
from flows.followup.checkin_due import end_checkins
from flows.followup.morning import MORNING
from flows.followup.schedule import PLAN_OF
from flows.talk.turn import Turn


def settle_plans(turn: Turn) -> None:
    """Fit what was planned to the verdict; called when a card is reached.

    Check-ins that were agreed follow the new advice; after an emergency none come. An urgent card ends a guided session,
    wherever it was.
    """
    urgency = verdict_now(turn).urgency
    if level(urgency) >= URGENT:
        turn.drop_timer("hold")
        turn.drop_timer(MORNING)
    if turn.session.checkins is None or turn.session.episode is None:
        return
    plan = PLAN_OF.get(urgency)
    if plan is None:
        end_checkins(turn)
    elif plan != turn.session.checkins.plan or _visit_forgotten(turn, plan):
        plan_checkins(turn, plan)


def _visit_forgotten(turn: Turn, plan: str) -> bool:
    """Whether a visit is due, and nothing that is still to come asks about it: the window begins anew with each card."""
    left = turn.session.checkins.left if turn.session.checkins is not None else ()
    seen = turn.session.episode is not None and turn.session.episode.seen
    return not seen and ((plan == "soon" and "seen" not in left) or (plan == "today" and not left))
