"""What is remembered between two turns of one person's conversation: a few kB of JSON, ids written by authors only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from flows.base.errors import SessionError
from flows.base.remembered import CheckIns, Raised, Record, Recovery, Reminder
from flows.base.replies import DropTimer, Reply, SetTimer, VerdictFacts
from flows.base.urgency import Urgency
from flows.talk.migrations import MIGRATIONS, Migration

FIRST = 1
VERSION = 2
"""The form of `Session` that is written today; see `flows.talk.migrations`."""


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """What outlives an episode. `country` is an ISO code asked for, never guessed; `keep` is the explicit yes to keeping.

    `zone` is an IANA time zone, `age` a band such as `40_49`, `sex` `men` or `women` (for norms); all asked for when first
    needed, empty until then. `no_keep`: they said no to keeping, so that it is offered again only when they ask for what needs it.
    """

    language: str = "en"
    country: str = ""
    country_at: datetime | None = None
    keep: bool = False
    zone: str = ""
    age: str = ""
    sex: str = ""
    no_keep: bool = False


Whom = Literal["", "me", "child", "with_me", "elsewhere", "someone"]
"""For whom a check is: the person who types (not asked, or told), or somebody else; `someone`: that is all that is known."""

SOMEBODY_ELSE: frozenset[Whom] = frozenset({"child", "with_me", "elsewhere", "someone"})


class Retracted(msgspec.Struct, frozen=True):
    """A sign that was ticked and later called a slip; it stays in the hand-off text."""

    question: str
    option: str
    at: datetime


class Episode(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sore calf. `answers` maps question to option ids; `trail` is the questions in the order they were answered.

    `at_least` is urgent advice that was given on older content: it holds though today's content makes less of the answers.
    `onset` is when the pain began, as told; `gate_at` when the safety questions were last passed after the check;
    `raised` what a check-in made of it later; `seen` that a clinician has seen it; `hinted` options of lists that a story
    named, ticked beforehand when the list is asked; `added` what was told beside the card of an emergency, as `question.option`.
    `whom` says whose calf it is; `once` that it was agreed to ask once whether somebody else was seen.
    """

    began: datetime
    answers: dict[str, tuple[str, ...]] = {}
    trail: tuple[str, ...] = ()
    answered_at: dict[str, datetime] = {}
    retracted: tuple[Retracted, ...] = ()
    verdict: VerdictFacts | None = None
    verdict_at: datetime | None = None
    at_least: Urgency | None = None
    onset: datetime | None = None
    gate_at: datetime | None = None
    raised: Raised | None = None
    seen: bool = False
    hinted: dict[str, tuple[str, ...]] = {}
    added: tuple[str, ...] = ()
    whom: Whom = ""
    once: bool = False


class Frame(msgspec.Struct, frozen=True, omit_defaults=True):
    """One flow under way: its name, the state its machine is in, and what only that flow needs."""

    flow: str
    state: str
    data: dict[str, Any] = {}


class Aside(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the beginning of a check changes, as it was before: should the check turn out to be somebody else's."""

    sid: str
    turn: int = 0
    slot: str = ""
    frames: tuple[Frame, ...] = ()
    draft: tuple[str, ...] = ()
    episode: Episode | None = None
    last: Episode | None = None
    checkins: CheckIns | None = None


class Other(msgspec.Struct, frozen=True, omit_defaults=True):
    """A check for somebody else, beside the person's own. No record, plan, reminder or check-in has a place in it.

    The fields are those of `Session`. `front`: what is typed is about it; `touched` is the last word in it, and a day
    later it is erased, whatever the person asked to keep of their own.
    """

    sid: str
    episode: Episode
    touched: datetime
    turn: int = 0
    frames: tuple[Frame, ...] = ()
    draft: tuple[str, ...] = ()
    slot: str = ""
    content: str = ""
    tapped: str = ""
    country: str = ""
    country_at: datetime | None = None
    front: bool = True


class Session(msgspec.Struct, omit_defaults=True):
    """One conversation; a turn writes to a copy of its own, and each field is named here only.

    `turn` grows when the open question changes, `rev` with every commit, `sid` is new at each start.

    `content` is the version of the content it was last carried on with;
    `last` is the latest episode that ended in a verdict, once a new one has begun; `tapped` is the button that was tapped
    in the latest turn, by which a double tap is known. `healthy_at` is when somebody without pain passed the safety
    questions; `wanted` is a card act to go on with once the safety questions are answered (`routine.warm_up`).
    """

    sid: str
    turn: int = 0
    rev: int = 0
    version: int = FIRST
    person: Person = Person()
    episode: Episode | None = None
    frames: tuple[Frame, ...] = ()
    draft: tuple[str, ...] = ()
    slot: str = ""
    touched: datetime | None = None
    content: str = ""
    tapped: str = ""
    last: Episode | None = None
    records: tuple[Record, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    checkins: CheckIns | None = None
    recovery: Recovery | None = None
    healthy_at: datetime | None = None
    wanted: str = ""
    spoke: datetime | None = None
    """When the latest prompt came that nobody had asked for."""
    aside: Aside | None = None
    """What was there before the check under way began, until that has its card."""
    other: Other | None = None


class Step(msgspec.Struct, frozen=True):
    """What one event did. `forget` asks the store to delete everything of this person; `session` is then None."""

    session: Session | None
    replies: tuple[Reply, ...]
    timers: tuple[SetTimer | DropTimer, ...] = ()
    forget: bool = False
    own: Callable[[Any], Any] | None = None
    """What a turn of somebody else's check hands back to the person's own conversation, to be done with its turn."""


def erased(session: Session) -> Session:
    """The session of somebody of whom nothing is known but whose conversation it is, and how they want to be spoken to.

    A new session is made and what may stay is put into it: a field that is added to `Session` is erased unless it is
    named here.
    """
    return Session(
        sid=session.sid,
        turn=session.turn,
        rev=session.rev,
        version=session.version,
        content=session.content,
        slot=session.slot,
        touched=session.touched,
        person=replace(session.person, keep=False),
    )


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Session)


def dump(session: Session) -> bytes:
    """The session as UTF-8 JSON."""
    return _encoder.encode(session)


def load(raw: bytes, migrations: Mapping[int, Migration] = MIGRATIONS, version: int = VERSION) -> Session:
    """The session from what `dump` wrote, now or in an older form; raises `SessionError` if that cannot be read.

    `migrations` lead from an older form to that of `version`, a step at a time.
    """
    try:
        if version == VERSION:
            session = _decoder.decode(raw)
            if session.version == VERSION:
                return session
        data = msgspec.json.decode(raw)
        data.setdefault("version", FIRST)
        while data["version"] < version:
            data = {**migrations[data["version"]](data), "version": data["version"] + 1}
        if data["version"] > version:
            raise SessionError(f"a stored conversation is of form {data['version']}, newer than this program")
        return msgspec.convert(data, Session)
    except (msgspec.MsgspecError, KeyError, TypeError, AttributeError) as error:
        raise SessionError(f"a stored conversation could not be read: {error}") from error
