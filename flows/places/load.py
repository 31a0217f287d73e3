"""Loads `countries.yaml` and `zones.yaml`, and checks that every country has its sources, its name and its zones."""

from __future__ import annotations

from pathlib import Path

from flows.content.common import Common
from flows.content.file import ContentFile, read_file
from flows.content.problems import Place, Problems
from flows.content.sources import check_sources
from flows.places.models import CountriesFile, ZonesFile
from flows.places.places import Places
from flows.places.zones import parse_zones


def load_places(folder: Path, common: Common, problems: Problems) -> Places | None:
    """Load the countries and time zones of a content folder; None if a file is not of the right shape."""
    countries = read_file(folder, "countries.yaml", CountriesFile, problems)
    zones = read_file(folder, "zones.yaml", ZonesFile, problems)
    if countries is not None:
        _check_countries(countries, common, problems)
    if countries is None or zones is None:
        return None
    return Places(countries.model, parse_zones(zones, countries.model.countries, problems))


def _check_countries(file: ContentFile[CountriesFile], common: Common, problems: Problems) -> None:
    known = file.model.countries
    listed = [(("countries", code, "sources"), entry.sources) for code, entry in known.items()]
    check_sources(file, listed, common.sources, problems)
    wanted: list[tuple[Place, str]] = [(("countries", code), f"countries.names.{code}") for code in known]
    for language in common.words.languages:
        problems.missing_words(file, common.words.missing(language, wanted))
    problems.unknown(file, '"{}" is in likely but not in countries.', [(("likely",), file.model.likely)], known)
