"""Acts and answers to whatever is open: an act by its name, options by their ids."""

from __future__ import annotations

from flows.base.urgency import EMERGENCY, URGENT
from flows.check.machine import VERDICT
from flows.checking.answers import answer, back_from, go, tell_new_ticks, tell_ticks, tick
from flows.checking.card_acts import card_act, confirm_act, own_act
from flows.checking.prompts import open_prompt, open_question, previous, reached
from flows.talk.turn import Talk

NAVIGATION = ("back", "why", "done", "advice")
"""Acts of a question that are no answers."""


def act_on(talk: Talk, act: str) -> None:
    """An act of the open prompt, by its name or as `question.option`."""
    top = talk.top
    assert top is not None
    if top.flow == "confirm":
        confirm_act(talk, act)
    elif top.flow in ("country", "change"):
        own_act(talk, act)
    elif top.flow in talk.house.flows:
        prompt = open_prompt(talk)
        talk.house.flows[top.flow].act(talk, act)
        chosen = next((choice.label for choice in prompt.choices if choice.id == act), "") if prompt else ""
        if prompt and chosen and not talk.closing:
            talk.closing = talk.text("answered", question=(*prompt.paragraphs, prompt.title)[0], answer=chosen)
    elif top.state == VERDICT:
        card_act(talk, act)
    else:
        _question_act(talk, act)


def _question_act(talk: Talk, act: str) -> None:
    top = talk.top
    assert top is not None
    question = talk.library.plan.by_id[top.state]
    name, _, option = act.lstrip("+-").partition(".")
    if act == "why":
        talk.message(talk.library.text(talk.language, f"questions.{question.which_of or question.id}.why"))
    elif act == "back":
        earlier = previous(talk)
        if earlier is not None:
            back_from(talk, question, earlier)
    elif act == "advice" and reached(talk) >= URGENT:
        tell_ticks(talk)
        talk.draft = ()
        go(talk, VERDICT)
    elif act == "done" and talk.draft:
        answer(talk, question, talk.draft)
    elif name == question.id and (option in question.every or (question.which_of and option == "none")):
        if act[0] in "+-":
            tick(talk, option, on=act[0] == "+")
        else:
            answer(talk, question, (option,))
    else:
        talk.say("not_understood")


def answered(talk: Talk, options: tuple[str, ...]) -> None:
    """Options of the open prompt by id, all at once."""
    if talk.top is None:
        talk.say("not_understood_idle")
        return
    name = open_question(talk)
    question = talk.library.plan.by_id[name] if name is not None else None
    if question is not None:
        known = {*question.every, *NAVIGATION, *(("none",) if question.which_of else ())}
    else:
        prompt = open_prompt(talk)
        known = {choice.id for choice in prompt.choices} if prompt else set()
    if len(options) == 1 and options[0] not in known and _further_up(talk, options[0]):
        card_act(talk, options[0])
        return
    if not options or not known.issuperset(options):
        talk.say("not_understood")
        return
    if question is not None and not any(option in NAVIGATION for option in options):
        # These are all of them; but a sign that is ticked beside them was told, and is not lost without a question.
        if tell_new_ticks(talk, question) and reached(talk) == EMERGENCY:
            talk.draft = ()
            go(talk, VERDICT)
            return
        talk.draft = ()
    take(talk, tuple(dict.fromkeys(options)))


def _further_up(talk: Talk, act: str) -> bool:
    """Whether it is a button beneath a message further up, such as the reminder at the end of a routine, over an open card."""
    return talk.top is not None and talk.top.state == VERDICT and act.partition(".")[0] in talk.house.cards


def take(talk: Talk, ids: tuple[str, ...]) -> None:
    """Choices of the open prompt by id: an act, or the whole answer to a question."""
    top = talk.top
    assert top is not None
    name = open_question(talk)
    if name is None:
        if len(ids) == 1:
            act_on(talk, ids[0])
        else:
            talk.say("not_understood")
        return
    question = talk.library.plan.by_id[name]
    if len(ids) == 1 and ids[0] in NAVIGATION:
        _question_act(talk, ids[0])
    elif any(option in NAVIGATION for option in ids) or (question.kind == "one" and len(ids) > 1):
        talk.say("not_understood")
    elif question.kind == "many" and not {"none", "unsure"} & set(ids):
        answer(talk, question, tuple(dict.fromkeys((*talk.draft, *ids))))
    else:
        answer(talk, question, ids)
