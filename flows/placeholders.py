"""Which places a text leaves to be filled: what the code hands in, so that a slip in a word file is found when it is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from flows.words import Words

PLACES: dict[str, set[str]] = {
    "cards.ambulance_number": {"number"},
    "cards.clinician_soon.headline": {"to"},
    "cards.clinician_soon.headline_weeks": {"to"},
    "cards.emergency_now.headline": {"number"},
    "cards.fits_one": {"first"},
    "cards.fits_three": {"first", "second", "third"},
    "cards.fits_two": {"first", "second"},
    "cards.labels.call_if": {"number"},
    "cards.say": {"ask", "reasons", "where"},
    "cards.say_bare": {"ask"},
    "cards.say_plain": {"ask", "reasons"},
    "cards.urgent_same_day.where_line": {"line"},
    "discord.ends": {"when"},
    "talk.acts.country_known": {"country"},
    "talk.anew": {"headline"},
    "talk.answered": {"answer", "question"},
    "talk.called": {"say"},
    "talk.country_line": {"line"},
    "talk.country_set": {"country", "number"},
    "talk.handoff.denied": {"items"},
    "talk.handoff.grade": {"grade"},
    "talk.handoff.result": {"headline"},
    "talk.handoff.retracted": {"items"},
    "talk.handoff.unsure": {"items"},
    "talk.handoff.when": {"began", "ended"},
    "talk.keep_done": {"date"},
    "talk.last": {"when"},
    "talk.left": {"n"},
    "talk.maybe": {"about"},
    "talk.near": {"label"},
    "talk.parts.safety_count": {"n"},
    "talk.sign_counts": {"sign"},
    "talk.slip": {"signs"},
    "talk.still_holds": {"headline"},
    "talk.ticked_or_none": {"other", "ticked"},
    "talk.unsure_of": {"about"},
    "talk.urgent_so_far": {"n"},
    "talk.which_of": {"about"},
    "talk.why_card": {"sources", "why"},
    "talk.why_reviewed": {"date"},
    "telegram.left": {"left"},
    "terminal.left": {"left"},
}
"""Key → the names of its places; every other key has none."""


def wrong_places(words: Words) -> Iterator[str]:
    """Every text whose places are not those that will be filled, as `file:line: sentence`."""
    for language in words.languages:
        for key in words.keys(language):
            wanted = PLACES.get(key, set())
            for text in words.lines(language, key):
                found = _places(text)
                if found != wanted:
                    stem, *place = key.split(".")
                    told = f"has the places {_told(wanted)}" if wanted else "has no places to fill"
                    yield words.documents[language][stem].problem(
                        f"the text {key} {told}; found {_told(found)}.", *place
                    )


def _places(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {"a brace that is not closed"}


def _told(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"
