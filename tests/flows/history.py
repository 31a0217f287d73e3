"""Somebody with three weeks of a calf strain behind them, for the chart and the page."""

from __future__ import annotations

from datetime import timedelta

from flows.base.remembered import Raised, Record, Recovery
from flows.talk.session import Retracted
from tests.flows.support import DAY, HOUR, NOON, TEAR, Chat


def three_weeks() -> Chat:
    """A chat that went through the check, agreed to be kept, and logged, trained and was asked for three weeks."""
    chat = Chat()
    chat.check(TEAR)
    records = [Record(NOON + DAY * day, "pain", "rest", value) for day, value in enumerate((6, 5, 5, 3, 2, 2, 1, 0))]
    records += [Record(NOON + DAY * day + HOUR, "pain", "walking", 7 - day) for day in (1, 3, 7)]
    for day in range(4, 22, 2):
        at = NOON + DAY * day + 5 * HOUR
        records.append(Record(at, "routine", f"stage_{1 + day // 6}", 100 if day % 4 else 40))
        records.append(Record(at, "pain", "during", max(0, 4 - day // 4)))
        records.append(Record(at + 15 * HOUR, "pain", "morning", max(0, 3 - day // 4)))
    records += [
        Record(NOON + DAY * day, "stage", "strain", n) for n, day in ((1, 3), (2, 8), (3, 13), (2, 15), (3, 18))
    ]
    records += [Record(NOON + DAY * 18, "raises", "left", 17), Record(NOON + DAY * 18, "raises", "right", 26)]
    records += [Record(NOON + DAY * 20, "run", "1", 8), Record(NOON + DAY * 3, "checkin", "d3.same", 0)]
    chat.change_episode(
        onset=NOON - DAY,
        retracted=(Retracted("danger", "foot_cold", NOON + timedelta(minutes=2)),),
        raised=Raised("clinician_soon", "d3_same", NOON + DAY * 3),
        seen=True,
    )
    chat.change_person(keep=True)
    chat.change(
        records=tuple(sorted(records, key=lambda record: record.at)), recovery=Recovery("strain", 3, NOON + DAY * 18)
    )
    chat.now = NOON + DAY * 21
    return chat
