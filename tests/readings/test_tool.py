"""The tool of the readings: what it refuses, what it takes in, what it drops."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from flows.talk.library import load_library
from tests.readings.__main__ import main
from tests.readings.agreement import agreement
from tests.readings.check import check_readings
from tests.readings.files import Item, Readings, item_id, read_readings, write_readings
from tests.readings.shown import Shown, shown_questions

SHOWN = shown_questions(load_library())
BLEEDING = SHOWN["bleeding"]  # the shortest: on_thinner, not_thinner, unsure
ONLY = {"bleeding": BLEEDING}


def made(read: int = 5) -> Readings:
    """Readings of the shortest question without a fault."""
    items = []
    for number in range(3):
        for tick, avoid in (("on_thinner", "not_thinner"), ("not_thinner", "on_thinner")):
            say = f"this is sentence number {number} about {tick}"
            items.append(Item(id=item_id(say), say=say, tick=[tick], avoid=[avoid], read=[[tick] for _ in range(read)]))
    return Readings(question="bleeding", shown=BLEEDING.hash, items=items)


def problems(readings: Readings, shown: Shown = BLEEDING) -> str:
    return "\n".join(check_readings({"bleeding": readings}, {"bleeding": shown}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made_in = tmp_path / "en"
    made_in.mkdir()
    write_readings(made(), made_in)
    return made_in


def answers(tmp_path: Path, text: str) -> str:
    path = tmp_path / "reader.yaml"
    path.write_text(text, "utf-8")
    return str(path)


def stored(folder: Path) -> Readings:
    return read_readings(folder / "bleeding.yaml")


# --- what is shown ---------------------------------------------------------------------------------------------------


def test_every_question_is_read_but_repeated_lists_and_the_heel_raises() -> None:
    questions = load_library().check.plan.questions
    assert set(SHOWN) == {one.id for one in questions if not one.which_of} - {"run_test"}


def test_the_hash_changes_with_text_second_line_label_and_order() -> None:
    danger = SHOWN["danger"]
    others = [
        replace(danger, text=danger.text + "!"),
        replace(danger, more=("One more line.",)),
        replace(danger, labels=(danger.labels[0], ("pain_extreme", "Pain"), *danger.labels[2:])),
        replace(danger, labels=danger.labels[::-1]),
    ]
    assert len({danger.hash, *(one.hash for one in others)}) == 5


def test_what_is_told_elsewhere_is_no_label() -> None:
    assert all("told" not in screen.options for screen in SHOWN.values())
    assert SHOWN["look"].options[-2:] == ("none", "unsure")


# --- what does not hold ----------------------------------------------------------------------------------------------


def test_good_readings_have_no_problem() -> None:
    assert problems(made()) == ""


def test_a_changed_label_makes_readings_stale() -> None:
    changed = replace(BLEEDING, labels=(("on_thinner", "Yes"), *BLEEDING.labels[1:]))
    assert "is not what was read" in problems(made(), changed)


def test_too_few_readings() -> None:
    assert "6 of 6 sentences have fewer than 5 readings (the least: 4)." in problems(made(read=4))
    one_short = made()
    one_short.items[2].read.pop()
    assert "1 of 6 sentences" in problems(one_short)


def test_an_option_that_is_read_otherwise() -> None:
    readings = made()
    readings.items[0].read = [["not_thinner"]] * 3 + [["on_thinner"]] * 2
    assert agreement(readings, "on_thinner").share == 0.9
    assert problems(readings) == ""  # nine in ten are enough
    readings.items[0].read[3] = ["unsure"]
    assert "on_thinner is read as meant in 87% of 30 readings; it takes 90%." in problems(readings)
    # Of what does not stand under tick or not, only what was chosen counts: "unsure" says nothing against not_thinner.
    assert agreement(readings, "not_thinner").right == 27


def test_fewer_sentences_than_it_takes() -> None:
    readings = made()
    readings.items.pop()
    said = problems(readings)
    assert "on_thinner has 3 sentences that should tick it and 2 near misses" in said
    assert "not_thinner has 2 sentences that should tick it and 3 near misses" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tick": ["thinner"]}, "bleeding has no option thinner."),
        ({"tick": ["on_thinner", "not_thinner"]}, "This question takes one option."),
        ({"tick": []}, "Nothing is chosen"),
        ({"avoid": ["on_thinner"]}, "stands under tick and under not"),
        ({"read": [["maybe"]] * 5}, "bleeding has no option maybe."),
        ({"say": "far too short"}, "it has 3 words; it takes 5 to 25."),
        ({"say": "another sentence than the one that was read"}, "its id does not belong to its sentence"),
        ({"say": "this is sentence number 1 about on_thinner"}, "the same sentence stands here 2 times."),
    ],
)
def test_a_faulty_sentence(change: dict[str, object], said: str) -> None:
    readings = made()
    readings.items[0] = replace(readings.items[0], **change)
    assert said in problems(readings)


def test_none_stands_alone() -> None:
    item = Item(id=item_id("a b c d e"), say="a b c d e", tick=["none", "bruise"])
    readings = Readings(question="look", shown=SHOWN["look"].hash, items=[item])
    found = "\n".join(check_readings({"look": readings}, {"look": SHOWN["look"]}))
    assert "none and unsure stand alone." in found


def test_a_missing_file_and_one_too_many() -> None:
    found = check_readings({"elbow": made()}, ONLY)
    assert found[0] == "elbow.yaml: there is no question elbow to be read."
    assert "this file is missing" in found[1]


def test_the_exit_code_says_whether_all_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"], folder) == 1  # the other questions have no files here
    out = capsys.readouterr().out
    assert "danger.yaml: this file is missing" in out
    assert "bleeding.yaml" not in out


# --- the sheet -------------------------------------------------------------------------------------------------------


def test_the_sheet_shows_the_screen_and_hides_what_is_expected(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--sheet"], folder) == 0
    sheet = capsys.readouterr().out
    assert BLEEDING.text in sheet
    assert "".join(f"    {number}  {words}\n" for number, (_, words) in enumerate(BLEEDING.labels, 1)) in sheet
    assert f'## bleeding   [one]   shown: "{BLEEDING.hash}"' in sheet
    ids = [item.id for item in made().items]
    in_order = [line.split(":")[0].strip() for line in sheet.splitlines() if "sentence number" in line]
    assert in_order == sorted(ids) != ids
    assert "tick:" not in sheet


def test_the_sheet_of_a_question_without_readings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--sheet", "danger"], folder) == 1
    assert "no readings of danger" in capsys.readouterr().out


# --- taking answers in -----------------------------------------------------------------------------------------------


def test_a_readers_answers_are_appended(folder: Path, tmp_path: Path) -> None:
    first, second = made().items[:2]
    text = f"bleeding:\n  shown: '{BLEEDING.hash}'\n  {first.id}: [1]\n  {second.id}: 3\n"
    assert main(["--take", answers(tmp_path, text)], folder) == 0
    items = stored(folder).items
    assert items[0].read[-1] == ["on_thinner"]
    assert items[1].read[-1] == ["unsure"]
    assert [len(item.read) for item in items] == [6, 6, 5, 5, 5, 5]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("bleeding:\n  {id}: [1]\n  zzzzz: [1]\n", "bleeding has no sentence zzzzz."),
        ("bleeding:\n  {id}: [4]\n", "the labels have the numbers 1 to 3, not [4]."),
        ("bleeding:\n  {id}: [1, 2]\n", "This question takes one option."),
        ("bleeding:\n  {id}: []\n", "Nothing is chosen"),
        ("bleeding:\n  {id}: [true]\n", "the labels have the numbers 1 to 3"),
        ("elbow:\n  {id}: [1]\n", "there is no question elbow"),
        ("bleeding:\n  {id}: [1]\n  shown: '0000000000000000'\n", "this reader saw another bleeding"),
        ("bleeding: [1]\n", "the form is question"),
        ("bleeding: [1\n", "not closed"),
    ],
)
def test_wrong_answers_are_refused_as_a_whole(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str, said: str
) -> None:
    before = (folder / "bleeding.yaml").read_text("utf-8")
    assert main(["--take", answers(tmp_path, wrong.replace("{id}", made().items[0].id))], folder) == 1
    assert said in capsys.readouterr().out
    assert (folder / "bleeding.yaml").read_text("utf-8") == before


def test_answers_to_a_question_that_is_shown_otherwise_are_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_readings(replace(made(), shown="0000000000000000"), folder)
    assert main(["--take", answers(tmp_path, f"bleeding:\n  {made().items[0].id}: [1]\n")], folder) == 1
    assert "run python -m tests.readings --stale first" in capsys.readouterr().out


# --- dropping what is stale ------------------------------------------------------------------------------------------


def test_what_still_holds_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--stale"], folder) == 0
    assert stored(folder) == made()
    assert capsys.readouterr().out == ""


def test_a_changed_question_loses_all_its_readings(folder: Path) -> None:
    write_readings(replace(made(), shown="0000000000000000"), folder)
    main(["--stale"], folder)
    assert stored(folder) == made(read=0)


def test_a_changed_or_new_sentence_loses_its_own(folder: Path) -> None:
    readings = made()
    readings.items[0].say = "this one is put in other words"
    write_readings(readings, folder)
    main(["--stale"], folder)
    items = stored(folder).items
    assert items[0].id == item_id("this one is put in other words")
    assert [len(item.read) for item in items] == [0, 5, 5, 5, 5, 5]


# --- the table -------------------------------------------------------------------------------------------------------


def test_the_table_names_what_was_read_otherwise(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    readings = made()
    readings.items[0].read = [["unsure"]] * 4 + [["on_thinner"]]
    write_readings(readings, folder)
    assert main([], folder) == 0
    table = capsys.readouterr().out
    assert "bleeding.on_thinner                30        87%   too little" in table
    assert "read as unsure (4)" in table
    assert "bleeding.not_thinner               30       100%\n" in table
