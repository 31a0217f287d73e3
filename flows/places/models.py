"""The shape of `countries.yaml` and `zones.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from flows.content.shape import Reviewed, Sources, Strict


class CountryEntry(Strict):
    """Emergency numbers (first is shown first) and the line for health advice that is no emergency, if there is one."""

    emergency: Annotated[list[str], Field(min_length=1)]
    health_line: str = ""
    sources: Sources
    checked: bool
    note: str = ""


class CountriesFile(Reviewed):
    """`countries.yaml`. `likely` are offered as buttons first."""

    likely: list[str]
    countries: dict[str, CountryEntry]


class ZonesFile(Strict):
    """`zones.yaml`: time zones by their IANA names. `spread` is offered where the country is not known."""

    spread: Annotated[list[str], Field(min_length=1, max_length=6)]
    countries: dict[str, Annotated[list[str], Field(min_length=1, max_length=6)]]
    cities: dict[str, Annotated[list[str], Field(min_length=1)]]
