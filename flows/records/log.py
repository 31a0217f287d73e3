"""The log: one number at a time, by /log or by typing "pain 3"; what was kept can be read back."""

from __future__ import annotations

import re
from datetime import timedelta

from flows.base.replies import Reply
from flows.base.tokens import Act
from flows.checking.recheck import recheck
from flows.checking.verdicts import emergency_first
from flows.talk.asking import PAIN, ask, button, not_understood, scale
from flows.talk.entries import TypedWords
from flows.talk.flow import Flow, Nothing, Open
from flows.talk.show import Show
from flows.talk.turn import Turn

NAME = "log"
A_LOT = 8
"""Pain from which it is asked at once whether anything is new (a designer's judgement)."""
SHOWN = 5
"""Entries that are read back."""

_NUMBER = re.compile(r"(\d{1,2})\s*(?:/\s*10)?")


def log_pain(turn: Turn, argument: str) -> Show:
    """`/log` asks how much it hurts, `/log 3` notes it."""
    emergency = emergency_first(turn)
    if emergency is not None:
        return emergency
    if not argument:
        turn.push(NAME, "open")
        return Show.USUAL
    number = _NUMBER.fullmatch(argument.strip())
    return _note(turn, int(number[1]) if number is not None else None)


def read_entry(turn: Turn, words: TypedWords) -> Show | None:
    """Note an entry such as "pain 3"; None if the words are none."""
    said, _, number = words.text.strip().lower().rpartition(" ")
    found = _NUMBER.fullmatch(number)
    if found is None or said.strip(" :") not in turn.library.lines(turn.language, "log.words"):
        return None
    return _note(turn, int(found[1]))


def _note(turn: Turn, pain: int | None) -> Show:
    """Keep one number, and ask what is new if it is a high one."""
    if pain is None or pain not in PAIN:
        turn.tell("log.wrong")
        return Show.USUAL
    turn.record("pain", "rest", pain)
    turn.tell("log.noted" if turn.session.person.keep else "log.noted_for_a_day", pain=pain)
    if pain >= A_LOT and turn.session.episode is not None and turn.session.episode.verdict is not None:
        return recheck(turn, "worse", fresh=timedelta(0))  # so much pain: every sign is asked again
    return Show.USUAL


def _prompt(turn: Turn, frame: Open[Nothing]) -> Reply:
    entries = [record for record in turn.session.records if record.kind == "pain"][-SHOWN:]
    lines = "\n".join(
        turn.words(
            "log.entry",
            when=turn.when(record.at),
            what=turn.words(f"log.what.{record.what}"),
            pain=record.value,
        )
        for record in entries
    )
    choices = (*scale(turn), button(turn, "leave", turn.words("log.leave"), "last"))
    return ask(turn, "pain", (part for part in (turn.words("log.ask"), lines) if part), choices, kind="number")


def _act(turn: Turn, frame: Open[Nothing], act: Act) -> Show:
    if act.whole == "leave":
        turn.pop()
        return Show.USUAL
    if act.word != "pain" or act.number not in PAIN:
        return not_understood(turn)
    turn.pop()
    return _note(turn, act.number)


LOG = Flow(_prompt, _act)
