"""A story typed in one go: what it answers is shown on one card, and a yes spares those questions.

Lists are asked all the same, with ticks where the story named something: what it does not mention it has not denied.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.check.machine import VERDICT
from flows.checking.begin import ANEW, start_check, still_holds
from flows.checking.flow import go_to
from flows.checking.question import is_checking, open_question, option_labels, usable_answers
from flows.checking.verdicts import emergency_open
from flows.talk.asking import ask, buttons, not_understood
from flows.talk.entries import TypedWords
from flows.talk.flow import Flow, Open
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.whom.flow import SOMEBODY

NAME = "story"
OWN = ("self",)
"""Whose story counts in one's own check; in one for somebody else it may be told of them too."""


class Told(msgspec.Struct, frozen=True):
    """What was understood: question → options."""

    answers: dict[str, tuple[str, ...]]


def read_story(turn: Turn, words: TypedWords) -> Show | None:
    """Offer what a text answers of the check; None if that is nothing, or only what is asked anyway."""
    about = (*OWN, *SOMEBODY) if turn.for_other else OWN
    if words.heard.about not in about or emergency_open(turn):
        return None
    answers, asked = usable_answers(turn, words.heard.findings), open_question(turn)
    alone = asked is not None or words.heard.intent != "start_check"
    if not answers or (len(answers) == 1 and alone):
        return None
    offer_story(turn, answers)
    return Show.USUAL


def offer_story(turn: Turn, answers: Mapping[str, tuple[str, ...]]) -> None:
    """Show what was understood and ask whether it is right."""
    turn.push(NAME, "open", Told(dict(answers)))


def _prompt(turn: Turn, frame: Open[Told]) -> Reply:
    lines = [
        turn.words(
            "story.line",
            about=turn.words(f"questions.{name}.about"),
            answer=option_labels(turn.library, turn.language, name, options),
        )
        for name, options in frame.data.answers.items()
    ]
    acts = (("yes", turn.words("story.yes")), ("no", turn.words("story.no")))
    return ask(turn, NAME, (turn.words("story.ask"), "\n".join(lines)), buttons(turn, acts))


def _act(turn: Turn, frame: Open[Told], act: Act) -> Show:
    if act.whole not in ("yes", "no"):
        return not_understood(turn)
    turn.pop()
    show = Show.USUAL
    if not is_checking(turn):
        # Urgent advice is not put aside without a question.
        show = start_check(turn, ANEW if not still_holds(turn) else "")
    if act.word == "yes" and is_checking(turn):
        _use(turn, frame.data.answers)
    return show


def _use(turn: Turn, told: Mapping[str, tuple[str, ...]]) -> None:
    """Record the answers, and go on at the first question that has none."""
    episode, plan = turn.session.episode, turn.library.check.plan
    assert episode is not None
    # A story that names a bruise has not denied a swelling: of a list it ticks, and the list is asked all the same.
    whole = {name: options for name, options in told.items() if plan.by_id[name].kind == "one"}
    hinted = {name: options for name, options in told.items() if name not in whole}
    answers = {**whole, **episode.answers}
    turn.change_episode(
        answers=answers,
        trail=tuple(sorted(answers, key=plan.number.__getitem__)),
        answered_at={**dict.fromkeys(whole, turn.now), **episode.answered_at},
        hinted=hinted,
    )
    turn.session.draft = ()
    go_to(turn, turn.known.next or VERDICT)


def _holds(turn: Turn, frame: Open[Told]) -> bool:
    by_id = turn.library.check.plan.by_id
    return all(
        name in by_id and set(options) <= set(by_id[name].options) for name, options in frame.data.answers.items()
    )


STORY = Flow(_prompt, _act, data=Told, holds=_holds)
