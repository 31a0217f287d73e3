"""*No, it is not* is no goodbye: what was there and went still counts, so the check asks about it."""

from __future__ import annotations

import pytest

from flows.understand.reader import read_text
from tests.flows.support import CLOT, Chat, library, texts, words


@pytest.mark.parametrize("text", ["my foot is numb", "I was breathless but it is over", "I have chest pain"])
def test_a_no_with_nothing_beneath_it_opens_the_check(text: str) -> None:
    chat = Chat()
    chat.type(text)
    assert chat.open == "alarm"
    said = texts(chat.tap("no"))
    assert words("alarm.ask_all") in said
    assert words("alarm.not_so") not in said
    assert chat.open == "breath"
    assert not chat.answers, "nothing is recorded that was not so"


def test_a_trip_told_beside_it_is_kept() -> None:
    chat = Chat()
    chat.type("my calf hurts since a 10 hour flight and I was breathless yesterday")
    chat.tap("no")
    assert chat.open == "story"
    assert chat.frame.data["answers"]["clot_risk"] == ["long_trip"]
    chat.tap("yes")
    assert chat.open == "breath"
    assert chat.episode.hinted["clot_risk"] == ("long_trip",)


def test_each_of_two_is_asked_before_the_check_opens() -> None:
    chat = Chat()
    chat.type("I have chest pain and my foot is cold")
    chat.tap("no")
    assert chat.open == "alarm"
    chat.tap("no")
    assert chat.open == "breath"


def test_urgent_advice_is_not_put_aside_by_it() -> None:
    chat = Chat().check(CLOT)
    chat.command("log")
    chat.tap("leave")
    chat.type("i have chest pain")
    chat.tap("no")
    assert chat.verdict.urgency == "urgent_same_day"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("I cannot feel it any more", "danger.foot_numb"),
        ("my calf swelling went down overnight", "look.told"),
        ("the calf is easier when I let my leg hang down", "danger.told"),
        ("my calf was swollen yesterday but it went down", "look.told"),
        ("my calf hurt and then I went down", "breath.fainted"),
    ],
)
def test_what_could_be_missed_is_asked_about(text: str, asked: str) -> None:
    chat = Chat()
    chat.type(text)
    assert chat.open == "alarm"
    assert asked in [atom for one in chat.frame.data["asked"] for atom in one[1:]]


@pytest.mark.parametrize(
    "text", ["I can't feel the pain any more", "I can't feel any pain now", "I cannot feel it in this stretch"]
)
def test_but_not_that_the_pain_or_a_stretch_is_not_felt(text: str) -> None:
    chat = Chat()
    chat.type(text)
    assert chat.open != "alarm"


@pytest.mark.parametrize(
    ("text", "finding", "option"),
    [
        ("it feels just like the clot I had", "clot_risk", "clot_before"),
        ("my calf is worse when I sit and better when I run", "pattern", "rest_night"),
        ("it hurts less when I run than when I sit", "pattern", "rest_night"),
        ("my calf hurts at night and it eases when I hang the leg out of bed", "pattern", "rest_night"),
    ],
)
def test_what_it_means_is_heard(text: str, finding: str, option: str) -> None:
    found = read_text(library().lexicons.of_language("en"), text).findings
    assert option in found.get(finding, ())
    assert "warms_up" not in found.get("pattern", ())
