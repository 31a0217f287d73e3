"""The terminal conversation put together: settings, content, store, and one person's line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.adapters.terminal.line import Line
from bot.adapters.terminal.shelf import Shelf
from bot.clock import SystemClock
from bot.log import configure
from bot.settings import Settings, load_settings
from bot.store.store import open_store
from bot.turns import TurnRoad
from flows.base.errors import CalfwiseError
from flows.talk.library import Library, load_library
from flows.turn.engine import advance

if TYPE_CHECKING:
    from rich.console import Console


@contextmanager
def terminal_line(settings: Settings, library: Library) -> Iterator[Line]:
    """A line to the core for the person at this terminal; the store is closed at the end."""
    store = open_store(settings.database, settings.key_file)
    try:
        shelf = Shelf(settings.data_dir / "drawings")
        yield Line(store, TurnRoad(store, library, advance), SystemClock(), shelf=shelf)
    finally:
        store.close()


def prepare() -> Settings:
    """Settings read, log set up (errors only: the terminal belongs to the conversation), odd names reported."""
    settings = load_settings()
    configure("ERROR", settings.secrets)
    for warning in settings.warnings:
        typer.echo(warning, err=True)
    return settings


def chat_json(settings: Settings) -> None:
    """Serve the JSON contract on standard input and output until end of file."""
    from bot.adapters.terminal.json_lines import serve

    out = sys.stdout.buffer
    with terminal_line(settings, load_library()) as line:
        for answer in serve(sys.stdin.buffer, line):
            out.write(answer + b"\n")
            out.flush()


def chat_here(settings: Settings, save: Path | None = None) -> None:
    """Turn to the person at the keyboard, or to a pipe, until end of file."""
    from rich.console import Console

    from bot.adapters.terminal.bar import Bar
    from bot.adapters.terminal.chat import Chat
    from bot.adapters.terminal.keyboard import Keyboard, Pipe, edited_line
    from bot.adapters.terminal.transcript import Transcript

    library = load_library()
    console = Console(highlight=False, markup=False, emoji=False)
    with terminal_line(settings, library) as line:
        try:
            transcript = Transcript(save) if save else None
        except OSError as error:
            raise CalfwiseError(f"{save} cannot be written ({error.strerror}).") from None
        if not sys.stdin.isatty():
            sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
            Chat(line, console, Pipe(sys.stdin), transcript=transcript).run()
            return
        keyboard = Keyboard(sys.stdin.fileno(), edited_line)
        bar = Bar(console, keyboard, library, line.now) if _draws(console) else None
        Chat(line, console, keyboard, bar, transcript).run()
        console.print()


def _draws(console: Console) -> bool:
    """Whether a bar can be drawn: not into a file, not on a screen that cannot go back, not where keys cannot be read."""
    return console.is_terminal and not console.is_dumb_terminal and find_spec("termios") is not None
