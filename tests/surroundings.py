"""What a test run takes away of the machine it runs on, so that it is green wherever the folder lies and whoever runs it.

    take_away(patch)                  for the whole run: `FOREIGN` names leave the environment
    environment(CALFWISE_DATA_DIR=…)  what a process gets that a test starts: it finds the code from any folder
    spoken(log)                       a log without the names of the files in it, which may hold any word

Language, time zone, umask, user and the path of the folder stay as they are: a test that minds them is at fault.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent

SETTINGS = ("CALFWISE_", "TELEGRAM_", "DISCORD_")
"""How the names begin that may hold somebody's own tokens or database."""

TERMINAL = "TERM COLORTERM COLUMNS LINES NO_COLOR FORCE_COLOR CLICOLOR CLICOLOR_FORCE TTY_COMPATIBLE TTY_INTERACTIVE"
NETWORK = "SSL_CERT_FILE SSL_CERT_DIR SSLKEYLOGFILE"
DRAWING = "MPLBACKEND MATPLOTLIBRC"
PYTHON = "PYTHONSAFEPATH PYTHONINSPECT PYTHONOPTIMIZE PYTHONWARNINGS PYTHONDEVMODE PYTHONIOENCODING PYTHONVERBOSE"
FOREIGN = frozenset(f"{TERMINAL} {NETWORK} {DRAWING} {PYTHON}".split())
"""Names that change what a program shows, whom it trusts or how Python starts; proxies and `SETTINGS` go too."""


def take_away(patch: pytest.MonkeyPatch) -> None:
    """Take every name that is not ours out of the environment; `patch` puts them back."""
    for name in [name for name in os.environ if _is_foreign(name.upper())]:
        patch.delenv(name)


def _is_foreign(name: str) -> bool:
    return name in FOREIGN or name.startswith(SETTINGS) or name.endswith("_PROXY")


def environment(**more: str) -> dict[str, str]:
    """The environment for a process of ours that is started in a folder of its own, so that it finds no `.env`."""
    others = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{others}" if others else str(ROOT), **more}


def spoken(log: str) -> str:
    """The log lines without the names of files that are there: what is left is what was said, with line and function."""
    return "\n".join(json.dumps(_without_files(json.loads(line)), ensure_ascii=False) for line in log.splitlines())


def _without_files(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: _without_files(value) for key, value in told.items()}
    if isinstance(told, list):
        return [_without_files(value) for value in told]
    file, colon, place = str(told).rpartition(":")
    return place if colon and Path(file).is_absolute() and Path(file).is_file() else told
