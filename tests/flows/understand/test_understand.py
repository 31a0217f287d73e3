"""Typed text is read as it is meant: over the development set, for any text at all, and where it must never go wrong."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.base.errors import ContentError
from flows.talk.library import load_library
from flows.understand.load import load_lexicon
from flows.understand.reader import Lexicon, read_text, signs_of
from tests.understand.score import flags_of, messages, score

PLAN = load_library().check.plan
LEXICON = load_lexicon(options=PLAN.atoms)
FLAGGED = [message.say for message in messages() if message.flags and flags_of(read_text(LEXICON, message.say))[0]]
NEUTRAL = [
    "I am forty.",
    "My dog came along.",
    "It was sunny.",
    "We have a club run on Tuesdays.",
    "My wife drove me home.",
    "I run three times a week.",
    "Thanks for your help.",
    "My shoes are new!",
]


@pytest.mark.parametrize(("aside", "noticed", "peace", "intent"), [(False, 0.95, 0.97, 0.95), (True, 0.92, 0.92, 0.85)])
def test_it_reads_the_development_set(aside: bool, noticed: float, peace: float, intent: float) -> None:
    result = score(LEXICON, tuple(message for message in messages() if message.aside is aside))
    assert result.noticed >= noticed * result.danger
    assert result.peace >= peace * result.calm
    assert result.right_intents >= intent * result.intents


def test_the_development_set_is_large_enough_and_a_part_of_it_was_kept_aside() -> None:
    everything = messages()
    assert len(everything) >= 500
    assert len({message.say for message in everything}) == len(everything)
    assert sum(message.calm for message in everything) >= 0.4 * len(everything)
    assert sum(message.aside for message in everything) >= 200


def test_several_findings_are_taken_from_one_story() -> None:
    got = read_text(LEXICON, "felt a pop on hill reps yesterday, can't go up on my toes")
    assert got.red_flags == ("rupture_signs",)
    assert got.findings == {"onset": ("pop",), "push": ("cannot_rise",), "course": ("new",)}
    assert (got.intent, got.about) == ("start_check", "self")


def test_what_is_denied_is_told_apart() -> None:
    got = read_text(LEXICON, "no swelling, no redness, but it's numb")
    assert got.red_flags == ("neuro_signs",)
    assert got.denied == {"look": ("one_swollen", "warm_red")}


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("my mate popped his calf", "other"),
        ("my wife's calf is swollen", "cared_for"),
        ("is a clot dangerous?", "general"),
        ("my calf was swollen years ago", "past"),
        ("what if my calf swells up", "hypothetical"),
        ("my calf is swollen", "self"),
    ],
)
def test_it_knows_whom_and_when_a_message_is_about(text: str, about: str) -> None:
    assert read_text(LEXICON, text).about == about


def test_an_earlier_clot_is_a_risk_and_no_alarm() -> None:
    got = read_text(LEXICON, "had a clot in 2019")
    assert not got.red_flags
    assert got.findings == {"clot_risk": ("clot_before",)}


def test_tired_legs_are_no_crisis() -> None:
    assert read_text(LEXICON, "i want to die").crisis
    assert not read_text(LEXICON, "my legs want to die").crisis


@pytest.mark.parametrize(
    ("text", "pain"),
    [("pain 3", 3), ("3/10", 3), ("hurts about a six", 6), ("sore for 3 days", None), ("ran 10k", None)],
)
def test_numbers_are_pain_only_where_they_are_said_to_be(text: str, pain: int | None) -> None:
    assert read_text(LEXICON, text).pain == pain


def test_every_flag_can_be_recorded_as_a_finding() -> None:
    for flag in LEXICON.flags:
        signs = signs_of(LEXICON, flag)
        assert signs or flag == "crisis"
        assert all(f"{question}.{option}" in PLAN.atoms for question, option in signs)


@given(st.text(max_size=2000) | st.text(alphabet="abcdefghnot ,.?!'&/-\n", max_size=2000))
def test_any_text_is_read_alike_twice(text: str) -> None:
    assert read_text(LEXICON, text) == read_text(LEXICON, text)


WORDS = sorted({word for message in messages() for word in message.say.split()})


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(WORDS) | st.text(min_size=1, max_size=12), min_size=1, max_size=60),
    st.integers(1, 100_000),
)
def test_even_the_longest_text_takes_little_work(words: list[str], size: int) -> None:
    piece = " ".join(words) + " "
    text = (piece * (size // len(piece) + 1))[:size]
    read_text(LEXICON, text)  # what a word can mean is remembered, as it is after the first messages
    assert _calls(text) < MOST_CALLS


MOST_CALLS = 100_000
"""Function calls in which any text is read, about 50 ms of them; counted, since no machine is the same twice."""


def _calls(text: str) -> int:
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        read_text(LEXICON, text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("word", ["no ", "if ", "a ", "chest pain ", "my calf is swollen and warm, "])
def test_the_same_words_again_and_again_take_little_work(word: str) -> None:
    assert _calls((word * 50_000)[:100_000]) < MOST_CALLS


@settings(max_examples=150)
@given(st.sampled_from(FLAGGED), st.sampled_from(NEUTRAL), st.booleans())
def test_a_sentence_more_never_takes_a_red_flag_away(text: str, more: str, first: bool) -> None:
    alone, _ = flags_of(read_text(LEXICON, text))
    together, _ = flags_of(read_text(LEXICON, f"{more} {text}" if first else f"{text}. {more}"))
    assert alone <= together


def test_a_red_flag_far_into_a_long_story_is_found() -> None:
    story = "I went for an easy run along the river with the club and it was a lovely morning. " * 35
    assert "ischaemia_signs" in read_text(LEXICON, f"{story}My foot is cold and white.").red_flags


@pytest.mark.parametrize(
    "text", ["my claf is swolen and warn", "shortnes of breth", "my acheles snaped", "my foot is nubm"]
)
def test_typing_mistakes_are_mended(text: str) -> None:
    assert read_text(LEXICON, text).red_flags


def test_a_mistake_in_the_phrases_is_told_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "phrases"
    folder.mkdir(parents=True)
    good = (Path(__file__).parents[3] / "content" / "phrases" / "en.yaml").read_text("utf-8")
    bad = good.replace("finding: breath.chest_pain", "finding: breath.chest_ache", 1).replace(
        "- PALPITATION", "- NOWHERE", 1
    )
    (folder / "en.yaml").write_text(bad, "utf-8")
    with pytest.raises(ContentError, match="no option of any question") as caught:
        load_lexicon(phrases=folder, options=PLAN.atoms)
    assert all(problem.startswith("content/phrases/en.yaml:") for problem in caught.value.problems)


def test_a_lexicon_knows_its_language() -> None:
    assert isinstance(LEXICON, Lexicon)
    assert LEXICON.language == "en"
