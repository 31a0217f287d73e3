"""Countdowns at a terminal: a bar that runs while the keyboard stays usable, on a pseudo-terminal."""

from __future__ import annotations

import inspect
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from bot.adapters.terminal.bar import Bar
from bot.adapters.terminal.chat import Chat
from bot.adapters.terminal.conversation import LocalConversation
from bot.adapters.terminal.keyboard import Keyboard, Pipe
from bot.adapters.terminal.transcript import Transcript
from bot.base.clock import HandClock
from bot.store.store import open_store
from bot.turns.service import TurnService
from flows.base.events import Command
from flows.talk.library import Library, load_library
from tests import holds
from tests.surroundings import environment
from tests.transcripts_format import read

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
WITHIN = 20.0


class Hurried(HandClock):
    """Every look at it takes three seconds; `then` happens at the first look while a bar runs."""

    then: Callable[[], None] | None = None

    def now(self) -> datetime:
        self.move(timedelta(seconds=3))
        if self.then is not None and "line_before" in {frame.function for frame in inspect.stack(0)}:
            act, self.then = self.then, None
            act()
        return super().now()


class Desk:
    """A person's side of a pseudo-terminal, with a chat on the other; `asked` are the prompts with no bar running."""

    def __init__(self, folder: Path, library: Library, answers: list[str], clock: HandClock) -> None:
        self.mine, self.theirs = pty.openpty()
        self.asked: list[str] = []
        self._answers = answers
        store = self.store = open_store(folder / "calfwise.db", folder / "keys")
        self.line = LocalConversation(store, TurnService(store, library, holds.advance), clock)
        self._screen = os.fdopen(os.dup(self.theirs), "w", encoding="utf-8")
        console = Console(file=self._screen, force_terminal=True, width=80)
        keyboard = Keyboard(self.theirs, self._ask)
        self.saved = folder / "saved.txt"
        bar = Bar(console, keyboard, library, self.line.now, every=0.001)
        self.chat = Chat(self.line, console, keyboard, bar, Transcript(self.saved))

    def _ask(self, prompt: str, begun: str) -> str:
        self.asked.append(begun)
        if not self._answers:
            raise EOFError
        return self._answers.pop(0)

    def presses(self, keys: str | bytes) -> None:
        os.write(self.mine, keys.encode() if isinstance(keys, str) else keys)

    def shown(self) -> str:
        """All that was written, without what moves the cursor."""
        self._screen.flush()
        raw = b""
        while select.select([self.mine], [], [], 0)[0]:
            raw += os.read(self.mine, 65536)
        return plain(raw)

    def close(self) -> None:
        self.store.close()
        self._screen.close()
        os.close(self.mine)
        os.close(self.theirs)


def plain(raw: bytes) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", raw.decode("utf-8", "replace")).replace("\r", "")


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture
def desk(tmp_path: Path, library: Library) -> Iterator[Callable[..., Desk]]:
    desks: list[Desk] = []

    def made(*answers: str, clock: HandClock | None = None) -> Desk:
        desks.append(Desk(tmp_path, library, list(answers), clock or Hurried(START)))
        return desks[-1]

    yield made
    for one in desks:
        one.close()


def test_it_runs_to_the_end_and_then_the_next_one_runs(desk: Callable[..., Desk]) -> None:
    here = desk("/routine")
    here.chat.run()
    shown = here.shown()
    told = [shown.index(f"Hold {number} of 8.") for number in range(1, 9)]
    assert told == sorted(told)
    assert re.search(r"━+.* 0:\d\d left", shown)
    assert len(set(re.findall(r"0:\d\d left", shown))) > 5
    assert shown.count("Rest.") == 7
    assert shown.rstrip().endswith("Done.")
    assert here.asked == ["", ""], "nothing is asked while a bar runs"


def test_a_typed_line_ends_the_bar_and_is_taken(desk: Callable[..., Desk]) -> None:
    here = desk("/routine")
    here.presses("stop\n")
    here.chat.run()
    shown = here.shown()
    assert "> stop\nStopped." in shown
    assert "Hold 2" not in shown


def test_several_lines_at_once_are_taken_one_by_one(desk: Callable[..., Desk]) -> None:
    here = desk("/routine")
    here.presses("hello\nstop\nlater\nhalf")
    here.chat.run()
    assert re.findall(r"I heard: \w+|Stopped", here.shown()) == ["I heard: hello", "Stopped", "I heard: later"]
    assert here.asked == ["", "half"], "what is begun stands at the next prompt"


def test_what_is_half_typed_outlives_the_end_of_a_countdown(desk: Callable[..., Desk]) -> None:
    here = desk("/routine")
    here.presses("sto")
    here.chat.run()
    shown = here.shown()
    assert "> sto" in shown.partition("Rest.")[2]
    assert "Done." in shown
    assert here.asked == ["", "sto"]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("sx\x7ftop\r", "stop"),
        ("rubbish\x15ok\n", "ok"),
        ("ok\x1b[D\x1b[1;5C\x1bOP\x1bb!\n", "ok!"),
        ("é🦵\n", "é🦵"),
        ("\x7f\x08ok\n", "ok"),
        ("o\x04k\n", "ok"),
    ],
)
def test_keys(keys: str, said: str) -> None:
    mine, theirs = pty.openpty()
    try:
        keyboard = Keyboard(theirs, lambda prompt, begun: "")
        with keyboard.at_once():
            os.write(mine, keys.encode())
            assert keyboard.typed_within(WITHIN) == said
            line = None
            for key in keys.encode():
                os.write(mine, bytes([key]))
                line = keyboard.typed_within(WITHIN)
            assert line == said, "key by key it is the same"
    finally:
        os.close(mine)
        os.close(theirs)


def test_the_end_of_the_input_ends_the_chat(desk: Callable[..., Desk]) -> None:
    clock = Hurried(START)
    here = desk("/routine", clock=clock)
    clock.then = lambda: here.presses("\x04")
    here.chat.run()
    assert here.asked == [""]
    assert "Rest." not in here.shown()


def test_the_terminal_is_as_it_was(desk: Callable[..., Desk]) -> None:
    here = desk("/routine")
    before = termios.tcgetattr(here.theirs)
    here.presses("stop\n")
    here.chat.run()
    assert termios.tcgetattr(here.theirs) == before


def test_what_fell_due_meanwhile_is_shown_first(desk: Callable[..., Desk]) -> None:
    clock = HandClock(START)
    here = desk(clock=clock)
    here.line.send(Command("routine"))
    clock.move(timedelta(minutes=20))
    here.chat.run()
    shown = here.shown()
    assert shown.index("Done.") < shown.index("Ready.")


def test_a_saved_session_says_how_time_passed(desk: Callable[..., Desk]) -> None:
    here = desk("/routine")
    here.chat.run()
    acts = read(here.saved).acts
    assert [act.verb for act in acts[:4]] == ["said", "said", "advance", "advance"]
    assert acts[2].duration >= holds.HOLD
    assert acts[2].shown == ["Rest."]


def test_a_pipe_waits_for_nothing(tmp_path: Path, library: Library) -> None:
    store = open_store(tmp_path / "calfwise.db", tmp_path / "keys")
    with closing(store), (tmp_path / "screen").open("w+", encoding="utf-8") as screen:
        line = LocalConversation(store, TurnService(store, library, holds.advance), HandClock(START))
        Chat(line, Console(file=screen), Pipe(["/routine\n", "hello\n", "stop"])).run()
        screen.seek(0)
        assert re.findall(r"Ready|Hold 1|hello|Stopped", screen.read()) == [
            "Ready",
            "Hold 1",
            "hello",
            "Hold 1",
            "Stopped",
        ]


# --- the whole program on a terminal of its own ----------------------------------------------------------------------


class Session:
    """A process and the person's side of its terminal."""

    def __init__(self, process: subprocess.Popen[bytes], mine: int, theirs: int) -> None:
        self.process = process
        self.mine = mine
        self.theirs = theirs
        self._raw = b""

    def until(self, words: str) -> str:
        """Read on until `words` are on the screen; what came before them is not looked at again."""
        end = time.monotonic() + WITHIN
        while words not in plain(self._raw):
            left = end - time.monotonic()
            assert left > 0, f"{words!r} did not come, but: {plain(self._raw)}"
            if select.select([self.mine], [], [], left)[0]:
                self._raw += os.read(self.mine, 65536)
        before, _, after = plain(self._raw).partition(words)
        self._raw = after.encode()  # both may come in one piece
        return before + words

    def presses(self, keys: str) -> None:
        os.write(self.mine, keys.encode())


@contextmanager
def chatting(folder: Path) -> Iterator[Session]:
    mine, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bot.adapters.terminal.child", os.ttyname(theirs), str(folder)],
        cwd=folder,
        env=environment(TERM="xterm", COLUMNS="80"),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield Session(process, mine, theirs)
    finally:
        process.kill()
        process.wait(WITHIN)
        os.close(mine)
        os.close(theirs)


def test_a_line_typed_while_the_bar_runs_and_the_end_of_input(tmp_path: Path) -> None:
    with chatting(tmp_path) as session:
        session.until("> ")
        session.presses("/routine\n")
        session.until(" left")
        session.presses("stop\n")
        session.until("Stopped.")
        session.until("> ")
        session.presses("\x04")
        assert session.process.wait(WITHIN) == 0


def test_ctrl_c_while_the_bar_runs(tmp_path: Path) -> None:
    with chatting(tmp_path) as session:
        before = termios.tcgetattr(session.theirs)
        session.until("> ")
        session.presses("/routine\n")
        session.until(" left")
        session.presses("\x03")
        assert session.process.wait(WITHIN) == 130
        assert termios.tcgetattr(session.theirs) == before
