"""Make a file of stored sessions with the program as it stands.

    python -m tests.sessions            collect sessions of every kind and note what comes of them: stored_<version>.jsonl
    python -m tests.sessions --answers  leave the sessions of every file as they are, and note anew what comes of them

The first is for a new version; a file of an earlier one stays beside it. The second is for words or content that are meant to
have changed: the difference shows what people with such a session will notice, so read it. Both give the same file each time.
"""

from __future__ import annotations

import asyncio
import sys
import tomllib
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from flows.talk.library import Library, load_library
from tests.sessions.kinds import choose, stack
from tests.sessions.moment import Moment, Notebook
from tests.sessions.stored import FOLDER, Stored, read_stored, what_comes, write_stored
from tests.sessions.wander import wander
from tests.transcripts_format import files, read
from tests.transcripts_hands import EngineHand, go_through

PEOPLE = 300
STEPS = 40
LATER = timedelta(minutes=1)
"""So long after a session was stored the events come: a tap that was just made is not taken for a double one."""


def main(arguments: list[str]) -> None:
    """Make the file, or renew what is noted in the files there are."""
    library = load_library()
    if arguments == ["--answers"]:
        for path in sorted(FOLDER.glob("stored_*.jsonl")):
            _write(path, [replace(one, then=what_comes(library, one)) for one in read_stored(path)])
    elif arguments:
        raise SystemExit("usage: python -m tests.sessions [--answers]")
    else:
        project = tomllib.loads((FOLDER.parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
        _write(FOLDER / f"stored_{project['project']['version']}.jsonl", collect(library))


def collect(library: Library) -> list[Stored]:
    """Sessions of every kind, from all transcripts and from people who go on from somewhere in one."""
    starts = asyncio.run(_transcripts(library))
    moments = choose([*starts, *wander(library, starts, PEOPLE, STEPS)])
    return [_noted(library, moment) for moment in moments]


async def _transcripts(library: Library) -> list[Moment]:
    found: list[Moment] = []
    for path in files():
        notebook = Notebook()
        await go_through(read(path), EngineHand(library, notebook), notebook)
        found += notebook.moments
    return found


def _noted(library: Library, moment: Moment) -> Stored:
    choices = moment.open_choices
    taps = tuple(dict.fromkeys(choice.token for choice in (*choices[:1], *choices[-1:])))
    stored = Stored(stack(moment.data), moment.now + LATER, moment.data, taps)
    return replace(stored, then=what_comes(library, stored))


def _write(path: Path, sessions: list[Stored]) -> None:
    write_stored(path, sessions)
    sys.stdout.write(f"{path.name}: {len(sessions)} sessions, {path.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
