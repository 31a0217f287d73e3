"""Typed text: what it names of what is open, or that it names nothing."""

from __future__ import annotations

from flows import alarm, learn, log
from flows.acts import own_act
from flows.check import VERDICT
from flows.commands import command, emergency_again, emergency_open
from flows.prompts import open_prompt, open_question
from flows.resolve import Meant, resolve
from flows.taking import take
from flows.talk import Talk

TOO_LONG = 4000
"""Characters of typed text beyond which nothing is read into it."""


def typed(talk: Talk, text: str) -> None:
    """Take typed text: it is an answer, nearly one (then it is asked back), or nothing that is known."""
    if len(text) > TOO_LONG:
        talk.say("too_long")
        emergency_again(talk)
        return
    text = text.strip()
    if text.startswith("/") and len(text) > 1:
        name, _, argument = text[1:].partition(" ")
        command(talk, name.lower(), argument)  # a command typed where the platform did not see one
        return
    meant = _read(talk, text)
    if talk.top is not None and talk.top.data.get("kind") == "near" and not (meant and meant.sure):
        talk.pop()  # neither yes nor no: it is read as if nothing had been asked in between
        meant = _read(talk, text)
    if not (meant and meant.sure) and alarm.typed(talk, text):
        return
    flow = talk.house.flows.get(talk.top.flow) if talk.top is not None else None
    if flow is not None and flow.typed is not None and not (meant and meant.sure) and flow.typed(talk, text):
        return
    if not (meant and meant.sure) and open_question(talk) is None and log.typed(talk, text):
        return
    if talk.top is not None and talk.top.flow == "country" and not (meant and meant.sure):
        own_act(talk, f"typed.{text}")
    elif meant is None and not emergency_open(talk) and learn.typed(talk, text):
        return
    elif meant is None:
        beside = talk.top is None or talk.top.state == VERDICT
        talk.say("not_understood_idle" if beside else "not_understood")
        emergency_again(talk)
    elif meant.sure:
        take(talk, tuple(choice.id for choice in meant.choices))
    else:
        choice = meant.choices[0]
        talk.push(
            "confirm",
            "open",
            kind="near",
            text=talk.text("near", label=choice.label),
            yes=talk.text("near_yes"),
            no=talk.text("near_no"),
            choice=choice.id,
        )


def _read(talk: Talk, text: str) -> Meant | None:
    prompt = open_prompt(talk)
    if prompt is None:
        return None
    words, language = talk.library.words, talk.language
    aliases = {name: words.lines(language, f"aliases.{name}") for name in words.under(language, "aliases")}
    return resolve(text, prompt.choices, aliases)
