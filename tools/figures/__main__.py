"""`python -m tools.figures` draws every picture anew; `--check` only says which are stale (exit code 1)."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor

from tools.figures.loading import MEDIA, BrokenPictures
from tools.figures.plan import MANIFEST, SHEET, Task, code_hash, made_from, problems, sheet_entry, tasks


def main(arguments: list[str]) -> int:
    """Runs one of the two; the exit code."""
    try:
        return _check() if "--check" in arguments else _draw(arguments)
    except BrokenPictures as error:
        _say(*error.problems)
        return 1


def _check() -> int:
    found = problems()
    if found:
        _say(*found, "Run `make figures` and commit what it draws.")
    return 1 if found else 0


def _draw(only: list[str]) -> int:
    """Draws all pictures, or only those named (for trying out a figure)."""
    from tools.figures.sheet import contact_sheet

    every = tasks()
    chosen = [task for task in every if not only or task.name in only]
    MEDIA.mkdir(exist_ok=True)
    manifest = json.loads(MANIFEST.read_text("utf-8")) if only and MANIFEST.exists() else {}
    code = code_hash()
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        for task, files in zip(chosen, pool.map(_make, chosen), strict=True):
            for name, data in files.items():
                (MEDIA / name).write_bytes(data)
                manifest[name] = {"made_from": made_from(task, code), "file": hashlib.sha256(data).hexdigest()}
                _say(f"{name}: {len(data) / 1000:.0f} kB")
    known = {file for task in every for file in task.files}
    for path in MEDIA.iterdir():
        if path.name not in known and path != MANIFEST and not only:
            path.unlink()
    MANIFEST.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")
    shown = {name: (MEDIA / name).read_bytes() for name in sorted(known) if (MEDIA / name).exists()}
    SHEET.write_bytes(contact_sheet(shown))
    manifest[SHEET.name] = sheet_entry(manifest)
    MANIFEST.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")
    return 0


def _make(task: Task) -> dict[str, bytes]:
    return task.make()


def _say(*lines: str) -> None:
    sys.stderr.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
