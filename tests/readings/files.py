"""The files of readings, one for each question: read strictly, and written in one form only.

question: danger
shown: "0123456789abcdef"   # hash of what the readers saw (tests/readings/shown.py)
items:
  - id: bcdfg               # made from the sentence, by `--stale`; a changed sentence is another one
    say: "a sentence that a lay person says of themselves"
    tick: [foot_numb]       # what it should lead to: options, or none, or unsure
    not: [foot_drop]        # what it must not lead to, though it lies close
    read: [[foot_numb], [none]]   # what each reader chose
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import msgspec

from flows.content.strict_yaml import read_document

FOLDER = Path(__file__).resolve().parent / "en"
_ROOT = Path(__file__).resolve().parents[2]
_LETTERS = "bcdfghjklmnpqrstvwxz"
_HEAD = """# What should tick each label and what should not, and what readers ticked who saw nothing but the screen.
# CONTRIBUTING.md, "Changing a label", says how this file is kept. `python -m tests.readings` puts it in form.
"""


class Broken(Exception):
    """Files or answers that cannot be used; `args` are the sentences that say why."""


class Item(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One sentence, what it should tick and what it must not, and what was chosen for it."""

    id: str = ""
    say: str
    tick: list[str]
    avoid: list[str] = msgspec.field(default_factory=list, name="not")
    read: list[list[str]] = msgspec.field(default_factory=list)


class Readings(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One file."""

    question: str
    shown: str = ""
    items: list[Item]


def item_id(say: str) -> str:
    """Five letters made from the sentence. They tell nothing of what it should tick, and sorting by them shuffles."""
    number = int.from_bytes(hashlib.sha256(say.encode()).digest()[:8], "big")
    letters = []
    for _ in range(5):
        number, letter = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[letter])
    return "".join(letters)


def file_of(question: str, folder: Path) -> Path:
    """Where a question's readings are."""
    return folder / f"{question}.yaml"


def read_readings(path: Path) -> Readings:
    """Read one file. Raises Broken with one `file:line: sentence` for each problem."""
    document = read_document(path, _ROOT)
    if document.problems:
        raise Broken(*document.problems)
    try:
        readings = msgspec.convert(document.data, Readings)
    except msgspec.ValidationError as error:
        raise Broken(f"{document.name}: it is not of the right form: {error}.") from None
    if readings.question != path.stem:
        raise Broken(document.problem(f"this file must say question: {path.stem}.", "question"))
    return readings


def read_folder(folder: Path) -> dict[str, Readings]:
    """Every file, by question. Raises Broken with the problems of all of them."""
    found: dict[str, Readings] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found[path.stem] = read_readings(path)
        except Broken as broken:
            problems += broken.args
    if problems:
        raise Broken(*problems)
    return found


def write_readings(readings: Readings, folder: Path) -> None:
    """Write one file in its form."""
    file_of(readings.question, folder).write_text(in_form(readings), encoding="utf-8")


def in_form(readings: Readings) -> str:
    """The whole text of a file."""
    lines = [f"{_HEAD}question: {readings.question}", f'shown: "{readings.shown}"', "items:"]
    for item in readings.items:
        lines.append(f"  - id: {item.id}")
        lines.append(f"    say: {json.dumps(item.say, ensure_ascii=False)}")
        lines.append(f"    tick: {_list(item.tick)}")
        if item.avoid:
            lines.append(f"    not: {_list(item.avoid)}")
        lines.append(f"    read: [{', '.join(map(_list, item.read))}]")
    return "\n".join(lines) + "\n"


def _list(options: list[str]) -> str:
    return f"[{', '.join(options)}]"
