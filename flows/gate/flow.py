"""The gate: first aid, routines and the plan are reached only past the safety questions, passed in the last 12 hours.

Somebody with a check behind them is asked once more, in one tap, whether anything is new; somebody without one is asked
whether anything hurts at all. What was wanted is remembered and comes next.
"""

from __future__ import annotations

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.base.urgency import URGENT, level
from flows.check.machine import VERDICT
from flows.checking.begin import begin_check
from flows.checking.flow import go_to
from flows.checking.question import CHECK, is_checking
from flows.checking.recheck import recheck
from flows.checking.verdicts import verdict_now
from flows.gate.allowed import GOOD_FOR, passed_at
from flows.talk.asking import ask, button, not_understood
from flows.talk.flow import Flow, Nothing, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

NAME = "gate"

SIGNS = {
    "again": ("breath", "foot", "look", "pop", "worse", "none"),
    "new": ("sore", "breath", "foot", "look", "none"),
}
"""What is asked about of somebody with a check behind them, and of somebody without one."""


def hold_at_gate(turn: Turn, act: str) -> Show | None:
    """Ask what has to come before the card act `act`, and remember it; None: the way is free."""
    waiting = turn.ways.insisting(turn)
    if waiting is not None:
        turn.session.wanted = act
        turn.raise_frame(waiting)
        turn.tell("gate.answer")
        return Show.ANEW
    if is_checking(turn):
        turn.session.wanted = act
        turn.tell("gate.check")
        return Show.ANEW
    session, episode = turn.session, turn.session.episode
    if episode is not None and episode.verdict is not None:
        if level(verdict_now(turn).urgency) >= URGENT:
            turn.tell("gate.urgent")
            turn.open_only(CHECK, VERDICT)
            return Show.ANEW
        return None if turn.now - passed_at(turn) < GOOD_FOR else _ask(turn, "again", act)
    if episode is not None and episode.answers:  # a check that was stopped half-way is finished first
        session.wanted = act
        turn.tell("gate.check")
        resume_check(turn)
        return Show.USUAL
    if session.healthy_at is not None and turn.now - session.healthy_at < GOOD_FOR:
        return None
    return _ask(turn, "new", act)


def _ask(turn: Turn, state: str, act: str) -> Show:
    turn.session.wanted = act
    turn.push(NAME, state)
    return Show.USUAL


def resume_check(turn: Turn) -> None:
    """Open the check that was stopped half-way where it stopped."""
    turn.session.draft = ()
    state = turn.known.next or VERDICT
    turn.open_only(CHECK, state)
    if state == VERDICT:
        go_to(turn, VERDICT)


def _prompt(turn: Turn, frame: Open[Nothing]) -> Reply:
    choices = [
        button(
            turn,
            f"gate.{name}",
            turn.words(f"gate.signs.{'nothing' if (name, frame.state) == ('none', 'new') else name}"),
            "last" if name == "none" else "option",
        )
        for name in SIGNS[frame.state]
    ]
    return ask(turn, NAME, turn.words(f"gate.{frame.state}"), choices, title=turn.text("parts.safety"))


def _act(turn: Turn, frame: Open[Nothing], act: Act) -> Show:
    if act.word != NAME or act.argument not in SIGNS[frame.state]:
        return not_understood(turn)
    turn.pop()
    if act.argument == "sore":
        begin_check(turn)
        return Show.USUAL
    if act.argument != "none":
        return recheck(turn, act.argument)
    if frame.state == "again" and turn.session.episode is not None:
        turn.change_episode(gate_at=turn.now)
    else:
        turn.session.healthy_at = turn.now
    wanted, turn.session.wanted = turn.session.wanted, ""
    return turn.ways.go_on(turn, wanted) if turn.ways.leads(wanted) else Show.USUAL


GATE = Flow(_prompt, _act, states=frozenset(SIGNS))
