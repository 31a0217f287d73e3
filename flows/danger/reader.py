"""Typed dangers: talk of dying and emergencies beside the check get their answer at once, red flags are asked back."""

from __future__ import annotations

from flows.base.replies import Reply
from flows.checking.country import number_of
from flows.checking.verdicts import CHECK, emergency_again
from flows.danger.flow import ask_about_flags
from flows.talk.flow import Words
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.understand.reader import Understood

OWN = ("self", "cared_for")
"""Whose signs count now."""


def read_danger(turn: Turn, words: Words) -> Show | None:
    """Take what cannot wait; None if there is nothing."""
    heard = words.heard
    if heard.crisis:
        return _tell_apart(turn, "crisis")
    if heard.other_emergency and _beside_the_check(turn, heard):
        return _tell_apart(turn, "other_emergency")
    return ask_about_flags(turn, heard, words.text) if heard.about in OWN else None


def _beside_the_check(turn: Turn, heard: Understood) -> bool:
    """Whether a sign of the emergency is none that the check knows (a stroke, a bad headache)."""
    signs = turn.library.lexicon(turn.language).by_id
    told = [signs[one.sign] for one in heard.heard if one.sign in signs and signs[one.sign].flag == "other_emergency"]
    return not told or any(sign.finding is None for sign in told)


def _tell_apart(turn: Turn, kind: str) -> Show:
    """An emergency that no check of a calf is for: said at once, and nothing is asked first or stands beneath it."""
    number = number_of(turn)
    call = turn.words("cards.emergency_now.headline", number=number) if number else turn.words("listen.call")
    turn.out.replies.append(
        Reply(
            kind="message",
            title=call if kind == "other_emergency" else "",
            paragraphs=turn.library.lines(turn.language, f"listen.{kind}"),
            urgent=True,
            repeatable=True,
        )
    )
    turn.ways.leave_all(turn)
    turn.keep_only(CHECK)
    turn.drop_timer("hold")
    return max(Show.NOTHING, emergency_again(turn))
