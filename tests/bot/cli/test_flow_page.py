"""The diagram of the conversation is made from the machines that run, and kept up to date."""

from __future__ import annotations

import pytest

from bot.cli.flow_page import BESIDE, FLOW, draw_flow, flow_page
from flows.talk.library import load_library


def test_the_page_in_the_repository_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert draw_flow(only_check=True) == 0
    assert capsys.readouterr() == ("", "")


def test_each_machine_has_a_diagram() -> None:
    text = flow_page(load_library())
    assert text == FLOW.read_text(encoding="utf-8")
    assert text.count("```mermaid") == 1 + len(BESIDE)
