"""Taking in one reader's answers, all of them or none: `question: {shown: hash, sentence's id: [numbers of labels]}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flows.content.strict_yaml import read_document
from tests.readings.check import wrong_choice
from tests.readings.files import Broken, Readings
from tests.readings.shown import Shown

Answers = Mapping[str, Mapping[str, list[str]]]
"""Question → id of a sentence → options chosen."""


def take_file(path: Path, found: Mapping[str, Readings], shown: Mapping[str, Shown]) -> int:
    """Append a reader's answers to the readings, and say how many. Raises Broken, and takes none, if any is wrong."""
    document = read_document(path)
    problems = list(document.problems)
    data = document.data
    if not problems and not (isinstance(data, dict) and all(isinstance(answers, dict) for answers in data.values())):
        problems.append("the form is question: {sentence's id: [numbers]}.")
    if problems:
        raise Broken(*problems)
    taken: dict[tuple[str, str], list[str]] = {}
    for name, answers in data.items():
        for identity, sentence, chosen in _answers(name, answers, found, shown):
            if sentence:
                problems.append(document.problem(sentence, name, identity))
            else:
                taken[name, identity] = chosen
    if problems:
        raise Broken(*problems)
    for name in data:
        for item in found[name].items:
            if (name, item.id) in taken:
                item.read.append(taken[name, item.id])
    return len(taken)


def _answers(
    name: str, answers: Mapping[str, Any], found: Mapping[str, Readings], shown: Mapping[str, Shown]
) -> Iterator[tuple[str, str, list[str]]]:
    """Id, what is wrong (or nothing), options."""
    if name not in found or name not in shown:
        yield "", f"there is no question {name} to be read.", []
        return
    screen, readings = shown[name], found[name]
    if readings.shown != screen.hash:
        yield "", f"{name} is shown otherwise than its readings say; run python -m tests.readings --stale first.", []
        return
    ids = {item.id for item in readings.items}
    for identity, numbers in answers.items():
        if identity == "shown":
            if str(numbers) != screen.hash:
                yield identity, f"this reader saw another {name} ({numbers}); it is {screen.hash} now.", []
        elif identity not in ids:
            yield identity, f"{name} has no sentence {identity}.", []
        else:
            sentence, chosen = _options(numbers, screen)
            yield identity, sentence and f"{name}, {identity}: {sentence}", chosen


def _options(numbers: object, shown: Shown) -> tuple[str, list[str]]:
    given = numbers if isinstance(numbers, list) else [numbers]
    most = len(shown.options)
    if not all(type(number) is int and 1 <= number <= most for number in given):
        return f"the labels have the numbers 1 to {most}, not {given}.", []
    chosen = [shown.options[number - 1] for number in sorted(given)]
    return wrong_choice(chosen, shown), chosen
