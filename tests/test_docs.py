"""The pages for developers say what is so: files, functions, packages, words, and the code that is shown."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.flows.support import Chat, texts
from tests.surroundings import ROOT
from tools.structure.turn import trace_turns

DOCS = ROOT / "docs"
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"(?:[\w.]+/)+[\w.]+\.\w+")
_CALL = re.compile(r"([\w.]+)\(\)")


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def names_in(path: Path) -> frozenset[str]:
    """All that a file defines, as `function`, `Class` and `Class.method`; also what stands on the left of a `=` at the top."""
    names: set[str] = set()

    def look(nodes: list[ast.stmt], before: str) -> None:
        for node in nodes:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                names.add(before + node.name)
            if isinstance(node, ast.ClassDef):
                look(node.body, f"{node.name}.")
            if isinstance(node, ast.Assign):
                names.update(one.id for one in node.targets if isinstance(one, ast.Name))
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                names.add(before + node.target.id)

    look(ast.parse(path.read_text(encoding="utf-8")).body, "")
    return frozenset(names)


# --- the tour --------------------------------------------------------------------------------------------------------


def steps(text: str) -> list[tuple[str, str]]:
    """Each function that a page names, with the file that was named last before it; a file alone has no function."""
    found: list[tuple[str, str]] = []
    file = ""
    for code in _CODE.findall(text):
        if _PATH.fullmatch(code) and code.endswith(".py"):
            file = code
            found.append((file, ""))
        elif call := _CALL.fullmatch(code):
            found.append((file, call[1]))
    return found


TOUR = steps(page("docs/tour.md"))


@pytest.mark.parametrize(("file", "function"), TOUR)
def test_the_tour_names_what_is_there(file: str, function: str) -> None:
    assert (ROOT / file).is_file()
    names = names_in(ROOT / file)
    assert not function or function in names


def test_the_tour_leaves_no_file_out_that_its_turns_enter() -> None:
    tap, danger, _ = trace_turns(ROOT)
    named = {file.removeprefix("flows/") for file, _ in TOUR}
    entered = {file for trace in (tap, danger) for file, _ in trace.entered if not file.startswith("understand/")}
    assert entered - named == set()


def test_a_step_that_is_not_there_would_be_noticed() -> None:
    assert steps("`flows/a.py` `go()` and `b()`, `flows/c.py` `D.e()`") == [
        ("flows/a.py", ""),
        ("flows/a.py", "go"),
        ("flows/a.py", "b"),
        ("flows/c.py", ""),
        ("flows/c.py", "D.e"),
    ]
    assert {"advance", "Seen", "Seen.changed", "DOUBLE_TAP"} <= names_in(ROOT / "flows/turn/engine.py")
    assert "Seen.gone" not in names_in(ROOT / "flows/turn/engine.py")


# --- code that is shown ----------------------------------------------------------------------------------------------

_SHOWN = re.compile(r"(<!-- code: (\S+?)(?:: ([\w, ]+))? -->\n)(.*?)(<!-- end of code -->)", re.DOTALL)
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (*DOCS.rglob("*.md"), *ROOT.glob("*.md")))
SHOWING = ("docs/adding-a-flow.md",)
"""The pages that show code."""


def with_code(text: str) -> str:
    """A page with the code between its markers as it stands in the files."""
    return _SHOWN.sub(lambda block: f"{block[1]}{_block(ROOT / block[2], block[3] or '')}{block[5]}", text)


def _block(path: Path, names: str) -> str:
    code = path.read_text(encoding="utf-8")
    if names:
        code = "\n\n".join(_part(code, name) for name in names.split(", "))
    kind = {".py": "python", ".yaml": "yaml"}[path.suffix]
    return f"\n```{kind}\n{code.strip()}\n```\n\n"


def _part(code: str, name: str) -> str:
    """One function of a file, with its decorators."""
    nodes = [node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef) and node.name == name]
    assert nodes, f"{name} is not there"
    first = min([nodes[0].lineno, *(one.lineno for one in nodes[0].decorator_list)])
    return "\n".join(code.splitlines()[first - 1 : nodes[0].end_lineno]) + "\n"


@pytest.mark.parametrize("name", SHOWING)
def test_the_code_on_a_page_is_that_of_the_file(name: str) -> None:
    assert page(name) == with_code(page(name)), "python -m tests.test_docs writes it anew"


def test_code_is_shown_where_it_is_compared() -> None:
    assert [name for name in PAGES if _SHOWN.search(page(name))] == list(SHOWING)
    shown = {block[2] for name in SHOWING for block in _SHOWN.finditer(page(name))}
    assert {"examples/adapter.py", "examples/shoes/flow.py", "tests/test_examples.py"} <= shown
    assert "```python" not in _SHOWN.sub("", "".join(map(page, SHOWING)))


# --- the architecture ------------------------------------------------------------------------------------------------

ARCHITECTURE = page("docs/architecture.md")
KNOWN_DOUBLES: frozenset[str] = frozenset()
"""Public class names that stand for two things, and are to be told apart."""


def part(text: str, title: str) -> str:
    """What stands under a heading of the second level."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, title
    return found[1]


def modules() -> list[Path]:
    return [path for root in ("flows", "bot") for path in sorted((ROOT / root).rglob("*.py"))]


@cache
def classes() -> Counter[str]:
    """Every public class of `flows` and `bot`, and in how many files there is one of that name."""
    found = [
        node.name
        for path in modules()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    return Counter(found)


def packages(root: str) -> set[str]:
    return {f"{root}/{path.parent.name}/" for path in (ROOT / root).glob("*/__init__.py")}


def test_a_package_of_flows_stands_in_its_tier() -> None:
    contract = next(one for one in contracts() if one.get("containers") == ["flows"])
    tiers = [re.split(r"[ |():]+", line.strip("( )")) for line in contract["layers"]]
    tier_of = {f"flows/{name}/": number for number, names in enumerate(tiers) for name in names}
    named = _CODE.findall("".join(line.split("|")[2] for line in tables("The packages of `flows`")))
    assert set(named) == packages("flows") == set(tier_of)
    assert [tier_of[name] for name in named] == sorted(tier_of.values())


def contracts() -> list[dict[str, Any]]:
    """The contracts on imports."""
    read = tomllib.loads(page("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    return list(read)


def tables(title: str) -> list[str]:
    """The rows of the table under a heading."""
    return [line for line in part(ARCHITECTURE, title).splitlines() if line.startswith("| ")][2:]


def test_every_package_and_loose_file_of_bot_stands_there() -> None:
    named = _CODE.findall("".join(line.split("|")[1] for line in tables("The packages of `bot`")))
    loose = {f"bot/{path.name}" for path in (ROOT / "bot").glob("*.py") if not path.name.startswith("__")}
    assert set(named) == packages("bot") | loose


def test_a_class_of_the_glossary_is_there() -> None:
    words = tables("Glossary")
    assert words == sorted(words, key=str.casefold)
    named = {code for line in words for code in _CODE.findall(line) if re.fullmatch(r"[A-Z]\w+", code)}
    aliases = {name for path in modules() for name in names_in(path) if "." not in name}
    assert named - set(classes()) <= aliases, "a type made of others is no class, and is there all the same"
    assert {"Turn", "Frame", "Flow", "Act", "Registry", "Ways", "Show", "OutboxRow", "DueTimer"} <= named


def test_no_public_class_name_stands_for_two_things() -> None:
    assert {name for name, count in classes().items() if count > 1} == KNOWN_DOUBLES


# --- every page ------------------------------------------------------------------------------------------------------

TO_BE_MADE = {"flows/shoes/flow.py", "content/words/en/shoes.yaml"}
"""What a page tells somebody to make."""
TOP = tuple(f"{path.name}/" for path in sorted(ROOT.iterdir()) if path.is_dir())


@pytest.mark.parametrize("name", [name for name in PAGES if name != "docs/evidence.md"])
def test_a_file_or_folder_that_a_page_names_is_there(name: str) -> None:
    named = {code for code in _CODE.findall(page(name)) if code.startswith(TOP) and not re.search(r"[<{*\s…]", code)}
    assert [path for path in sorted(named - TO_BE_MADE) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", [name for name in PAGES if name != "CHANGELOG.md"])
def test_a_command_that_a_page_names_is_there(name: str) -> None:
    targets = set(re.findall(r"^([\w-]+):", page("Makefile"), re.MULTILINE))
    assert set(re.findall(r"`make ([\w-]+)", page(name))) <= targets
    for module in re.findall(r"python -m ([\w.]+)", page(name)):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), module


def test_the_newest_release_is_the_version() -> None:
    version = tomllib.loads(page("pyproject.toml"))["project"]["version"]
    headings = re.findall(r"^## \[(.+?)\](?: - (\d{4}-\d\d-\d\d))?$", page("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == ("Unreleased", "")
    assert headings[1][0] == version
    assert headings[1][1], "a release has a day"
    days = [day for _, day in headings[1:]]
    assert days == sorted(days, reverse=True)


# --- forms for issues ------------------------------------------------------------------------------------------------

FORMS = sorted(path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_says_first_when_to_call_for_help_and_asks_for_nothing_personal(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    first, *_, last = form["body"]
    assert first["type"] == "markdown"
    assert "call your emergency number" in first["attributes"]["value"]
    assert "No personal data" in first["attributes"]["value"]
    assert last["type"] == "checkboxes"
    assert all(option["required"] for option in last["attributes"]["options"])
    ids = [one["id"] for one in form["body"][1:]]
    assert len(ids) == len(set(ids))


def test_there_is_a_form_for_each_kind_of_report() -> None:
    assert [path.stem for path in FORMS] == ["misread_text", "wrong_answer"]


if __name__ == "__main__":
    for showing in SHOWING:
        (ROOT / showing).write_text(with_code(page(showing)), encoding="utf-8")


# --- running it ------------------------------------------------------------------------------------------------------


def test_whoever_runs_it_finds_every_error_of_the_log() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py")]
    events = {name for text in sources for name in re.findall(r"log\.error\(\s*\"(\w+)\"", text)}
    events |= {name for text in sources for name in re.findall(r"\.trouble\(\"(\w+)\"[^)]*grave=True", text)}
    assert {"urgent_not_delivered", "token_withdrawn", "platform_off"} <= events
    assert not events - set(_CODE.findall(page("docs/operating.md")))


# --- the conversation that README.md begins with ---------------------------------------------------------------------


def letters(text: str) -> str:
    """The text without what README.md sets otherwise: lines, bullets and marks between clauses."""
    return re.sub(r"\W+", " ", text).strip().lower()


def test_the_readme_shows_what_the_bot_says() -> None:
    told, card = page("README.md").split("```\n")[1].removeprefix("Calfwise").strip().split("\n\n")
    chat = Chat()
    chat.command("check")
    for question, label in re.findall(r"(.*?) > (\S.*)(?:\n|$)", told.replace("\n           (Puffing", " (Puffing")):
        assert letters(question) in letters(texts(chat.seen)), question
        chat.choose(next(one.id for one in chat.screen.choices if one.label == label))
    assert letters("You need to be seen today. A few more answers help the doctor.") in letters(texts(chat.seen))
    *lines, buttons = re.sub(r"\n {13}", " ", card).splitlines()
    assert [one for one in lines if letters(one.removesuffix("…")) not in letters(chat.screen_text)] == []
    assert re.findall(r"\[(.*?)\]", buttons) == [one.label for one in chat.screen.choices]
