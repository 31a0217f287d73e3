"""Time zones by country and by what people type: a city, a region, a country, or the zone's own name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cached_property
from importlib.resources import files

import msgspec
from rapidfuzz import fuzz, process, utils

from flows.content.file import ContentFile
from flows.content.problems import Place, Problems
from flows.places.models import ZonesFile

MOST_FOUND = 4
LIKELY = 80.0
"""A likeness (0–100) from which a name that is typed counts as meant: one wrong letter in a short one."""
LONGEST = 60
SHORTEST_START = 3
"""Characters from which the beginning of a name stands for it."""

_CITY = re.compile(r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+")


class Zones(msgspec.Struct, frozen=True, dict=True):
    """What is offered, and everything that can be found. `names` are all zones that there are."""

    spread: tuple[str, ...]
    countries: Mapping[str, tuple[str, ...]]
    cities: Mapping[str, tuple[str, ...]]
    names: frozenset[str]

    def likely(self, country: str) -> tuple[str, ...]:
        """The zones to offer first to somebody in this country ("": not known)."""
        return self.countries.get(country, self.spread)

    def find(self, text: str) -> tuple[str, ...]:
        """At most four zones that `text` can mean, the likeliest first."""
        plain = _plain(text)
        if not plain or len(text) > LONGEST:
            return ()
        exact = self._by_name.get(plain, ())
        begins = [name for name in self._by_name if len(plain) >= SHORTEST_START and name.startswith(plain)]
        near = process.extract(plain, list(self._by_name), scorer=fuzz.ratio, score_cutoff=LIKELY, limit=2 * MOST_FOUND)
        found = [*exact, *(zone for name in begins for zone in self._by_name[name])]
        if not exact:
            found += [zone for name, _, _ in near for zone in self._by_name[name]]
        return tuple(dict.fromkeys(found))[:MOST_FOUND]

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        """What can be typed, in plain small letters → its zones, those of the content first."""
        listed = [*self.cities, *(zone for zones in self.countries.values() for zone in zones), *self.spread]
        named: dict[str, list[str]] = {}
        for zone in dict.fromkeys([*listed, *sorted(filter(_CITY.fullmatch, self.names))]):
            for name in (city_of(zone), zone, *self.cities.get(zone, ())):
                named.setdefault(_plain(name), []).append(zone)
        # Of two places of one name, the one that gives its zone the name is the larger.
        return {
            name: tuple(sorted(dict.fromkeys(zones), key=lambda zone: _plain(city_of(zone)) != name))
            for name, zones in named.items()
        }


def city_of(zone: str) -> str:
    """The city that gives the zone its name: `New York`."""
    return zone.rpartition("/")[2].replace("_", " ")


def _plain(text: str) -> str:
    """Small letters and single blanks, without accents."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return utils.default_process(bare.replace("_", " "))


def parse_zones(file: ContentFile[ZonesFile], countries: Collection[str], problems: Problems) -> Zones:
    """Make the zones; every name that is none is noted, and every country that is unknown or missing."""
    listed = file.model
    zones = Zones(
        tuple(listed.spread),
        {code: tuple(zones) for code, zones in listed.countries.items()},
        {zone: tuple(cities) for zone, cities in listed.cities.items()},
        frozenset((files("tzdata") / "zones").read_text(encoding="utf-8").split()),
    )
    named: list[tuple[Place, tuple[str, ...]]] = [
        *((("spread", number), (zone,)) for number, zone in enumerate(zones.spread)),
        *((("countries", code, n), (zone,)) for code, of in zones.countries.items() for n, zone in enumerate(of)),
        *((("cities", zone), (zone,)) for zone in zones.cities),
    ]
    problems.unknown(file, 'there is no time zone "{}".', named, zones.names)
    coded = [(("countries", code), (code,)) for code in zones.countries]
    problems.unknown(file, 'the country "{}" is not in countries.yaml.', coded, countries)
    missing = [(("countries",), countries)]
    problems.unknown(file, "the country {} has no time zones here.", missing, zones.countries)
    return zones
