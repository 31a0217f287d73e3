"""What is remembered between two turns of one person's conversation: a few kB of JSON, ids written by authors only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from flows.model import Reply, SessionError, DropTimer, SetTimer, VerdictFacts

VERSION = 1


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """What outlives an episode. `country` is an ISO code asked for, never guessed; `keep` is the explicit yes to keeping."""

    language: str = "en"
    country: str = ""
    country_at: datetime | None = None
    keep: bool = False


class Retracted(msgspec.Struct, frozen=True):
    """A sign that was ticked and later called a slip; it stays in the hand-off text."""

    question: str
    option: str
    at: datetime


class Episode(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sore calf. `answers` maps question to option ids; `trail` is the questions in the order they were answered."""

    began: datetime
    answers: dict[str, tuple[str, ...]] = {}
    trail: tuple[str, ...] = ()
    answered_at: dict[str, datetime] = {}
    retracted: tuple[Retracted, ...] = ()
    verdict: VerdictFacts | None = None
    verdict_at: datetime | None = None


class Frame(msgspec.Struct, frozen=True, omit_defaults=True):
    """One flow under way: its name, the state its machine is in, and what only that flow needs."""

    flow: str
    state: str
    data: dict[str, Any] = {}


class Session(msgspec.Struct, frozen=True, omit_defaults=True):
    """One conversation. `turn` grows when the open question changes, `rev` with every commit, `sid` is new at each start.

    `last` is the latest episode that ended in a verdict, once a new one has begun.
    """

    sid: str
    turn: int = 0
    rev: int = 0
    version: int = VERSION
    person: Person = Person()
    episode: Episode | None = None
    frames: tuple[Frame, ...] = ()
    draft: tuple[str, ...] = ()
    slot: str = ""
    touched: datetime | None = None
    last: Episode | None = None


class Step(msgspec.Struct, frozen=True):
    """What one event did. `forget` asks the store to delete everything of this person; `session` is then None."""

    session: Session | None
    replies: tuple[Reply, ...]
    timers: tuple[SetTimer | DropTimer, ...] = ()
    forget: bool = False


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Session)


def dump(session: Session) -> bytes:
    """The session as UTF-8 JSON."""
    return _encoder.encode(session)


def load(raw: bytes) -> Session:
    """The session from what `dump` wrote; raises `SessionError` if it is no session of a version known here."""
    try:
        return _decoder.decode(raw)
    except msgspec.MsgspecError as error:
        raise SessionError(f"a stored conversation could not be read: {error}") from error
