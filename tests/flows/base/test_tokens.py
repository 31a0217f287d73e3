"""Button tokens: what is made can be read back, and nothing else can."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.base.tokens import LIMIT, Token, make, parse
from flows.way_back.entry import AGES
from tests.flows.support import library

NAMES = st.from_regex(r"[A-Za-z0-9_]{1,14}", fullmatch=True)
ARGUMENTS = st.from_regex(r"[A-Za-z0-9_+-]{1,14}", fullmatch=True)
SIDS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=6, max_size=6)


@given(SIDS, st.integers(0, 999_999), st.sampled_from(["", "+", "-"]), NAMES, st.none() | ARGUMENTS)
def test_a_token_is_read_back_as_it_was_made(sid: str, turn: int, sign: str, word: str, argument: str | None) -> None:
    act = sign + word + (f".{argument}" if argument else "")
    token = parse(make(sid, turn, act))
    assert token == Token(sid, turn, act)
    assert (token.word, token.argument) == (word, argument or "")


@given(st.text(max_size=80))
def test_any_other_text_is_no_token(text: str) -> None:
    token = parse(text)
    assert token is None or make(token.sid, token.turn, token.act) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "k1",
        "k1.abcdef.1.",
        "k1.abcdef..done",
        "k1.abcde.1.done",
        "k1.ABCDEF.1.done",
        "k1.abcde1.1.done",
        "k2.abcdef.1.done",
        "k1.abcdef.1.done\n",
        "k1.abcdef.1.a.b.c",
        "k1.abcdef.1.++look.bruise",
        "k1.abcdef.1234567.done",
        "k1.abcdef.١.done",
        "k1.abcdef.1.é",
        "k1.abcdef.1." + "x" * 60,
    ],
)
def test_what_looks_nearly_like_a_token_is_none(text: str) -> None:
    assert parse(text) is None


def test_a_token_that_no_platform_takes_is_not_made() -> None:
    assert len(make("abcdef", 1, "x" * (LIMIT - len("k1.abcdef.1.")))) == LIMIT
    with pytest.raises(ValueError, match="longer than 64 bytes"):
        make("abcdef", 1, "x" * LIMIT)


@pytest.mark.parametrize("act", ["", "a.b.c", "é", "zone.Europe/London", "a b"])
def test_a_token_that_could_not_be_read_back_is_not_made(act: str) -> None:
    with pytest.raises(ValueError, match="cannot be read back"):
        make("abcdef", 1, act)


def test_every_age_band_is_a_button() -> None:
    for age in AGES:
        assert parse(make("abcdef", 1, f"age.{age}")) == Token("abcdef", 1, f"age.{age}")


def test_every_option_there_is_fits_into_a_token() -> None:
    for atom in library().check.plan.atoms:
        assert parse(make("abcdef", 999_999, f"+{atom}")), atom
