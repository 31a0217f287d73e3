"""What is promised to people: what was not asked to be kept goes, for as long as is said, and no sentence is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import fields, replace

from flows.base import retention
from flows.base.events import Chose, Event, TimerFired
from flows.base.remembered import CheckIns, Record, Recovery, Reminder
from flows.talk.library import Library
from flows.talk.session import VERSION, Aside, Episode, Frame, Other, Person, Session, Step, dump, erased
from tests.flows.support import CLOT, NOON, SORE, TEAR, Chat, library
from tests.transcripts_format import files, read
from tests.transcripts_hands import EngineHand, Recorder, go_through

PRIVACY = Path(__file__).resolve().parents[3] / "docs" / "privacy.md"

# --- erased by construction ------------------------------------------------------------------------------------------

FULL = Session(
    sid="abcdef",
    turn=7,
    rev=9,
    version=VERSION,
    person=Person(
        language="en", country="GB", country_at=NOON, keep=True, zone="Europe/London", age="40_49", sex="men"
    ),
    episode=Episode(NOON, {"breath": ("none",)}),
    frames=(Frame("check", "look"),),
    draft=("one_swollen",),
    slot="7",
    touched=NOON,
    content="today",
    tapped="k1.abcdef.7.look.one_swollen",
    last=Episode(NOON),
    records=(Record(NOON, "pain", "rest", 3),),
    reminders=(Reminder("1", "aid.ice"),),
    checkins=CheckIns("soon", ("seen",)),
    recovery=Recovery("strain", 1, NOON),
    healthy_at=NOON,
    wanted="routine.warm_up",
    spoke=NOON,
    aside=Aside("bcdefg", episode=Episode(NOON)),
    other=Other("7bcdef", Episode(NOON, {"side": ("left",)}, whom="child"), NOON),
)
KEPT = ("sid", "turn", "rev", "version", "person", "slot", "touched", "content")
"""Whose conversation it is and where it stands; nothing that was told."""


def test_the_full_session_has_something_in_each_field() -> None:
    empty = Session(sid="")
    same = [one.name for one in fields(Session) if getattr(FULL, one.name) == getattr(empty, one.name)]
    assert not same, f"put something into {same}, so that it is seen to be erased"


def test_what_is_not_named_as_kept_is_erased() -> None:
    after = erased(FULL)
    for field in fields(Session):
        expected = getattr(FULL if field.name in KEPT else Session(sid=""), field.name)
        if field.name == "person":
            expected = replace(expected, keep=False)
        assert getattr(after, field.name) == expected, field.name


@pytest.mark.parametrize("keep", [False, True])
def test_a_day_or_a_month_after_the_last_word_nothing_of_it_is_left(keep: bool) -> None:
    chat = Chat().check(SORE)
    chat.session = replace(FULL, sid=chat.state.sid, content=chat.state.content, person=replace(FULL.person, keep=keep))
    chat.now = NOON + (retention.ASKED if keep else retention.UNASKED)
    chat.send(TimerFired(retention.ERASE_TIMER))
    for field in fields(Session):
        if field.name not in (*KEPT, "content"):
            assert getattr(chat.session, field.name) == getattr(Session(sid=""), field.name), field.name


# --- the periods of docs/privacy.md ----------------------------------------------------------------------------------

SAID = {
    "your answers and the advice that came of them": retention.UNASKED,
    "a check for somebody else: its answers, its advice, for whom it is": retention.UNASKED,
    "the same, after *Yes, keep and check on me*": retention.ASKED,
    "country, if you told it": retention.COUNTRY_ASKED_AGAIN,
    "what the bot wrote to you": retention.MESSAGES_DONE,
    "charts and pages that the terminal drew (files in the data directory, for its owner only)": retention.DRAWN_FILES,
    "which message shows which question": retention.MESSAGE_PLACES,
    "a conversation that could not be read any more, as it was stored": retention.SET_ASIDE,
    "advice that cannot wait and could not be brought to you": retention.URGENT_OWED,
    "what you sent while much of yours was still to be read": retention.UPDATES_SEEN,
    "a keyed hash of each update": retention.UPDATES_SEEN,
}
"""What is kept, as the page names it → how long."""

OF_OTHERS = ("with the conversation", "as your answers", "until they have come")
"""What lives as long as something else says so, and names no period."""


def rows() -> dict[str, str]:
    table = [
        line.strip("| ").split(" | ")
        for line in PRIVACY.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    return {what: how_long.strip(" |") for what, _, how_long in table[1:] if not what.startswith("---")}


def periods(text: str) -> list[timedelta]:
    """Each period that the text names."""
    text = text.replace("a day", "1 days")
    return [timedelta(**{f"{unit}s": int(number)}) for number, unit in re.findall(r"\b(\d+) (hour|day)s?\b", text)]


def test_each_period_on_the_page_is_the_one_that_runs() -> None:
    told = rows()
    assert not SAID.keys() - told.keys()
    for what, how_long in told.items():
        if what in SAID:
            assert SAID[what] in periods(how_long), f"{what}: {how_long}"
        else:
            assert not periods(how_long), f"{what}: name its period in flows/base/retention.py and here"
            assert any(word in how_long for word in OF_OTHERS), f"{what}: {how_long}"


def test_due_things_go_within_the_hour_as_the_page_says() -> None:
    assert "erased within the hour" in " ".join(PRIVACY.read_text(encoding="utf-8").split())
    assert timedelta(hours=1) >= retention.TIDY_EVERY


def test_the_consent_names_the_days_that_are_kept() -> None:
    words = library().words
    asked = ("checkins.agree", "guided.morning_ask", "recovery.keep", "consent.ask")
    for key in asked:
        text = words.text("en", key).replace("{days} days", f"{retention.ASKED.days} days")
        assert retention.ASKED in periods(text), key


# --- no sentence is stored -------------------------------------------------------------------------------------------

_WORD = re.compile(r"[\w']+")


def shingles(text: str) -> set[tuple[str, ...]]:
    """Every three words in a row."""
    words = [word.lower() for word in _WORD.findall(re.sub(r"\{\w+\}", " \0 ", text).replace("_", " "))]
    return set(zip(words, words[1:], words[2:], strict=False))


@cache
def content_words() -> frozenset[tuple[str, ...]]:
    """Three words in a row of any text that the bot says, whose words are not an id."""
    words = library().words
    lines = [line for key in words.keys("en") for line in words.lines("en", key)]
    return frozenset(one for line in lines for one in shingles(line))


def texts_of(data: Any) -> Iterator[str]:
    """Every string value in stored data; an id or a token has no blank."""
    if isinstance(data, str):
        if " " in data:
            yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from texts_of(key)
            yield from texts_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts_of(value)


def sentences_in(session: Session) -> list[str]:
    """The stored strings in which three words in a row are the bot's."""
    data = msgspec.json.decode(dump(session))
    return [text for text in texts_of(data) if content_words() & shingles(text)]


def test_a_sentence_would_be_found() -> None:
    chat = Chat().check(TEAR)
    chat.command("forget")
    text = library().text("en", "talk.forget")
    assert sentences_in(replace(chat.state, frames=(Frame("confirm", "open", {"text": text}),))) == [text]


@pytest.mark.parametrize(
    "way",
    [
        ("forget",),
        ("start",),
        ("type:chest pain",),
        ("type:what helps against cramp at night?",),
        ("tap:checkins",),
        ("tap:change",),
        ("tap:country",),
        ("tap:why", "type:inner calf"),
        ("type:my left calf got sore hours after a long run, both legs",),
    ],
    ids=str,
)
@pytest.mark.parametrize("answers", [SORE, TEAR, CLOT], ids=["sore", "tear", "clot"])
def test_what_is_stored_has_ids_and_no_sentence(answers: dict[str, str], way: tuple[str, ...]) -> None:
    chat = Chat().check(answers)
    for act in way:
        kind, _, argument = act.partition(":")
        if kind == "tap" and argument not in chat.button_ids:
            continue
        if kind == "tap":
            chat.tap(argument)
        elif kind == "type":
            chat.type(argument)
        else:
            chat.command(act)
        assert not sentences_in(chat.state)


class Noting(Recorder):
    """A recorder that keeps every session it has seen."""

    def __init__(self) -> None:
        super().__init__()
        self.sessions: list[Session] = []

    def advance(self, library: Library, session: Session | None, event: Event, now: datetime, fresh: str) -> Step:
        step = super().advance(library, session, event, now, fresh)
        if step.session is not None:
            self.sessions.append(step.session)
        return step


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
async def test_no_transcript_leaves_a_sentence_behind(path: Path) -> None:
    recorder = Noting()
    await go_through(read(path), EngineHand(library(), recorder), recorder)
    assert recorder.sessions
    for session in recorder.sessions:
        assert not sentences_in(session)


@pytest.mark.parametrize("before", [{}, SORE], ids=["nothing", "a card"])
def test_words_behind_a_command_and_picked_values_are_not_stored(before: dict[str, str]) -> None:
    words = "Do not drive yourself. I live at the station"
    for name in ("aid", "routine", "learn", "plan", "log", "reminders", "forget", "last"):
        chat = Chat()
        if before:
            chat.check(before)
        chat.command(name, words)
        assert b"station" not in dump(chat.state), name
    chat = Chat().check({}, until="onset")
    chat.send(Chose(chat.screen.choices[0].token, values=(words,)))
    assert b"station" not in dump(chat.state)
