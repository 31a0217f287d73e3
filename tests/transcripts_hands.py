"""Hands that go through a transcript: on the engine itself, and at the terminal; what they must see in the end."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import msgspec
from msgspec.structs import replace

from bot.adapters.terminal.conversation import LocalConversation
from bot.adapters.terminal.json_lines import serve
from bot.base.clock import HandClock
from bot.store.store import open_store
from bot.turns.service import TurnService
from flows.base.events import Chose, Command, Event, TimerFired, Typed
from flows.base.replies import Reply, SetTimer, plain_text
from flows.base.tokens import parse
from flows.talk.library import Library
from flows.talk.session import Session, Step, dump, load
from flows.turn.engine import advance
from tests.transcripts_format import Act, Transcript, squeezed

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class Hand(Protocol):
    """One person on one platform. `seen` gives the texts that came since it was last asked, as they are read."""

    async def say(self, text: str) -> None: ...
    async def choose(self, labels: list[str]) -> None: ...
    async def old_button(self, label: str) -> None: ...
    async def wait(self, by: timedelta) -> None: ...
    async def seen(self) -> list[str]: ...


class Recorder:
    """`flows.turn.engine.advance`, noting what it answers."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    def advance(self, library: Library, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
        step = advance(library, session, event, now, fresh)
        self.replies.extend(step.replies)
        return step

    def taken(self) -> list[Reply]:
        """The replies since the last call."""
        replies, self.replies = self.replies, []
        return replies


# --- going through a transcript --------------------------------------------------------------------------------------


async def go_through(transcript: Transcript, hand: Hand, recorder: Recorder) -> list[list[Reply]]:
    """Do everything in the transcript and compare what comes; returns the neutral replies to each act."""
    log: list[list[Reply]] = []
    sids: dict[str, str] = {}
    for act in transcript.acts:
        await act_out(act, hand)
        seen = [squeezed(text) for text in await hand.seen()]
        replies = recorder.taken()
        compare(act, replies, seen, transcript.name)
        log.append([_neutral(reply, sids) for reply in replies if not _only_ticked(reply)])
    return log


async def act_out(act: Act, hand: Hand) -> None:
    """Do what the person does in this act."""
    if act.verb == "said":
        await hand.say(act.words)
    elif act.verb == "choose":
        await hand.choose(act.labels)
    elif act.verb == "old button":
        await hand.old_button(act.words)
    else:
        await hand.wait(act.duration)


def whole_text(replies: Sequence[Reply]) -> str:
    """All that these replies say, as a transcript is compared with it."""
    return "\n\n".join(plain_text(reply) for reply in replies if not _only_ticked(reply))


def compare(act: Act, replies: Sequence[Reply], seen: list[str], name: str) -> None:
    """Raise if what came is not what the act in the file of this name says."""
    where = f"{name}:{act.line} ({act.verb}: {act.words})"
    whole = squeezed(whole_text(replies))
    at = 0
    for shown in act.shown:
        wanted = squeezed(shown)
        found = whole.find(wanted, at)
        assert found >= 0, f"{where}\nnot shown (in this order): {wanted}\nbut: {whole}"
        at = found + len(wanted)
        assert any(wanted in text for text in seen), f"{where}\nnot arrived: {wanted}\nbut: {seen}"
    for never in act.never:
        wanted = squeezed(never).lower()
        assert wanted not in whole.lower(), f"{where}\nshown, but must not be: {never}\n{whole}"
        assert not any(wanted in text.lower() for text in seen), f"{where}\narrived, but must not: {never}\n{seen}"
    facts = [reply.verdict for reply in replies if reply.verdict is not None]
    verdict = (facts[-1].urgency, *facts[-1].fits) if facts else ()
    assert not act.verdict or act.verdict == verdict, (
        f"{where}\nverdict expected: {act.verdict}\nbut: {verdict}\n{whole}"
    )


def _only_ticked(reply: Reply) -> bool:
    """The same question drawn again with another tick: there is none where a list is answered all at once."""
    return reply.kind == "question" and bool(reply.replaces)


def _neutral(reply: Reply, sids: dict[str, str]) -> Reply:
    """The reply with the conversations numbered in place of their random ids."""

    def numbered(token: str) -> str:
        found = parse(token)
        return token.replace(found.sid, sids.setdefault(found.sid, str(len(sids))), 1) if found else token

    return replace(reply, choices=tuple(replace(choice, token=numbered(choice.token)) for choice in reply.choices))


# --- the engine itself -----------------------------------------------------------------------------------------------


class Tapping(ABC):
    """Answers by taps, one at a time, as where every choice is a button. A tick is known by its token."""

    @abstractmethod
    def board(self, label: str) -> dict[str, str]:
        """Label → token of the newest message that has a button with this label."""

    @abstractmethod
    async def tap(self, token: str) -> None:
        """Tap the button with this token."""

    async def choose(self, labels: list[str]) -> None:
        """One tap; a list is ticked and unticked until it is exactly `labels`, then *Done*."""
        board = self.board(labels[0])
        ticks = {label: token for label, token in board.items() if _sign(token)}
        if not set(labels) & set(ticks):
            assert len(labels) == 1, f"only one of these can be chosen: {labels}"
            await self.tap(board[labels[0]])
            return
        for label, token in ticks.items():
            if (_sign(token) == "-") != (label in labels):
                await self.tap(token)
        for label in [label for label in labels if label not in ticks] or ["Done"]:
            await self.tap(self.board(label)[label])


def _sign(token: str) -> str:
    found = parse(token)
    return found.act[0] if found and found.act[0] in "+-" else ""


class EngineHand(Tapping):
    """No platform at all: the session goes through JSON between any two turns, timers are kept in a dictionary."""

    def __init__(self, library: Library, recorder: Recorder) -> None:
        self._library = library
        self._recorder = recorder
        self._now = START
        self._stored: bytes | None = None
        self._timers: dict[str, SetTimer] = {}
        self._news: list[Reply] = []
        self._shown: list[Reply] = []
        self._sids = 0

    async def say(self, text: str) -> None:
        name, _, argument = text.removeprefix("/").partition(" ")
        self._turn(Command(name, argument) if text.startswith("/") else Typed(text))

    async def tap(self, token: str) -> None:
        self._turn(Chose(token))

    async def old_button(self, label: str) -> None:
        now = self._shown[-1].slot
        old = [c.token for r in self._shown if r.slot != now for c in r.choices if c.label == label]
        self._turn(Chose(old[-1]))

    async def wait(self, by: timedelta) -> None:
        until = self._now + by
        while due := [timer for timer in self._timers.values() if timer.at <= until]:
            first = min(due, key=lambda timer: timer.at)
            del self._timers[first.name]
            self._now = first.at
            self._turn(TimerFired(first.name, first.data))
        self._now = until

    async def seen(self) -> list[str]:
        news, self._news = self._news, []
        return [plain_text(reply) for reply in news]

    def board(self, label: str) -> dict[str, str]:
        for reply in reversed(self._shown):
            board = {choice.label: choice.token for choice in reply.choices}
            if label in board:
                return board
        raise AssertionError(f"{label!r} is nowhere; the newest: {[c.label for c in self._shown[-1].choices]}")

    def _turn(self, event: Event) -> None:
        self._sids += 1
        fresh = "".join("abcdefghijklmnop"[int(digit, 16)] for digit in f"{self._sids:06x}")
        session = load(self._stored) if self._stored else None
        step = self._recorder.advance(self._library, session, event, self._now, fresh)
        self._stored = dump(step.session) if step.session else None
        if step.forget:
            self._timers.clear()
        for timer in step.timers:
            self._timers.pop(timer.name, None)
            if isinstance(timer, SetTimer):
                self._timers[timer.name] = timer
        self._news.extend(step.replies)
        self._shown.extend(reply for reply in step.replies if reply.choices)


# --- the terminal ----------------------------------------------------------------------------------------------------


class TerminalHand:
    """The JSON contract over a real store: one line in, one line out."""

    def __init__(self, folder: Path, library: Library, recorder: Recorder) -> None:
        self._store = open_store(folder / "calfwise.db", folder / "keys")
        self._line = LocalConversation(
            self._store, TurnService(self._store, library, recorder.advance), HandClock(START)
        )
        self._news: list[str] = []
        self._ids: dict[str, str] = {}

    def close(self) -> None:
        self._store.close()

    async def say(self, text: str) -> None:
        self._send({"command": text[1:]} if text.startswith("/") else {"text": text})

    async def choose(self, labels: list[str]) -> None:
        missing = [label for label in labels if label not in self._ids]
        assert not missing, f"no such options: {missing}, only {sorted(self._ids)}"
        self._send({"choose": [self._ids[label] for label in labels]})

    async def old_button(self, label: str) -> None:
        raise AssertionError("there are no buttons at a terminal")

    async def wait(self, by: timedelta) -> None:
        self._send({"advance": msgspec.to_builtins(by)})

    async def seen(self) -> list[str]:
        news, self._news = self._news, []
        return news

    def _send(self, asked: dict[str, Any]) -> None:
        (raw,) = serve([msgspec.json.encode(asked)], self._line)
        answer = msgspec.json.decode(raw)
        assert "error" not in answer, answer
        for reply in answer["replies"]:
            self._news.append(reply["text"])
            if reply.get("options"):
                self._ids |= {
                    option["label"]: option["id"] for option in reply["options"]
                }  # a card further up is still there


def bare(label: str) -> str:
    """A label without the tick that an adapter puts in front of it."""
    return re.sub(r"^✓ ", "", label)
