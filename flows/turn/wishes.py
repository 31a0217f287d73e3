"""What somebody wants, by the intent of their words: a command, a routine, a page, or the check."""

from __future__ import annotations

from flows.checking.begin import start_check
from flows.checking.question import open_question
from flows.checking.verdicts import emergency_open
from flows.talk.entries import TypedWords
from flows.talk.show import Show
from flows.talk.turn import Turn

ALWAYS = ("stop", "help")
"""Commands that are carried out beneath the card of an emergency too."""

LEADS_TO = {
    "stretch": "routine.calf_stretch",
    "strength": "routine.strength_base",
    "warmup": "routine.warm_up",
    "cooldown": "routine.cool_down",
    "can_i_run": "learn.can_i_run",
    "how_long": "learn.how_long",
    "shoes": "learn.shoe_wear",
    "mileage": "learn.weekly_mileage",
    "hydration": "learn.hydration",
    "topical": "learn.pain_gels",
    "when_doctor": "learn.when_doctor",
}
"""Intent → the card act that it leads to, where no page of its own was asked for."""


def read_order(turn: Turn, words: TypedWords) -> Show | None:
    """Carry out what is asked for by a command's own meaning; None if the words ask for none."""
    heard, intent = words.heard, words.heard.intent
    if intent in ALWAYS:
        return turn.ways.go_on(turn, intent)
    if emergency_open(turn):
        return None
    if intent == "pain_log":
        return turn.ways.go_on(turn, "log" if heard.pain is None else f"log.{heard.pain}")
    return None


def read_wish(turn: Turn, words: TypedWords) -> Show | None:
    """Do what somebody wants; None if that is nothing that is known."""
    intent = words.heard.intent
    if emergency_open(turn):
        return None
    if intent == "start_check" and open_question(turn) is None and not _only_denies(turn, words):
        return start_check(turn)
    if intent == "rice":
        sore = turn.session.episode is not None and turn.session.episode.verdict is not None
        return turn.ways.go_on(turn, "aid" if sore else "learn.rice")
    if intent in LEADS_TO:
        return turn.ways.go_on(turn, LEADS_TO[intent])
    if intent == "smalltalk" and open_question(turn) is None:
        turn.tell("listen.smalltalk")
        return Show.USUAL
    return None


def _only_denies(turn: Turn, words: TypedWords) -> bool:
    """Whether the text says only what is not so, over a card: that is no wish for another check in the place of this one."""
    return turn.top is not None and bool(words.heard.denied) and not words.heard.findings
