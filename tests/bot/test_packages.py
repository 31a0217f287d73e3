"""The shape of the bot: small packages and files, short parameter lists, one meaning a name, tests in the same tree."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOT = ROOT / "bot"
FILES = sorted(BOT.rglob("*.py"))

MOST_FILES = 15
MOST_LOOSE = 4
MOST_LINES = 300
MOST_PARAMETERS = 5

THEIRS = {"do_request"}
"""Functions whose parameters a library dictates."""


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    given = function.args
    return [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs) if one.arg not in ("self", "cls")]


def test_no_package_holds_too_much() -> None:
    files = Counter(path.parent.relative_to(ROOT).as_posix() for path in FILES)
    assert {package: count for package, count in files.items() if count > MOST_FILES} == {}
    assert files["bot"] <= MOST_LOOSE


def test_no_file_is_too_long() -> None:
    lines = {path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}
    assert sorted(lines.values())[len(lines) // 2] <= 100


def test_no_function_takes_too_much() -> None:
    every = [one for path in FILES for one in functions(path)]
    assert {one.name for one in every if len(parameters(one)) > MOST_PARAMETERS} == THEIRS


def test_no_public_class_name_has_two_meanings() -> None:
    names = Counter(
        node.name
        for path in FILES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_each_package_says_what_does_not_live_there() -> None:
    silent = []
    for path in sorted(BOT.rglob("__init__.py")):
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if "Not here" not in said and not {"migrations", "versions"} & set(path.parts):
            silent.append(path.parent.relative_to(ROOT).as_posix())
    assert silent == []


def test_the_tests_stand_in_the_same_tree() -> None:
    here = ROOT / "tests" / "bot"
    folders = {path.parent.relative_to(here) for path in here.rglob("*.py")}
    packages = {path.parent.relative_to(BOT) for path in FILES}
    assert folders <= packages
