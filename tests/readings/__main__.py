"""Readings of labels, for those who change one.

python -m tests.readings                     how each option is read: the table, and what was read otherwise
python -m tests.readings --check             what does not hold, as sentences; exit code 1 if anything
python -m tests.readings --sheet [QUESTION]  print the sheet for readers, of every question or of those named
python -m tests.readings --take FILE         take in one reader's answers; each reader's file once
python -m tests.readings --stale             drop the readings of changed questions and sentences, renew hashes and ids
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator, Mapping
from pathlib import Path

from flows.talk.library import load_library
from tests.readings.agreement import agreements, read_otherwise
from tests.readings.check import check_readings
from tests.readings.files import FOLDER, Broken, Readings, read_folder, write_readings
from tests.readings.sheet import write_sheet
from tests.readings.shown import Shown, shown_questions
from tests.readings.stale import drop_stale
from tests.readings.take import take_file


def main(arguments: list[str], folder: Path = FOLDER) -> int:
    """Do one of them; the exit code."""
    parser = ArgumentParser(
        "python -m tests.readings", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true")
    what.add_argument("--sheet", nargs="*", metavar="QUESTION")
    what.add_argument("--take", type=Path, metavar="FILE")
    what.add_argument("--stale", action="store_true")
    chosen = parser.parse_args(arguments)
    try:
        return _do(chosen.check, chosen.sheet, chosen.take, chosen.stale, folder)
    except Broken as broken:
        _say(*broken.args)
        return 1


def _do(check: bool, sheet: list[str] | None, take: Path | None, stale: bool, folder: Path) -> int:
    shown, found = shown_questions(load_library()), read_folder(folder)
    if check:
        problems = check_readings(found, shown)
        _say(*problems)
        return 1 if problems else 0
    if sheet is not None:
        if unknown := [name for name in sheet if name not in found or name not in shown]:
            raise Broken(f"There are no readings of {', '.join(unknown)}.")
        _say(write_sheet((screen, found[name]) for name, screen in shown.items() if name in (sheet or found)))
    elif take is not None:
        _say(f"{take_file(take, found, shown)} readings taken in.")
    elif stale:
        for name, readings in found.items():
            if name in shown and (dropped := drop_stale(readings, shown[name])):
                _say(f"{name}: {dropped} readings dropped; it is to be read again.")
    else:
        _say(*_table(found, shown))
    if take is not None or stale:
        for readings in found.values():
            write_readings(readings, folder)
    return 0


def _table(found: Mapping[str, Readings], shown: Mapping[str, Shown]) -> Iterator[str]:
    yield f"{'option':28}{'readings':>9}{'agreement':>11}"
    for name, screen in shown.items():
        if name not in found:
            yield f"{name:28}{'no file':>9}"
            continue
        for one in agreements(found[name], screen):
            share = f"{one.share:.0%}" if one.n else "-"
            yield f"{name + '.' + one.option:28}{one.n:9}{share:>11}{'' if one.enough or not one.n else '   too little'}"
            if one.n and not one.enough:
                for item, chosen in read_otherwise(found[name], one.option):
                    said = ", ".join(f"{options} ({times})" for options, times in chosen)
                    yield f"    {item.say}  [{' + '.join(item.tick)}]  read as {said}"


def _say(*lines: str) -> None:
    sys.stdout.write("".join(line + "\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
