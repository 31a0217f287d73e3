"""No word is left behind: every key that is not made from an id of the content is named in the code that says it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from flows.base.urgency import URGENCIES
from flows.talk.library import load_library

ROOT = Path(__file__).resolve().parent.parent

SPEAKERS = {
    "talk": "flows",
    "cards": "flows",
    "consent": "flows",
    "hours": "flows",
    "reminders": "flows",
    "progress": "flows",
    "summary": "flows",
    "zones": "flows",
    "telegram": "bot/adapters/telegram",
    "discord": "bot/adapters/discord",
    "terminal": "bot/adapters/terminal",
}
"""File of words → the folder whose code may name its keys without the file's name in front."""


def named_in(folder: Path) -> list[re.Pattern[str]]:
    """Every text that stands in the code there, its placeholders as "anything but a dot"."""
    patterns = []
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                patterns.append(re.compile(re.escape(node.value)))
            elif isinstance(node, ast.JoinedStr):
                said = [str(part.value) if isinstance(part, ast.Constant) else "" for part in node.values]
                if "".join(said).strip(".") not in {"", *SPEAKERS}:  # else it would stand for every key
                    patterns.append(re.compile("".join(re.escape(part) or "[^.]+" for part in said)))
    return patterns


@pytest.mark.parametrize("stem", SPEAKERS)
def test_every_key_is_used(stem: str) -> None:
    everywhere = [*named_in(ROOT / "flows"), *named_in(ROOT / "bot")]
    here = named_in(ROOT / SPEAKERS[stem])
    keys = [key for key in load_library().words.keys("en") if key.startswith(f"{stem}.")]
    idle = []
    for key in keys:
        short = key.removeprefix(f"{stem}.")
        first, _, rest = short.partition(".")
        short = rest if stem == "cards" and first in URGENCIES else short
        whole = (key, key.rpartition(".")[0])  # by itself, or as one of a list that is said whole
        if not any(p.fullmatch(one) for p in everywhere for one in whole) and not any(p.fullmatch(short) for p in here):
            idle.append(key)
    assert keys
    assert idle == []
