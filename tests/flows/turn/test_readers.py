"""Who takes typed words: the order of the readers, and which one had each text."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flows.base.events import Typed
from flows.talk.entries import Reader, TypedWords
from flows.talk.show import Show
from flows.talk.turn import MOST_FRAMES, Turn
from flows.turn.readers import READERS
from flows.turn.registry import REGISTRY
from flows.turn.typed import read_label, take_text
from tests.flows.support import NOON, SORE, Chat, library

ORDER = (
    "label",
    "danger",
    "own words",
    "entry",
    "any words",
    "near",
    "page",
    "whom",
    "story",
    "order",
    "question",
    "wish",
    "nothing",
)
"""A danger comes before everything but an answer to what is open; nothing comes before it that could swallow it."""


def test_the_order_is_the_one_that_was_agreed() -> None:
    assert tuple(reader.name for reader in READERS) == ORDER
    assert [reader.name for reader in READERS if reader.cannot_wait] == ["danger"]
    assert all(reader.when for reader in READERS)


def taken(chat: Chat, text: str) -> str:
    """The name of the reader that takes this text now."""
    if chat.session is None:
        chat.command("help")
    turn = Turn(library(), chat.state, chat.now, "aaaaaa", REGISTRY)
    take_text(REGISTRY, turn, text)
    return turn.reader


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("chest pain and short of breath", "danger"),
        ("left", "label"),
        ("1", "label"),
        ("my calf is swollen and warm since the flight", "danger"),
        ("left leg onyl", "near"),
        ("what is a soleus strain?", "question"),
        ("asdf qwer", "nothing"),
    ],
)
def test_in_mid_check(text: str, reader: str) -> None:
    assert taken(Chat().check({}, until="side"), text) == reader


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("pain 3", "entry"),
        ("chest pain", "danger"),
        ("i want to stretch", "wish"),
        ("hello", "wish"),
        ("help", "order"),
        ("is ice good for strains?", "question"),
        ("my left calf got sore hours after a long run", "story"),
        ("asdf qwer", "nothing"),
    ],
)
def test_with_nothing_open(text: str, reader: str) -> None:
    assert taken(Chat(), text) == reader


def test_at_a_question_that_takes_more_than_its_choices() -> None:
    chat = Chat().check(SORE)
    chat.tap("country")
    assert taken(chat, "Chile") == "any words"
    assert taken(chat, "pain 3") == "entry"
    assert taken(chat, "I can't breathe") == "danger"


@pytest.mark.parametrize("until", ["side", "onset", "walk"])
def test_a_danger_beside_an_answer_is_seen_before_the_answer(until: str) -> None:
    chat = Chat().check(SORE, until=until)
    assert taken(chat, "and now I have chest pain and cannot breathe") == "danger"


def test_the_session_is_not_changed_by_being_read() -> None:
    chat = Chat().check({}, until="side")
    before = chat.state
    taken(chat, "left")
    assert chat.state == before
    assert chat.send(Typed("left"))


def test_a_danger_is_seen_before_a_label_that_is_nearly_typed() -> None:
    chat = Chat()
    chat.command("routine")
    label = next(choice.label for choice in chat.screen.choices if choice.id == "gate.breath")
    assert taken(chat, label[:-4]) == "danger", "at the gate"
    chat = Chat().check(SORE)
    chat.tap("change")
    assert taken(chat, "how it began, and chest pain") == "danger", "at the list of answers"


@pytest.mark.parametrize("danger", ["", "crisis", "other_emergency"])
def test_no_label_is_read_in_place_of_an_emergency_that_no_check_is_for(danger: str) -> None:
    caught: list[TypedWords] = []

    def catch(turn: Turn, words: TypedWords) -> Show:
        caught.append(words)
        return Show.USUAL

    turn = Turn(library(), Chat().check({}, until="side").state, NOON, "aaaaaa", REGISTRY)
    take_text(replace(REGISTRY, readers=(Reader("all", "always", catch),)), turn, "left")
    words = caught[0]
    if danger:
        words = replace(words, heard=replace(words.heard, **{danger: True}))
    assert (read_label(turn, words) is None) == bool(danger)


@pytest.mark.parametrize("danger", ["i want to die", "my face is drooping"])
def test_a_danger_behind_a_label_of_a_list_that_is_no_check_is_seen(danger: str) -> None:
    chat = Chat()
    chat.command("routine")
    for choice in chat.screen.choices:
        assert taken(chat, f"{choice.label} {danger}") == "danger"


def test_with_three_things_open_a_near_label_stays_about_the_last() -> None:
    chat = Chat().check({}, until="side")
    chat.command("log")
    chat.command("forget")
    assert len(chat.state.frames) == MOST_FRAMES
    yes = next(choice.label for choice in chat.screen.choices if choice.id == "no")
    chat.type(yes[:-1] + "x")
    assert [frame.data.get("kind") for frame in chat.state.frames[1:]] == ["forget", "near"]
    assert len(chat.state.frames) == MOST_FRAMES
    chat.tap("yes")
    assert "forget" not in [frame.data.get("kind") for frame in chat.state.frames], "it was kept, as was confirmed"


def test_with_three_things_open_a_near_label_ends_no_session() -> None:
    chat = Chat().check(SORE)
    for act in ("routine", "start", "set_done"):
        chat.command(act, "calf_stretch") if act == "routine" else chat.tap(act)
    chat.command("learn")
    assert len(chat.state.frames) == MOST_FRAMES
    before = chat.state.frames
    label = chat.screen.choices[1].label
    chat.type(label[:3] + label[4:])
    assert [frame.flow for frame in chat.state.frames[:2]] == [frame.flow for frame in before[:2]]
    assert chat.state.frames[1].data == before[1].data


def test_a_session_goes_on_beneath_a_sign_that_is_asked_once_more() -> None:
    chat = Chat().check(SORE)
    chat.command("routine")
    chat.choose(next(one for one in chat.button_ids if one.startswith("routine.")))
    chat.type("chest pain")
    chat.command("learn")
    assert chat.flows == ["check", "routine", "alarm"]
