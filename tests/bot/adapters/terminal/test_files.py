"""Pictures at the terminal and for programs: a path and what it shows; drawings are nobody else's to read."""

from __future__ import annotations

import os
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from bot.adapters.terminal.conversation import LocalConversation
from bot.adapters.terminal.files import MEDIA, ReplyFiles
from bot.adapters.terminal.json_lines import serve
from bot.base.clock import HandClock
from bot.store.store import open_store
from bot.turns.service import TurnService
from flows.base.drawings import Chart, Page
from flows.base.replies import Picture, Reply
from flows.talk.library import load_library
from flows.turn.engine import advance
from tests.flows.support import NOON

CHART = Chart("t", "en", "p", "s", "d", (), alt="A chart.")
PAGE = Page("t", "s", (), "f", alt="A page.")


def no_drawing(what: Chart | Page) -> bytes:
    raise RuntimeError("no ink")


def test_a_picture_is_where_it_is(tmp_path: Path) -> None:
    shown = ReplyFiles(tmp_path / "d").of(Reply("message", picture=Picture("balance.gif", "A man stands on one leg.")))
    assert shown is not None
    assert (shown.kind, shown.path, shown.alt) == ("picture", str(MEDIA / "balance.gif"), "A man stands on one leg.")
    assert not (tmp_path / "d").exists()
    assert ReplyFiles(tmp_path / "d").of(Reply("message", picture=Picture("none.gif", "Nothing."))) is None
    assert ReplyFiles(tmp_path / "d").of(Reply("message")) is None


def test_a_drawing_is_for_its_owner_only_and_has_a_name_of_its_own(tmp_path: Path) -> None:
    reply_files = ReplyFiles(tmp_path / "d", draw=lambda what: type(what).__name__.encode())
    reply = Reply("message", chart=CHART)
    files = [reply_files.of(reply), reply_files.of(reply), reply_files.of(Reply("message", page=PAGE))]
    assert [(file.kind, file.alt) for file in files if file] == [
        ("chart", "A chart."),
        ("chart", "A chart."),
        ("page", "A page."),
    ]
    paths = [Path(file.path) for file in files if file]
    assert len(set(paths)) == 3
    assert [path.suffix for path in paths] == [".png", ".png", ".pdf"]
    assert [path.read_bytes() for path in paths] == [b"Chart", b"Chart", b"Page"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert stat.S_IMODE((tmp_path / "d").stat().st_mode) == 0o700


def test_old_drawings_go_with_the_next(tmp_path: Path) -> None:
    reply_files = ReplyFiles(tmp_path, draw=lambda what: b"x")
    first = reply_files.of(Reply("message", chart=CHART))
    assert first is not None
    os.utime(first.path, (0, 0))
    reply_files.of(Reply("message", chart=CHART))
    assert not Path(first.path).exists()
    assert not reply_files.empty


def test_what_cannot_be_drawn_leaves_the_words(tmp_path: Path) -> None:
    assert ReplyFiles(tmp_path, draw=no_drawing).of(Reply("message", chart=CHART)) is None


def test_a_program_gets_paths_and_forgetting_takes_the_drawings(tmp_path: Path) -> None:
    library, reply_files = load_library(), ReplyFiles(tmp_path / "drawings")
    store = open_store(tmp_path / "calfwise.db", tmp_path / "keys")
    with closing(store):
        line = LocalConversation(store, TurnService(store, library, advance), HandClock(NOON), files=reply_files)

        def said(*asked: dict[str, Any]) -> list[Any]:
            found = [msgspec.json.decode(raw) for raw in serve(map(msgspec.json.encode, asked), line)]
            return [reply for answer in found for reply in answer["replies"]]

        progress = said({"text": "pain 5"}, {"advance": "PT20H"}, {"text": "pain 3"}, {"command": "progress"})[-1]
        page = said({"command": "summary"})[-1]
        assert set(progress["chart"]) == {"path", "alt"}
        assert Path(progress["chart"]["path"]).read_bytes().startswith(b"\x89PNG")
        assert Path(page["page"]["path"]).read_bytes().startswith(b"%PDF-")
        said({"command": "forget"}, {"choose": ["yes"]})
        assert reply_files.empty
