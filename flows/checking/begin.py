"""Beginning the check: with a welcome, where an open one stopped, or anew over advice that still holds."""

from __future__ import annotations

from datetime import timedelta

from flows.base.urgency import URGENT, level
from flows.check.machine import VERDICT
from flows.checking.card import Card
from flows.checking.question import CHECK, is_checking
from flows.checking.verdicts import verdict_now
from flows.talk.confirm import Asked, Confirm, ask_back, is_asking
from flows.talk.flow import Nothing
from flows.talk.show import Show
from flows.talk.turn import Turn

HOLDS = timedelta(hours=24)
"""For so long urgent advice is fresh: a new check is not begun over it without a word."""

ANEW = "anew"
"""Argument of *start* and *check* of a program, which is not asked whether it means it; it is told what still holds."""
GO_ON = "go-on"
"""The argument of /start by which a program that was closed and opened again shows what is open."""


def begin_check(turn: Turn) -> None:
    """Begin a new session that opens the check at its first question."""
    turn.begin()
    turn.open_only(CHECK, turn.library.check.machine.initial)


def start_check(turn: Turn, argument: str = "") -> Show:
    """Begin the check, or show where an open one stopped. The first question comes in the same turn as the welcome.

    Fresh urgent advice is not put aside without a question. With the argument `GO_ON` an open card is shown again.
    """
    if is_checking(turn):
        turn.say("resume")
        return Show.USUAL
    if argument == GO_ON and turn.top is not None:
        return Show.ANEW
    headline = still_holds(turn)
    if headline and argument != ANEW:
        if not is_asking(turn, "anew"):
            ask_back(turn, "anew")
        return Show.USUAL
    first = turn.session.episode is None and turn.session.last is None
    begin_check(turn)
    tell_still_holds(turn, headline)
    if first:
        turn.message(turn.text("welcome"), turn.text("welcome_consent"))
    return Show.USUAL


def still_holds(turn: Turn) -> str:
    """The headline of the latest advice if that was urgent and is less than a day old, else an empty string."""
    episode = turn.session.episode
    if episode is None or episode.verdict_at is None or turn.now - episode.verdict_at >= HOLDS:
        return ""
    return _headline(turn) if level(verdict_now(turn).urgency) >= URGENT else ""


def tell_still_holds(turn: Turn, headline: str) -> None:
    """Say of the advice with this headline, if there is any, that it holds though a new check has begun."""
    if headline:
        turn.message(_words(turn, "still_holds", headline))


def _words(turn: Turn, key: str, headline: str) -> str:
    """Words about the last advice: one's own, or that for somebody else."""
    return turn.words(f"whom.{key}" if turn.for_other else f"talk.{key}", headline=headline)


def _headline(turn: Turn) -> str:
    assert turn.session.episode is not None
    return Card(turn.library, turn.session.person, turn.session.episode, verdict_now(turn), turn.now).headline()


def _ask_anew(turn: Turn, data: Nothing) -> Asked | None:
    if turn.session.episode is None or turn.session.episode.verdict_at is None:
        return None
    return Asked(_words(turn, "anew", _headline(turn)), turn.text("anew_yes"), turn.text("anew_no"))


def _begin_anew(turn: Turn, data: Nothing, yes: bool) -> Show:
    if yes:
        turn.pop()  # should the new one turn out to be somebody else's, this has had its answer
        begin_check(turn)
    else:
        turn.open_only(CHECK, VERDICT)
    return Show.USUAL


ANEW_CHECK = Confirm(_ask_anew, _begin_anew)
