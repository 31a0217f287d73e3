"""Sessions that an earlier version stored go on as they would have gone on there; see `tests/sessions`."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from flows.talk.library import Library, load_library
from flows.turn.registry import REGISTRY
from tests.sessions.kinds import choose
from tests.sessions.moment import Moment
from tests.sessions.stored import FOLDER, Came, Stored, read_stored, what_comes, write_stored

FILES = sorted(FOLDER.glob("stored_*.jsonl"))
STORED = list(chain.from_iterable(read_stored(path) for path in FILES))
CONFIRMED = ("anew", "forget", "keep", "near", "slip", "ticked")
"""What the bot's own question was about, as the first version stored it."""
SINCE = {"what_else", "whom"}
"""Flows that the first version did not have."""


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.mark.parametrize("stored", STORED, ids=[f"{number}:{one.kind}" for number, one in enumerate(STORED)])
def test_it_goes_on(stored: Stored, library: Library) -> None:
    comes = what_comes(library, stored)
    for event, came in stored.then.items():
        now = comes[event]
        assert (now.left, told(now, stored)) == (came.left, told(came, stored)), f"{event} at {stored.kind}"
    assert set(comes) == set(stored.then)


def told(came: Came, stored: Stored) -> str:
    """What was said. The first version kept the sentence of an agreement to check-ins, with the minute at which it was asked;
    it is worded anew, as of the person's last word, which may have been a minute or two later.
    """
    said = "\n---\n".join(came.said)
    return re.sub(r"\b\d\d:\d\d\b", "hh:mm", said) if stored.kind.endswith("confirm:keep") else said


def test_urgent_advice_comes_back_where_only_a_question_about_it_was_open(library: Library) -> None:
    found = [one for one in STORED if one.kind == "confirm:anew" and not one.session["episode"].get("seen")]
    assert [one.session["episode"]["verdict"]["urgency"] for one in found] == ["emergency_now"]
    for event, came in what_comes(library, found[0]).items():
        assert came.left == () if event == "stop" else came.left is not None and came.left[0] == "check", event
        assert event in ("start", "expire") or "CALL YOUR EMERGENCY NUMBER NOW" in came.said[-1], event


def test_every_kind_is_there() -> None:
    frames = [frame for stored in STORED for frame in stored.session.get("frames", [])]
    assert {frame["flow"] for frame in frames} >= {"check", "confirm", "country", "change", *REGISTRY.flows} - SINCE
    kinds = {frame["data"]["kind"] for frame in frames if frame["flow"] == "confirm"}
    assert kinds >= set(CONFIRMED), "what the first version asked is there, and later ones may ask more"
    assert any(not stored.session.get("frames") for stored in STORED)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_none_is_there_for_nothing(path: Path) -> None:
    moments = [Moment(stored.now, msgspec.json.encode(stored.session)) for stored in read_stored(path)]
    assert len(choose(moments)) == len(moments)


def test_what_else_would_come_is_noticed(library: Library) -> None:
    stored = next(one for one in STORED if one.kind.endswith("confirm:slip"))
    without = replace(stored, session={**stored.session, "frames": stored.session["frames"][:-1]})
    comes = what_comes(library, without)
    assert {event for event, came in stored.then.items() if comes[event] != came} >= {"hello", "first"}


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_stored(tmp_path / "stored.jsonl", STORED[:20])
    assert read_stored(tmp_path / "stored.jsonl") == STORED[:20]
