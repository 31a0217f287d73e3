"""The slash commands: each answers at any moment, and what was open is then shown again."""

from __future__ import annotations

from flows.base.urgency import URGENT, level
from flows.check.machine import VERDICT
from flows.checking.answers import go, tell_ticks
from flows.checking.begin import checking, start, still_holds
from flows.checking.card import Card
from flows.checking.first import emergency_again, sign_first
from flows.checking.prompts import reached, verdict_now, verdict_of
from flows.talk.confirm import Asked, Confirm, Data, ask_back, is_asking
from flows.talk.turn import Talk

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
    if not checking(talk):
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
