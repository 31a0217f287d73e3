"""A person's own hours: when they are awake, and when a daily time next comes. Pure.

Instants are aware and come back in UTC. A zone is an IANA name; "" (not asked, or not told) means that nothing is known
of their clock: times of day are then UTC's, and no hour is quiet. Clock changes: a time that a day skips is that day's
first one after the gap, and one that a day has twice counts once, the first time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

QUIET_FROM = time(21)
QUIET_UNTIL = time(8)
"""Between these nothing comes by itself (a designer's judgement)."""

SMALL_HOURS = time(4)
"""Until then the evening before is not over: the next morning is the one of the same date."""

NEXT_MORNING_UNKNOWN = timedelta(hours=14)
"""After so long it is another day, wherever they are."""

LONGEST_GAP = timedelta(hours=3)
"""The clocks were never put forward further; a day without a time within that is a date that was left out."""

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@cache
def zone_of(zone: str) -> tzinfo:
    """The zone's clock; UTC for "", and for a name that the time zone data does not know (any more)."""
    try:
        return ZoneInfo(zone) if zone else UTC
    except (LookupError, ValueError, OSError):  # OSError: the name of a folder, such as "America"
        return UTC


def awake(at: datetime, zone: str) -> datetime:
    """The same instant, or the end of the quiet hours that it falls into."""
    if not zone:
        return at
    local = at.astimezone(zone_of(zone))
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return at
    day = local.date() if local.time() < QUIET_UNTIL else local.date() + DAY
    return _first(day, QUIET_UNTIL, zone)


def daily(after: datetime, zone: str, minute: int) -> datetime:
    """When it is next `minute` minutes past midnight by the clock there, strictly after `after`."""
    wanted = time(*divmod(minute, 60))
    # The day before too: at 23:30 on a day that ends with a gap, it comes after midnight.
    day = after.astimezone(zone_of(zone)).date() - DAY
    while (found := _instant(day, wanted, zone)) is None or found <= after:
        day += DAY
    return found


def next_morning(now: datetime, zone: str) -> datetime:
    """When the quiet hours end on the next day; with no zone known, a full hour at least 14 hours ahead."""
    if not zone:
        at = (now + NEXT_MORNING_UNKNOWN).astimezone(UTC)
        whole = at.replace(minute=0, second=0, microsecond=0)
        return whole if whole == at else whole + timedelta(hours=1)
    local = now.astimezone(zone_of(zone))
    return _first(local.date() if local.time() < SMALL_HOURS else local.date() + DAY, QUIET_UNTIL, zone)


def _first(day: date, wanted: time, zone: str) -> datetime:
    """That time on that day, or on the first day after it that has one."""
    while (found := _instant(day, wanted, zone)) is None:
        day += DAY
    return found


def _instant(day: date, wanted: time, zone: str) -> datetime | None:
    """The instant of a time of day; None on a date that the zone left out."""
    clock = zone_of(zone)
    wall = datetime.combine(day, wanted)
    for _ in range(LONGEST_GAP // MINUTE):
        instant = wall.replace(tzinfo=clock).astimezone(UTC)  # of two, the first
        if instant.astimezone(clock).replace(tzinfo=None) == wall:
            return instant
        wall += MINUTE
    return None


def time_text(minute: int) -> str:
    """A time of day, `minute` minutes past midnight, as it is written everywhere: 07:30."""
    return f"{minute // 60:02}:{minute % 60:02}"
