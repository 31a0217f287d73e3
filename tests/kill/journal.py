"""What the bot's process writes down, line by line and at once: a kill loses nothing of what was written.

A turn is written down before its commit. Whether it was committed tells the database, by the conversation's `rev`.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import msgspec

from flows.base.events import Event


class Taken(msgspec.Struct, frozen=True, tag="turn"):
    """A turn that was taken: it made the conversation's revision `rev`. `fresh` are the random characters it was given."""

    person: str
    key: str
    event: Event
    at: datetime
    fresh: str
    rev: int


class Connected(msgspec.Struct, frozen=True, tag="wire"):
    """A row has a connection of its own; none of its bytes is written yet."""

    row: int


Line = Taken | Connected

_decoder = msgspec.json.Decoder(Line)


class JournalWriter:
    """The child's end."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(self, line: Line) -> None:
        """Write the line in one call, so that it is there as a whole or not at all."""
        os.write(self._file, msgspec.json.encode(line) + b"\n")


class JournalReader:
    """The harness's end; each line is read once."""

    def __init__(self, path: Path) -> None:
        path.touch()
        self._file = path.open("rb")

    def read(self) -> list[Line]:
        """What was written since."""
        return [_decoder.decode(line) for line in self._file.read().splitlines()]

    def close(self) -> None:
        self._file.close()
