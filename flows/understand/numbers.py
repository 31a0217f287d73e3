"""Numbers in a message: how much it hurts, and for how long it has."""

from __future__ import annotations

from flows.understand.lexicon import Lexicon
from flows.understand.patterns import Found
from flows.understand.tokens import HARD, Word

PAIN, TREND_BETTER, TREND_WORSE, TREND_SAME, RELAPSE, RECENT, AGO = (
    "PAIN_WORD",
    "BETTER",
    "WORSE",
    "SAME",
    "RELAPSE",
    "RECENT",
    "SINCE_WORD",
)
"""Families that are looked for here."""


def pain_of(lexicon: Lexicon, words: list[Word]) -> int | None:
    """Pain 0 to 10 where a number is said to be one: "3/10", "6 out of 10", "pain 4", "hurts about a six"."""
    texts = [word.text for word in words]
    numbers = [_number(lexicon, text) for text in texts]
    best: int | None = None
    for place, number in enumerate(numbers):
        if number is None or not 0 <= number <= 10:
            continue
        after = texts[place + 1 : place + 4]
        if (
            (after[:1] == ["10"] and words[place + 1].gap == 0)
            or after == ["out", "of", "10"]
            or after == ["out", "of", "ten"]
        ):
            return number
        if after and after[0] in lexicon.units:
            continue
        before = range(max(0, place - 4), place)
        near = [one for one in before if texts[one] in lexicon.pain_words and not _parted(words, one, place)]
        if near and best is None and not (after and after[0] in lexicon.not_pain):
            best = number
    return best


def _number(lexicon: Lexicon, text: str) -> int | None:
    if text in lexicon.numbers:
        return lexicon.numbers[text]
    return int(text) if len(text) <= 3 and text.isascii() and text.isdecimal() else None


def _parted(words: list[Word], first: int, last: int) -> bool:
    return any(words[one].gap == HARD for one in range(first + 1, last + 1))


def course_of(lexicon: Lexicon, words: list[Word], found: Found) -> dict[str, tuple[str, ...]]:
    """How long and which way it goes, as an answer to the question `course`; empty where it is not said."""

    def has(family: str) -> bool:
        return bool(found.spans.get(lexicon.course_items[family].index))

    days = _days(lexicon, words)
    if has(RELAPSE):
        return {"course": ("relapse",)}
    if days is None:
        if has(RECENT):
            return {"course": ("new",)}
        return {}
    if days <= 3:
        return {"course": ("new",)}
    if has(TREND_WORSE):
        return {"course": ("worse",)}
    if has(TREND_BETTER) and not has(TREND_SAME):
        return {"course": ("week_better",) if days <= 7 else ("long_better",)}
    if has(TREND_SAME):
        for most, option in ((7, "week_same"), (14, "long_same"), (42, "weeks_same")):
            if days <= most:
                return {"course": (option,)}
        return {"course": ("over6",)}
    return {}


def _days(lexicon: Lexicon, words: list[Word]) -> float | None:
    """The longest time named as so-and-so many days, weeks or months (ago, for, since)."""
    longest: float | None = None
    for place in range(1, len(words)):
        unit = lexicon.units.get(words[place].text)
        if unit is None or unit < 1 / 24:
            continue
        text = words[place - 1].text
        number = _number(lexicon, text)
        if number is None:
            number = lexicon.few.get(text)
        if number is None:
            continue
        before = words[place - 2].text if place > 1 else ""
        after = words[place + 1].text if place + 1 < len(words) else ""
        if before in lexicon.since or after in lexicon.since or text == "past":
            longest = max(longest or 0, number * unit)
    return longest
