"""Steps from one form of a stored session to the next: version → what turns its JSON into that of version + 1.

A deploy that changes the form of `flows.talk.session.Session` raises `VERSION` there and registers the step here, with a
before/after pair in its test.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Migration = Callable[[dict[str, Any]], dict[str, Any]]


def ids_for_sentences(data: dict[str, Any]) -> dict[str, Any]:
    """Form 2 keeps no finished sentence: a question for a yes has its kind and ids, a page that was asked for its act.

    Which consent was asked for is told by what it leads on to, and when by the last word of the person. The signs in a
    question stay as they are: they are ids.
    """
    return {**data, "frames": [_without_words(frame, data.get("touched")) for frame in data.get("frames", [])]}


def _without_words(frame: dict[str, Any], asked_at: str | None) -> dict[str, Any]:
    data = dict(frame.get("data", {}))
    if frame["flow"] == "confirm":
        for word in ("text", "yes", "no"):
            data.pop(word, None)
        if data.get("kind") == "keep":
            data["kind"] = _KEEP.get(str(data.get("then", "")).partition(".")[0], "keep")
            if data["kind"] == "keep_checkins" and asked_at is not None:
                data["asked_at"] = asked_at
    elif frame["flow"] == "alarm":
        page = data.get("page")
        data["page"] = page[0] if page else ""
    return {**frame, "data": data}


_KEEP = {"checkins": "keep_checkins", "morning": "keep_morning", "zone": "keep_plan"}

MIGRATIONS: dict[int, Migration] = {1: ids_for_sentences}
