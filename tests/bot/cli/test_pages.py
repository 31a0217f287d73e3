"""A generated page is written, or compared and told apart from what stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.pages import update_page


def test_a_page_is_written_and_then_up_to_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "docs" / "page.md"
    assert update_page(page, "as it is\n", only_check=False) == 0
    assert capsys.readouterr() == ("written: docs/page.md\n", "")
    assert page.read_text(encoding="utf-8") == "as it is\n"
    assert update_page(page, "as it is\n", only_check=True) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("there", ["as it was\n", ""], ids=["old", "none"])
def test_a_page_that_is_old_or_missing_is_told_and_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], there: str
) -> None:
    page = tmp_path / "page.md"
    if there:
        page.write_text(there, encoding="utf-8")
    assert update_page(page, "as it is\n", only_check=True) == 1
    assert "page.md is out of date: run `make draw`" in capsys.readouterr().err
    assert page.exists() == bool(there)
