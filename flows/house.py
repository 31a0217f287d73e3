"""The house: every flow beside the check by its name, and the timers, commands and buttons that lead into one."""

from __future__ import annotations

from flows import (
    checkins,
    first_aid,
    learn,
    log,
    morning,
    progress,
    recovery,
    reminders,
    routine,
    routine_menu,
    summary,
)
from flows.alarm import ALARM
from flows.answers import SLIP, TICKED
from flows.commands import ANEW_CHECK, FORGET, start
from flows.consent import KEEP_ANYTHING
from flows.flow import House
from flows.gate import GATE
from flows.offers import may_offer, offers
from flows.onset import ONSET
from flows.plan_entry import KEEP_PLAN
from flows.recheck import recheck
from flows.reminder_list import REMINDERS, show_list
from flows.routine_end import KEEP_MORNING
from flows.settled import settled
from flows.story import STORY
from flows.typed import NEAR
from flows.zone import ZONE, zone_first

HOUSE = House(
    flows={
        "aid": first_aid.AID,
        "alarm": ALARM,
        "checkin": checkins.CHECKIN,
        "gate": GATE,
        "learn": learn.LEARN,
        "log": log.LOG,
        "menu": routine_menu.MENU,
        "morning": morning.MORNING_AFTER,
        "onset": ONSET,
        "plan": recovery.PLAN,
        "reminder": reminders.REMINDER,
        "reminders": REMINDERS,
        "routine": routine.ROUTINE,
        "story": STORY,
        "zone": ZONE,
    },
    timers={
        "checkin": checkins.timer,
        "hold": routine.timer,
        "morning": morning.timer,
        "reminder": reminders.timer,
    },
    commands={
        "aid": first_aid.show,
        "learn": learn.command,
        "log": log.command,
        "plan": recovery.show,
        "progress": progress.show,
        "reminders": show_list,
        "routine": routine_menu.command,
        "sources": learn.sources,
        "summary": summary.show,
    },
    cards={
        "aid": first_aid.show,
        "checkins": checkins.arrange,
        "check": start,
        "learn": learn.topic,
        "learn_more": learn.more,
        "morning": morning.arrange,
        "plan": recovery.show,
        "recheck": recheck,
        "remind": reminders.remind,
        "routine": routine.open_routine,
        "routines": routine_menu.show,
        "zone": zone_first,
    },
    confirms={
        "anew": ANEW_CHECK,
        "forget": FORGET,
        "keep": KEEP_ANYTHING,
        "keep_checkins": checkins.KEEP_CHECKINS,
        "keep_morning": KEEP_MORNING,
        "keep_plan": KEEP_PLAN,
        "near": NEAR,
        "slip": SLIP,
        "ticked": TICKED,
    },
    offers=offers,
    settled=settled,
    may_offer=may_offer,
)
