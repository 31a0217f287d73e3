"""`--update` of transcripts: words that changed are written anew, and nothing else is."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from flows.talk.library import load_library
from tests.transcripts_format import FOLDER, files, with_shown
from tests.transcripts_update import changed_lines, main

SOURCE = FOLDER / "v01_doms_rests.txt"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copied transcript, to change."""
    return Path(shutil.copy(SOURCE, tmp_path / "copied.txt"))


def put(path: Path, old: str, new: str) -> None:
    """As if the bot had said `new` when the transcript was written."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} no longer holds {old!r}; the test needs another place"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_words_that_changed_are_written_anew_and_all_else_stays(copy: Path) -> None:
    put(copy, "shown: LOOK AFTER IT AT HOME", "shown: LOOK AFTER IT WHERE YOU LIVE")
    put(copy, "Do you have any of these right now?", "Have you any of these at this moment?")
    assert main(["--update", str(copy)]) == 0
    assert copy.read_text(encoding="utf-8") == SOURCE.read_text(encoding="utf-8")


def test_a_line_that_goes_on_indented_is_written_with_all_its_lines(tmp_path: Path) -> None:
    copy = Path(shutil.copy(FOLDER / "better_then_worse.txt", tmp_path / "copied.txt"))
    put(
        copy,
        "    - it got better and then worse again\n    - both calves, all over",
        "    - got well, then it was back\n    - both calves, everywhere",
    )
    assert main(["--update", str(copy)]) == 0
    assert copy.read_text(encoding="utf-8") == (FOLDER / "better_then_worse.txt").read_text(encoding="utf-8")


def test_without_update_it_only_tells(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(copy, "shown: LOOK AFTER IT AT HOME", "shown: LOOK AFTER IT WHERE YOU LIVE")
    before = copy.read_text(encoding="utf-8")
    assert main([str(copy)]) == 0
    assert "shown: LOOK AFTER IT AT HOME" in capsys.readouterr().out
    assert copy.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("verdict: self_care", "verdict: clinician_soon", "verdict expected"),
        ("shown: LOOK AFTER IT AT HOME", "shown: LOOK AFTER YOURSELF\nnever: look after it at home", "must not be"),
        ("choose: None of these", "choose: None of those", "is nowhere"),
    ],
)
def test_a_file_in_which_more_than_words_has_changed_is_left_alone(
    copy: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    put(copy, old, new)
    before = copy.read_text(encoding="utf-8")
    assert main(["--update", str(copy)]) == 1
    assert told in capsys.readouterr().out
    assert copy.read_text(encoding="utf-8") == before


def test_what_nothing_is_like_is_told_and_stays(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(copy, "shown: LOOK AFTER IT AT HOME", "shown: 0123456789 0123456789")
    before = copy.read_text(encoding="utf-8")
    assert main(["--update", str(copy)]) == 1
    assert "nothing like it comes" in capsys.readouterr().out
    assert copy.read_text(encoding="utf-8") == before


def test_other_lines_are_never_touched() -> None:
    text = "# A story.\nsaid: /start\nshown: One\n    two\n\nnever: three\nverdict: self_care doms\nshown: Four\n"
    assert with_shown(text, {}) == text
    assert with_shown(text, {3: "Five\n\n- six"}) == text.replace("One\n    two", "Five\n    - six")


def test_as_they_are_there_is_nothing_to_write() -> None:
    library = load_library()
    for path in files()[::7]:
        assert asyncio.run(changed_lines(path, library)) == ({}, []), path.name
