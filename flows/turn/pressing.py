"""Whether words have to be taken although their person writes faster than can be answered. Pure, and cheaper than a turn."""

from __future__ import annotations

from datetime import datetime

from flows.base.events import Command, Event, SentFile, Typed
from flows.talk.flow import Registry
from flows.talk.library import Library
from flows.talk.session import Session
from flows.talk.turn import Turn
from flows.turn.others import in_front
from flows.turn.registry import REGISTRY
from flows.turn.typed import TOO_LONG, meant_by
from flows.understand.lexicon import Lexicon
from flows.understand.reader import Understood, read_text


def cannot_wait(
    library: Library, session: Session | None, event: Event, now: datetime, registry: Registry | None = None
) -> bool:
    """Whether the event may say a danger, or answer what is open; then it has to be taken as a turn of its own.

    Says yes rather than no: to any sign, of whomever, and to whatever the open question might mean by it (a typed *yes*
    to a danger sign holds none itself). What the words come to, the turn decides.
    """
    if isinstance(event, SentFile | Command):
        return False  # a file cannot be read; a command asks for something that can be asked for again
    if not isinstance(event, Typed):
        return True
    text = event.text.strip()
    if text.startswith("/"):
        return True  # a command that the platform did not see
    lexicon = library.lexicons.of_language((session or Session(sid="")).person.language)
    parts = dict.fromkeys((text[:TOO_LONG], text[-TOO_LONG:]))
    if any(_tells_danger(lexicon, part, session) for part in parts):
        return True
    if session is None:
        return False
    registry, own = registry or REGISTRY, session
    session = in_front(own)
    if session is not own and registry.beside is not None:
        registry = registry.beside
    if not session.frames:
        return False
    if session.content != library.version:
        return True  # what is open has to be brought up to date first
    turn = Turn(library, session, now, session.sid, registry)
    if meant_by(registry, turn, text) is not None:
        return True
    if not registry.gives_way(turn):
        return False
    turn.pop()
    return meant_by(registry, turn, text) is not None


def _tells_danger(lexicon: Lexicon, text: str, session: Session | None) -> bool:
    """Whether the words hold a sign, of the writer or of whomever they are about."""
    heard = read_text(lexicon, text)
    if _presses(heard):
        return True
    another = heard.about != "self" or (session is not None and session.other is not None)
    return another and _presses(read_text(lexicon, text, theirs=True))


def _presses(heard: Understood) -> bool:
    said = (heard.red_flags, heard.unsure_flags, heard.other_emergency, heard.crisis, heard.pain is not None)
    return any(said)
