"""Reading transcripts: the form itself, mistakes told by line, and what `chat --save` writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from bot.adapters.terminal.chat import Chat
from bot.adapters.terminal.conversation import LocalConversation
from bot.adapters.terminal.keyboard import Pipe
from bot.adapters.terminal.transcript import Transcript as Saved
from bot.base.clock import HandClock
from bot.store.store import open_store
from bot.turns.service import TurnService
from flows.talk.library import Library, load_library
from flows.turn.engine import advance
from tests.transcripts_format import parse, read, squeezed
from tests.transcripts_hands import START, EngineHand, Recorder, go_through


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def test_the_form() -> None:
    transcript = parse(
        "# A sore calf\n# after a run.\n# not on: discord, terminal\n\nsaid: /start\nshown: One\n    - two\n"
        "choose: Bruise | Not sure\nnever: three\nverdict: self_care doms\nadvance: PT24H\n",
        "a.txt",
    )
    start, choose, wait = transcript.acts
    assert transcript.story == "A sore calf after a run."
    assert transcript.not_on == {"discord", "terminal"}
    assert (start.line, start.verb, start.words, start.shown) == (5, "said", "/start", ["One\n- two"])
    assert (choose.labels, choose.never, choose.verdict) == (["Bruise", "Not sure"], ["three"], ("self_care", "doms"))
    assert wait.duration.days == 1
    assert not transcript.typed


def test_bullets_and_spaces_do_not_matter() -> None:
    assert squeezed("Why:\n- one\n- two - three") == squeezed("Why: \n• one  two - three") == "Why: one two - three"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("# nothing\n", "a.txt: nothing is said in it"),
        ("tap: Bruise\n", "a.txt:1: a line begins with"),
        ("shown: Hello\n", "a.txt:1: shown comes before anything was said"),
        ("said: hi\nverdict: soon doms\n", "a.txt:2: there is no such urgency"),
        ("said: hi\nverdict:\n", "a.txt:2: there is no such urgency"),
        ("said: hi\nchoose:\n", "a.txt:2: nothing follows 'choose'"),
        ("# not on: fax\nsaid: hi\n", "a.txt: there is no fax"),
    ],
)
def test_mistakes_are_told(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse(text, "a.txt")


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("shown: Which leg hurts?", "not shown"),
        ("never: calf PAIN", "must not be"),
        ("verdict: self_care doms", "verdict expected"),
        ("shown: Puffing from a hard run\nshown: Since the calf pain began", "in this order"),
        ("choose: Which leg?", "is nowhere"),
    ],
)
async def test_what_does_not_hold_fails(lines: str, problem: str, library: Library) -> None:
    recorder = Recorder()
    with pytest.raises(AssertionError, match=problem):
        await go_through(parse(f"said: /start\n{lines}\n", "a.txt"), EngineHand(library, recorder), recorder)


async def test_a_saved_chat_is_a_test(library: Library, tmp_path: Path) -> None:
    saved = tmp_path / "saved.txt"
    store = open_store(tmp_path / "calfwise.db", tmp_path / "keys")
    try:
        line = LocalConversation(store, TurnService(store, library, advance), HandClock(START))
        with (tmp_path / "screen").open("w", encoding="utf-8") as screen:
            said = Pipe(["none of these", "/help", "dark urine", "Yes", "/last"])
            Chat(line, Console(file=screen), said, transcript=Saved(saved)).run()
    finally:
        store.close()
    transcript, recorder = read(saved), Recorder()
    assert [act.verb for act in transcript.acts] == ["said"] * 6
    assert any(act.verdict[:1] == ("emergency_now",) for act in transcript.acts)
    await go_through(transcript, EngineHand(library, recorder), recorder)
