"""The log: one number at a time, by /log or by typing "pain 3"; what was kept can be read back."""

from __future__ import annotations

import re
from datetime import timedelta

from flows.base.replies import Choice, QuestionFacts, Reply
from flows.base.tokens import make
from flows.checking.first import emergency_first
from flows.checking.recheck import recheck
from flows.talk.flow import Flow
from flows.talk.turn import Talk

PAIN = tuple(range(11))
A_LOT = 8
"""Pain from which it is asked at once whether anything is new (a designer's judgement)."""
SHOWN = 5
"""Entries that are read back."""

_NUMBER = re.compile(r"(\d{1,2})\s*(?:/\s*10)?")


def command(talk: Talk, argument: str) -> None:
    """`/log` asks how much it hurts, `/log 3` notes it."""
    if emergency_first(talk):
        return
    if not argument:
        talk.push("log", "open")
        return
    number = _NUMBER.fullmatch(argument.strip())
    if number is None or int(number[1]) > PAIN[-1]:
        talk.tell("log.wrong")
        return
    note(talk, int(number[1]))


def typed(talk: Talk, text: str) -> bool:
    """Whether the text was an entry such as "pain 3"; then it is noted."""
    words, _, number = text.strip().lower().rpartition(" ")
    found = _NUMBER.fullmatch(number)
    if found is None or words.strip(" :") not in talk.library.lines(talk.language, "log.words"):
        return False
    if int(found[1]) > PAIN[-1]:
        talk.tell("log.wrong")
    else:
        note(talk, int(found[1]))
    return True


def note(talk: Talk, pain: int) -> None:
    """Keep one number, and ask what is new if it is a high one."""
    talk.record("pain", "rest", pain)
    talk.tell("log.noted" if talk.person.keep else "log.noted_for_a_day", pain=pain)
    if pain >= A_LOT and talk.episode is not None and talk.episode.verdict is not None:
        recheck(talk, "worse", fresh=timedelta(0))  # so much pain: every sign is asked again


def _prompt(talk: Talk) -> Reply:
    choices = [Choice(f"pain.{n}", str(n), make(talk.sid, talk.turn, f"pain.{n}")) for n in PAIN]
    choices.append(Choice("leave", talk.words("log.leave"), make(talk.sid, talk.turn, "leave"), "last"))
    entries = [record for record in talk.records if record.kind == "pain"][-SHOWN:]
    lines = "\n".join(
        talk.words(
            "log.entry",
            when=talk.when(record.at),
            what=talk.words(f"log.what.{record.what}"),
            pain=record.value,
        )
        for record in entries
    )
    return Reply(
        kind="question",
        paragraphs=tuple(part for part in (talk.words("log.ask"), lines) if part),
        choices=tuple(choices),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("pain", "number", (1, 1)),
    )


def _act(talk: Talk, act: str) -> None:
    word, _, number = act.partition(".")
    if act == "leave":
        talk.pop()
    elif word == "pain" and number.isdigit() and int(number) in PAIN:
        talk.pop()
        note(talk, int(number))
    else:
        talk.say("not_understood")


LOG = Flow(prompt=_prompt, act=_act)
