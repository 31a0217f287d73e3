"""One turn under way: the session being changed, and the replies and timers that come of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from flows.base.remembered import MOST_RECORDS, Record
from flows.base.replies import DropTimer, Reply, SetTimer
from flows.base.retention import ASKED, ERASE_TIMER, UNASKED
from flows.check.plan import Answers, Known
from flows.places.dates import day_text, when_text
from flows.talk.flow import EMPTY, House
from flows.talk.library import Library
from flows.talk.session import VERSION, Episode, Frame, Session, Step, erased
from flows.understand.reader import Understood

MOST_FRAMES = 3

Standing = tuple[Answers, Known, int]
"""Answers, what is known by them, and the urgency that they have reached."""


class Talk:
    """A mutable view of one session for the length of one turn. Flows write to it; `step()` gives the result."""

    def __init__(self, library: Library, session: Session, now: datetime, fresh: str, house: House = EMPTY) -> None:
        self.library = library
        self.house = house
        self.now = now
        self.fresh = fresh
        self._take(session)
        self.tapped = ""
        self.tapped_before = session.tapped
        self.replies: list[Reply] = []
        self.timers: list[SetTimer | DropTimer] = []
        self.forgotten = False
        self.quiet = False
        """Say nothing at all: what came has had its answer."""
        self.alone = False
        """Put nothing beneath what was said, not even the short card."""
        self.show = False
        """Show what is open once more, as a new message."""
        self.redraw = False
        """Draw what is open once more, in place."""
        self.heard: Understood | None = None
        """What was read in the typed text of this turn."""
        self.closing = ""
        """What is left in the chat of the message that was open, if its own words will not do."""
        self.sign_answered = False
        """What was asked back about a typed sign has had its answer, or has been erased with all the rest."""
        self.pending: tuple[str, ...] = ()
        """Choices of the open prompt that a yes has just confirmed."""
        self.zone_asked = False
        """The person was asked for their time zone in this turn; if none is known all the same, they did not want to say."""
        self.standing: Standing | None = None
        """What the answers come to, worked out once for the same answers (see `flows.prompts`)."""
        self._before = session

    def _take(self, session: Session) -> None:
        self.person = session.person
        self.sid = session.sid
        self.turn = session.turn
        self.episode = session.episode
        self.frames = list(session.frames)
        self.draft = session.draft
        self.slot = session.slot
        self.last = session.last
        self.records = session.records
        self.reminders = session.reminders
        self.checkins = session.checkins
        self.recovery = session.recovery
        self.healthy_at = session.healthy_at
        self.wanted = session.wanted
        self.spoke = session.spoke

    @property
    def language(self) -> str:
        """The person's language."""
        return self.person.language

    @property
    def top(self) -> Frame | None:
        """The flow that is under way, or None."""
        return self.frames[-1] if self.frames else None

    @property
    def touched(self) -> datetime:
        """When the person last did something, before this turn."""
        return self._before.touched or self.now

    def text(self, key: str, **values: object) -> str:
        """Words in the person's language, from `talk`."""
        return self.library.words.text(self.person.language, f"talk.{key}", **values)

    def words(self, key: str, **values: object) -> str:
        """Words in the person's language, by their whole key."""
        return self.library.text(self.person.language, key, **values)

    def day(self, at: datetime) -> str:
        """The day of an instant, without the time."""
        return day_text(at, self.person.zone, self.language, self.now, self.library.words)

    def say(self, key: str, **values: object) -> None:
        """Answer with one plain message from `talk`."""
        self.message(self.text(key, **values))

    def tell(self, key: str, **values: object) -> None:
        """Answer with one plain message, by its whole key."""
        self.message(self.words(key, **values))

    def message(self, *paragraphs: str, title: str = "", promise: bool = False) -> None:
        """Answer with one plain message; `promise` says that something will come by itself."""
        self.replies.append(Reply(kind="message", title=title, paragraphs=paragraphs, promise=promise))

    def begin(self) -> None:
        """A new session: old buttons no longer belong to it."""
        if self.episode is not None and self.episode.verdict is not None:
            self.last = self.episode
        self.sid = self.fresh
        self.turn = 0
        self.frames = []
        self.draft = ()
        self.slot = ""
        self.episode = Episode(began=self.now)
        if self.checkins is not None:
            self.checkins = replace(self.checkins, plan="")  # they follow the new card
        self.keep_until(self.now + (ASKED if self.person.keep else UNASKED))

    def begin_check(self) -> None:
        """A new session that opens the check at its first question."""
        self.begin()
        self.frames = [Frame("check", self.library.machine.initial)]

    def keep_until(self, at: datetime) -> None:
        """Erase the episode at `at` unless this is called again."""
        self.timers.append(SetTimer(ERASE_TIMER, at))

    def erase(self) -> None:
        """Nothing is left of what was told: the session is the one that knows only whose it is."""
        self._take(erased(self._session()))
        self.sign_answered = True

    def push(self, flow: str, state: str, **data: Any) -> None:
        """An interruption: its end brings back what was open."""
        if len(self.frames) >= MOST_FRAMES:
            self.frames.pop()
        self.frames.append(Frame(flow, state, data))

    def pop(self) -> None:
        """End the flow that is under way."""
        if self.frames:
            self.frames.pop()

    def move(self, state: str, **data: Any) -> None:
        """The flow under way goes to another state."""
        self.frames[-1] = Frame(self.frames[-1].flow, state, data)

    def record(self, kind: str, what: str, value: int) -> None:
        """Keep one record (see `flows.remembered.Record`); the oldest go when there are too many."""
        self.records = (*self.records, Record(self.now, kind, what, value))[-MOST_RECORDS:]

    def set_timer(self, name: str, at: datetime, **data: Any) -> None:
        """Ask for a timer; one of the same name is replaced."""
        self.timers.append(SetTimer(name, at, data))

    def drop_timer(self, name: str) -> None:
        """Take a timer back."""
        self.timers.append(DropTimer(name))

    def when(self, at: datetime) -> str:
        """An instant as the person would say it: `tomorrow 08:00`."""
        return when_text(at, self.person.zone, self.language, self.now, self.library.words)

    def go_on(self, then: str) -> None:
        """Carry out a card act, or a command, that something had to be asked before: `routine.calf_stretch`, `reminders`."""
        word, _, argument = then.partition(".")
        handler = self.house.cards.get(word) or self.house.commands.get(word)
        if handler is not None:
            handler(self, argument)

    def frame_of(self, flow: str) -> Frame | None:
        """The frame of this flow that is nearest to the top, or None."""
        return next((frame for frame in reversed(self.frames) if frame.flow == flow), None)

    def change_episode(self, **changes: Any) -> None:
        """Change fields of the episode under way."""
        assert self.episode is not None
        self.episode = replace(self.episode, **changes)

    def step(self, *, by_person: bool = True) -> Step:
        """The result of the turn. A timer is not the person: it does not count as a sign of life."""
        if self.forgotten:
            return Step(None, tuple(self.replies), (), forget=True)
        session = replace(self._session(), touched=self.now if by_person else self._before.touched)
        return Step(session, tuple(self.replies), tuple(self.timers))

    def _session(self) -> Session:
        return replace(
            self._before,
            sid=self.sid,
            turn=self.turn,
            person=self.person,
            episode=self.episode,
            frames=tuple(self.frames),
            draft=self.draft,
            slot=self.slot,
            last=self.last,
            version=VERSION,
            content=self.library.version,
            tapped=self.tapped,
            records=self.records,
            reminders=self.reminders,
            checkins=self.checkins,
            recovery=self.recovery,
            healthy_at=self.healthy_at,
            wanted=self.wanted,
            spoke=self.spoke,
        )
