"""What holds for the repository as a whole: the lock, the commands, what may stand in a file, what a start may load."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.surroundings import ROOT, environment


def tracked() -> list[Path]:
    """Every file that git knows, or would take, and that is there; in a folder that git does not know, every one."""
    names: list[str] = []
    if git := shutil.which("git"):
        asked = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=False)
        names = os.fsdecode(listed.stdout).split("\0")
    if "README.md" not in names:  # unpacked from an archive, or somebody else's
        names = [str(path.relative_to(ROOT)) for path in unpacked(ROOT)]
    return [path for name in names if name and (path := ROOT / name).is_file()]


def unpacked(folder: Path) -> Iterator[Path]:
    """Everything in a folder but what is hidden, made by Python or stored by Calfwise."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in ("__pycache__", "data") or (path / "pyvenv.cfg").is_file():
            continue
        yield from unpacked(path) if path.is_dir() and not path.is_symlink() else [path]


def test_the_files_are_found_with_git_and_without() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in tracked()}
    assert {"README.md", "bot/base/log.py", "content/check/rules.yaml", "docs/privacy.md"} <= names
    assert names >= {path.relative_to(ROOT).as_posix() for path in unpacked(ROOT / "bot") if path.suffix == ".py"}


# --- the lock --------------------------------------------------------------------------------------------------------


def locked() -> dict[str, str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)}


def wanted() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [Requirement(line) for line in (*project["project"]["dependencies"], *project["dependency-groups"]["dev"])]


@pytest.mark.parametrize("requirement", wanted(), ids=lambda requirement: requirement.name)
def test_the_lock_holds_what_the_project_asks_for(requirement: Requirement) -> None:
    version = locked()[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(version, prereleases=True)


def test_every_locked_package_has_a_hash() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    # A package may stand there more than once, for some Pythons each.
    assert {canonicalize_name(entry.partition("==")[0]) for entry in entries} == set(locked())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_runs_here_is_what_is_locked() -> None:
    from importlib.metadata import version

    assert version("discord.py") == locked()["discord-py"]
    assert version("python-telegram-bot") == locked()["python-telegram-bot"]


# --- what no file may say --------------------------------------------------------------------------------------------

# Written in two halves, so that this file does not say it either.
NOT_SAID = {
    "the host of a package registry": r"pypi\." r"org|python" r"hosted|registry\.npm" r"js|deb\.deb" r"ian\.org",
    "where a package index is": r"--(?:extra-)?index" r"-url|--find" r"-links|PIP_INDEX" r"_URL",
    "a path of one machine": r"(?<![\w.])/(?:root|work|Users)" r"/\w|(?<![\w.])/home/(?!calfwise)" r"\w",
}


@pytest.mark.parametrize("what", NOT_SAID)
def test_no_file_says(what: str) -> None:
    pattern = re.compile(NOT_SAID[what])
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        if match := pattern.search(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{path.relative_to(ROOT)}:{line}: {match[0]}")
    assert found == []


# --- the code --------------------------------------------------------------------------------------------------------

MODULES = sorted(path for package in ("bot", "flows") for path in (ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_the_terminal_chat_loads_no_adapter_library(tmp_path: Path) -> None:
    settings = environment(CALFWISE_DATA_DIR=str(tmp_path), CALFWISE_KEY_FILE=str(tmp_path / "keys"))

    def chat() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "bot", "chat", "--json"],
            input='{"command": "start"}\n',
            cwd=tmp_path,
            env=settings,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )

    chat()  # the first time the tables are made, and that may load what the second must not
    second = chat()
    assert second.stdout.startswith('{"replies"')
    loaded = {
        line.rsplit("|", 1)[1].strip().split(".")[0] for line in second.stderr.splitlines() if line.count("|") == 2
    }
    assert "flows" in loaded
    assert loaded & {"telegram", "discord", "aiohttp", "httpx", "alembic", "matplotlib", "hypothesis"} == set()


# --- the commands ----------------------------------------------------------------------------------------------------


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in readme
    assert "make test" in readme


def test_make_explains_itself_and_keeps_its_word() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"^#   make (\w+)", makefile, re.MULTILINE))
    assert {"run", "test", "check", "setup", "bench", "draw", "lock"} <= named
    assert named <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))


def test_ci_runs_check_and_test() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    lines = [line.strip() for line in script.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if line.startswith("make")] == [
        "make setup",
        "make check",
        "make coverage",
        'make test VENV=".venv-3.$there" PYTHON="$newest"',
    ]


def test_coverage_runs_what_test_runs_and_has_a_floor() -> None:
    recipes = dict(
        re.findall(r"^(test|coverage): .*\n\t(.*)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert recipes["coverage"] == recipes["test"] + " --cov"
    coverage = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["coverage"]
    assert coverage["run"] == {"branch": True, "source_pkgs": ["flows"]}
    assert coverage["report"]["fail_under"] > 90


def find_python(wanted: str, path: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(ROOT / "tools" / "find-python"), wanted],
        env={"PATH": path, **more},
        capture_output=True,
        encoding=sys.getfilesystemencoding(),  # it prints a path
        errors="surrogateescape",
        check=False,
    )


def fake_python(folder: Path, name: str, exit_status: int) -> Path:
    """A program that answers the question "are you new enough?" as told."""
    path = folder / name
    path.write_text(f"#!/bin/sh\nexit {exit_status}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_named_python_is_taken_or_refused_in_a_sentence(tmp_path: Path) -> None:
    assert find_python(sys.executable, "/bin").stdout.strip() == sys.executable
    refused = find_python(str(fake_python(tmp_path, "old", 1)), "/bin")
    assert refused.returncode == 1
    assert "is not a Python 3.11 or newer" in refused.stderr


def test_the_first_python_that_is_new_enough_is_found(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3", 1)
    good = fake_python(tmp_path, "python3.12", 0)
    assert find_python("", str(tmp_path)).stdout.strip() == str(good)


def dated_python(path: Path, version: tuple[int, int, int] | None) -> Path:
    """A program that tells its age as asked, or fails as the shim of a version that is not switched on does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    answer = "exit 127" if version is None else f"echo {version[0]}{version[1]:03}{version[2]:03}"
    path.write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_the_newest_python_is_found_wherever_it_is_on_path(tmp_path: Path) -> None:
    one, two = tmp_path / "one of them", tmp_path / "two"
    dated_python(one / "python3", (3, 11, 9))
    dated_python(one / "python3.14", None)
    newest = dated_python(two / "python3.13", (3, 13, 2))
    dated_python(two / "python3.12", (3, 12, 40))
    dated_python(two / "python3", (3, 13, 2))
    (two / "python3").rename(two / "python")
    (two / "python3.99").mkdir()
    (two / "python3.99-config").touch(mode=0o755)
    assert find_python("--newest", f"{one}:/nowhere:{two}").stdout.strip() == str(newest)


def test_the_newest_python_may_be_one_that_pyenv_keeps(tmp_path: Path) -> None:
    dated_python(tmp_path / "bin" / "python3", (3, 12, 1))
    kept = dated_python(tmp_path / "pyenv root" / "versions" / "3.13.0" / "bin" / "python3", (3, 13, 0))
    dated_python(tmp_path / "pyenv root" / "versions" / "3.8.18" / "bin" / "python3", None)
    path = str(tmp_path / "bin")
    assert find_python("--newest", path, PYENV_ROOT=str(tmp_path / "pyenv root")).stdout.strip() == str(kept)
    assert find_python("--newest", path).stdout.strip() == str(tmp_path / "bin" / "python3")


def test_the_newest_of_none_is_said_in_a_sentence(tmp_path: Path) -> None:
    dated_python(tmp_path / "python3", None)
    nothing = find_python("--newest", str(tmp_path))
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr.startswith("Calfwise needs Python 3.11 or newer, and none was found")


def test_a_real_python_tells_its_age(tmp_path: Path) -> None:
    if sys.version_info.releaselevel != "final" or sys.implementation.name != "cpython" or not find_spec("ensurepip"):
        pytest.skip("NOT TESTED: a real Python among the newest, since this one is no release that makes environments")
    (tmp_path / "python3").symlink_to(sys.executable)
    found = find_python("--newest", str(tmp_path))
    assert found.stdout.strip() == str(tmp_path / "python3"), found.stderr


def test_no_python_is_said_in_a_sentence(tmp_path: Path) -> None:
    fake_python(tmp_path, "python3", 1)
    nothing = find_python("", str(tmp_path))
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr.startswith("Calfwise needs Python 3.11 or newer, and none was found")
