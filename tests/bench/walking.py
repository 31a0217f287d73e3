"""Typical conversations, found by answering whatever the content asks, and what each turn makes Telegram show."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from flows.base.events import Chose, Command, Event
from flows.base.replies import Choice, Reply
from flows.base.tokens import parse
from flows.talk.library import Library
from flows.talk.session import Session, Step
from flows.turn.engine import advance
from tests.bench.talks import Call, Kind, Talk, Turn

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MOST_TURNS = 60

PERSONAS: dict[str, dict[str, tuple[str, ...]]] = {
    "sore after a hard run": {
        "side": ("both_muscle",),
        "onset": ("hours_later",),
        "course": ("new",),
        "walk": ("walk_easy",),
        "run_test": ("test_sore",),
    },
    "one tight calf, getting better": {
        "side": ("left",),
        "onset": ("over_weeks",),
        "spot": ("inner_mid",),
        "course": ("week_better",),
        "walk": ("walk_sore",),
        "pattern": ("morning", "warms_up"),
        "health": ("past_twice",),
    },
    "a sharp pain that stopped the run": {
        "side": ("right",),
        "look": ("bruise", "patch_swollen"),
        "onset": ("sharp_stopped",),
        "spot": ("inner_mid",),
        "course": ("new",),
        "walk": ("limp",),
    },
}
"""Answers by question; every other question gets "none of these", else its last real option."""


class Turned(msgspec.Struct, frozen=True):
    """One step of a walk, and what it was asked."""

    kind: Kind
    before: Session | None
    event: Event
    fresh: str
    act: str
    step: Step


def walk(library: Library, answers: dict[str, tuple[str, ...]], session: Session | None, fresh: str) -> list[Turned]:
    """Take the conversation through the engine by taps; `session` is what an earlier one left."""
    turned = [_turn(library, session, Command("check"), fresh, "")]
    while len(turned) < MOST_TURNS:
        step = turned[-1].step
        asked = next((reply for reply in step.replies if reply.question is not None), None)
        if asked is None:
            return turned
        choice = _pick(asked, answers)
        turned.append(_turn(library, step.session, Chose(choice.token), fresh, choice.token))
    raise RuntimeError("a talk of the bench does not come to a verdict")


def _turn(library: Library, session: Session | None, event: Event, fresh: str, token: str) -> Turned:
    step = advance(library, session, event, NOON, fresh)
    parsed = parse(token)
    act = parsed.act if parsed else ""
    kind: Kind = "answer"
    if isinstance(event, Command):
        kind = "command"
    elif act[0] in "+-":
        kind = "tick"
    elif any(reply.verdict for reply in step.replies):
        kind = "verdict"
    return Turned(kind, session, event, fresh, act, step)


def _pick(asked: Reply, answers: dict[str, tuple[str, ...]]) -> Choice:
    """The next button to tap: an unticked item that is meant, *Done* once all are ticked, or the one answer."""
    assert asked.question is not None
    by_id = {choice.id: choice for choice in asked.choices}
    wanted = [option for option in answers.get(asked.question.id, ()) if option in by_id]
    if not wanted:
        options = [choice for choice in asked.choices if choice.group == "option"]
        return by_id.get("none") or options[-1]
    if by_id[wanted[0]].ticked is None:
        return by_id[wanted[0]]
    return next((by_id[option] for option in wanted if not by_id[option].ticked), by_id.get("done", by_id[wanted[0]]))


def record(library: Library) -> list[Talk]:
    """Each persona's talk the way someone takes it who has talked before, with the calls that Telegram gets."""
    from bot.adapters.telegram.outgoing import render

    talks = []
    for number, (name, answers) in enumerate(PERSONAS.items()):
        earlier = walk(library, answers, None, "a" * 6)[-1].step.session
        turns = []
        for turned in walk(library, answers, earlier, "bcdefg"[number] * 6):
            calls = []
            for reply in turned.step.replies:
                if reply.closes:
                    closed = render.closed(reply.closed_text) if reply.closed_text else ""
                    calls.append(Call(True, closed, None))
                texts, buttons = render.texts(reply), render.keyboard(reply)
                markup = buttons.to_dict() if buttons else None
                calls += [Call(False, text, None) for text in texts[:-1]]
                calls.append(Call(bool(reply.replaces), texts[-1], markup))
            turns.append(Turn(turned.kind, turned.act, tuple(calls)))
        talks.append(Talk(name, tuple(turns)))
    return talks
