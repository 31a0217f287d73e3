"""Finding by what was typed: any text at all, the same every time, and fast."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.subject.index import Index, Match, plain
from flows.talk.library import load_library

FRUIT = Index(
    {
        "apple": ("A red apple", "what is an apple", "apples for baking"),
        "pear": ("A green pear", "what is a pear", "baker's pears"),
        "plum": ("A blue plum", "what is a plum"),
    }
)
TOPICS = load_library().topics


def best(text: str) -> str:
    return FRUIT.find(text, 1)[0].id


def test_a_phrase_word_for_word_is_a_hundred() -> None:
    assert FRUIT.find("what is a PEAR?")[0] == Match("pear", 100.0)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("aple", "apple"),
        ("grene pear", "pear"),
        ("plum", "plum"),
        ("bakers pear", "pear"),
        ("baker’s", "pear"),
        ("I like appels", "apple"),
        ("somebody gave me something blue", "plum"),
    ],
)
def test_what_is_meant(typed: str, meant: str) -> None:
    assert best(typed) == meant


def test_nothing_in_common_is_nothing() -> None:
    assert FRUIT.find("qqq zzz") == ()
    assert FRUIT.find("") == ()
    assert FRUIT.find("!?…") == ()


def test_of_equals_the_earlier_comes_first() -> None:
    twice = Index({"b": ("the same",), "a": ("the same",)})
    assert [hit.id for hit in twice.find("the same")] == ["b", "a"]


def test_what_comes_after_the_limit_changes_nothing() -> None:
    assert FRUIT.find("pear " * 40 + "apple " * 100) == FRUIT.find("pear " * 40)


def test_plain() -> None:
    assert plain("  Can’t  I?  10 %\n") == "cant i 10"


@given(st.text(max_size=2000))
def test_any_text_has_an_answer_that_is_the_same_twice(text: str) -> None:
    found = TOPICS.find(text)
    assert found == TOPICS.find(text)
    assert all(0 <= hit.score <= 100 for hit in found)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


@pytest.mark.usefixtures("untraced")
def test_a_question_takes_at_most_two_milliseconds() -> None:
    """The best of several goes, so that a busy machine does not count."""
    question = (
        "hey so my calf has been hurting since the long run on sunday should i stretch it or is a foam rollr better"
    )
    texts = [question, "is it a clot", "x" * 100_000, "calf run pain " * 5000, "abcd efgh ijkl mnop qrst uvwx " * 50]
    TOPICS.find(question)
    for text in texts:
        goes = []
        for _ in range(7):
            began = time.perf_counter()
            TOPICS.find(text)
            goes.append(time.perf_counter() - began)
        assert min(goes) < 0.002, text[:60]
