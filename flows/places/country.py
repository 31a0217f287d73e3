"""Which country a typed name means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process, utils

from flows.content.words import Words

LIKELY = 88.0


def name_countries(countries: Iterable[str], words: Words, language: str) -> dict[str, str]:
    """Everything that a country can be called (its name, other common names, its code), in small letters → its code."""
    names: dict[str, str] = {}
    for code in countries:
        names[utils.default_process(words.text(language, f"countries.names.{code}"))] = code
        names[code.lower()] = code
        for other in words.lines(language, f"countries.also.{code}"):
            names[utils.default_process(other)] = code
    return names


def find_country(names: Mapping[str, str], text: str) -> str | None:
    """The code of the country that `text` names, exactly or nearly; None if unknown. `names` as `name_countries` gives."""
    plain = utils.default_process(text).removeprefix("the ")
    if not plain or len(plain) > 60:
        return None
    if plain in names:
        return names[plain]
    long_names = [name for name in names if len(name) > 3]
    best = process.extractOne(plain, long_names, scorer=fuzz.ratio, score_cutoff=LIKELY)
    return names[best[0]] if best else None
