"""Instants and days as a person in their time zone would say them."""

from __future__ import annotations

from datetime import date, datetime, time

from flows.base.hours import DAY, time_text, zone_of
from flows.content.words import Words


def when_text(at: datetime, zone: str, language: str, now: datetime, words: Words | None = None) -> str:
    """The instant as a person there would say it: `Mon 2 March, 08:00`; with words, also `today 14:05`.

    With no zone known ("") it is UTC's time, and says so.
    """
    local, today = at.astimezone(zone_of(zone)), now.astimezone(zone_of(zone)).date()
    clock = time_text(local.hour * 60 + local.minute)
    if not zone:
        clock += " UTC"
    name = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((local.date() - today).days)
    if words is not None and name is not None:
        return words.text(language, f"hours.{name}", time=clock)
    return f"{_date_text(local.date(), language, far=abs(local.date() - today) > 300 * DAY)}, {clock}"


def day_text(at: datetime, zone: str, language: str, now: datetime, words: Words) -> str:
    """The day of the instant as a person there would say it: `tomorrow`, `Mon 2 March`."""
    day, today = at.astimezone(zone_of(zone)).date(), now.astimezone(zone_of(zone)).date()
    name = {0: "today", 1: "tomorrow"}.get((day - today).days)
    return words.text(language, f"hours.day.{name}") if name else _date_text(day, language, far=False)


def _date_text(day: date, language: str, *, far: bool) -> str:
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_skeleton

    try:
        locale = Locale.parse({"en": "en_GB"}.get(language, language), sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en_GB")
    return format_skeleton("yMMMMEd" if far else "MMMMEd", datetime.combine(day, time()), locale=locale)
