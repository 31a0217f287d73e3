"""Run three turns in the tree that is the working directory, and print as JSON which files of `flows` they enter.

A script of its own, started by `tools.structure.turn`; it imports `flows` from the working directory and nothing of ours.
A file is entered when a function of it is called while `advance()` runs: functions, methods, properties, lambdas,
comprehensions and generators. What runs in C (the records of msgspec are made there) and what an import runs is no call.

Before each traced turn all caches of `flows` are emptied and the content is loaded and prepared anew; the turns that lead
there are made on another library. So no cache hides a file that the first such turn after a start goes through.
"""

from __future__ import annotations

import gc
import importlib
import inspect
import json
import sys
from datetime import UTC, datetime
from functools import _lru_cache_wrapper
from pathlib import Path
from types import FrameType
from typing import Any

TREE = Path.cwd()
FLOWS = f"{TREE / 'flows'}/"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SID = "abcdef"
DANGER = "I can't breathe and have chest pain"

PLACES = {
    "advance": ("flows.turn.engine", "flows.engine"),
    "load_library": ("flows.talk.library", "flows.library"),
    "Chose": ("flows.base.events", "flows.base.model", "flows.model"),
    "Typed": ("flows.base.events", "flows.base.model", "flows.model"),
    "Command": ("flows.base.events", "flows.base.model", "flows.model"),
}
"""Where each name may be, in the trees there have been, newest first."""


def find(name: str) -> Any:
    """Give the first of the places that has this name. Raises `LookupError` if none has."""
    for place in PLACES[name]:
        try:
            return getattr(importlib.import_module(place), name)
        except ModuleNotFoundError as error:
            if not error.name or not f"{place}.".startswith(f"{error.name}."):
                raise  # the module is there, and what it imports is not
        except AttributeError:
            continue
    raise LookupError(f"{name} is in none of {', '.join(PLACES[name])}")


def fresh_library() -> Any:
    """Load and prepare the content as at a start, with nothing remembered from before."""
    for one in gc.get_objects():
        if isinstance(one, _lru_cache_wrapper) and (getattr(one, "__module__", None) or "").startswith("flows"):
            one.cache_clear()
    library = find("load_library")()
    library.prepare()
    return library


def lead_to(question: str) -> tuple[Any, Any]:
    """Start a check and tap *none* until `question` is open; the session, and the reply that asks it."""
    library = fresh_library()
    step = turn(library, None, find("Command")("check"))
    for _ in range(20):
        reply = next(one for one in reversed(step.replies) if one.question is not None)
        if reply.question.id == question:
            return step.session, reply
        step = turn(library, step.session, tap(reply, "none"))
    raise LookupError(f"{question} is not reached by tapping none")


def tap(reply: Any, choice: str) -> Any:
    """Tap the button of this id, by its own token. Raises `LookupError` if it is not there."""
    for button in reply.choices:
        if button.id == choice:
            return find("Chose")(button.token)
    raise LookupError(f"there is no button {choice} among {[button.id for button in reply.choices]}")


def turn(library: Any, session: Any, event: Any) -> Any:
    """Take one turn."""
    return find("advance")(library, session, event, NOON, SID)


def trace(name: str, title: str, session: Any, event: Any) -> dict[str, Any]:
    """Take one turn on a fresh library; give the files of `flows` entered, each with the first function called."""
    library, advance = fresh_library(), find("advance")
    first: dict[str, str] = {}

    def note(frame: FrameType, kind: str, _: Any) -> None:
        code = frame.f_code
        called = kind == "call" and code.co_flags & inspect.CO_OPTIMIZED  # bodies of modules and classes are not
        if called and code.co_filename.startswith(FLOWS):
            first.setdefault(Path(code.co_filename).relative_to(FLOWS).as_posix(), code.co_qualname)

    sys.setprofile(note)
    try:
        step = advance(library, session, event, NOON, SID)
    finally:
        sys.setprofile(None)
    asked = [reply.question.id for reply in step.replies if reply.question is not None]
    return {"name": name, "title": title, "asked": asked[-1] if asked else "", "entered": list(first.items())}


def main() -> None:
    """Trace the turns and print them."""
    session, reply = lead_to("side")
    idle = turn(fresh_library(), None, find("Command")("help")).session
    if idle is None or idle.frames:
        raise LookupError("after /help alone something is open")
    danger = find("Typed")(DANGER)
    found = [
        trace("tap", "a tap on an answer in mid-check (left, at side)", session, tap(reply, "left")),
        trace("danger in a check", f'a typed danger sign in mid-check ("{DANGER}", at side)', session, danger),
        trace("danger alone", f'a typed danger sign with nothing open ("{DANGER}", after /help)', idle, danger),
    ]
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    # In place of this file's folder, whose modules are none of the tree's.
    sys.path[:] = [str(TREE), *(one for one in sys.path if one != str(Path(__file__).parent))]
    main()
