"""Buttons of earlier turns that still mean something: a sign that is urgent, and what stands beneath the latest card."""

from __future__ import annotations

from flows.base.tokens import OTHERS, Act, Token
from flows.base.urgency import URGENT
from flows.check.machine import VERDICT
from flows.check.plan import TOLD, Question
from flows.checking.card_acts import card_act, leads
from flows.checking.question import option_label
from flows.checking.recheck import TOLD_IN, recheck
from flows.checking.told import tell_sign
from flows.talk.show import Show
from flows.talk.turn import Turn

ASKED_BY_LINE = ("checkin", "gate", "new")
"""Acts by which check-ins, the safety questions and mornings take a sign in one line."""


def old_sign(turn: Turn, token: Token, values: tuple[str, ...]) -> Show | None:
    """A yes to a red flag still counts, whichever turn it is of."""
    counts = False
    if token.sid.startswith(OTHERS) and token.sid != turn.session.sid and not turn.for_other:
        # Of somebody else's check that was erased: it is nothing of one's own.
        signs = _signs(turn, token, values)
        return turn.ways.go_on(turn, f"whom.{signs[0][0].id}.{signs[0][1]}") if signs else None
    for question, option in _signs(turn, token, values):
        told = turn.session.episode.answers.get(question.id, ()) if turn.session.episode else ()
        if option not in told and tell_sign(turn, question, option):
            turn.say("sign_counts", sign=option_label(turn.library, turn.language, question.id, option))
            counts = True
    return Show.ANEW if counts else None


def old_line(turn: Turn, token: Token, values: tuple[str, ...]) -> Show | None:
    """A sign told in one line at an earlier check-in, safety question or morning counts like any other."""
    if token.word not in ASKED_BY_LINE or token.sid != turn.session.sid:
        return None
    question, episode = TOLD_IN.get(token.argument), turn.session.episode
    if question is None or (episode and TOLD in episode.answers.get(question, ())):
        return None
    return recheck(turn, token.argument)


def old_card(turn: Turn, token: Token, values: tuple[str, ...]) -> Show | None:
    """The card has moved up, but it is still the one that holds."""
    if token.sid != turn.session.sid or turn.top is None:
        return None
    holds = turn.session.frames[0].state == VERDICT
    return card_act(turn, Act.of(token.act)) if holds and leads(turn, token.word) else None


def _signs(turn: Turn, token: Token, values: tuple[str, ...]) -> list[tuple[Question, str]]:
    """The urgent and emergency signs that a button says yes to."""
    if token.act.startswith("-"):
        return []
    options = values if token.act == "pick" else (token.argument,)
    asked = (
        turn.library.check.plan.questions if token.act == "pick" else [turn.library.check.plan.by_id.get(token.word)]
    )
    floors = turn.library.check.floors.of_option
    found: dict[str, Question] = {}
    for question in asked:
        for option in options:
            if question and option in question.options and floors.get(f"{question.id}.{option}", 0) >= URGENT:
                found.setdefault(option, question)
    return [(question, option) for option, question in found.items()]
