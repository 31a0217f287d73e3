"""What does not hold in the readings, each as a sentence with its file in front."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from tests.readings.agreement import EACH, ENOUGH, READERS, agreements
from tests.readings.files import Item, Readings, item_id
from tests.readings.shown import Shown

WORDS = range(5, 26)
"""How many words a sentence has."""


def check_readings(found: Mapping[str, Readings], shown: Mapping[str, Shown]) -> list[str]:
    """Every problem, question by question in the order of the check."""
    problems = [f"{name}.yaml: there is no question {name} to be read." for name in found if name not in shown]
    for name, screen in shown.items():
        if name in found:
            problems += [f"{name}.yaml: {sentence}" for sentence in _check(found[name], screen)]
        else:
            problems.append(f"{name}.yaml: this file is missing, so nobody has read the labels of {name}.")
    return problems


def check_lists(readings: Readings, shown: Shown) -> list[str]:
    """What is wrong with the sentences themselves, whoever read them."""
    known = frozenset(shown.options)
    problems = [
        f"{item.id or item.say!r}: {sentence}" for item in readings.items for sentence in _item(item, known, shown)
    ]
    for say, times in Counter(item.say for item in readings.items).items():
        if times > 1:
            problems.append(f"{item_id(say)}: the same sentence stands here {times} times.")
    for option in shown.signs:
        ticks = sum(option in item.tick for item in readings.items)
        misses = sum(option in item.avoid for item in readings.items)
        if ticks < EACH or misses < EACH:
            problems.append(
                f"{option} has {ticks} sentences that should tick it and {misses} near misses; it takes {EACH} of each."
            )
    return problems


def _check(readings: Readings, shown: Shown) -> Iterator[str]:
    yield from check_lists(readings, shown)
    if readings.shown != shown.hash:
        yield (
            f"what is shown of {shown.question} is not what was read ({readings.shown or 'nothing yet'}, now {shown.hash}); "
            "run python -m tests.readings --stale and have it read again."
        )
        return
    few = [item for item in readings.items if len(item.read) < READERS]
    if few:
        least = min(len(item.read) for item in few)
        yield f"{len(few)} of {len(readings.items)} sentences have fewer than {READERS} readings (the least: {least})."
    for one in agreements(readings, shown):
        if one.n and not one.enough:
            yield f"{one.option} is read as meant in {one.share:.0%} of {one.n} readings; it takes {ENOUGH:.0%}."


def _item(item: Item, known: frozenset[str], shown: Shown) -> Iterator[str]:
    if item.id != item_id(item.say):
        yield f"its id does not belong to its sentence (that would be {item_id(item.say)}); run python -m tests.readings --stale."
    if len(item.say.split()) not in WORDS:
        yield f"it has {len(item.say.split())} words; it takes {WORDS[0]} to {WORDS[-1]}."
    if unknown := sorted({*item.tick, *item.avoid, *(option for read in item.read for option in read)} - known):
        yield f"{shown.question} has no option {', '.join(unknown)}."
    if both := sorted({*item.tick} & {*item.avoid}):
        yield f"{', '.join(both)} stands under tick and under not."
    for chosen in (item.tick, *item.read):
        if sentence := wrong_choice(chosen, shown):
            yield f"{sentence} It says [{', '.join(chosen)}]."


def wrong_choice(chosen: list[str], shown: Shown) -> str:
    """Why these options cannot be an answer to the question; empty if they can."""
    if not chosen:
        return "Nothing is chosen; an answer is at least one option."
    if shown.single and len(chosen) > 1:
        return "This question takes one option."
    if len(chosen) > 1 and {"none", "unsure"} & {*chosen}:
        return "none and unsure stand alone."
    if len(set(chosen)) < len(chosen):
        return "An option is chosen twice."
    return ""
