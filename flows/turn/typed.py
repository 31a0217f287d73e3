"""Typed text: what it names of what is open, or that it names nothing."""

from __future__ import annotations

from flows.checking.card_acts import own_act
from flows.checking.first import emergency_again, emergency_open
from flows.checking.prompts import open_prompt, open_question
from flows.learning import flow as learn
from flows.records import log
from flows.talk.confirm import Asked, Confirm, Data, ask_back, is_asking
from flows.talk.turn import MOST_FRAMES, Talk
from flows.turn import listen
from flows.turn.commands import command
from flows.turn.taking import take
from flows.understand.labels import Meant, resolve

TOO_LONG = 4000
"""Characters of typed text beyond which nothing is read into it."""


def typed(talk: Talk, text: str) -> None:
    """Take typed text: an answer, a danger, a story, a wish, a question, nearly a label (asked back), or nothing known."""
    text = text.strip()
    if text.startswith("/") and len(text) > 1 and len(text) <= TOO_LONG:
        name, _, argument = text[1:].partition(" ")
        command(talk, name.lower(), argument)  # a command typed where the platform did not see one
        return
    heard = talk.heard = listen.understand(talk, text[:TOO_LONG])
    if len(text) > TOO_LONG:
        if not listen.danger(talk, heard, text[:TOO_LONG]):
            end = text[-TOO_LONG:]  # what matters most is often said last
            talk.heard = listen.understand(talk, end)
            if not listen.danger(talk, talk.heard, end):
                talk.say("too_long")
                emergency_again(talk)
        return
    meant = _read(talk, text)
    if is_asking(talk, "near") and not (meant and meant.sure):
        talk.pop()  # neither yes nor no: it is read as if nothing had been asked in between
        meant = _read(talk, text)
    if meant is not None and meant.sure and not (heard.crisis or heard.other_emergency):
        take(talk, tuple(choice.id for choice in meant.choices))
        return
    # A sign that is nearly a label of the open list is that; anything else that is a danger comes before everything.
    if (meant is None or open_question(talk) is None) and listen.danger(talk, heard, text):
        return
    if _own_words(talk, text):
        return
    if meant is None and not emergency_open(talk) and listen.page(talk, text):
        return
    if meant is None and (listen.told_story(talk, heard) or listen.wished(talk, heard, text)):
        return
    if meant is None and not emergency_open(talk) and learn.typed(talk, text):
        return
    if meant is None:
        listen.not_understood(talk, heard)
        return
    if len(talk.frames) == MOST_FRAMES:
        del talk.frames[1]  # it is about what is open: even on a full stack that stays beneath it, and something older goes
    ask_back(talk, "near", choice=meant.choices[0].id)


def _ask_near(talk: Talk, data: Data) -> Asked | None:
    """The label is that of the choice of what is open beneath."""
    asking = talk.frames.pop()
    beneath = open_prompt(talk)
    talk.frames.append(asking)
    label = next((one.label for one in beneath.choices if one.id == data["choice"]), "") if beneath else ""
    return Asked(talk.text("near", label=label), talk.text("near_yes"), talk.text("near_no")) if label else None


def _take_near(talk: Talk, data: Data, yes: bool) -> None:
    talk.pop()
    talk.pending = (data["choice"],) if yes else ()


NEAR = Confirm(_ask_near, _take_near)


def _own_words(talk: Talk, text: str) -> bool:
    """Words that only what is open understands (a city, a number, a country), or an entry of the log."""
    flow = talk.house.flows.get(talk.top.flow) if talk.top is not None else None
    if flow is not None and flow.typed is not None and flow.typed(talk, text):
        return True
    if open_question(talk) is None and log.typed(talk, text):
        return True
    if talk.top is not None and talk.top.flow == "country":
        own_act(talk, f"typed.{text}")
        return True
    return False


def _read(talk: Talk, text: str) -> Meant | None:
    prompt = open_prompt(talk)
    if prompt is None:
        return None
    words, language = talk.library.words, talk.language
    aliases = {name: words.lines(language, f"aliases.{name}") for name in words.under(language, "aliases")}
    return resolve(text, prompt.choices, aliases, frozenset(words.lines(language, "talk.negations")))
