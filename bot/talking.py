"""The terminal conversation put together: settings, content, store, and one person's line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from bot.adapters.terminal.line import Line
from bot.clock import SystemClock
from bot.log import configure
from bot.settings import Settings, load_settings
from bot.store.store import open_store
from bot.turns import TurnRoad
from flows.engine import advance
from flows.library import load_library
from flows.model import CalfwiseError


@contextmanager
def terminal_line(settings: Settings) -> Iterator[Line]:
    """A line to the core for the person at this terminal; the store is closed at the end."""
    library = load_library()
    store = open_store(settings.database, settings.key_file)
    try:
        yield Line(store, TurnRoad(store, library, advance), SystemClock())
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
    with terminal_line(settings) as line:
        for answer in serve(sys.stdin.buffer, line):
            out.write(answer + b"\n")
            out.flush()


def chat_here(settings: Settings, save: Path | None = None) -> None:
    """Talk to the person at the keyboard, or to a pipe, until end of file."""
    from rich.console import Console

    from bot.adapters.terminal.chat import PROMPT, Chat
    from bot.adapters.terminal.transcript import Transcript

    with terminal_line(settings) as line:
        try:
            transcript = Transcript(save) if save else None
        except OSError as error:
            raise CalfwiseError(f"{save} cannot be written ({error.strerror}).") from None
        Chat(line, Console(highlight=False, markup=False, emoji=False), transcript).run(_lines(PROMPT))


def _lines(prompt: str) -> Iterator[str]:
    """Lines from the keyboard with a prompt and line editing, or from a pipe; undecodable bytes are replaced."""
    if not sys.stdin.isatty():
        sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
        yield from sys.stdin
        return
    import readline  # noqa: F401 - gives input() its history and editing

    while True:
        try:
            yield input(prompt)
        except EOFError:
            typer.echo()
            return
