"""Buttons of earlier turns that still mean something: a sign that is urgent, and what stands beneath the latest card."""

from __future__ import annotations

from flows.base.tokens import OTHERS, Act, Token
from flows.base.urgency import URGENT
from flows.check.machine import VERDICT
from flows.check.plan import TOLD, Question
from flows.checking.card_acts import card_act, leads
from flows.checking.question import option_label
from flows.checking.recheck import TOLD_IN, recheck, tell_sign
from flows.talk.show import Show
from flows.talk.turn import Turn

ASKED_BY_LINE = ("checkin", "gate", "new")
"""Acts by which check-ins, the safety questions and mornings take a sign in one line."""


def old_sign(turn: Turn, token: Token, values: tuple[str, ...]) -> Show | None:
    """A yes to a red flag still counts, whichever turn it is of, and whatever became of what was open."""
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
    return Show.ANEW if counts else _old_line(turn, token)


def _old_line(turn: Turn, token: Token) -> Show | None:
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
    plan, floors = turn.library.check.plan, turn.library.check.floors.of_option
    # From which list something was picked is not told: it counts as of the first that has such a sign, today or before.
    names, options = (list(plan.by_id), values) if token.act == "pick" else ([token.word], (token.argument,))
    answered = turn.session.episode.answers if turn.session.episode else {}
    own = {option for name in answered for option in plan.by_id[name].options} if token.act == "pick" else set()
    found: dict[str, list[tuple[Question, str]]] = {}
    for name in names:
        for option in options:
            if option in own and f"{name}.{option}" in plan.moved:
                continue  # it is of a list that was asked, not one of before
            told = plan.today(name, (option,))
            signs = [
                (plan.by_id[today], one)
                for today, some in told.items()
                for one in some
                if today in plan.by_id and one in plan.by_id[today].options
            ]
            if any(floors.get(f"{question.id}.{one}", 0) >= URGENT for question, one in signs):
                found.setdefault(option, signs)
    return [sign for signs in found.values() for sign in signs]
