"""The house: every flow beside the check by its name, and the timers, commands and buttons that lead into one."""

from __future__ import annotations

from flows.checking.answers import SLIP, TICKED
from flows.checking.begin import ANEW_CHECK, start
from flows.checking.recheck import recheck
from flows.danger.flow import ALARM
from flows.danger.story import STORY
from flows.followup import checkins, morning, reminders
from flows.followup.onset import ONSET
from flows.followup.reminder_list import REMINDERS, show_list
from flows.followup.settled import settled
from flows.followup.zone import ZONE, zone_first
from flows.gate.flow import GATE
from flows.guided import first_aid
from flows.guided import flow as routine
from flows.guided import menu as routine_menu
from flows.guided.end import KEEP_MORNING
from flows.learning import flow as learn
from flows.records import log, progress, summary
from flows.talk.consent import KEEP_ANYTHING
from flows.talk.flow import House
from flows.turn.commands import FORGET
from flows.turn.offers import may_offer, offers
from flows.turn.typed import NEAR
from flows.way_back import flow as recovery
from flows.way_back.entry import KEEP_PLAN

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
