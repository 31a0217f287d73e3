"""Agreeing to check-ins: asked with the days named, then planned.

What has to be known first, the day it began and the time zone, is asked only where it is not known.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import UNSET

from flows.base.remembered import CheckIns
from flows.base.retention import ASKED
from flows.checking.question import is_on_card
from flows.checking.verdicts import verdict_now
from flows.followup.checkin_due import end_checkins, set_next
from flows.followup.onset import ask_onset
from flows.followup.schedule import PLAN_OF, steps_to_come
from flows.followup.zone import ask_zone
from flows.places.dates import day_text, when_text
from flows.talk.consent import Keeping, ask_keep, keep_question
from flows.talk.show import Show
from flows.talk.turn import Turn

ZONED = "zoned"
"""The zone has been asked for, whether it was told or not."""


def agree_checkins(turn: Turn, argument: str) -> Show:
    """Plan check-ins (a card's button), once all is known that it takes.

    It is asked when it began if that matters, then for the yes with the days named, then for the zone.
    """
    episode, agreed = turn.session.episode, turn.session.checkins
    if episode is None or episode.verdict is None:
        turn.say("not_understood_idle")
        return Show.USUAL
    plan = PLAN_OF.get(verdict_now(turn).urgency)
    if plan is None:
        return Show.ANEW
    if agreed is not None and (agreed.left or agreed.asked):
        turn.tell("checkins.already")
        return Show.USUAL
    if plan == "self_care" and episode.onset is None and ask_onset(turn, "checkins"):
        return Show.USUAL
    if ask_keep(turn, "checkins", kind="keep_checkins", asked_at=turn.now.isoformat()):
        return Show.USUAL
    if not turn.session.person.zone and plan != "today" and argument != ZONED:
        ask_zone(turn, f"checkins.{ZONED}")
        return Show.USUAL
    plan_checkins(turn, plan)
    return _tell_plan(turn)


def _ask_agreement(turn: Turn, data: Keeping) -> str:
    """What would come, and when, as far as that is known before the yes; told as of the moment at which it was asked."""
    verdict, episode, zone = verdict_now(turn), turn.session.episode, turn.session.person.zone
    asked_at = turn.now if data.asked_at is UNSET else datetime.fromisoformat(data.asked_at)
    plan = PLAN_OF.get(verdict.urgency)
    if plan is None or episode is None:
        return turn.words("consent.ask", days=ASKED.days)
    tell = when_text if plan == "today" else day_text  # the hour is known once the zone is
    ahead = steps_to_come(plan, episode, asked_at, zone, verdict.within[1])
    days = [tell(at, zone, turn.language, asked_at, turn.library.words) for _, at in ahead]
    return turn.words("checkins.agree", days=turn.text("joined").join(days))


KEEP_CHECKINS = keep_question(_ask_agreement)


def plan_checkins(turn: Turn, plan: str) -> None:
    """Plan the check-ins of this plan that are still ahead, if any are."""
    assert turn.session.episode is not None
    within = verdict_now(turn).within[1]
    ahead = steps_to_come(plan, turn.session.episode, turn.now, turn.session.person.zone, within)
    if ahead:
        turn.session.checkins = CheckIns(plan, tuple(step for step, _ in ahead), at=tuple(at for _, at in ahead))
        set_next(turn)
    else:
        end_checkins(turn)


def _tell_plan(turn: Turn) -> Show:
    """Say when they come; a card beneath no longer offers them."""
    plan = turn.session.checkins
    if plan is None:
        turn.tell("checkins.none_left")
        return Show.USUAL
    days = turn.text("joined").join(turn.when(at) for at in plan.at)
    turn.message(turn.words("checkins.agreed", days=days), promise=True)
    return Show.REDRAW if is_on_card(turn) else Show.USUAL
