"""The conversation for a person at a keyboard, or for a pipe: replies as text, answers by number, words or /command."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from bot.adapters.terminal.line import Line
from bot.adapters.terminal.transcript import Transcript
from bot.ports import StoreUnavailable
from flows.commands import GO_ON
from flows.model import Choice, Command, Event, Reply, Typed, plain_text

PROMPT = "> "


class Chat:
    """Shows replies on `console`, numbered the way the conversation understands typed numbers."""

    def __init__(self, line: Line, console: Console, transcript: Transcript | None = None) -> None:
        self._line = line
        self._console = console
        self._transcript = transcript

    def run(self, lines: Iterable[str]) -> None:
        """Begin (or go on), then take one line after the other until there are no more."""
        self._take("/start", Command("start", GO_ON))
        for line in lines:
            if line.strip():
                self.take(line.rstrip("\n"))

    def take(self, said: str) -> None:
        """One line from the person, and what comes of it."""
        self._take(said, event_of(said))

    def _take(self, said: str, event: Event) -> None:
        try:
            replies = self._line.send(event)
        except StoreUnavailable as error:
            self._console.print(Text(str(error), style="bold"))
            return
        if self._transcript is not None:
            self._transcript.note(said, replies)
        for reply in replies:
            self._show(reply)

    def _show(self, reply: Reply) -> None:
        style = "bold" if reply.urgent else ""
        whole = plain_text(reply)
        words = Text(whole, style=style)
        if reply.title:
            words.stylize("bold", 0, len(reply.title))
        self._console.print(words, soft_wrap=not self._console.is_terminal)
        for shown in numbered(reply.choices):
            self._console.print(Text(shown))
        self._console.print()


def numbered(choices: tuple[Choice, ...]) -> list[str]:
    """The choices as lines: answers with the number that can be typed, the others by their words."""
    lines = []
    number = 0
    for choice in choices:
        if choice.group != "nav" and choice.id not in ("done", "advice"):
            number += 1
            ticked = " (ticked)" if choice.ticked else ""
            lines.append(f"  {number:>2}  {choice.label}{ticked}")
        elif choice.id != "done":
            lines.append(f"      {choice.label}")
    return lines


def event_of(said: str) -> Event:
    """What a typed line is: a slash command, or text."""
    if said.startswith("/") and len(said) > 1:
        name, _, argument = said[1:].partition(" ")
        return Command(name.lower(), argument.strip())
    return Typed(said)
