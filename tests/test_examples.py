"""The programs of `examples/` run and print what they promise; the flow among them is tested as any flow would be."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from examples.shoes.__main__ import load_with_words
from examples.shoes.registry import add_shoes
from tests.flows.support import Chat
from tests.surroundings import ROOT, environment

PRINTED = {
    "examples.engine": [
        "> Command(name='check'",
        "Since the calf pain began, have you had any of these?",
        "> Typed(text='left leg only')",
        '> Typed(text="I can\'t breathe")',
        "Is this so now: New breathlessness?",
        "[Yes, it is so now] [No, it is not] [I am not sure]",
        "CALL YOUR EMERGENCY NUMBER NOW",
        "open now: check at verdict",
    ],
    "examples.adapter": [
        "The second message came twice; the repeat was known: True",
        "m1: Hi. I help runners",
        "m2: Since the calf pain began, have you had any of these?",
        "→ None of these",
        "m3: Safety 2 of 2",
        "m4: Calfwise is a free, open set of rules",
    ],
    "examples.shoes": [
        "Safety 1 of 2",
        "> Command(name='shoes'",
        "How far have your running shoes gone?\n[Less than 500 km] [500 to 800 km] [More than that]",
        "> Typed(text='quite far')",
        "I did not understand that.",
        "How far have your running shoes gone?",
        "Thank you, that is all I wanted to know.",
        "Safety 1 of 2",
    ],
}


def test_every_example_is_run() -> None:
    folder = ROOT / "examples"
    programs = {f"examples.{path.stem}" for path in folder.glob("*.py") if path.stem != "__init__"}
    assert programs | {f"examples.{path.parent.name}" for path in folder.glob("*/__main__.py")} == set(PRINTED)


@pytest.mark.parametrize("program", PRINTED)
def test_an_example_prints_what_it_promises(program: str) -> None:
    command = [sys.executable, "-W", "error", "-m", program]
    run = subprocess.run(command, env=environment(PYTHONUTF8="1"), capture_output=True, encoding="utf-8", check=False)
    assert (run.returncode, run.stderr) == (0, "")
    rest = run.stdout
    for words in PRINTED[program]:
        before, found, rest = rest.partition(words)
        assert found, f"{words!r} does not come in:\n{before}"


# --- the flow with one question --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def with_shoes() -> Iterator[None]:
    """Our registry and our words in the place of the real ones."""
    library = load_with_words()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.turn.engine.REGISTRY", add_shoes())
        patch.setattr("tests.flows.support.sending.library", lambda: library)
        yield


@pytest.fixture
def chat(with_shoes: None) -> Chat:
    """Somebody who is asked about their shoes."""
    chat = Chat()
    chat.command("check")
    chat.command("shoes")
    return chat


def test_shoes_are_asked_about_in_the_middle_of_a_check(chat: Chat) -> None:
    assert chat.button_ids == {"km.short", "km.middle", "km.far"}
    chat.tap("km.short")
    assert chat.open == "breath"


def test_shoes_that_went_far_lead_to_their_page(chat: Chat) -> None:
    chat.type("more than that")
    assert chat.open == "learn"


def test_what_is_no_answer_is_asked_again(chat: Chat) -> None:
    chat.type("quite far")
    assert chat.open == "shoes"


def test_a_danger_comes_before_shoes(chat: Chat) -> None:
    chat.type("i have chest pain")
    assert chat.open == "alarm"


def test_beneath_an_emergency_no_shoes_are_asked_about(chat: Chat) -> None:
    chat.tap("km.short")
    chat.choose("chest_pain")
    chat.command("shoes")
    assert chat.open == "verdict"
