"""The terminal conversation put together: settings, content, store, and the person at it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.adapters.terminal.conversation import LocalConversation
from bot.adapters.terminal.files import ReplyFiles
from bot.base.clock import SystemClock
from bot.base.log import configure
from bot.setup.private import close_whole
from bot.setup.settings import Settings, load_settings
from bot.store.store import open_store
from bot.turns.service import TurnService
from flows.base.errors import CalfwiseError
from flows.talk.library import Library, load_library
from flows.turn.engine import advance

if TYPE_CHECKING:
    from rich.console import Console


@contextmanager
def open_conversation(settings: Settings, library: Library) -> Iterator[LocalConversation]:
    """The conversation with the person at this terminal; the store is closed at the end."""
    store = open_store(settings.database, settings.key_file, settings.key_file_group_read)
    try:
        close_whole(settings.drawings)
        files = ReplyFiles(settings.drawings)
        yield LocalConversation(store, TurnService(store, library, advance), SystemClock(), files=files)
    finally:
        store.close()


def prepare_settings() -> Settings:
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
    with open_conversation(settings, load_library()) as conversation:
        for answer in serve(sys.stdin.buffer, conversation):
            out.write(answer + b"\n")
            out.flush()


def chat_here(settings: Settings, save: Path | None = None) -> None:
    """Talk to the person at the keyboard, or to a pipe, until end of file."""
    from rich.console import Console

    from bot.adapters.terminal.bar import Bar
    from bot.adapters.terminal.chat import Chat
    from bot.adapters.terminal.keyboard import Keyboard, Pipe, edited_line
    from bot.adapters.terminal.transcript import Transcript

    library = load_library()
    console = Console(highlight=False, markup=False, emoji=False)
    with open_conversation(settings, library) as conversation:
        try:
            transcript = Transcript(save) if save else None
        except OSError as error:
            raise CalfwiseError(f"{save} cannot be written ({error.strerror}).") from None
        if not sys.stdin.isatty():
            sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
            Chat(conversation, console, Pipe(sys.stdin), transcript=transcript).run()
            return
        keyboard = Keyboard(sys.stdin.fileno(), edited_line)
        bar = Bar(console, keyboard, library, conversation.now) if _draws(console) else None
        Chat(conversation, console, keyboard, bar, transcript).run()
        console.print()


def _draws(console: Console) -> bool:
    """Whether a bar can be drawn: not into a file, not on a screen that cannot go back, not where keys cannot be read."""
    return console.is_terminal and not console.is_dumb_terminal and find_spec("termios") is not None
