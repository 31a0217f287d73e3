"""Beginning the check: with a welcome, where an open one stopped, or anew over advice that still holds."""

from __future__ import annotations

from datetime import timedelta

from flows.base.urgency import URGENT, level
from flows.check.machine import VERDICT
from flows.checking.card import Card
from flows.checking.prompts import verdict_now
from flows.talk.confirm import Asked, Confirm, Data, ask_back, is_asking
from flows.talk.session import Frame
from flows.talk.turn import Talk

HOLDS = timedelta(hours=24)
"""For so long urgent advice is fresh: a new check is not begun over it without a word."""

ANEW = "anew"
"""Argument of *start* and *check* of a program, which is not asked whether it means it; it is told what still holds."""
GO_ON = "go-on"
"""The argument of /start by which a program that was closed and opened again shows what is open."""


def checking(talk: Talk) -> bool:
    """Whether the check is under way: begun, and without its verdict."""
    return any(frame.flow == "check" and frame.state != VERDICT for frame in talk.frames)


def start(talk: Talk, argument: str = "") -> None:
    """Begin the check, or show where an open one stopped. The first question comes in the same turn as the welcome.

    Fresh urgent advice is not put aside without a question. With the argument `GO_ON` an open card is shown again.
    """
    if checking(talk):
        talk.say("resume")
        return
    if argument == GO_ON and talk.top is not None:
        talk.show = True
        return
    headline = still_holds(talk)
    if headline and argument != ANEW:
        if not is_asking(talk, "anew"):
            ask_back(talk, "anew")
        return
    first = talk.episode is None and talk.last is None
    talk.begin_check()
    if headline:
        talk.say("still_holds", headline=headline)
    if first:
        talk.message(talk.text("welcome"), talk.text("welcome_consent"))


def still_holds(talk: Talk) -> str:
    """The headline of the latest advice if that was urgent and is less than a day old, else an empty string."""
    episode = talk.episode
    if episode is None or episode.verdict_at is None or talk.now - episode.verdict_at >= HOLDS:
        return ""
    return _headline(talk) if level(verdict_now(talk).urgency) >= URGENT else ""


def _headline(talk: Talk) -> str:
    assert talk.episode is not None
    return Card(talk.library, talk.person, talk.episode, verdict_now(talk), talk.now).headline()


def _ask_anew(talk: Talk, data: Data) -> Asked | None:
    if talk.episode is None or talk.episode.verdict_at is None:
        return None
    return Asked(talk.text("anew", headline=_headline(talk)), talk.text("anew_yes"), talk.text("anew_no"))


def _begin_anew(talk: Talk, data: Data, yes: bool) -> None:
    talk.pop()
    if yes:
        talk.begin_check()
    else:
        talk.frames = [Frame("check", VERDICT)]


ANEW_CHECK = Confirm(_ask_anew, _begin_anew)
