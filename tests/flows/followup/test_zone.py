"""The time zone: a few likely ones, a city that is typed, and what comes after the answer."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flows.content.file import ContentFile
from flows.content.problems import Problems
from flows.content.strict_yaml import read_document
from flows.places.models import ZonesFile
from flows.places.zones import city_of, parse_zones
from tests.flows.support import SORE, Chat, library, texts


def asked_for_zone(country: str = "") -> Chat:
    """Somebody who is asked for their zone, and perhaps told the country before."""
    chat = Chat()
    if country:
        chat.check(SORE).tap("country")
        chat.type(country)
    chat.command("reminders")
    chat.tap("zone")
    return chat


def kept_zone(chat: Chat) -> str:
    return chat.state.person.zone


def test_without_a_country_a_few_around_the_world_are_offered_with_their_time() -> None:
    chat = asked_for_zone()
    assert chat.labels == [
        "Los Angeles · 04:00",
        "New York · 07:00",
        "London · 12:00",
        "Berlin · 13:00",
        "Kolkata · 17:30",
        "Sydney · 23:00",
        "Not now",
    ]
    chat.tap("zone.1")
    assert kept_zone(chat) == "America/New_York"
    assert chat.open == "reminders"


def test_with_a_country_its_own_are_offered() -> None:
    assert asked_for_zone("New Zealand").labels == ["Auckland · 01:00", "Chatham · 01:45", "Not now"]
    assert asked_for_zone("Germany").labels == ["Berlin · 13:00", "Not now"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Leeds", ["London · 12:00"]),
        ("new york", ["New York · 07:00"]),
        ("berln", ["Berlin · 13:00", "Zurich · 13:00"]),
        ("Köln", ["Berlin · 13:00"]),
        ("birmingham", ["Chicago · 06:00", "London · 12:00"]),
        ("Portugal", ["Lisbon · 12:00", "Madeira · 12:00", "Azores · 11:00"]),
        ("Asia/Kathmandu", ["Kathmandu · 17:45"]),
    ],
)
def test_a_place_is_typed(text: str, found: list[str]) -> None:
    chat = asked_for_zone()
    chat.type(text)
    assert chat.labels == [*found, "Not now"]
    chat.type("1")
    if chat.open == "confirm":  # the labels hold numbers too, so a typed one is asked back
        chat.tap("yes")
    assert city_of(kept_zone(chat)) == found[0].partition(" ·")[0]


def test_a_place_that_is_not_known_says_so_and_asks_again() -> None:
    chat = asked_for_zone()
    assert "I do not know that place" in texts(chat.type("Xyzzyville"))
    assert chat.open == "zone"
    chat.type("London")
    chat.tap("zone.0")
    assert kept_zone(chat) == "Europe/London"


def test_not_now_leaves_it_as_it_was() -> None:
    chat = asked_for_zone()
    chat.tap("leave")
    assert (kept_zone(chat), chat.open) == ("", "reminders")


def test_every_country_has_zones_that_exist_and_every_zone_a_clock() -> None:
    zones = library().places.zones
    assert set(zones.countries) == set(library().places.countries.countries)
    listed = {*zones.spread, *zones.cities, *(zone for of in zones.countries.values() for zone in of)}
    for name in listed | zones.names:
        ZoneInfo(name)
    for name in listed:
        assert name in zones.find(city_of(name)), name


def test_a_wrong_zone_or_country_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "zones.yaml"
    path.write_text(
        "spread: [Europe/London]\ncountries:\n  GB: [Europe/Lundon]\n  XX: [Europe/London]\n"
        "cities:\n  Europe/Leeds: [Leeds]\n",
        encoding="utf-8",
    )
    document = read_document(path, tmp_path)
    collected = Problems()
    parse_zones(ContentFile(document, ZonesFile.model_validate(document.data)), ["GB", "FR"], collected)
    problems = collected.found
    assert problems == [
        'zones.yaml:3: there is no time zone "Europe/Lundon".',
        'zones.yaml:6: there is no time zone "Europe/Leeds".',
        'zones.yaml:4: the country "XX" is not in countries.yaml.',
        "zones.yaml:2: the country FR has no time zones here.",
    ]
