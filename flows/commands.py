"""The slash commands: each answers at any moment, and what was open is then shown again."""

from __future__ import annotations

from datetime import timedelta

from flows.answers import go, tell_ticks
from flows.card import Card
from flows.check import VERDICT
from flows.check_plan import URGENT, level
from flows.confirm import Asked, Confirm, Data, ask_back, is_asking
from flows.prompts import reached, verdict_now, verdict_of
from flows.session import Frame
from flows.talk import Talk

COMMANDS = (
    "start",
    "check",
    "routine",
    "aid",
    "plan",
    "log",
    "progress",
    "summary",
    "reminders",
    "learn",
    "sources",
    "stop",
    "restart",
    "last",
    "help",
    "privacy",
    "forget",
    "about",
)
"""Every command, in the order in which a menu shows them."""

HARMLESS = ("stop", "forget", "privacy", "help", "about")
"""Commands that a danger sign does not hold up: they end or tell something, and the sign stays open (`flows.alarm`)."""

HOLDS = timedelta(hours=24)
"""For so long urgent advice is fresh: a new check is not begun over it without a word."""

ANEW = "anew"
"""Argument of *start* and *check* of a program, which is not asked whether it means it; it is told what still holds."""
GO_ON = "go-on"
"""The argument of /start by which a program that was closed and opened again shows what is open."""


def command(talk: Talk, name: str, argument: str) -> None:
    """Carry out one command; an unknown one says so. While a danger sign waits for its yes or no, that comes first."""
    if name not in HARMLESS and sign_first(talk):
        return
    if name in ("start", "check"):
        start(talk, argument)
    elif name == "restart":
        _restart(talk)
    elif name == "stop":
        _stop(talk)
    elif name == "last":
        _last(talk)
    elif name == "forget":
        _forget(talk)
    elif name in talk.house.commands:
        talk.house.commands[name](talk, argument)
    elif name in ("help", "privacy", "about"):
        talk.say(name)
        emergency_again(talk)
    else:
        talk.say("unknown_command")
        talk.say("help")
        emergency_again(talk)


def _checking(talk: Talk) -> bool:
    return any(frame.flow == "check" and frame.state != VERDICT for frame in talk.frames)


def start(talk: Talk, argument: str = "") -> None:
    """Begin the check, or show where an open one stopped. The first question comes in the same turn as the welcome.

    Fresh urgent advice is not put aside without a question. With the argument `GO_ON` an open card is shown again.
    """
    if _checking(talk):
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


def _restart(talk: Talk) -> None:
    """Start over; a sign that was already told is not lost by that: its advice is shown first."""
    if _advice_first(talk):
        return
    headline = still_holds(talk)
    talk.begin_check()
    if headline:
        talk.say("still_holds", headline=headline)
    talk.say("restarted")


def _stop(talk: Talk) -> None:
    if talk.top is None:
        talk.say("stopped_idle")
        return
    if _advice_first(talk):
        return
    for frame in reversed(talk.frames):
        flow = talk.house.flows.get(frame.flow)
        if flow is not None and flow.leave is not None:
            flow.leave(talk)
    talk.frames = []
    talk.draft = ()
    talk.say("stopped_kept" if talk.person.keep else "stopped")
    if talk.episode is not None and talk.episode.verdict is not None:
        card = Card(talk.library, talk.person, talk.episode, verdict_now(talk), talk.now)
        if level(card.verdict.urgency) >= URGENT:
            talk.replies.append(card.reply(""))


def _advice_first(talk: Talk) -> bool:
    """In mid-check with an urgent or emergency sign: show what it means instead of just leaving."""
    if not _checking(talk):
        return False
    tell_ticks(talk)
    if reached(talk) < URGENT:
        return False
    talk.draft = ()
    go(talk, VERDICT)
    return True


def _last(talk: Talk) -> None:
    episode = talk.episode if talk.episode is not None and talk.episode.verdict is not None else talk.last
    if episode is None or episode.verdict_at is None:
        talk.say("no_last")
        return
    talk.say("last", when=episode.verdict_at.strftime("%Y-%m-%d %H:%M UTC"))
    if talk.top is not None and talk.top.state == VERDICT and episode is talk.episode:
        talk.show = True
        return
    card = Card(talk.library, talk.person, episode, verdict_of(talk.library, episode), talk.now)
    talk.replies.append(card.reply(""))


def emergency_open(talk: Talk) -> bool:
    """Whether the card of an emergency is open."""
    if talk.top is None or talk.top.state != VERDICT or talk.episode is None or talk.episode.verdict is None:
        return False
    return talk.episode.verdict.urgency == "emergency_now"


def emergency_first(talk: Talk) -> bool:
    """Whether the card of an emergency is open; then it is shown once more, and what was asked for has to wait."""
    if emergency_open(talk):
        talk.tell("gate.urgent")
        talk.show = True
    return emergency_open(talk)


def sign_first(talk: Talk) -> bool:
    """Whether a typed danger sign still waits for its yes or no; then it is asked again, above everything."""
    waiting = talk.frame_of("alarm")
    if waiting is None:
        return False
    talk.frames = [*(frame for frame in talk.frames if frame.flow in ("check", "routine")), waiting]
    talk.tell("alarm.first")
    talk.show = True
    return True


def emergency_again(talk: Talk) -> None:
    """After something beside the point, the card of an open emergency is shown again: it must not scroll away."""
    talk.show |= emergency_open(talk)


def _forget(talk: Talk) -> None:
    if not is_asking(talk, "forget"):
        ask_back(talk, "forget")


def _forget_or_not(talk: Talk, data: Data, yes: bool) -> None:
    talk.pop()
    talk.forgotten = yes
    talk.say("forgotten" if yes else "kept_on")


FORGET = Confirm(
    lambda talk, data: Asked(talk.text("forget"), talk.text("forget_yes"), talk.text("forget_no")), _forget_or_not
)
