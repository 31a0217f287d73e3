"""The files of readings that are kept: in their form, with sentences enough for every label."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.talk.library import load_library
from tests.readings.check import check_lists
from tests.readings.files import FOLDER, Broken, Item, Readings, in_form, item_id, read_readings
from tests.readings.shown import shown_questions

SHOWN = shown_questions(load_library())
FILES = sorted(FOLDER.glob("*.yaml"))


def test_every_question_has_its_file() -> None:
    assert {path.stem for path in FILES} == set(SHOWN)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_as_the_tool_writes_it(path: Path) -> None:
    assert in_form(read_readings(path)) == path.read_text("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_label_has_its_sentences_and_near_misses(path: Path) -> None:
    assert check_lists(read_readings(path), SHOWN[path.stem]) == []


def test_ids_tell_nothing_and_are_words_to_yaml() -> None:
    made = {item_id(f"sentence {number}") for number in range(500)}
    assert len(made) == 500
    assert all(len(one) == 5 and one.isalpha() and not {*one} & {*"aeiouy"} for one in made)


def test_a_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    item = Item(
        id="bcdfg", say='He said: "no" – and #2 hurts', tick=["a", "b"], avoid=["c"], read=[["a", "b"], ["none"]]
    )
    readings = Readings(question="look", shown="0123456789012345", items=[item])
    (tmp_path / "look.yaml").write_text(in_form(readings), "utf-8")
    assert read_readings(tmp_path / "look.yaml") == readings


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("question: look\nitems:\n  - say: x\n    ticks: [bruise]\n", "unknown field `ticks`"),
        ("question: danger\nitems: []\n", "must say question: look"),
        ("question: look\nitems: [a\n", "not closed"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "look.yaml").write_text(text, "utf-8")
    with pytest.raises(Broken) as caught:
        read_readings(tmp_path / "look.yaml")
    assert said in "\n".join(caught.value.args)
