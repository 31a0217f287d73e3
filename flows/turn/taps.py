"""Taps: of the open turn, of an earlier one, of an earlier conversation, twice, or of nobody's."""

from __future__ import annotations

from datetime import timedelta

from flows.base.tokens import Token, parse
from flows.base.urgency import URGENT
from flows.check.machine import VERDICT
from flows.check.plan import TOLD, Question
from flows.checking.answers import tell_sign
from flows.checking.card_acts import CARD_ACTS, card_act
from flows.checking.recheck import TOLD_IN, recheck
from flows.talk.say import label
from flows.talk.turn import Talk
from flows.turn.taking import act_on, answered

DOUBLE_TAP = timedelta(seconds=10)
"""Within this time the same tap once more is the same tap, not a wish to see the question again."""

TAPPED = 200
"""Characters of a tap that are remembered."""


def chose(talk: Talk, raw: str, values: tuple[str, ...]) -> None:
    """Take a tap: `raw` is the button's token, `values` are the ids picked from a menu."""
    token = parse(raw)
    if token is None:
        talk.say("old_button")
        _offer_start(talk)
        return
    talk.tapped = " ".join((raw, *values))[:TAPPED]
    if talk.tapped == talk.tapped_before and talk.now - talk.touched <= DOUBLE_TAP:
        talk.quiet = True  # it has its answer already; later on the same tap is answered, should that have got lost
    elif token.sid == talk.sid and token.turn == talk.turn and talk.top is not None:
        if token.act == "pick":
            answered(talk, values)
        else:
            act_on(talk, token.act)
    else:
        _stale(talk, token, values)


def _stale(talk: Talk, token: Token, values: tuple[str, ...]) -> None:
    """A button of an earlier turn: it says so and shows what is open; a yes to a red flag still counts."""
    for question, option in _old_signs(talk, token, values):
        told = talk.episode.answers.get(question.id, ()) if talk.episode else ()
        if option not in told and tell_sign(talk, question, option):
            talk.say("sign_counts", sign=label(talk.library, talk.language, question.id, option))
            talk.show = True
    if talk.show:
        return
    sign = _old_line(talk, token)
    if sign:
        recheck(talk, sign)
        return
    if token.sid != talk.sid or talk.top is None:
        talk.say("old_button")
        _offer_start(talk)
    elif (token.word in CARD_ACTS or token.word in talk.house.cards) and talk.frames[0].state == VERDICT:
        card_act(talk, token.act)  # the card has moved up, but it is still the one that holds
    else:
        talk.say("already")
        _offer_start(talk)


ASKED_BY_LINE = ("checkin", "gate", "new")
"""Acts by which check-ins, the safety questions and mornings take a sign in one line."""


def _old_line(talk: Talk, token: Token) -> str:
    """The sign that a button of an earlier check-in, safety question or morning says yes to; it counts like any other."""
    question = TOLD_IN.get(token.argument) if token.word in ASKED_BY_LINE and token.sid == talk.sid else None
    if question is None or (talk.episode and TOLD in talk.episode.answers.get(question, ())):
        return ""
    return token.argument


def _old_signs(talk: Talk, token: Token, values: tuple[str, ...]) -> list[tuple[Question, str]]:
    """The urgent and emergency signs that a button says yes to."""
    if token.act.startswith("-"):
        return []
    options = values if token.act == "pick" else (token.argument,)
    asked = talk.library.plan.questions if token.act == "pick" else [talk.library.plan.by_id.get(token.word)]
    floors = talk.library.floors.of_option
    found: dict[str, Question] = {}
    for question in asked:
        for option in options:
            if question and option in question.options and floors.get(f"{question.id}.{option}", 0) >= URGENT:
                found.setdefault(option, question)
    return [(question, option) for option, question in found.items()]


def _offer_start(talk: Talk) -> None:
    if talk.top is None:
        talk.say("not_understood_idle")
    elif talk.top.state == VERDICT:
        talk.show = True
