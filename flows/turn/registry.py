"""The registry: every flow by its name, and the timers, commands, buttons, questions and words that lead into one.

The one place that names them all. A new flow is a line here, and a line for each way into it.
"""

from __future__ import annotations

from flows.checking.begin import ANEW_CHECK, start_check
from flows.checking.change import CHANGE
from flows.checking.country import COUNTRY
from flows.checking.flow import CHECK_FLOW
from flows.checking.old_taps import old_card, old_sign
from flows.checking.question import answered_by
from flows.checking.recheck import recheck
from flows.checking.slips import SLIP, TICKED
from flows.checking.upgrade import up_to_date
from flows.checking.verdicts import emergency_again
from flows.danger.flow import ALARM
from flows.danger.story import STORY
from flows.danger.what_else import WHAT_ELSE_LIST, old_what_else, open_what_else
from flows.followup.checkin_agreement import KEEP_CHECKINS, agree_checkins
from flows.followup.checkin_due import ask_checkin
from flows.followup.checkins import CHECKIN
from flows.followup.morning import MORNING_AFTER, agree_morning, ask_morning
from flows.followup.onset import ONSET
from flows.followup.reminder_due import REMINDER, show_reminder
from flows.followup.reminder_list import REMINDERS, open_list
from flows.followup.reminders import remind
from flows.followup.settled import settle_plans
from flows.followup.zone import ZONE, ask_zone_first
from flows.gate.flow import GATE
from flows.guided.begin import open_routine
from flows.guided.end import KEEP_MORNING
from flows.guided.first_aid import AID, open_aid
from flows.guided.flow import ROUTINE, end_countdown
from flows.guided.menu import MENU, choose_routine, open_menu
from flows.learning.flow import LEARN, open_learning, open_topic, tell_more, tell_sources
from flows.records.log import LOG, log_pain
from flows.records.progress import show_progress
from flows.records.summary import show_handoff, show_summary
from flows.talk.confirm import confirm_flow
from flows.talk.consent import KEEP_ANYTHING
from flows.talk.entries import SlashCommand
from flows.talk.flow import Registry
from flows.turn.offers import may_offer, offers
from flows.turn.own_commands import FORGET, ask_to_forget, restart_check, show_last, stop_everything, telling
from flows.turn.readers import NEAR, NEAR_LABEL, OF_OTHERS, READERS
from flows.way_back.entry import KEEP_PLAN
from flows.way_back.flow import PLAN
from flows.way_back.opening import open_plan
from flows.whom.flow import WHOM, open_whom
from flows.whom.once import ONCE, agree_once, ask_once, offer_once
from flows.whom.other import resume_own

FOR_OTHERS = Registry(
    flows={
        "alarm": ALARM,
        "change": CHANGE,
        "check": CHECK_FLOW,
        "confirm": confirm_flow({"anew": ANEW_CHECK, NEAR: NEAR_LABEL, "slip": SLIP, "ticked": TICKED}),
        "country": COUNTRY,
        "once": ONCE,
        "story": STORY,
        "what_else": WHAT_ELSE_LIST,
        "whom": WHOM,
    },
    timers={"once": ask_once},
    commands={
        "start": SlashCommand(start_check),
        "check": SlashCommand(start_check),
        "stop": SlashCommand(stop_everything, harmless=True),
        "restart": SlashCommand(restart_check),
        "help": telling("help"),
        "privacy": telling("privacy"),
        "about": telling("about"),
    },
    cards={"handoff": show_handoff, "once": agree_once, "what_else": open_what_else, "whom": open_whom},
    old_signs=old_sign,
    old_taps=(old_what_else, old_card),
    readers=OF_OTHERS,
    upgrade=up_to_date,
    stays=emergency_again,
    answered_by=answered_by,
    offers=offer_once,
    settled=lambda turn: None,
    offerable=lambda turn, act: False,
)
"""A check for somebody else: what is not named here, such as a log, a routine or a plan, cannot be reached from it."""

REGISTRY = Registry(
    flows={
        "aid": AID,
        "alarm": ALARM,
        "change": CHANGE,
        "check": CHECK_FLOW,
        "checkin": CHECKIN,
        "confirm": confirm_flow(
            {
                "anew": ANEW_CHECK,
                "forget": FORGET,
                "keep": KEEP_ANYTHING,
                "keep_checkins": KEEP_CHECKINS,
                "keep_morning": KEEP_MORNING,
                "keep_plan": KEEP_PLAN,
                NEAR: NEAR_LABEL,
                "slip": SLIP,
                "ticked": TICKED,
            }
        ),
        "country": COUNTRY,
        "gate": GATE,
        "learn": LEARN,
        "log": LOG,
        "menu": MENU,
        "morning": MORNING_AFTER,
        "onset": ONSET,
        "plan": PLAN,
        "reminder": REMINDER,
        "reminders": REMINDERS,
        "routine": ROUTINE,
        "story": STORY,
        "what_else": WHAT_ELSE_LIST,
        "whom": WHOM,
        "zone": ZONE,
    },
    timers={
        "checkin": ask_checkin,
        "hold": end_countdown,
        "morning": ask_morning,
        "reminder": show_reminder,
    },
    commands={
        "start": SlashCommand(start_check),
        "check": SlashCommand(start_check),
        "routine": SlashCommand(choose_routine),
        "aid": SlashCommand(open_aid),
        "plan": SlashCommand(open_plan),
        "log": SlashCommand(log_pain),
        "progress": SlashCommand(show_progress),
        "summary": SlashCommand(show_summary),
        "reminders": SlashCommand(open_list),
        "learn": SlashCommand(open_learning),
        "sources": SlashCommand(tell_sources),
        "stop": SlashCommand(stop_everything, harmless=True),
        "restart": SlashCommand(restart_check),
        "last": SlashCommand(show_last),
        "help": telling("help"),
        "privacy": telling("privacy"),
        "forget": SlashCommand(ask_to_forget, harmless=True),
        "about": telling("about"),
    },
    cards={
        "aid": open_aid,
        "checkins": agree_checkins,
        "check": start_check,
        "handoff": show_handoff,
        "learn": open_topic,
        "learn_more": tell_more,
        "morning": agree_morning,
        "plan": open_plan,
        "recheck": recheck,
        "remind": remind,
        "routine": open_routine,
        "routines": open_menu,
        "what_else": open_what_else,
        "whom": open_whom,
        "zone": ask_zone_first,
    },
    old_signs=old_sign,
    old_taps=(old_what_else, old_card),
    readers=READERS,
    upgrade=up_to_date,
    stays=emergency_again,
    answered_by=answered_by,
    offers=offers,
    settled=settle_plans,
    offerable=may_offer,
    beside=FOR_OTHERS,
    resume=resume_own,
)

COMMANDS = tuple(REGISTRY.commands)
"""Every command, in the order in which a menu shows them."""
