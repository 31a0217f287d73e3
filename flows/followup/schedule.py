"""When check-ins come, and the machine that each of them runs on.

Windows count from when the pain began, not from the advice (a designer's judgement): a day, three days, a week, two weeks.
After a same-day card the question is whether they were seen, four hours later and the next morning; after `clinician_soon`
on the last day of its window.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.base.hours import awake, next_morning
from flows.base.machine import FlowMachine, Row
from flows.base.urgency import Urgency
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

ASKS = ("d1", "d1_pain", "d3", "d3_raises", "d7", "d14", "seen", "seen_why", "hours", "hours_why")
"""The states in which a check-in waits for an answer; `next_day` asks like `hours`."""


def due(step: str, episode: Episode, agreed: datetime, zone: str, within: int) -> datetime:
    """When a step comes: at the hour of the day at which check-ins were agreed. `within` is the last day of the window."""
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
    dated = [(step, due(step, episode, agreed, zone, within)) for step in STEPS[plan]]
    ahead = [(step, at) for step, at in dated if at - agreed >= AT_LEAST]
    if plan == "self_care" and not any(at - agreed <= SOON for _, at in ahead):
        ahead.append(("d1", awake(agreed + AFTER["d1"], zone)))
    visit = next((at for step, at in ahead if step == "seen"), None)
    if visit is not None:
        ahead = [
            (step, at) for step, at in ahead if step == "seen" or at > visit
        ]  # until then the visit is what counts
    return tuple(sorted(ahead, key=lambda entry: entry[1]))


def checkin_machine() -> FlowMachine:
    """Each check-in from its first question to its end.

    Ends: `done`; `check` (something is new or worse: the check opens again); `raised` (a clinician should look); `ended`
    (no more of these). `strain` says whether heel raises are worth asking about; `worse` whether a number has gone up.
    """
    rows = [
        Row("d1", "none", "d1_pain"),
        Row("d1_pain", "pain", "check", _worse, "more than before, and not plain soreness"),
        Row("d1_pain", "pain", "done"),
        Row("d3", "better", "d3_raises", _strain, "a strain, and no pop"),
        Row("d3", "better", "done"),
        Row("d3", "same", "raised"),
        Row("d3", "worse", "check"),
        Row("d3", "relapse", "check"),
        Row("d3_raises", "easy", "done"),
        Row("d3_raises", "sore", "done"),
        Row("d3_raises", "cannot", "raised"),
        Row("d3_raises", "not_tried", "done"),
        Row("d7", "run", "ended", note="all is well"),
        Row("d7", "walk", "raised", _soreness, "soreness that is not gone"),
        Row("d7", "walk", "done"),
        Row("d7", "limp", "raised"),
        Row("d7", "worse", "check"),
        Row("d14", "gone", "ended", note="all is well"),
        Row("d14", "better", "done", _on_a_plan, "on a plan that takes weeks"),
        Row("d14", "better", "raised"),
        Row("d14", "no_better", "raised"),
        Row("seen", "yes", "done"),
        Row("seen", "booked", "done"),
        Row("seen", "not_yet", "seen_why"),
        Row("hours", "yes", "done"),
        Row("hours", "on_my_way", "done"),
        Row("hours", "not_yet", "hours_why"),
    ]
    for state in ("seen_why", "hours_why"):
        rows += [Row(state, reason, "done") for reason in ("no_time", "too_far", "feels_better")]
    for state in ASKS:
        rows += [Row(state, "new", "check", note="something new or worse"), Row(state, "stop", "ended")]
    return FlowMachine("checkin", (*ASKS, "done", "check", "raised", "ended"), rows, "d1")


def _worse(*, worse: bool, **_: object) -> bool:
    return worse


def _strain(*, strain: bool, **_: object) -> bool:
    return strain


def _soreness(*, soreness: bool, **_: object) -> bool:
    return soreness


def _on_a_plan(*, planned: bool, **_: object) -> bool:
    return planned
