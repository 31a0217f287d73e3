"""The conversation for a person at a keyboard, or for a pipe: replies as text, answers by number, words or /command."""

from __future__ import annotations

from datetime import datetime, timedelta

from rich.console import Console
from rich.text import Text

from bot.adapters.terminal.bar import Bar
from bot.adapters.terminal.conversation import LocalConversation
from bot.adapters.terminal.keyboard import Source
from bot.adapters.terminal.transcript import Transcript
from bot.ports import StoreUnavailable
from flows.base.events import Command, Event, Typed
from flows.base.replies import Choice, Reply, plain_text
from flows.checking.begin import GO_ON

PROMPT = "> "


class Chat:
    """Shows replies on `console`, numbered the way the conversation understands typed numbers.

    With a `bar` a countdown is waited for; without one (a pipe) nothing waits.
    """

    def __init__(
        self,
        conversation: LocalConversation,
        console: Console,
        source: Source,
        bar: Bar | None = None,
        transcript: Transcript | None = None,
    ) -> None:
        self._conversation = conversation
        self._console = console
        self._source = source
        self._bar = bar
        self._transcript = transcript
        self._until: datetime | None = None
        """When the countdown ends that was shown last."""

    def run(self) -> None:
        """Begin (or go on), then take one line after the other until there are no more."""
        self._due()
        self._take("/start", Command("start", GO_ON))
        while (said := self._next()) is not None:
            if said.strip():
                self.take(said)

    def take(self, said: str) -> None:
        """One line from the person, and what comes of it."""
        self._take(said, event_of(said))

    def _next(self) -> str | None:
        """The next line; meanwhile countdowns run, and what falls due is shown."""
        try:
            while True:
                self._due()
                until, self._until = self._until, None
                if self._bar is None or until is None:
                    return self._source.line(PROMPT)
                said = self._bar.line_before(until, PROMPT)
                if said is not None:
                    return said
        except EOFError:
            return None

    def _due(self) -> None:
        """Fire what is due by now, and show what it says."""
        try:
            replies = self._conversation.advance(timedelta())
        except StoreUnavailable as error:
            self._console.print(Text(str(error), style="bold"))
            return
        if replies:
            if self._transcript is not None:
                self._transcript.passed(self._conversation.now(), replies)
            running = self._until
            self._hear(replies)
            self._until = self._until or running  # a reminder in mid-hold does not end the hold

    def _take(self, said: str, event: Event) -> None:
        at = self._conversation.now()
        try:
            replies = self._conversation.send(event)
        except StoreUnavailable as error:
            self._console.print(Text(str(error), style="bold"))
            return
        if self._transcript is not None:
            self._transcript.note(said, replies, at)
        self._hear(replies)

    def _hear(self, replies: tuple[Reply, ...]) -> None:
        self._until = next((reply.until for reply in reversed(replies) if reply.until), None)
        for reply in replies:
            self._show(reply)

    def _show(self, reply: Reply) -> None:
        style = "bold" if reply.urgent else ""
        whole = plain_text(reply)
        words = Text(whole, style=style)
        if reply.title:
            words.stylize("bold", 0, len(reply.title))
        self._console.print(words, soft_wrap=not self._console.is_terminal)
        if (file := self._conversation.file_of(reply)) is not None:
            self._console.print(Text(f"[{file.alt}]\n{file.path}", style="dim"), soft_wrap=True)
        for shown in number_choices(reply.choices):
            self._console.print(Text(shown))
        self._console.print()


def number_choices(choices: tuple[Choice, ...]) -> list[str]:
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
