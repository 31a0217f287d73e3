"""When check-ins come, by what the advice was and when the pain began.

Windows count from when the pain began, not from the advice (a designer's judgement): a day, three days, a week, two weeks.
After a same-day card the question is whether they were seen, four hours later and the next morning; after `clinician_soon`
on the last day of its window.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.base.hours import awake, next_morning
from flows.base.urgency import Urgency
from flows.followup.checkin_questions import ASKS as ASKS  # noqa: PLC0414 - the proof still looks for it here
from flows.followup.checkin_questions import checkin_machine as checkin_machine  # noqa: PLC0414 - and the diagram
from flows.talk.session import Episode

STEPS = {
    "self_care": ("d1", "d3", "d7", "d14"),
    "soon": ("seen", "d14"),
    "today": ("hours", "next_day"),
}
PLAN_OF: dict[Urgency, str] = {
    "ok_to_run": "self_care",
    "self_care": "self_care",
    "clinician_soon": "soon",
    "urgent_same_day": "today",
}
"""Nothing is planned after an emergency: its card has what is needed now."""

AFTER = {"d1": timedelta(days=1), "d3": timedelta(days=3), "d7": timedelta(days=7), "d14": timedelta(days=14)}
HOURS = timedelta(hours=4)
AT_LEAST = timedelta(hours=2)
"""A check-in that would come sooner than this after it was agreed is left out."""
SOON = timedelta(hours=36)
"""What comes within this is called tomorrow."""
AGAIN = timedelta(days=2)
"""A question about the visit without an answer is put once more after this."""

WIDE_AWAKE = "hours"
"""The one step that quiet hours do not hold back: it was asked for by the hour."""


def due_at(step: str, episode: Episode, agreed: datetime, zone: str, within: int) -> datetime:
    """When a step comes: at the hour of the day at which it was agreed.

    `within` is the last day of the window.
    """
    began = episode.onset or episode.began
    if step == "hours":
        return agreed + HOURS
    if step == "next_day":
        return next_morning(agreed, zone)
    if step == "seen":
        return awake((episode.verdict_at or agreed) + timedelta(days=within), zone)
    return awake(began + AFTER[step], zone)


def steps_to_come(
    plan: str, episode: Episode, agreed: datetime, zone: str, within: int
) -> tuple[tuple[str, datetime], ...]:
    """All steps of a plan that are still ahead, with their instants, in order.

    Whoever looks after it at home is asked within a day and a half in any case, also if the first day is over by then: the
    button that offers it says so before it is known when the pain began.
    """
    dated = [(step, due_at(step, episode, agreed, zone, within)) for step in STEPS[plan]]
    ahead = [(step, at) for step, at in dated if at - agreed >= AT_LEAST]
    if plan == "self_care" and not any(at - agreed <= SOON for _, at in ahead):
        ahead.append(("d1", awake(agreed + AFTER["d1"], zone)))
    visit = next((at for step, at in ahead if step == "seen"), None)
    if visit is not None:
        ahead = [
            (step, at) for step, at in ahead if step == "seen" or at > visit
        ]  # until then the visit is what counts
    return tuple(sorted(ahead, key=lambda entry: entry[1]))
