"""Two checks side by side: the person's own conversation, and a check for somebody else that has no way into it.

The second runs on a session of its own, made of an `Other` and put back into one, with a registry that knows no log, plan,
routine, reminder or check-in. So nothing that is done in it can touch what is the person's own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import msgspec
from msgspec.structs import replace

from flows.base.events import Answered, Chose, Command, Event, SentFile, TimerFired, Typed
from flows.base.replies import Reply, SetTimer
from flows.base.retention import ERASE_TIMER, UNASKED
from flows.base.tokens import OTHERS, parse
from flows.followup.proactive import clear_to_speak
from flows.talk.flow import Registry
from flows.talk.library import Library
from flows.talk.session import VERSION, Other, Person, Session, Step
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.turn.typed import TOO_LONG, meant_by
from flows.understand.reader import read_text

ENDING = ("stop", "restart")
"""Commands that are about whichever of the two is in front, a card too."""

Does = Callable[[Turn], Show]

CARED_FOR = ("cared_for",)
"""Whose signs are somebody else's for certain."""

BY_ITSELF = TimerFired("")
"""What stands for the event where one of the two is shown or told of because of the other."""


class TurnRunner(Protocol):
    """One turn of one of the two: an event, or in its place what is to be done with the turn."""

    def __call__(self, registry: Registry, session: Session | None, event: Event, does: Does | None = None) -> Step:
        """Gives the step; nothing is shown where the other of the two has come to the front."""


class TwoChecks(msgspec.Struct, frozen=True):
    """Which of the two an event is for, and what goes out of both."""

    registry: Registry
    run: TurnRunner
    library: Library
    now: datetime
    fresh: str

    def take(self, session: Session, event: Event) -> Step:
        """Do what the event does to the one that it is for."""
        other = session.other
        assert other is not None
        if isinstance(event, TimerFired):
            return self._fire(session, event)
        if self._is_others(session, event):
            return self._theirs(session, event)
        own = self.run(self.registry, session, event)
        if own.session is None:
            return own
        if own.session.other is not other and own.session.other is not None:
            return self.open(session, own, event)
        return self._come_back(own, event)

    def open(self, before: Session | None, own: Step, event: Event) -> Step:
        """A check for somebody else was opened in this turn: it is shown, and what was open before it is closed."""
        assert own.session is not None
        step = self._theirs(own.session, event, lambda turn: self._open(turn, event))
        left = self.registry.prompt(Turn(self.library, before, self.now, self.fresh, self.registry)) if before else None
        replies = [*own.replies, *step.replies]
        if before is not None and before.slot and left is not None and left.kind == "question" and replies:
            replies[0] = replace(replies[0], closes=before.slot, closed_text=left.paragraphs[0])
        return replace(step, replies=tuple(replies), timers=(*own.timers, *step.timers))

    def _open(self, turn: Turn, event: Event) -> Show:
        if isinstance(event, Typed):  # what was understood of the words goes out with the first reply
            turn.heard = read_text(self.library.lexicons.of_language(turn.language), event.text[:TOO_LONG])
        return Show.ANEW

    def _come_back(self, own: Step, event: Event) -> Step:
        """After a turn of the person's own, a check for somebody else that waits is shown again; not over urgent advice."""
        session, theirs = own.session, self._registry()
        if session is None or session.other is None:
            return own
        inner = others_session(session)
        if not (_waits(theirs, inner) or _is_emergency(inner)):
            return replace(own, session=replace(session, other=replace(session.other, front=False)))
        if not own.replies and not session.other.front:
            return own  # nothing was said (a second tap): what was shown last, urgent advice too, is still there to see
        # Nor does a question about somebody else come over one's own emergency, whatever was tapped beneath its card.
        over = _is_emergency(session) and not _is_emergency(inner)
        if over or _waits(self.registry, session) or any(reply.urgent for reply in own.replies):
            return replace(own, session=replace(session, other=replace(session.other, front=False)))
        step = self.run(theirs, inner, BY_ITSELF, lambda turn: Show.ANEW)
        back = replace(session, other=replace(session.other, front=True))
        return replace(own, session=back, replies=(*own.replies, *map(_marked, step.replies)))

    def _fire(self, session: Session, event: TimerFired) -> Step:
        """A timer of either; the one question to somebody else's check waits until the person's own things are done."""
        other = session.other
        assert other is not None
        if event.name in self._registry().timers:
            later = clear_to_speak(Turn(self.library, session, self.now, self.fresh, self.registry), quiet=False)
            if later is not None:
                return Step(session, (), (SetTimer(event.name, later, event.data),))
            return self._theirs(session, event)
        own = self.run(self.registry, session, event)
        if own.session is None or own.session.other is None or not own.replies:
            return own
        return replace(own, session=replace(own.session, other=replace(own.session.other, front=False)))

    # --- whose it is ---------------------------------------------------------------------------------------------------

    def _is_others(self, session: Session, event: Event) -> bool:
        other = session.other
        assert other is not None
        match event:
            case Chose(raw):
                token = parse(raw)
                if token is None or token.sid == session.sid:
                    return False
                return token.sid == other.sid or token.sid.startswith(OTHERS)
            case Command(name):
                return other.front and self._commands(session, name)
            case Typed(text):
                return self._words(session, text.strip()) if other.front else self._signs_of_theirs(session, text)
            case SentFile() | Answered():
                return other.front
        return False

    def _commands(self, session: Session, name: str) -> bool:
        """Its own commands are those that lead through a check; all others are of the person's own things."""
        theirs = self._registry()
        own = self.registry.commands.get(name)
        turn = Turn(self.library, others_session(session), self.now, self.fresh, theirs)
        insists = theirs.insisting(turn) is not None and not (own is not None and own.harmless)
        return insists or name in ENDING or (name in theirs.commands and _waits(theirs, turn.session))

    def _words(self, session: Session, text: str) -> bool:
        """While a question waits, words are about it; over an emergency, all but signs of the writer.

        Over a card that was read: its labels, and signs that are not of the writer.
        """
        theirs = self._registry()
        inner = others_session(session)
        if text.startswith("/"):
            return self._commands(session, text[1:].partition(" ")[0].lower())
        if _waits(theirs, inner):
            return True
        meant = meant_by(theirs, Turn(self.library, inner, self.now, self.fresh, theirs), text)
        if meant is not None and meant.sure:
            return True
        lexicon = self.library.lexicons.of_language(inner.person.language)
        heard, theirs_too = read_text(lexicon, text), read_text(lexicon, text, theirs=True)
        signs = bool(theirs_too.red_flags or theirs_too.unsure_flags)
        if signs and heard.about == "self" and heard.first_person:
            return False
        return signs or _is_emergency(inner) or heard.intent in ENDING

    def _signs_of_theirs(self, session: Session, text: str) -> bool:
        """Signs of somebody else while a check or card for somebody is open behind the person's own: they go to that.

        Another would take its place, and what was told in it would be lost.
        """
        if session.other is None or not session.other.frames or text.strip().startswith("/"):
            return False
        own = Turn(self.library, session, self.now, self.fresh, self.registry)
        meant = meant_by(self.registry, own, text)
        lexicon = self.library.lexicons.of_language(session.person.language)
        parts = dict.fromkeys((text[:TOO_LONG], text[-TOO_LONG:]))
        return (meant is None or not meant.sure) and any(
            heard.about in CARED_FOR and bool(heard.red_flags or heard.unsure_flags or heard.other_emergency)
            for heard in (read_text(lexicon, part) for part in parts)
        )

    # --- somebody else's ------------------------------------------------------------------------------------------------

    def _registry(self) -> Registry:
        assert self.registry.beside is not None
        return self.registry.beside

    def _theirs(self, session: Session, event: Event, does: Does | None = None) -> Step:
        theirs, inner = self._registry(), others_session(session)
        unsettled = inner.episode is None or inner.episode.verdict is None
        step = self.run(theirs, inner, event, does)
        assert step.session is not None
        by_person = not isinstance(event, TimerFired)
        touched = self.now if by_person else session.other.touched if session.other is not None else self.now
        own = replace(
            session,
            other=_other_of(step.session, touched),
            touched=self.now if by_person else session.touched,
        )
        timers = tuple(timer for timer in step.timers if timer.name != ERASE_TIMER)
        if own.other is not None and by_person:
            timers += (SetTimer(ERASE_TIMER, self.now + UNASKED),)  # its turn finds what of the own is due later
        replies = [_marked(reply) for reply in step.replies]
        if step.own is not None:
            # What is left of it waits beneath the person's own.
            left = replace(own.other, front=False) if own.other is not None else None
            after = self.run(self.registry, replace(own, other=left), event, step.own)
            return replace(after, replies=(*replies, *after.replies), timers=(*timers, *after.timers))
        settled = step.session.episode is not None and step.session.episode.verdict is not None
        if own.other is None or (unsettled and settled):
            ended = self.run(self.registry, own, BY_ITSELF, self.registry.resume)
            return replace(ended, replies=(*replies, *ended.replies), timers=(*timers, *ended.timers))
        return Step(own, tuple(replies), timers)


def others_session(session: Session) -> Session:
    """The check for somebody else as a session of its own; of the person it knows only how to speak to them, and where."""
    other = session.other
    assert other is not None
    return Session(
        sid=other.sid,
        turn=other.turn,
        version=VERSION,
        person=Person(
            language=session.person.language,
            country=other.country,
            country_at=other.country_at,
            zone=session.person.zone,
        ),
        episode=other.episode,
        frames=other.frames,
        draft=other.draft,
        slot=other.slot,
        touched=other.touched,
        content=other.content,
        tapped=other.tapped,
    )


def in_front(session: Session) -> Session:
    """Of the two, the one that typed words are about."""
    return others_session(session) if session.other is not None and session.other.front else session


def _other_of(inner: Session, touched: datetime) -> Other | None:
    """What is left of a turn in it; None if it was stopped before it had a card."""
    episode = inner.episode
    if episode is None or (not inner.frames and episode.verdict is None):
        return None
    return Other(
        sid=inner.sid,
        episode=episode,
        touched=touched,
        turn=inner.turn,
        frames=inner.frames,
        draft=inner.draft,
        slot=inner.slot,
        content=inner.content,
        tapped=inner.tapped,
        country=inner.person.country,
        country_at=inner.person.country_at,
        front=bool(inner.frames),
    )


def _marked(reply: Reply) -> Reply:
    """The reply with slots of its own, so that neither check closes a message of the other."""
    slot, closes, replaces = (name and f"o{name}" for name in (reply.slot, reply.closes, reply.replaces))
    return replace(reply, slot=slot, closes=closes, replaces=replaces)


def _waits(registry: Registry, session: Session) -> bool:
    """Whether what is open is a question, not something to read."""
    top = session.frames[-1] if session.frames else None
    flow = registry.flows.get(top.flow) if top is not None else None
    return flow is not None and top is not None and (flow.notice is None or top.state != flow.notice.state)


def _is_emergency(session: Session) -> bool:
    verdict = session.episode.verdict if session.episode is not None else None
    return bool(session.frames) and verdict is not None and verdict.urgency == "emergency_now"
