"""All that is known of places: countries with their numbers, and time zones."""

from __future__ import annotations

import msgspec

from flows.places.models import CountriesFile
from flows.places.zones import Zones


class Places(msgspec.Struct, frozen=True, eq=False):
    """Countries and time zones as loaded. Immutable; shared by all conversations."""

    countries: CountriesFile
    zones: Zones
