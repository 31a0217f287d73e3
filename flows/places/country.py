"""Which country a typed name means."""

from __future__ import annotations

from rapidfuzz import fuzz, process, utils

from flows.talk.library import Library

LIKELY = 88.0


def find_country(library: Library, language: str, text: str) -> str | None:
    """The code of the country named by `text` (its name, another common name, its code, or nearly); None if unknown."""
    plain = utils.default_process(text).removeprefix("the ")
    if not plain or len(plain) > 60:
        return None
    names: dict[str, str] = {}
    for code in library.countries.countries:
        names[utils.default_process(library.text(language, f"countries.names.{code}"))] = code
        names[code.lower()] = code
        for other in library.lines(language, f"countries.also.{code}"):
            names[utils.default_process(other)] = code
    if plain in names:
        return names[plain]
    long_names = [name for name in names if len(name) > 3]
    best = process.extractOne(plain, long_names, scorer=fuzz.ratio, score_cutoff=LIKELY)
    return names[best[0]] if best else None
