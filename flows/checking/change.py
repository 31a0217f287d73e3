"""Changing an answer: the list of all that were given, and the question that is asked again."""

from __future__ import annotations

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.check.plan import TOLD
from flows.checking.question import CHECK, option_labels
from flows.talk.asking import ask, buttons, not_understood
from flows.talk.flow import Flow, Nothing, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

LONGEST = 60
"""Characters of a button."""


def back_to(turn: Turn, name: str) -> None:
    """Ask an answered question again. What was answered stays until the new answer is in, so that no sign gets lost."""
    assert turn.session.episode is not None
    turn.keep_only(CHECK)
    turn.move(name)
    question = turn.library.check.plan.by_id[name]
    before = turn.session.episode.answers.get(name, ())
    # What was told in one line is no button of the list, so it is no tick either: the check keeps it until it is named closer.
    ticked = tuple(one for one in before if one in question.options and one != TOLD)
    turn.session.draft = ticked if question.by_ticks else ()


def _prompt(turn: Turn, frame: Open[Nothing]) -> Reply:
    episode = turn.session.episode
    assert episode is not None
    acts = [(f"change.{name}", _short(turn, name)) for name in episode.trail if name in episode.answers]
    return ask(turn, "change", turn.text("change_which"), buttons(turn, [*acts, ("leave", turn.text("change_none"))]))


def _act(turn: Turn, frame: Open[Nothing], act: Act) -> Show:
    episode = turn.session.episode
    if act.word == "change" and episode is not None and act.argument in episode.answers:
        back_to(turn, act.argument)
    elif act.word == "leave":
        turn.pop()
    else:
        return not_understood(turn)
    return Show.USUAL


def _short(turn: Turn, question: str) -> str:
    episode = turn.session.episode
    assert episode is not None
    listed = turn.library.check.plan.by_id[question].which_of
    about = turn.words(f"questions.{listed or question}.about")
    if listed:
        about = turn.text("which_of", about=about)  # else it would read like the list itself
    words = f"{about}: {option_labels(turn.library, turn.language, question, episode.answers[question])}"
    return words if len(words) <= LONGEST else words[: LONGEST - 3].rstrip() + "…"


CHANGE = Flow(_prompt, _act, beside=False, outlives=False)
