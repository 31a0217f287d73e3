"""One event, one turn: `advance()` takes a session and gives the next one with what is to be said. Pure and synchronous."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from flows.base.events import Answered, Chose, Command, Event, SentFile, TimerFired, Typed
from flows.base.replies import Heard, SetTimer
from flows.base.retention import ASKED, ERASE_TIMER, UNASKED
from flows.base.urgency import URGENT, level
from flows.check.machine import VERDICT
from flows.checking.answers import closed_text
from flows.checking.first import emergency_again
from flows.checking.prompts import open_prompt, open_question, short_card
from flows.danger.flow import insist
from flows.talk.library import Library
from flows.talk.say import question_text
from flows.talk.session import Session, Step
from flows.talk.turn import Talk
from flows.turn.commands import command
from flows.turn.registry import HOUSE
from flows.turn.taking import answered, take
from flows.turn.taps import chose
from flows.turn.typed import typed
from flows.turn.upgrade import up_to_date


def advance(library: Library, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
    """What `event` does to `session` (None: someone new) at `now` (aware).

    `fresh` is six random characters of a–z and 2–7 for a session that may have to begin. Never raises for anything a
    person can send.
    """
    session, moved = up_to_date(library, session) if session else (Session(sid=fresh), False)
    talk = Talk(library, session, now, fresh, HOUSE)
    if moved:
        # What is open now is another question: the buttons of the old one are old, and a sign among them still counts.
        talk.turn += 1
        talk.slot = str(talk.turn)
        if not isinstance(event, TimerFired):
            talk.say("updated")
            talk.show = True
    _put_away(talk)
    before = (talk.top, talk.episode, talk.sid)
    slot, draft, asked_back = talk.slot, talk.draft, talk.frame_of("alarm")
    was_open = open_question(talk)
    own, asked = _own_text(talk), _asked(talk)
    match event:
        case Command(name, argument):
            command(talk, name, argument)
        case Chose(token, values):
            chose(talk, token, values)
        case Answered(options):
            answered(talk, options)
        case Typed(text):
            typed(talk, text)
        case SentFile():
            talk.say("cannot_read")
            emergency_again(talk)
        case TimerFired(name, data):
            _timer(talk, name, data)
    if talk.pending:
        take(talk, talk.pending)
    insist(talk, asked_back, before[2])
    by_person = not isinstance(event, TimerFired)
    if talk.forgotten or not (by_person or talk.top != before[0] or talk.show or talk.redraw):
        return talk.step(by_person=by_person)
    _show(talk, before, slot, draft, was_open or own)
    if isinstance(event, (Typed, Answered)) and not talk.replies:  # it closed the last thing that was open
        talk.say("not_understood_idle")
    if isinstance(event, Typed) and talk.replies:
        talk.replies[0] = replace(talk.replies[0], heard=_told(talk, asked))
    return talk.step(by_person=by_person)


OWN = ("check", "confirm", "country", "change")
"""Flows that are no part of the house."""


def _put_away(talk: Talk) -> None:
    """Frames that today's content or advice has no place for go, with a word about it."""
    flows = talk.house.flows
    kept = []
    for frame in talk.frames:
        flow = flows.get(frame.flow)
        known = frame.flow in OWN or flow is not None
        if known and (flow is None or flow.holds is None or flow.holds(talk, frame)):
            kept.append(frame)
    if kept and kept[-1].flow == "confirm" and kept[-1] is talk.top and open_prompt(talk) is None:
        kept.pop()  # what it asked about is gone
    if len(kept) < len(talk.frames):
        talk.frames = kept
        talk.tell("guided.changed")
        talk.show = True


def _show(talk: Talk, before: tuple[object, ...], slot: str, draft: tuple[str, ...], was_open: str | None) -> None:
    """Show what is open now: anew if it changed, redrawn in place if only a tick did, else restated after an answer."""
    opened = talk.top != before[0] or talk.sid != before[2]
    changed = opened or (talk.top is not None and talk.top.state == VERDICT and talk.episode != before[1])
    if changed:
        talk.turn += 1
        again = _back_at_card(talk, before)
        prompt = short_card(talk) if again else open_prompt(talk)
        if again and (talk.alone or _in_passing(before)):
            prompt = None
        talk.slot = str(talk.turn) if prompt else ""
        if prompt is not None:
            talk.replies.append(prompt)
        if slot and was_open and talk.replies and talk.sid == before[2]:
            talk.replies[0] = replace(talk.replies[0], closes=slot, closed_text=_closing(talk, was_open))
        return
    prompt = open_prompt(talk)
    if prompt is None:
        return
    if (talk.draft != draft or talk.redraw) and not talk.show:
        talk.replies.append(replace(prompt, replaces=prompt.slot))
    elif talk.show or (prompt.kind == "question" and not talk.quiet):
        talk.replies.append(prompt)


def _back_at_card(talk: Talk, before: tuple[Any, ...]) -> bool:
    """Whether something beside the check has ended, and what is open again is a calm card that has been read before."""
    top, episode, earlier = talk.top, talk.episode, before[1]
    if top is None or top.state != VERDICT or before[0] is None or before[0].flow not in talk.house.flows or talk.show:
        return False
    if episode is None or earlier is None or episode.verdict is None:
        return False
    same = episode.verdict == earlier.verdict and episode.raised == earlier.raised
    return bool(same) and level(episode.verdict.urgency) < URGENT


def _in_passing(before: tuple[Any, ...]) -> bool:
    """Whether what has ended came by itself and comes daily: the card is then not held out after each answer."""
    return bool(before[0].flow == "reminder")


def _closing(talk: Talk, was_open: str) -> str:
    """What stays in the chat of what was open: the question with its answer, or only the question."""
    if talk.closing:
        return talk.closing
    question = talk.library.plan.by_id.get(was_open)
    if question is None:
        return was_open
    answered = talk.episode.answers.get(was_open) if talk.episode is not None else None
    asked_again = talk.top is not None and talk.top.flow == "check" and talk.top.state == was_open
    if answered is None or asked_again:
        return question_text(talk.library, talk.language, was_open)
    return closed_text(talk, question, answered)


def _own_text(talk: Talk) -> str | None:
    """The sentence of the bot's own question, if one is open; a card is not closed by what follows it."""
    if talk.top is None or talk.top.flow == "check":
        return None
    prompt = open_prompt(talk)
    return prompt.paragraphs[0] if prompt else None


def _asked(talk: Talk) -> str | None:
    """The question of the check that is open, perhaps beneath a question of the bot's own."""
    return next((frame.state for frame in talk.frames if frame.flow == "check" and frame.state != VERDICT), None)


def _heard(asked: str | None, talk: Talk) -> dict[str, tuple[str, ...]]:
    """The answer that the text gave to the question that was open, if it did."""
    answered = talk.episode.answers.get(asked) if talk.episode and asked else None
    if asked is None or answered is None or asked == _asked(talk) or (talk.top and talk.top.flow != "check"):
        return {}
    return {asked: answered}


def _told(talk: Talk, asked: str | None) -> Heard:
    """All that was understood of the text. With no question open, `answers` is what a story answers of the check."""
    read = talk.heard
    answers = _heard(asked, talk)
    if read is None:
        return Heard(answers=answers)
    apart = (*(("other_emergency",) if read.other_emergency else ()), *(("crisis",) if read.crisis else ()))
    return Heard(
        red_flags=(*read.red_flags, *apart),
        intent=read.intent,
        answers=answers if asked is not None else read.findings,
        unsure=read.unsure_flags,
        findings=read.findings,
        denied=read.denied,
        about=read.about,
        pain=read.pain,
    )


def _timer(talk: Talk, name: str, data: Mapping[str, Any]) -> None:
    handler = talk.house.timers.get(name.partition(".")[0])
    if handler is not None:
        handler(talk, name, data)
    elif name == ERASE_TIMER:
        due = talk.touched + (ASKED if talk.person.keep else UNASKED)
        if due > talk.now:
            talk.timers.append(SetTimer(ERASE_TIMER, due))
        else:
            talk.erase()
