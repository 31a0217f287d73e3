"""Every transcript on the engine, with the session through JSON between all turns, and at the terminal with a store."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.terminal.chat import Chat
from bot.adapters.terminal.line import Line
from bot.adapters.terminal.transcript import Transcript as Saved
from bot.clock import HandClock
from bot.store.store import open_store
from bot.turns import TurnRoad
from flows.engine import advance
from flows.library import Library, load_library
from flows.model import URGENCIES
from tests.transcripts_format import files, parse, read
from tests.transcripts_hands import START, EngineHand, Recorder, TerminalHand, go_through


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
async def test_on_the_engine(path: Path, library: Library) -> None:
    recorder = Recorder()
    await go_through(read(path), EngineHand(library, recorder), recorder)


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
async def test_at_the_terminal(path: Path, library: Library, tmp_path: Path) -> None:
    transcript = read(path)
    if "terminal" in transcript.not_on:
        pytest.skip("not on the terminal")
    reference, recorder = Recorder(), Recorder()
    wanted = await go_through(transcript, EngineHand(library, reference), reference)
    hand = TerminalHand(tmp_path, library, recorder)
    try:
        assert await go_through(transcript, hand, recorder) == wanted
    finally:
        hand.close()
