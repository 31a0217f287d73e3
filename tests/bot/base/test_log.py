"""Logs: JSON lines on standard error that never hold a token, a typed text or an answer."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.base.log import configure, logger
from tests.surroundings import spoken

TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"


@pytest.fixture(autouse=True)
def afresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("bot.base.log._level", logging.INFO)
    handlers = logging.getLogger().handlers[:]
    yield
    logging.getLogger().handlers[:] = handlers
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return [json.loads(line) for line in captured.err.splitlines()]


def test_a_line_is_json_with_name_level_and_time(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    logger("store").warning("disk_full", row=3)
    (line,) = lines(capsys)
    assert (line["event"], line["source"], line["level"], line["row"]) == ("disk_full", "store", "warning", 3)
    assert line["timestamp"].endswith("Z")


def test_private_facts_are_blanked_however_deep(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    logger("turns").info("turn", text="my calf hurts", inner={"answers": ["pop"], "row": 1}, list=[{"address": 5}])
    (line,) = lines(capsys)
    assert line["text"] == "[redacted]"
    assert line["inner"] == {"answers": "[redacted]", "row": 1}
    assert line["list"] == [{"address": "[redacted]"}]


def test_an_exception_tells_its_type_and_place_but_not_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    try:
        raise ValueError("my calf hurts")
    except ValueError as error:
        logger("turns").error("flow_broke", error=error)
    (line,) = lines(capsys)
    assert line["error"]["type"] == "ValueError"
    assert "test_log.py" in line["error"]["at"][-1]
    assert "calf" not in spoken(json.dumps(line))


def test_tokens_are_cut_out_wherever_they_turn_up(capsys: pytest.CaptureFixture[str]) -> None:
    configure(secrets=["hunter2"])
    logger("net").info("calling", where=f"https://api.example.org/bot{TOKEN}/getMe", note="with hunter2")
    text = json.dumps(lines(capsys))
    assert TOKEN not in text
    assert "hunter2" not in text
    assert "api.example.org" in text


def test_what_libraries_log_comes_without_its_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    logging.getLogger("httpx").info("chatter")
    logging.getLogger("httpx").warning("request %s failed", "my calf hurts")
    (line,) = lines(capsys)
    assert line["event"] == "request %s failed"
    assert line["source"] == "httpx"


def test_the_level_is_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    configure("ERROR")
    logger("store").warning("small")
    logging.getLogger("discord").warning("small")
    logger("store").error("big")
    assert [line["event"] for line in lines(capsys)] == ["big"]


def test_things_of_unknown_kinds_are_only_named(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    logger("store").info("odd", thing=object())
    assert lines(capsys)[0]["thing"] == "object"
