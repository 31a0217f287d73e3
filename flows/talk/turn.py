"""One turn under way: the session as it changes, what goes out, and the content, the clock and the ways that flows need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec
from msgspec.structs import replace

from flows.base.remembered import MOST_RECORDS, Record
from flows.base.replies import Reply, SetTimer
from flows.base.retention import ASKED, ERASE_TIMER, UNASKED
from flows.base.tokens import others_sid, own_sid
from flows.base.urgency import level
from flows.check.plan import Answers, Known
from flows.places.dates import day_text, when_text
from flows.talk.library import Library
from flows.talk.output import Output
from flows.talk.session import SOMEBODY_ELSE, Aside, Episode, Frame, Session, erased
from flows.talk.show import Show
from flows.understand.reader import Understood

MOST_FRAMES = 3
"""Flows open at a time."""

_NO_ANSWERS: Answers = {}


class Ways(Protocol):
    """How a flow reaches others without knowing them: by the name of an act, or at a moment that concerns them all."""

    def prompt(self, turn: Turn) -> Reply | None:
        """What is open, as it is shown; None if nothing is."""

    def go_on(self, turn: Turn, then: str) -> Show:
        """Carry out a card act or a command by its name: `routine.calf_stretch`, `reminders`."""

    def leads(self, act: str) -> bool:
        """Whether a card act of this name leads anywhere."""

    def own_words(self, turn: Turn, text: str) -> Show | None:
        """Let what is open take words that are none of its choices; None: they are not for it."""

    def any_words(self, turn: Turn, text: str) -> Show | None:
        """Let what is open take words that nothing else took; None: it does not take just any."""

    def again(self, turn: Turn) -> Show:
        """Show once more what must not scroll away, after something beside the point."""

    def insisting(self, turn: Turn) -> Frame | None:
        """The open frame that insists on an answer before anything else, if there is one."""

    def may_go(self, frame: Frame) -> bool:
        """Whether nothing gets lost if this frame goes: no work done in it, and no answer that it insists on."""

    def offer(self, turn: Turn) -> Sequence[tuple[str, str]]:
        """What the card offers to do next, best first: acts with their labels."""

    def may_offer(self, turn: Turn, act: str) -> bool:
        """Whether this card act may be offered now: nothing that the advice forbids comes by itself."""

    def settle(self, turn: Turn) -> None:
        """Tell everybody that a verdict has been reached."""

    def give_way(self, turn: Turn, flows: Iterable[str]) -> None:
        """End these flows, which came by themselves and had no answer."""

    def leave_all(self, turn: Turn) -> None:
        """Let every open flow keep what was done in it, before it is ended from outside."""


class Turn:
    """What one event does to one session. Flows write to `session` and `out`; both are this turn's own."""

    def __init__(self, library: Library, session: Session, now: datetime, fresh: str, ways: Ways) -> None:
        self.session = replace(session)
        self.library = library
        self.now = now
        self.fresh = fresh
        self.ways = ways
        self.out = Output()
        self.touched = session.touched or now
        """When the person last did something, before this turn."""
        self.tapped_before = session.tapped
        self.session.tapped = ""
        self.heard: Understood | None = None
        """What was read in the typed text of this turn."""
        self.reader = ""
        """The name of the reader that took the typed text of this turn."""
        self.pending: tuple[str, ...] = ()
        """Choices of what is open that were typed, or that a yes has just confirmed; taken before the turn ends."""
        self.moved = False
        """What was open had to go with the content or the advice that it stood on, and that was told."""
        self.released = False
        """What insists on an answer has had it, or has been erased with all the rest."""
        self.zone_asked = False
        """The person was asked for their time zone in this turn; if none is known all the same, they did not want to say."""
        self._standing: tuple[Answers, tuple[str, ...], Known, int] | None = None

    @property
    def language(self) -> str:
        """The person's language."""
        return self.session.person.language

    @property
    def for_other(self) -> bool:
        """Whether this is a check for somebody else."""
        episode = self.session.episode
        return episode is not None and episode.whom in SOMEBODY_ELSE

    # --- what is open: ways to change it, so that nobody puts it together by hand ---------------------------------

    @property
    def top(self) -> Frame | None:
        """The frame of the flow that is under way, or None."""
        return self.session.frames[-1] if self.session.frames else None

    def frame_of(self, flow: str) -> Frame | None:
        """The frame of this flow that is nearest to the top, or None."""
        return next((frame for frame in reversed(self.session.frames) if frame.flow == flow), None)

    def push(self, flow: str, state: str, data: msgspec.Struct | None = None, **ids: Any) -> None:
        """Open a flow above what is open: its end brings that back.

        One more than fit takes the place of the uppermost that insists on no answer.
        """
        frames = self.session.frames
        while len(frames) >= MOST_FRAMES:
            waiting = self.ways.insisting(self)
            goes = next(one for one in reversed(frames) if one is not waiting)
            frames = tuple(one for one in frames if one is not goes)
        self.session.frames = (*frames, Frame(flow, state, ids if data is None else stored_form(data)))

    def pop(self) -> None:
        """End the flow that is under way."""
        self.session.frames = self.session.frames[:-1]

    def move(self, state: str, data: msgspec.Struct | None = None, **ids: Any) -> None:
        """Take the flow under way to another state, with this data and no other."""
        below, top = self.session.frames[:-1], self.session.frames[-1]
        self.session.frames = (*below, Frame(top.flow, state, ids if data is None else stored_form(data)))

    def open_only(self, flow: str, state: str, data: msgspec.Struct | None = None) -> None:
        """End everything, and open this."""
        self.session.frames = (Frame(flow, state, {} if data is None else stored_form(data)),)

    def drop(self, frame: Frame) -> None:
        """Take away one frame, wherever it is."""
        self.session.frames = tuple(one for one in self.session.frames if one is not frame)

    def keep_only(self, *flows: str) -> None:
        """End everything but these flows; with none named, all of it."""
        self.session.frames = tuple(frame for frame in self.session.frames if frame.flow in flows)

    def remove(self, *flows: str) -> None:
        """End these flows wherever they are."""
        self.session.frames = tuple(frame for frame in self.session.frames if frame.flow not in flows)

    def rewrite(self, flow: str, state: str, data: msgspec.Struct) -> None:
        """Take a flow to another state wherever its frame is, beneath something else too."""
        new = Frame(flow, state, stored_form(data))
        self.session.frames = tuple(new if frame.flow == flow else frame for frame in self.session.frames)

    def raise_frame(self, frame: Frame) -> None:
        """Bring this frame to the top, above all others."""
        self.session.frames = (*(one for one in self.session.frames if one is not frame), frame)

    # --- what the answers come to --------------------------------------------------------------------------------------

    @property
    def known(self) -> Known:
        """What the answers so far come to."""
        return self._come_to()[2]

    @property
    def reached(self) -> int:
        """The urgency that what was told so far has reached, a position in `URGENCIES`.

        While an earlier answer is being changed, `known` stops there; what was told further on counts all the same.
        """
        return self._come_to()[3]

    def _come_to(self) -> tuple[Answers, tuple[str, ...], Known, int]:
        episode = self.session.episode
        answers: Answers = episode.answers if episode is not None else _NO_ANSWERS
        added = episode.added if episode is not None else ()
        # Answers are never changed in place, so the same object means the same answers.
        if self._standing is None or self._standing[0] is not answers or self._standing[1] != added:
            plan = self.library.check.plan
            known, urgency = plan.standing(answers, plan.partly(added, answers))
            held = level(episode.at_least) if episode is not None and episode.at_least else 0
            self._standing = (answers, added, known, max(urgency, held))
        return self._standing

    # --- saying ------------------------------------------------------------------------------------------------------

    def text(self, key: str, **values: object) -> str:
        """Words in the person's language, from the file `talk`."""
        return self.library.words.text(self.session.person.language, f"talk.{key}", **values)

    def words(self, key: str, **values: object) -> str:
        """Words in the person's language, by their whole key."""
        return self.library.words.text(self.session.person.language, key, **values)

    def say(self, key: str, **values: object) -> None:
        """Answer with one plain message from the file `talk`."""
        self.out.message(self.text(key, **values))

    def tell(self, key: str, **values: object) -> None:
        """Answer with one plain message, by its whole key."""
        self.out.message(self.words(key, **values))

    def message(self, *paragraphs: str, title: str = "", promise: bool = False) -> None:
        """Answer with one plain message; `promise` says that something will come by itself."""
        self.out.message(*paragraphs, title=title, promise=promise)

    def day(self, at: datetime) -> str:
        """The day of an instant, without the time."""
        return day_text(at, self.session.person.zone, self.language, self.now, self.library.words)

    def when(self, at: datetime) -> str:
        """An instant as the person would say it: `tomorrow 08:00`."""
        return when_text(at, self.session.person.zone, self.language, self.now, self.library.words)

    # --- remembering -------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin a new session: old buttons no longer belong to it."""
        session, before = self.session, self.session.episode
        if (
            session.aside is None and not self.for_other
        ):  # a check begun over one that never ended keeps what was before
            session.aside = Aside(
                session.sid,
                session.turn,
                session.slot,
                session.frames,
                session.draft,
                before,
                session.last,
                session.checkins,
            )
        if before is not None and before.verdict is not None:
            session.last = before
        sid = others_sid(self.fresh) if self.for_other else own_sid(self.fresh)
        whom = before.whom if before is not None and self.for_other else ""
        session.sid, session.turn, session.slot = sid, 0, ""
        session.frames, session.draft = (), ()
        session.episode = Episode(began=self.now, whom=whom)
        if session.checkins is not None:
            session.checkins = replace(session.checkins, plan="")  # they follow the new card
        self.keep_until(self.now + (ASKED if session.person.keep else UNASKED))

    def keep_until(self, at: datetime) -> None:
        """Erase what was told at `at` unless this is called again; what is somebody else's a day after its last word."""
        other = self.session.other
        self.out.timers.append(SetTimer(ERASE_TIMER, at if other is None else min(at, other.touched + UNASKED)))

    def expire(self) -> None:
        """Erase what has had its time, and set the timer to what has not."""
        other = self.session.other
        if other is not None and other.touched + UNASKED <= self.now:
            self.session.other = None
        due = self.touched + (ASKED if self.session.person.keep else UNASKED)
        if due > self.now:
            self.keep_until(due)
        else:
            self.erase()

    def erase(self) -> None:
        """Leave nothing of what was told: the session then knows only whose it is."""
        self.session = erased(self.session)
        self.released = True

    def change_episode(self, **changes: Any) -> None:
        """Change fields of the episode under way."""
        assert self.session.episode is not None
        self.session.episode = replace(self.session.episode, **changes)

    def record(self, kind: str, what: str, value: int) -> None:
        """Keep one record (see `Record`); the oldest go when there are too many."""
        self.session.records = (*self.session.records, Record(self.now, kind, what, value))[-MOST_RECORDS:]

    def set_timer(self, name: str, at: datetime, **data: Any) -> None:
        """Ask for a timer; one of the same name is replaced."""
        self.out.set_timer(name, at, **data)

    def drop_timer(self, name: str) -> None:
        """Take a timer back."""
        self.out.drop_timer(name)


def stored_form(data: msgspec.Struct) -> dict[str, Any]:
    """The data of a frame as JSON gives it back, so that a frame is equal to itself after it was stored."""
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(data))
    return found
