"""Asking for a reminder, of a daily routine or of ice.

When it is offered, and what has to be known before it is set.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.base.hours import awake
from flows.followup.proactive import is_silenced
from flows.followup.reminder_list import ask_time
from flows.followup.reminder_plan import MOST, add_reminder, name_of, plan_reminder, prune_reminders
from flows.followup.zone import ask_zone
from flows.talk.consent import ask_keep
from flows.talk.show import Show
from flows.talk.turn import Turn

ICE = "aid.ice"
ICE_EVERY = 120
ICE_FOR = timedelta(hours=48)
"""Every two hours, while awake, in the first 48 hours (optional; the usual advice, not proven)."""


def act_of(argument: str) -> str:
    """The card act that `remind.ice` or `remind.<routine>` is about."""
    return ICE if argument == "ice" else f"routine.{argument}"


def may_remind(turn: Turn, act: str) -> bool:
    """Whether somebody may be reminded of this card act.

    It has to lead somewhere, and the advice must not forbid it.
    """
    return turn.ways.leads(act) and not is_silenced(turn) and turn.ways.may_offer(turn, act)


def offer_reminder(turn: Turn, argument: str) -> tuple[str, str] | None:
    """A button that asks for a reminder, as act and label; None: not now.

    `argument` is `ice` or the id of a routine.
    """
    act = act_of(argument)
    if len(turn.session.reminders) >= MOST or _is_set(turn, act) or not may_remind(turn, act):
        return None
    if act == ICE and _ice_until(turn) is None:
        return None
    return f"remind.{argument}", turn.words("reminders.offer_ice" if act == ICE else "reminders.offer")


def remind(turn: Turn, argument: str) -> Show:
    """Set a reminder (a button), once all is known that it takes.

    A yes to keeping, the time zone, then the time of day; each is asked only where it is not known.
    """
    prune_reminders(turn)
    act, request = act_of(argument), f"remind.{argument}"
    if not name_of(turn, act):
        turn.say("not_understood_idle")
        return Show.USUAL if turn.top is None else Show.ANEW
    if is_silenced(turn):
        turn.tell("reminders.silent")
        return Show.ANEW
    if not may_remind(turn, act):
        turn.tell("reminders.not_now")
        return Show.USUAL
    if _is_set(turn, act):
        turn.tell("reminders.already")
        return turn.ways.go_on(turn, "reminders")
    if len(turn.session.reminders) >= MOST:
        turn.tell("reminders.most", most=MOST)
        return turn.ways.go_on(turn, "reminders")
    if ask_keep(turn, request) or (not turn.zone_asked and ask_zone(turn, request)):
        return Show.USUAL
    if not turn.session.person.zone:
        turn.tell("reminders.need_zone")
    elif act == ICE:
        _remind_of_ice(turn)
    else:
        ask_time(turn, act)
    return Show.USUAL


def _is_set(turn: Turn, act: str) -> bool:
    return any(one.act == act for one in turn.session.reminders)


def _remind_of_ice(turn: Turn) -> None:
    until = _ice_until(turn)
    if until is None:
        turn.tell("reminders.ice_over")
        return
    at = plan_reminder(turn, add_reminder(turn, ICE, every=ICE_EVERY, until=until))
    assert at is not None
    turn.tell("reminders.ice_set", when=turn.when(at), until=turn.when(until))


def _ice_until(turn: Turn) -> datetime | None:
    """The end of the first 48 hours, as far as is known; None if no reminder would come before it."""
    episode = turn.session.episode
    if episode is None or (episode.onset is None and episode.answers.get("course", ("new",)) != ("new",)):
        return None
    until = (episode.onset or episode.began) + ICE_FOR
    return until if awake(turn.now + timedelta(minutes=ICE_EVERY), turn.session.person.zone) <= until else None
