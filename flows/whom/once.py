"""*Were they seen?*, asked once after a same-day card for somebody else, if that was agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.checking.country import number_of
from flows.checking.verdicts import verdict_now
from flows.talk.asking import ask, buttons, not_understood
from flows.talk.flow import Flow, Nothing, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

NAME = "once"
HOURS = timedelta(hours=4)
"""So long after it was agreed, as after a card of one's own."""


def offer_once(turn: Turn) -> list[tuple[str, str]]:
    """What a card for somebody else offers: this question beneath a same-day card, and nothing else."""
    episode = turn.session.episode
    if verdict_now(turn).urgency != "urgent_same_day" or episode is None or episode.once:
        return []
    return [(NAME, turn.words("whom.once.offer"))]


def agree_once(turn: Turn, _argument: str) -> Show:
    """Ask it in four hours, and never again."""
    episode = turn.session.episode
    if episode is None or episode.once or verdict_now(turn).urgency != "urgent_same_day":
        return Show.ANEW
    turn.change_episode(once=True)
    turn.set_timer(NAME, turn.now + HOURS)
    turn.message(turn.words("whom.once.agreed", when=turn.when(turn.now + HOURS)), promise=True)
    return Show.REDRAW


def ask_once(turn: Turn, _name: str, _data: Mapping[str, Any]) -> Show:
    """Ask it now, over the card; not over an emergency that was told since, nor over a question."""
    episode = turn.session.episode
    if episode is None or not episode.once or episode.verdict is None:
        return Show.USUAL  # the timer was that of an earlier check
    if episode.verdict.urgency == "urgent_same_day":
        turn.push(NAME, "open")
    return Show.USUAL


def _prompt(turn: Turn, frame: Open[Nothing]) -> Reply:
    number = number_of(turn)
    call = turn.words("cards.ambulance_number", number=number) if number else turn.words("cards.ambulance")
    acts = [(word, turn.words(f"whom.once.{word}")) for word in ("seen", "not_yet")]
    return ask(turn, NAME, (turn.words("whom.once.ask"), call), buttons(turn, acts), urgent=True)


def _act(turn: Turn, frame: Open[Nothing], act: Act) -> Show:
    if act.whole not in ("seen", "not_yet"):
        return not_understood(turn)
    turn.pop()
    if act.word == "seen":
        turn.change_episode(seen=True)
        turn.keep_only()
        turn.tell("whom.once.said_seen")
        return Show.NOTHING
    turn.tell("whom.once.said_not_yet")
    return Show.ANEW


ONCE = Flow(_prompt, _act)
