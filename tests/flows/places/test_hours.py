"""People's own hours: quiet ones, daily times over clock changes, the next morning, and how an instant is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.base.hours import awake, daily, next_morning, zone_of
from flows.places.dates import when_text
from tests.flows.support import library

LONDON, NEW_YORK, LORD_HOWE, TOKYO = "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Tokyo"
NUUK, APIA = "America/Nuuk", "Pacific/Apia"
ZONES = [
    LONDON,
    NEW_YORK,
    LORD_HOWE,
    TOKYO,
    "Asia/Kolkata",
    "Africa/Cairo",
    "America/Santiago",
    NUUK,
    "Pacific/Kiritimati",
]


def at(zone: str, text: str, fold: int = 0) -> datetime:
    """The instant of `2026-03-29 08:00` by the clock of the zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def local(instant: datetime, zone: str) -> str:
    """The wall clock there."""
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


# --- quiet hours -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "then"),
    [
        ("2026-03-02 20:59", "2026-03-02 20:59"),
        ("2026-03-02 21:00", "2026-03-03 08:00"),
        ("2026-03-02 00:00", "2026-03-02 08:00"),
        ("2026-03-02 07:59", "2026-03-02 08:00"),
        ("2026-03-02 08:00", "2026-03-02 08:00"),
        ("2026-03-28 22:00", "2026-03-29 08:00"),  # the clocks go forward that night
        ("2026-10-24 22:00", "2026-10-25 08:00"),  # and back that night
    ],
)
def test_quiet_hours_end_at_eight(told: str, then: str) -> None:
    assert local(awake(at(LONDON, told), LONDON), LONDON) == then


def test_a_night_is_an_hour_shorter_or_longer_when_the_clocks_change() -> None:
    assert awake(at(LONDON, "2026-03-28 22:00"), LONDON) - at(LONDON, "2026-03-28 22:00") == timedelta(hours=9)
    assert awake(at(LONDON, "2026-10-24 22:00"), LONDON) - at(LONDON, "2026-10-24 22:00") == timedelta(hours=11)
    assert awake(at(LORD_HOWE, "2026-04-04 22:00"), LORD_HOWE) - at(LORD_HOWE, "2026-04-04 22:00") == timedelta(
        hours=10, minutes=30
    )


def test_with_no_zone_no_hour_is_quiet() -> None:
    night = datetime(2026, 3, 2, 3, tzinfo=UTC)
    assert awake(night, "") == night
    assert zone_of("Nowhere/At_all") is zone_of("America") is zone_of("../etc") is UTC


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.sampled_from(ZONES))
def test_awake_is_awake_and_as_early_as_can_be(instant: datetime, zone: str) -> None:
    then = awake(instant, zone)
    assert instant <= then <= instant + timedelta(hours=12, minutes=30)
    assert 8 <= then.astimezone(ZoneInfo(zone)).hour < 21
    assert awake(then, zone) == then


# --- daily -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "after", "minute", "then"),
    [
        (LONDON, "2026-03-28 18:00", 18 * 60, "2026-03-29 18:00"),
        (LONDON, "2026-03-28 02:00", 90, "2026-03-29 02:00"),  # 01:30 does not exist: the first minute that does
        (LONDON, "2026-03-29 02:00", 90, "2026-03-30 01:30"),
        (LONDON, "2026-10-24 18:00", 90, "2026-10-25 01:30"),
        (NEW_YORK, "2026-03-07 12:00", 150, "2026-03-08 03:00"),
        (NEW_YORK, "2026-10-31 12:00", 90, "2026-11-01 01:30"),
        (LORD_HOWE, "2026-10-03 12:00", 135, "2026-10-04 02:30"),  # half an hour is left out there
        (LORD_HOWE, "2026-10-03 12:00", 125, "2026-10-04 02:30"),
        (TOKYO, "2026-03-28 02:30", 150, "2026-03-29 02:30"),
        (APIA, "2011-12-29 18:00", 18 * 60, "2011-12-31 18:00"),  # there was no 30 December
    ],
)
def test_the_next_time_of_day(zone: str, after: str, minute: int, then: str) -> None:
    assert local(daily(at(zone, after), zone, minute), zone) == then


def test_the_doubled_hour_counts_once() -> None:
    first = daily(at(LONDON, "2026-10-24 18:00"), LONDON, 90)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert local(daily(first, LONDON, 90), LONDON) == "2026-10-26 01:30"
    between = at(LONDON, "2026-10-25 01:15", fold=1)
    assert local(daily(between, LONDON, 90), LONDON) == "2026-10-26 01:30"


def test_a_gap_at_the_end_of_a_day_moves_into_the_next() -> None:
    moved = daily(at(NUUK, "2026-03-28 12:00"), NUUK, 23 * 60 + 30)
    assert local(moved, NUUK) == "2026-03-29 00:00"
    assert local(daily(moved, NUUK, 23 * 60 + 30), NUUK) == "2026-03-29 23:30"
    assert daily(at(NUUK, "2026-03-28 22:59"), NUUK, 23 * 60 + 30) == moved


@given(st.sampled_from(ZONES), st.integers(0, 1439), st.integers(2024, 2028))
def test_daily_comes_once_on_each_day_of_a_year(zone: str, minute: int, year: int) -> None:
    instant = at(zone, f"{year}-01-01 00:00") - timedelta(seconds=1)
    days = []
    while True:
        following = daily(instant, zone, minute)
        assert following > instant
        instant = following
        clock = instant.astimezone(ZoneInfo(zone))
        if clock.year > year:
            break
        past = clock.hour * 60 + clock.minute
        if past < minute and past == 0:
            days.append(clock.date() - timedelta(days=1))  # a gap at the end of the day before
        else:
            assert minute <= past <= minute + 60
            days.append(clock.date())
    assert days == [date(year, 1, 1) + timedelta(days=n) for n in range(len(days))]
    assert len(days) == (date(year + 1, 1, 1) - date(year, 1, 1)).days


# --- the next morning ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "then"),
    [
        ("2026-03-02 18:00", "2026-03-03 08:00"),
        ("2026-03-02 05:00", "2026-03-03 08:00"),
        ("2026-03-03 01:00", "2026-03-03 08:00"),  # the evening is not over yet
        ("2026-03-28 23:00", "2026-03-29 08:00"),
    ],
)
def test_the_next_morning(told: str, then: str) -> None:
    assert local(next_morning(at(LONDON, told), LONDON), LONDON) == then


def test_with_no_zone_the_next_morning_is_fourteen_hours_on() -> None:
    assert next_morning(datetime(2026, 3, 2, 12, tzinfo=UTC), "") == datetime(2026, 3, 3, 2, tzinfo=UTC)
    assert next_morning(datetime(2026, 3, 2, 12, 1, tzinfo=UTC), "") == datetime(2026, 3, 3, 3, tzinfo=UTC)


# --- in words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("2026-03-02 14:05", "today 14:05"),
        ("2026-03-03 08:00", "tomorrow 08:00"),
        ("2026-03-01 08:00", "yesterday 08:00"),
        ("2026-03-09 08:00", "Mon 9 March, 08:00"),
        ("2027-03-09 08:00", "Tue, 9 March 2027, 08:00"),
    ],
)
def test_an_instant_in_words(told: str, said: str) -> None:
    now = at(TOKYO, "2026-03-02 09:00")
    assert when_text(at(TOKYO, told), TOKYO, "en", now, library().words) == said


def test_an_instant_without_a_zone_or_words() -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert when_text(now, "", "en", now, library().words) == "today 12:00 UTC"
    assert when_text(now, "", "en", now) == "Mon 2 March, 12:00 UTC"
    assert when_text(now, LONDON, "de", now) == "Mo., 2. März, 12:00"
    assert when_text(now, LONDON, "pt-BR", now).endswith("2 de março, 12:00")
    assert when_text(now, LONDON, "not a language", now) == "Mon 2 March, 12:00"
