"""Countdowns for programs: when they end is a field, and `advance` makes them end."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.adapters.terminal.conversation import LocalConversation
from bot.adapters.terminal.json_lines import serve
from bot.base.clock import HandClock
from bot.delivery.countdown import seconds_left
from bot.store.store import open_store
from bot.turns.service import TurnService
from tests import holds

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def answers(folder: Path, *asked: dict[str, Any]) -> list[Any]:
    no_words: Any = None
    store = open_store(folder / "calfwise.db", folder / "keys")
    with closing(store):
        line = LocalConversation(store, TurnService(store, no_words, holds.advance), HandClock(START))
        return [msgspec.json.decode(raw) for raw in serve(map(msgspec.json.encode, asked), line)]


def test_a_hold_says_when_it_ends_and_advance_ends_it(tmp_path: Path) -> None:
    begun, halfway, rest, more = answers(
        tmp_path,
        {"command": "routine"},
        {"advance": "PT10S"},
        {"advance": "PT20S"},
        {"advance": "PT50S"},
    )
    (hold,) = begun["replies"]
    assert (hold["text"], hold["until"], hold["seconds"]) == ("Hold 1 of 8.", "2026-03-01T09:00:30Z", 30)
    assert halfway["replies"] == []
    assert [(one["text"], one["until"]) for one in rest["replies"]] == [("Rest.", "2026-03-01T09:00:45Z")]
    assert [(one["text"], one["until"][-6:], one["seconds"]) for one in more["replies"]] == [
        ("Hold 2 of 8.", "01:15Z", 0),
        ("Rest.", "01:30Z", 10),
    ], "each fires at its own time; what is over has no seconds left"


def test_what_has_no_end_has_no_such_fields(tmp_path: Path) -> None:
    (answer,) = answers(tmp_path, {"command": "start"})
    assert not {"until", "seconds"} & set(answer["replies"][0])


@pytest.mark.parametrize(("milliseconds", "left"), [(-5, 0), (0, 0), (1, 1), (1000, 1), (1001, 2)])
def test_a_part_of_a_second_counts_as_one(milliseconds: int, left: int) -> None:
    assert seconds_left(START + timedelta(milliseconds=milliseconds), START) == left
