"""The house: every flow beside the check by its name, and the timers, commands and buttons that lead into one."""

from __future__ import annotations

from flows.flow import House
from flows.reminder_list import REMINDERS, show_list
from flows.reminders import REMINDER, remind, timer
from flows.zone import ZONE

HOUSE = House(
    flows={"reminder": REMINDER, "reminders": REMINDERS, "zone": ZONE},
    timers={"reminder": timer},
    commands={"reminders": show_list},
    cards={"remind": remind},
    offers=lambda talk, verdict: (),
)
