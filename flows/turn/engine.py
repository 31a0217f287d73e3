"""One event, one turn: `advance()` takes a session and gives the next one with what is to be said. Pure and synchronous."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec.structs import replace

from flows.base.events import Answered, Chose, Command, Event, SentFile, TimerFired, Typed
from flows.base.replies import Reply
from flows.base.retention import ERASE_TIMER
from flows.base.tokens import own_sid, parse
from flows.talk.flow import Registry
from flows.talk.library import Library
from flows.talk.session import VERSION, Frame, Session, Step
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.turn.commands import run_command
from flows.turn.others import Does, TwoChecks
from flows.turn.registry import REGISTRY
from flows.turn.taps import take_old_tap
from flows.turn.typed import heard_of, take_text

DOUBLE_TAP = timedelta(seconds=10)
"""Within this time the same tap once more is the same tap, not a wish to see the question again."""

TAPPED = 200
"""Characters of a tap that are remembered."""


def advance(
    library: Library, session: Session | None, event: Event, now: datetime, fresh: str, registry: Registry | None = None
) -> Step:
    """Do what `event` does to `session` (None: someone new) at `now` (aware).

    `fresh` is six random characters of a–z and 2–7 for a session that may have to begin; `registry` are other flows than
    ours. Never raises for anything a person can send.
    """

    def run(registry: Registry, session: Session | None, event: Event, does: Does | None = None) -> Step:
        turn = _begin(registry, library, session, now, fresh)
        updated = _update(registry, turn, event)
        before = replace(turn.session)
        taken = _take(registry, turn, event) if does is None else does(turn)
        insisted = _insist(registry, turn, before)
        _show(registry, turn, before, max(updated, taken, insisted), event)
        return _close(registry, turn, before, event)

    if session is not None and session.other is not None:
        return TwoChecks(registry or REGISTRY, run, library, now, fresh).take(session, event)
    step = run(registry or REGISTRY, session, event)
    if step.session is not None and step.session.other is not None:
        return TwoChecks(registry or REGISTRY, run, library, now, fresh).open(session, step, event)
    return step


# --- 1: the session, as this turn's own ------------------------------------------------------------------------------


def _begin(registry: Registry, library: Library, session: Session | None, now: datetime, fresh: str) -> Turn:
    return Turn(library, session or Session(sid=own_sid(fresh), content=library.version), now, fresh, registry)


# --- 2: what is open, as today's content can carry it on -------------------------------------------------------------


def _update(registry: Registry, turn: Turn, event: Event) -> Show:
    if turn.session.content != turn.library.version:
        ending = frozenset(name for name, flow in registry.flows.items() if not flow.outlives)
        insisting = frozenset(name for name, flow in registry.flows.items() if flow.insist is not None)
        turn.session, moved = registry.upgrade(turn.library, turn.session, ending, insisting)
        if moved:
            # What is open now is another question: the buttons of the old one are old, and a sign among them still counts.
            turn.session.turn += 1
            turn.session.slot = str(turn.session.turn)
            if not isinstance(event, TimerFired):
                turn.say("updated")
                turn.moved = True
    gone = [frame for frame in turn.session.frames if not _holds(registry, turn, frame)]
    for frame in gone:
        turn.drop(frame)
    if any(frame.flow not in registry.flows or registry.flows[frame.flow].outlives for frame in gone):
        turn.tell("guided.changed")  # today's content or advice has no place for it
        turn.moved = True
    return Show.ANEW if turn.moved else Show.USUAL


def _holds(registry: Registry, turn: Turn, frame: Frame) -> bool:
    flow = registry.flows.get(frame.flow)
    return flow is not None and flow.kept(turn, frame)


# --- 3: what the event does ------------------------------------------------------------------------------------------


def _take(registry: Registry, turn: Turn, event: Event) -> Show:
    show = _carry_out(registry, turn, event)
    while turn.pending:  # a typed yes confirms a label, and that is an answer
        ids, turn.pending = turn.pending, ()
        show = max(show, registry.take(turn, ids))
    return show


def _carry_out(registry: Registry, turn: Turn, event: Event) -> Show:
    match event:
        case Command(name, argument):
            return run_command(registry, turn, name, argument)
        case Chose(token, values):
            return _tap(registry, turn, token, values)
        case Answered(options):
            return registry.answered(turn, options)
        case Typed(text):
            return take_text(registry, turn, text)
        case SentFile(kind):
            turn.say("garbled" if kind == "unreadable" else "cannot_read")
            return registry.again(turn)
        case TimerFired(name, data):
            return _fire(registry, turn, name, data)


def _tap(registry: Registry, turn: Turn, raw: str, values: tuple[str, ...]) -> Show:
    """Take a tap: `raw` is the button's token, `values` are the ids picked from a menu."""
    token = parse(raw)
    if token is not None:
        # No more of it than tells it from another tap: what a client sends as picked may be anything.
        picked = blake2b("\n".join(values).encode(errors="replace"), digest_size=8).hexdigest() if values else ""
        turn.session.tapped = f"{raw} {picked}".rstrip()[:TAPPED]
        if turn.session.tapped == turn.tapped_before and turn.now - turn.touched <= DOUBLE_TAP:
            return Show.NOTHING  # it has its answer already; later it is answered, should that have got lost
        if token.sid == turn.session.sid and token.turn == turn.session.turn and turn.top is not None:
            chosen = {f"{turn.top.state}.{one}" for one in values} if token.act == "pick" else {token.act.lstrip("+-")}
            if chosen.isdisjoint(turn.library.check.plan.moved):  # else it is of older content, and counts as that
                return registry.answered(turn, values) if token.act == "pick" else registry.act_on(turn, token.act)
    return take_old_tap(registry, turn, token, values)


def _fire(registry: Registry, turn: Turn, name: str, data: Mapping[str, Any]) -> Show:
    handler = registry.timers.get(name.partition(".")[0])
    if handler is not None:
        return handler(turn, name, data)
    if name == ERASE_TIMER:
        turn.expire()
    return Show.USUAL


# --- 4: what insists on an answer comes back -------------------------------------------------------------------------


def _insist(registry: Registry, turn: Turn, before: Session) -> Show:
    for frame in before.frames:
        insist = registry.flows[frame.flow].insist
        unanswered = insist is not None and not turn.released and turn.session.sid == before.sid
        if insist is not None and unanswered and turn.frame_of(frame.flow) is None and insist.comes_back(turn):
            turn.push(frame.flow, frame.state, **frame.data)
            return Show.ANEW
    return Show.USUAL


# --- 5: what is shown ------------------------------------------------------------------------------------------------


class Seen(msgspec.Struct, frozen=True):
    """What happened to what is open.

    `changed`: another question or card is open, or the open card says something else. `ticked`: only a tick of the open
    list changed. `waits`: what is open is a question, not something to read. `read_before`: something beside the check has
    ended, and what comes back is a calm card that was read; `in_passing`: what has ended came by itself and comes daily.
    """

    changed: bool = False
    ticked: bool = False
    waits: bool = True
    read_before: bool = False
    in_passing: bool = False


class What(Enum):
    """What is shown."""

    NOTHING = "nothing"
    NEXT = "what is open now, as the next turn"
    SHORT = "the next turn, with the short form of what was read before"
    SILENT = "the next turn, without a word"
    IN_PLACE = "what is open, drawn once more in its place"
    ONCE_MORE = "what is open, as a new message"


def what_to_show(seen: Seen, asked: Show) -> What:
    """What is shown, given what happened and what the handlers asked for."""
    if seen.changed:
        if not seen.read_before or asked is Show.ANEW:
            return What.NEXT
        return What.SILENT if asked is Show.NOTHING or seen.in_passing else What.SHORT
    if asked is Show.ANEW:
        return What.ONCE_MORE
    if seen.ticked or asked is Show.REDRAW:
        return What.IN_PLACE
    return What.ONCE_MORE if seen.waits and asked is not Show.NOTHING else What.NOTHING


def _show(registry: Registry, turn: Turn, before: Session, asked: Show, event: Event) -> None:
    by_person = not isinstance(event, TimerFired)
    while by_person and turn.top is not None and registry.is_gone(turn, turn.top):
        turn.pop()
    top, earlier = turn.top, before.frames[-1] if before.frames else None
    if turn.out.own is not None or turn.session.other is not before.other:
        return  # the other of the two checks has come to the front, and shows itself
    if turn.out.forgotten or not (by_person or top != earlier or asked >= Show.REDRAW):
        return
    what = what_to_show(_seen(registry, turn, before), asked)
    if what in (What.NEXT, What.SHORT, What.SILENT):
        _show_next(registry, turn, before, what)
    elif what is not What.NOTHING:
        prompt = registry.prompt(turn)
        if prompt is not None:
            turn.out.replies.append(replace(prompt, replaces=prompt.slot) if what is What.IN_PLACE else prompt)


def _seen(registry: Registry, turn: Turn, before: Session) -> Seen:
    """What happened to what is open."""
    top, earlier = turn.top, before.frames[-1] if before.frames else None
    notice = registry.flows[top.flow].notice if top is not None else None
    reads = notice if notice is not None and top is not None and top.state == notice.state else None
    opened = top != earlier or turn.session.sid != before.sid
    ended = registry.flows[earlier.flow] if earlier is not None else None
    beside = ended is not None and ended.beside
    return Seen(
        changed=opened or (reads is not None and reads.basis(turn.session) != reads.basis(before)),
        ticked=turn.session.draft != before.draft,
        waits=reads is None,
        read_before=beside and reads is not None and reads.read_before(turn, before),
        in_passing=ended is not None and ended.in_passing,
    )


def _show_next(registry: Registry, turn: Turn, before: Session, what: What) -> None:
    """The turn moves on: what was open is closed with its answer, and what is open now is shown."""
    session, replies = turn.session, turn.out.replies
    session.turn += 1
    prompt: Reply | None = None
    if what is What.NEXT:
        prompt = registry.prompt(turn)
    elif what is What.SHORT and turn.top is not None:
        notice = registry.flows[turn.top.flow].notice
        prompt = notice.short(turn) if notice is not None else None
    session.slot = str(session.turn) if prompt is not None else ""
    if prompt is not None:
        replies.append(prompt)
    if before.slot and replies and session.sid == before.sid and before.frames:
        text = _closed(registry, turn, before)
        if text:
            replies[0] = replace(replies[0], closes=before.slot, closed_text=text)


def _closed(registry: Registry, turn: Turn, before: Session) -> str:
    """What stays in the chat of what was open; empty: it stays as it is."""
    top = before.frames[-1]
    flow = registry.flows[top.flow]
    if flow.closed is not None:
        text = flow.closed(turn, flow.opened(top))
        return text and (turn.out.closing or text)
    if turn.out.closing:
        return turn.out.closing
    was = Turn(turn.library, before, turn.now, turn.fresh, registry)
    if turn.out.acted is not None:
        frame, act = turn.out.acted
        chosen = registry.flows[frame.flow]
        prompt = chosen.prompt(was, chosen.opened(frame))
        label = next((choice.label for choice in prompt.choices if choice.id == act), "") if prompt else ""
        if prompt and label:
            return turn.text("answered", question=(*prompt.paragraphs, prompt.title)[0], answer=label)
    prompt = registry.prompt(was)
    return prompt.paragraphs[0] if prompt is not None else ""


# --- 6: the end ------------------------------------------------------------------------------------------------------


def _close(registry: Registry, turn: Turn, before: Session, event: Event) -> Step:
    replies = turn.out.replies
    if turn.out.forgotten:
        return Step(None, tuple(replies), (), forget=True)
    came = turn.out.own is not None or turn.session.other is not before.other
    if isinstance(event, (Typed, Answered)) and not replies and not came:  # it closed the last thing that was open
        turn.say("not_understood_idle")
    if isinstance(event, Typed) and replies:
        replies[0] = replace(replies[0], heard=heard_of(registry, turn, before))
    session = turn.session
    session.version, session.content = VERSION, turn.library.version
    if not isinstance(event, TimerFired):  # a timer is not the person: it does not count as a sign of life
        session.touched = turn.now
    return Step(session, tuple(replies), tuple(turn.out.timers), own=turn.out.own)
