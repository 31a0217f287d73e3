"""Kinds of stored sessions: what is open in them and what else they hold; and the few sessions that show them all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.sessions.moment import Moment

PLAIN = (
    "sid",
    "turn",
    "rev",
    "version",
    "touched",
    "content",
    "tapped",
    "slot",
    "frames",
    "began",
    "language",
    "trail",
)
"""Fields that say nothing about the kind: every session has them, or has them for a moment."""

GROUPS = ("person", "episode", "last", "checkins", "recovery")
"""Fields that hold optional fields of their own."""

MANY = ("routine",)
"""Flows whose data leaves out so much that each of its keys is looked for by itself, not each set of them."""

Aspect = tuple[str, ...]


def stack(session: dict[str, Any]) -> str:
    """What is open, lowest first: `check:walk > confirm:slip`."""
    return " > ".join(_name(frame) for frame in session.get("frames", [])) or "nothing"


def _name(frame: dict[str, Any]) -> str:
    return f"{frame['flow']}:{frame['data']['kind'] if frame['flow'] == 'confirm' else frame['state']}"


def aspects(session: dict[str, Any]) -> set[Aspect]:
    """All that is worth seeing in one session: each frame, what it lies on and what it holds, and each optional field."""
    frames = session.get("frames", [])
    found: set[Aspect] = {("top", _name(frames[-1]) if frames else "nothing")}
    beneath = "nothing"
    for frame in frames:
        name, keys = _name(frame), sorted(frame.get("data", {}))
        found.add(("frame", beneath, name if frame["flow"] == "confirm" else frame["flow"]))
        found |= {("data", name, key) for key in keys}
        if frame["flow"] not in MANY:
            found.add(("data", name, *keys))
        # Which question is beneath, and how far a flow is, does not matter to what lies on it.
        beneath = "verdict" if frame["state"] == "verdict" else frame["flow"]
    return found | {("field", "open" if frames else "nothing open", field) for field in _fields(session)}


def _fields(session: dict[str, Any]) -> set[str]:
    """The optional fields that are set, those of the person, the episode and so on by a path."""
    found = {name for name in session if name not in (*PLAIN, *GROUPS)}
    for group in GROUPS:
        inside = session.get(group) or {}
        found |= {f"{group}.{name}" for name in inside if name not in PLAIN}
    return found


def choose(moments: Iterable[Moment]) -> list[Moment]:
    """The smallest sessions that show every aspect of all of them, in the order of their stacks."""
    seen: set[Aspect] = set()
    chosen: list[tuple[str, int, bytes, Moment]] = []
    # Small sessions first, so that a large one stands there only for what no small one shows.
    for moment in sorted(moments, key=lambda one: (len(one.raw), one.raw, one.now)):
        session = moment.data
        news = aspects(session) - seen
        if news:
            seen |= news
            chosen.append((stack(session), len(moment.raw), moment.raw, moment))
    return [moment for *_, moment in sorted(chosen, key=lambda one: one[:3])]
