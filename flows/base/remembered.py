"""What is remembered beside the check: records, reminders, check-ins to come, and the way back to running.

Plain frozen records that go through JSON with the session; what they mean is decided by the flow of the same name.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from flows.base.urgency import Urgency

MOST_RECORDS = 400
"""Records that are kept, the latest ones: three a day for the longest programme."""


class Record(msgspec.Struct, frozen=True, array_like=True):
    """One thing worth a place in a chart, at `at` (aware, UTC).

    `kind` and what `what` and `value` then are: `pain` (`rest`, `during`, `morning` or `walking`; 0-10), `routine` (the
    routine's id; percent done), `stage` (`strain` or `achilles`; the stage entered), `run` (the step of the plan; minutes
    run), `raises` (`left` or `right`; clean single-leg heel raises), `checkin` (what was asked and answered, `d3.better`; 0).
    """

    at: datetime
    kind: str
    what: str
    value: int


class Reminder(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something to be reminded of. `act` is the card act that it offers (`routine.calf_stretch`, `aid.ice`).

    `minute` of the local day for a daily one; `every` minutes until `until` for one that repeats through some days (ice).
    `unanswered` counts the latest ones in a row without an answer.
    """

    id: str
    act: str
    minute: int = 0
    every: int = 0
    until: datetime | None = None
    unanswered: int = 0


class CheckIns(msgspec.Struct, frozen=True, omit_defaults=True):
    """Check-ins that were agreed. `plan` is `self_care`, `soon` or `today`; `left` are the steps still to come, in order,
    `at` their instants.

    `asked` is the step that is open and unanswered, `repeats` how often it was asked again, `unanswered` how many in a row
    had no answer.
    """

    plan: str
    left: tuple[str, ...]
    at: tuple[datetime, ...] = ()
    asked: str = ""
    repeats: int = 0
    unanswered: int = 0


class Raised(msgspec.Struct, frozen=True):
    """A check-in made it more urgent: to what, and the reason as a key of words."""

    urgency: Urgency
    why: str
    at: datetime


class Recovery(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where somebody is on the way back. `program` is `strain` or `achilles`; `stage` counts from 1 (beyond the last: done).

    `breaks` of the 24-hour rule, `good` sessions in a row since; `step` of the walk-run plan, from 1; `slow` where each stage
    takes longer (an earlier strain, 50 and older, a deep strain); `since` when the stage was entered, `began` the whole way;
    `episode` when the check began that it rests on: with a new check nobody goes on with it unasked; `last` the latest session
    of the stage; `missing` the criteria that were not met when they were last asked; `owed` when the session ended whose
    morning has not been told yet, `before` and `during` the pain of it (-1: not told), `whole` whether all of it was done.
    """

    program: str
    stage: int
    since: datetime
    breaks: int = 0
    good: int = 0
    step: int = 1
    slow: bool = False
    grade: int = 1
    began: datetime | None = None
    episode: datetime | None = None
    last: datetime | None = None
    missing: tuple[str, ...] = ()
    owed: datetime | None = None
    before: int = -1
    during: int = -1
    whole: bool = False
