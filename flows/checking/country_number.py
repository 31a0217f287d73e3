"""The emergency number of the person's country, if it was told lately."""

from __future__ import annotations

from flows.checking.card import country_of
from flows.talk.turn import Talk


def number_of(talk: Talk) -> str:
    """The number, or an empty string where no country is known."""
    entry = talk.library.countries.countries.get(country_of(talk.person, talk.now))
    return entry.emergency[0] if entry else ""
