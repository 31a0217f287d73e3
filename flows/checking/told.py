"""A sign told out of turn, by an old button or in one line: it counts from now on."""

from __future__ import annotations

from flows.base.urgency import EMERGENCY, URGENT
from flows.check.machine import VERDICT
from flows.check.plan import TOLD, Question
from flows.checking.flow import add_signs, back_from, go_to, tell_ticks, tick
from flows.checking.question import CHECK
from flows.talk.turn import Turn


def tell_sign(turn: Turn, question: Question, option: str) -> bool:
    """Count a sign told out of turn; an emergency shows its card at once.

    It does not count if it would take the place of a worse one; the result says whether it does. What was open above the
    check is left; a check that was stopped, or never begun, goes on at its first open question.
    """
    if turn.session.episode is None:
        turn.begin()
    before = turn.session.episode
    assert before is not None
    plan = turn.library.check.plan
    told = add_signs(turn, question, (option,))
    if plan.standing(told)[1] < plan.standing(before.answers)[1]:
        turn.session.episode = before
        return False
    turn.keep_only(CHECK)
    if not turn.session.frames:
        turn.push(CHECK, "")
    state = turn.session.frames[0].state
    opened = _opened_before(turn, state)
    if turn.reached == EMERGENCY or (state == VERDICT and not opened):
        floors = turn.library.check.floors.of_option
        if any(floors.get(f"{state}.{ticked}", 0) >= URGENT for ticked in turn.session.draft):
            tell_ticks(turn)
        turn.session.draft = ()
        go_to(turn, VERDICT)
    elif state == VERDICT:
        if before.verdict is not None:
            turn.session.last = before
        go_to(turn, opened)
    elif not state:
        go_to(turn, turn.known.next or VERDICT)
    elif opened:
        back_from(turn, plan.by_id[state], opened)
    elif state == question.id and question.by_ticks and option != TOLD:  # that is no button of the list
        tick(turn, option, on=True)
    return True


def _opened_before(turn: Turn, state: str) -> str:
    """The question about danger signs that a sign told out of turn has opened behind what is open; empty if none."""
    plan, following = turn.library.check.plan, turn.known.next
    if following is None or plan.by_id[following].part != plan.questions[0].part or state in ("", following):
        return ""
    return following if state == VERDICT or plan.number[following] < plan.number[state] else ""
