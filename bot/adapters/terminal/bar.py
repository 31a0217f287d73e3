"""A countdown as a bar at the foot of the screen, with the line that is being typed beneath it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.adapters.terminal.keyboard import Keyboard
from bot.delivery.countdown import as_read, seconds_left
from bot.ports import TextSource

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

EVERY = 0.25
"""Seconds between two looks at the clock."""

WIDTH = 40


class Bar:
    """Runs on `console`, which has to be a real terminal; looks at the clock `every` so many seconds."""

    def __init__(
        self, console: Console, keyboard: Keyboard, words: TextSource, now: Callable[[], datetime], every: float = EVERY
    ) -> None:
        self._console = console
        self._keyboard = keyboard
        self._words = words
        self._now = now
        self._every = every

    def line_before(self, until: datetime, prompt: str) -> str | None:
        """A line that is typed before `until`, which ends the bar; None if the time is up first. Raises EOFError."""
        from rich.live import Live

        said = None
        with (
            self._keyboard.at_once(),
            Live(console=self._console, auto_refresh=False, transient=True) as live,
        ):
            began = self._now()
            while said is None and (now := self._now()) < until:
                live.update(self._drawn(began, now, until, prompt), refresh=True)
                said = self._keyboard.typed_within(min(self._every, (until - now).total_seconds()))
        if said is not None:
            self._console.print(prompt + said)
        return said

    def _drawn(self, began: datetime, now: datetime, until: datetime, prompt: str) -> RenderableType:
        from rich.columns import Columns
        from rich.console import Group
        from rich.progress_bar import ProgressBar
        from rich.text import Text

        left = self._words.text("en", "terminal.left", left=as_read(seconds_left(until, now)))
        whole = (until - began).total_seconds()
        bar = ProgressBar(total=whole, completed=(now - began).total_seconds(), width=WIDTH)
        typed = Text(prompt + self._keyboard.typed).append(" ", style="reverse")
        return Group(Columns([bar, Text(left)]), typed)
