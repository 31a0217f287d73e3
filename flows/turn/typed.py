"""Typed text: read once, then offered to the readers in order; the first that it is for takes it, and is noted."""

from __future__ import annotations

from flows.base.replies import Heard
from flows.talk.entries import TypedWords
from flows.talk.flow import Registry
from flows.talk.session import Session
from flows.talk.show import Show
from flows.talk.turn import Turn
from flows.turn.commands import run_command
from flows.understand.labels import Meant, resolve
from flows.understand.reader import read_text

TOO_LONG = 4000
"""Characters of typed text beyond which only what cannot wait is read, at both ends."""


def take_text(registry: Registry, turn: Turn, text: str) -> Show:
    """Take typed text: a command, an answer, a danger, a story, a wish, a question, nearly a label, or nothing known."""
    text = text.strip()
    if text.startswith("/") and 1 < len(text) <= TOO_LONG:
        name, _, argument = text[1:].partition(" ")
        return run_command(registry, turn, name.lower(), argument)  # one typed where the platform did not see it
    if len(text) > TOO_LONG:
        return _too_long(registry, turn, text)
    turn.heard = heard = read_text(turn.library.lexicons.of_language(turn.language), text, theirs=turn.for_other)
    meant = meant_by(registry, turn, text)
    if registry.gives_way(turn) and not (meant and meant.sure):
        turn.pop()  # it is read as if nothing had been asked in between
        meant = meant_by(registry, turn, text)
    words = TypedWords(text, heard, meant)
    for reader in registry.readers:
        show = reader.takes(turn, words)
        if show is not None:
            turn.reader = reader.name
            return show
    raise AssertionError("the last reader takes anything")


def _too_long(registry: Registry, turn: Turn, text: str) -> Show:
    """Look for what cannot wait at the beginning and at the end, where what matters most is often said."""
    danger = next(reader for reader in registry.readers if reader.cannot_wait)
    for part in (text[:TOO_LONG], text[-TOO_LONG:]):
        turn.heard = read_text(turn.library.lexicons.of_language(turn.language), part, theirs=turn.for_other)
        show = danger.takes(turn, TypedWords(part, turn.heard, None))
        if show is not None:
            turn.reader = danger.name
            return show
    turn.say("too_long")
    return registry.again(turn)


def meant_by(registry: Registry, turn: Turn, text: str) -> Meant | None:
    """Which choices of what is open the text names."""
    prompt = registry.prompt(turn)
    if prompt is None:
        return None
    words, language = turn.library.words, turn.language
    aliases = {name: words.lines(language, f"aliases.{name}") for name in words.under(language, "aliases")}
    return resolve(text, prompt.choices, aliases, frozenset(words.lines(language, "talk.negations")))


def read_label(turn: Turn, words: TypedWords) -> Show | None:
    """Take an answer to what is open, by number or label; but never in place of an emergency that no check is for."""
    if words.meant is None or not words.meant.sure or words.heard.crisis or words.heard.other_emergency:
        return None
    turn.pending = tuple(choice.id for choice in words.meant.choices)
    return Show.USUAL


def heard_of(registry: Registry, turn: Turn, before: Session) -> Heard:
    """All that was understood of the text, as data. With no question open, `answers` is what a story answers of the check."""
    asked, answers = registry.answered_by(turn, before)
    read = turn.heard
    if read is None:
        return Heard(answers=answers)
    apart = (*(("other_emergency",) if read.other_emergency else ()), *(("crisis",) if read.crisis else ()))
    return Heard(
        red_flags=(*read.red_flags, *apart),
        intent=read.intent,
        answers=answers if asked else read.findings,
        unsure=read.unsure_flags,
        findings=read.findings,
        denied=read.denied,
        about=read.about,
        pain=read.pain,
    )
