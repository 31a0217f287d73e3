"""How topics and claims are said: plain, careful, and without a brand or a sentence of the article they answer."""

from __future__ import annotations

import re

import pytest

from tests.flows.support import library

PARTS = ("title", "short", "more", "sure", "say", "evidence")
SAID = {
    key: library().words.lines("en", key)
    for key in library().words.keys("en")
    if key.partition(".")[0] in ("topics", "claims") and key.rpartition(".")[2] in PARTS
}
SENTENCE = re.compile(r"(?<=[.?;:])\s+")
BRANDS = (
    "neuropasil|podfit|physio inq|cleveland clinic|sos hydration|physio-?pedia|voltaren|voltarol|deep heat|tiger balm|biofreeze|"
    "theragun|garmin|strava|nike|hoka|asics|brooks|saucony|adidas|nurofen|advil|tylenol|panadol|aleve|gatorade|compeed|kt tape"
)
NOT_SAID = r"unlikely|probably not|don'?t worry|\bjust\b|\bonly\b|!|you have (?:a|an|torn|broken) |stay strong|gastrocnemius tear|—"


def syllables(word: str) -> int:
    letters = re.sub("[^a-z]", "", word.lower())
    return max(1, len(re.findall("[aeiouy]+", letters)) - (letters.endswith("e") and not letters.endswith("le")))


def grade(text: str) -> float:
    """Years of school that a text asks for (Flesch and Kincaid's formula, syllables guessed)."""
    words = text.split()
    return 0.39 * len(words) / len(SENTENCE.split(text)) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize("key", SAID)
def test_it_reads_plainly_and_carefully(key: str) -> None:
    for text in SAID[key]:
        assert not re.search(NOT_SAID, text, re.IGNORECASE), text
        assert not re.search(BRANDS, text, re.IGNORECASE), text
        assert all(ord(letter) < 0x2000 for letter in text), text  # no emoji, no signs of another font
        assert max(len(sentence.split()) for sentence in SENTENCE.split(text)) <= 34, text
        if len(text.split()) >= 20:
            assert grade(text) <= (9 if key.endswith(".short") else 12), text


def test_a_short_answer_is_short() -> None:
    for name in library().topics.by_id:
        short = library().text("en", f"topics.{name}.short")
        assert len(short) <= 350
        assert 2 <= len(re.findall(r"[.?](?:\s|$)", short)) <= 5, short


def test_no_dose_stands_before_the_safety_questions() -> None:
    dose = re.compile(r"\d+ (?:sets|reps|seconds)|for \d+ minutes|\d+ to \d+ minutes|every \d+ hours|\d ?mg")
    for name, topic in library().topics.by_id.items():
        texts = [library().text("en", f"topics.{name}.short")]
        texts += [] if topic.gated else library().lines("en", f"topics.{name}.more")
        assert [text for text in texts if dose.search(text)] == []


def test_whatever_can_be_a_clot_is_never_rubbed_or_squeezed() -> None:
    for name in ("massage", "foam_rolling", "compression", "clot", "knee_cyst", "infection"):
        said = " ".join((library().text("en", f"topics.{name}.short"), *library().lines("en", f"topics.{name}.more")))
        assert re.search(r"(?:never|not|no) [^.]*(?:massage|swollen|clot|sleeve)", said, re.IGNORECASE), name


@pytest.mark.parametrize("name", ["ice", "compression", "elevation", "heat", "massage", "foam_rolling", "first_aid"])
def test_first_aid_says_when_not(name: str) -> None:
    said = library().text("en", f"topics.{name}.short")
    assert re.search(r"\b(?:not|never|leave it out|wrong for them)\b", said, re.IGNORECASE)


def test_topics_that_a_red_flag_names_tell_when_to_call() -> None:
    for name in ("clot", "lung_clot", "calf_pressure", "blood_flow", "nerve_back", "infection", "when_doctor"):
        assert "call an ambulance" in library().text("en", f"topics.{name}.short").lower()
