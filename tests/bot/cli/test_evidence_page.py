"""The page of the evidence is made from the content, complete, and kept up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.cli.evidence_page
from bot.cli.evidence_page import EVIDENCE, evidence_page, write_evidence
from flows.talk.library import load_library


def test_the_page_in_the_repository_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert write_evidence(only_check=True) == 0
    assert capsys.readouterr().err == ""


def test_an_old_page_is_told_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "docs" / "evidence.md"
    monkeypatch.setattr(bot.cli.evidence_page, "EVIDENCE", page)
    assert write_evidence(only_check=True) == 1
    assert "run `make draw`" in capsys.readouterr().err
    assert write_evidence(only_check=False) == 0
    assert write_evidence(only_check=True) == 0
    assert page.read_text(encoding="utf-8") == EVIDENCE.read_text(encoding="utf-8")


def test_everything_is_on_it() -> None:
    library = load_library()
    text = evidence_page(library)
    for name in library.topics.by_id:
        assert library.text("en", f"topics.{name}.title") in text
    for name in library.topics.claims:
        assert library.text("en", f"claims.{name}.title") in text
    for name in library.sources.sources:
        assert f"\n| {name} | " in text


def test_tables_are_whole() -> None:
    rows = [line for line in evidence_page(load_library()).splitlines() if line.startswith("|")]
    assert rows
    widths = {5, 3}
    assert {row.count("|") - 1 for row in rows} <= widths
