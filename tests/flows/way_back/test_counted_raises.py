"""The heel-raise test in a conversation: counted, compared, kept."""

from __future__ import annotations

import pytest

from tests.flows.support import TWINGE, Chat, texts, words_of
from tests.flows.way_back.ways import begin_way_back, put_in_stage

words = words_of("recovery")


# --- heel raises ------------------------------------------------------------------------------------------------------


def count_raises(chat: Chat, sore: str, other: str) -> str:
    chat.tap("raises")
    if "sex.men" in chat.button_ids:
        chat.tap("sex.men")
    chat.type(sore)
    return texts(chat.type(other))


def test_the_heel_raise_test_compares_and_records() -> None:
    chat = put_in_stage(begin_way_back(age="50_59"), 4)
    said = count_raises(chat, "19", "27")
    assert words("raises_told", sore=19, other=27) in said
    assert words("raises_short", target=25) in said
    assert words("raises_near", noise=6) in said
    assert words("raises_norm", norm=23) in said
    assert words("raises_other_poor") not in said
    assert chat.noted("raises") == [
        ("left", 19),
        ("right", 27),
    ]
    assert chat.recovery.stage == 4
    said = count_raises(chat, "24", "12")
    assert words("raises_before", before=19, noise=6) in said
    assert words("raises_other_poor") in said
    assert words("raises_enough", target=23) in said


def test_with_both_legs_sore_the_sorer_one_is_asked_for() -> None:
    chat = put_in_stage(begin_way_back({**TWINGE, "side": "one_worse"}), 4)
    chat.tap("raises")
    chat.tap("sex.untold")
    chat.tap("leg.right")
    chat.tap("n.20")
    chat.tap("n.25")
    assert [one.what for one in chat.records("raises")] == ["right", "left"]


@pytest.mark.parametrize("typed", ["many", "1000", "²", "12.5"])
def test_no_number_of_raises_is_not_taken_for_one(typed: str) -> None:
    chat = put_in_stage(begin_way_back(), 4)
    chat.tap("raises")
    chat.tap("sex.men")
    chat.type(typed)
    assert chat.frame.state in ("sore_side", "open")
    assert not chat.records("raises")
