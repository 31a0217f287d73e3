"""What was understood of a typed text, as data for programs."""

from __future__ import annotations

from flows.base.replies import Heard
from flows.check.machine import VERDICT
from flows.checking.verdicts import CHECK
from flows.talk.session import Session
from flows.talk.turn import Turn


def heard_in(turn: Turn, before: Session) -> Heard:
    """All that was understood of the text. With no question open, `answers` is what a story answers of the check."""
    asked, read = _asked(before), turn.heard
    answers = _answered(turn, asked)
    if read is None:
        return Heard(answers=answers)
    apart = (*(("other_emergency",) if read.other_emergency else ()), *(("crisis",) if read.crisis else ()))
    return Heard(
        red_flags=(*read.red_flags, *apart),
        intent=read.intent,
        answers=answers if asked is not None else read.findings,
        unsure=read.unsure_flags,
        findings=read.findings,
        denied=read.denied,
        about=read.about,
        pain=read.pain,
    )


def _asked(session: Session) -> str | None:
    """The question of the check that is open, perhaps beneath a question of the bot's own."""
    return next((frame.state for frame in session.frames if frame.flow == CHECK and frame.state != VERDICT), None)


def _answered(turn: Turn, asked: str | None) -> dict[str, tuple[str, ...]]:
    """The answer that the text gave to the question that was open, if it did."""
    episode, top = turn.session.episode, turn.top
    answered = episode.answers.get(asked) if episode and asked else None
    if asked is None or answered is None or asked == _asked(turn.session) or (top and top.flow != CHECK):
        return {}
    return {asked: answered}
