"""The machine that tests run on is kept out of them, and so are careless ways that depend on it."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.surroundings import ROOT, environment, spoken, take_away

CODE = sorted(path for part in ("bot", "examples", "flows", "tests", "tools") for path in (ROOT / part).rglob("*.py"))


def test_tokens_terminal_and_proxy_leave_and_the_rest_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = ["CALFWISE_DATABASE_URL", "Discord_Token", "https_proxy", "HTTP_PROXY", "TERM", "COLUMNS", "NO_COLOR"]
    for name in [*foreign, "TZ", "LC_ALL", "PYTHONHASHSEED"]:
        monkeypatch.setenv(name, "1")
    take_away(monkeypatch)
    assert [name for name in foreign if name in os.environ] == []
    assert (os.environ["TZ"], os.environ["LC_ALL"], os.environ["PYTHONHASHSEED"]) == ("1", "1", "1")


def test_tests_run_in_an_empty_folder() -> None:
    assert list(Path.cwd().iterdir()) == []


def test_a_process_finds_the_code_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "of_somebody_else.py").write_text("", encoding="utf-8")
    code = "import bot, flows, tests, of_somebody_else"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment(), check=True)


def test_what_is_spoken_is_all_but_the_names_of_files() -> None:
    line = {
        "event": "my calf",
        "error": {"at": [f"{ROOT}/bot/base/log.py:7 calf", "/calf/none.py:8 x", "calf:9"], "row": 3},
    }
    told = json.loads(spoken(json.dumps(line)))
    assert told == {"event": "my calf", "error": {"at": ["7 calf", "/calf/none.py:8 x", "calf:9"], "row": 3}}


def careless(tree: ast.AST) -> list[int]:
    """The lines that read or write text in whatever encoding the machine likes best."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        named = {word.arg for word in node.keywords}
        if name in ("read_text", "write_text"):
            given = len(node.args) > (name == "write_text")
        elif name in ("run", "Popen", "check_output"):
            given = not named & {"text", "universal_newlines"}
        else:
            continue
        if not given and "encoding" not in named:
            found.append(node.lineno)
    return found


def test_text_has_a_named_encoding() -> None:
    found = {path: careless(ast.parse(path.read_text(encoding="utf-8"))) for path in CODE}
    assert [f"{path.relative_to(ROOT)}:{line}" for path, lines in found.items() for line in lines] == []


def test_careless_ways_are_found() -> None:
    code = 'a.read_text()\na.write_text("ü")\nsubprocess.run(a, text=True)\na.read_text("utf-8")\nsubprocess.run(a)\n'
    assert careless(ast.parse(code)) == [1, 2, 3]
