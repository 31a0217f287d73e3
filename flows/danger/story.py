"""A story typed in one go: what it answers is shown on one card, and a yes spares those questions.

Lists are asked all the same, with ticks where the story named something: what it does not mention it has not denied.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.tokens import make
from flows.check.machine import VERDICT
from flows.checking.answers import go
from flows.checking.begin import ANEW, checking, start, still_holds
from flows.checking.prompts import known_now
from flows.talk.flow import Flow
from flows.talk.say import labels
from flows.talk.turn import Talk

STILL_ASKED = ("breath", "danger")


def usable(talk: Talk, findings: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What of the findings answers a question of the check that has no answer yet; one option where only one can be."""
    plan = talk.library.plan
    answered = talk.episode.answers if checking(talk) and talk.episode else {}
    found = {}
    for name, options in findings.items():
        question = plan.by_id.get(name)
        if question is None or name in STILL_ASKED or question.which_of or name in answered:
            continue
        known = tuple(option for option in question.options if option in options)
        if known and (question.kind == "many" or len(known) == 1):
            found[name] = known
    return found


def offer(talk: Talk, answers: Mapping[str, tuple[str, ...]]) -> None:
    """Show what was understood and ask whether it is right."""
    talk.push("story", "open", answers={name: list(options) for name, options in answers.items()})


def _prompt(talk: Talk) -> Reply:
    top = talk.top
    assert top is not None
    lines = [
        talk.words(
            "story.line",
            about=talk.words(f"questions.{name}.about"),
            answer=labels(talk.library, talk.language, name, tuple(options)),
        )
        for name, options in top.data["answers"].items()
    ]
    return Reply(
        kind="question",
        paragraphs=(talk.words("story.ask"), "\n".join(lines)),
        choices=(
            Choice("yes", talk.words("story.yes"), make(talk.sid, talk.turn, "yes")),
            Choice("no", talk.words("story.no"), make(talk.sid, talk.turn, "no")),
        ),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("story", "one", (1, 1)),
    )


def _act(talk: Talk, act: str) -> None:
    top = talk.top
    assert top is not None
    if act not in ("yes", "no"):
        talk.say("not_understood")
        return
    talk.pop()
    if not checking(talk):
        start(talk, ANEW if not still_holds(talk) else "")  # urgent advice is not put aside without a question
    if act == "yes" and checking(talk):
        _use(talk, {name: tuple(options) for name, options in top.data["answers"].items()})


def _use(talk: Talk, told: Mapping[str, tuple[str, ...]]) -> None:
    """Record the answers, and go on at the first question that has none."""
    assert talk.episode is not None
    plan = talk.library.plan
    # A story that names a bruise has not denied a swelling: of a list it ticks, and the list is asked all the same.
    whole = {name: options for name, options in told.items() if plan.by_id[name].kind == "one"}
    hinted = {name: options for name, options in told.items() if name not in whole}
    answers = {**whole, **talk.episode.answers}
    talk.change_episode(
        answers=answers,
        trail=tuple(sorted(answers, key=plan.number.__getitem__)),
        answered_at={**dict.fromkeys(whole, talk.now), **talk.episode.answered_at},
        hinted=hinted,
    )
    talk.draft = ()
    go(talk, known_now(talk).next or VERDICT)


STORY = Flow(
    prompt=_prompt,
    act=_act,
    holds=lambda talk, frame: all(
        name in talk.library.plan.by_id and set(options) <= set(talk.library.plan.by_id[name].options)
        for name, options in frame.data.get("answers", {}).items()
    ),
)
