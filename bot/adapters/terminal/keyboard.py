"""Where lines come from: a person at a real terminal, who may type while something runs on the screen, or a pipe.

    source.line("> ")                    the next line without its end, None when there are no more
    with keyboard.at_once():             keys arrive as they are pressed, and the terminal does not show them
        keyboard.typed_within(0.25)      a finished line, or None after so many seconds; raises EOFError at the end
        keyboard.typed                   the line so far

What was typed but not finished is not lost: the next `line` begins with it.
"""

from __future__ import annotations

import codecs
import os
import re
import select
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

Ask = Callable[[str, str], str]
"""Asks for a line: prompt, and what stands in it already; raises EOFError at the end."""

_ENDS = ("\r", "\n")
_ERASE = ("\x7f", "\x08")
_ERASE_ALL = "\x15"
_END_OF_FILE = "\x04"
_ESCAPE = re.compile(r"\x1b(?:[\[O][0-?]*[ -/]*[@-~]|[^\[O])")
"""What an arrow or the like sends. There is nothing to move in here, so they are passed over."""
_HALF_ESCAPE = re.compile(r"\x1b(?:[\[O][0-?]*[ -/]*)?")


class Source(Protocol):
    """Lines of a conversation."""

    def line(self, prompt: str) -> str | None:
        """The next line without its end; None when there are no more."""


class Pipe:
    """Lines of a file or pipe; nobody is asked for them."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)

    def line(self, prompt: str) -> str | None:
        said = next(self._lines, None)
        return said if said is None else said.rstrip("\n")


class Keyboard:
    """The terminal at the file descriptor `fd`."""

    def __init__(self, fd: int, ask: Ask) -> None:
        self._fd = fd
        self._ask = ask
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._ahead = ""
        self.typed = ""

    def line(self, prompt: str) -> str | None:
        try:
            finished = self._finished()
            if finished is not None:
                return finished
            begun, self.typed = self.typed, ""
            return self._ask(prompt, begun)
        except EOFError:
            return None

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Hand over each key as it is pressed. Ctrl-C still interrupts; the terminal is put back in any case."""
        import termios
        import tty

        before = termios.tcgetattr(self._fd)
        tty.setcbreak(self._fd, termios.TCSANOW)  # now: what has been typed ahead is kept
        try:
            yield
        finally:
            termios.tcsetattr(self._fd, termios.TCSANOW, before)

    def typed_within(self, seconds: float) -> str | None:
        """A finished line, or None once keys were pressed or `seconds` have passed. Raises EOFError."""
        finished = self._finished()
        if finished is None and select.select([self._fd], [], [], max(0.0, seconds))[0]:
            try:
                pressed = os.read(self._fd, 4096)
            except OSError:
                pressed = b""  # the terminal was closed
            if not pressed:
                raise EOFError
            self._ahead += self._decoder.decode(pressed)
            finished = self._finished()
        return finished

    def _finished(self) -> str | None:
        """Take the keys that have come, up to the end of a line; what comes after it waits."""
        self._ahead = _ESCAPE.sub("", self._ahead)
        while self._ahead and not _HALF_ESCAPE.fullmatch(self._ahead):
            key, self._ahead = self._ahead[0], self._ahead[1:]
            if key in _ENDS:
                said, self.typed = self.typed, ""
                return said
            if key in _ERASE:
                self.typed = self.typed[:-1]
            elif key == _ERASE_ALL:
                self.typed = ""
            elif key == _END_OF_FILE and not self.typed:
                raise EOFError
            elif key.isprintable():
                self.typed += key
        return None


def edited_line(prompt: str, begun: str) -> str:
    """A line from standard input with history and editing; `begun` stands in it already."""
    import readline

    readline.set_startup_hook(lambda: readline.insert_text(begun))
    try:
        return input(prompt)
    finally:
        readline.set_startup_hook()
