"""Pages of docs/ that are generated: written anew, or compared with what stands there."""

from __future__ import annotations

from pathlib import Path

import typer

DOCS = Path(__file__).resolve().parents[2] / "docs"


def update_page(page: Path, text: str, *, only_check: bool) -> int:
    """Write `text` to `page`, or only compare them; returns 1 if the page is out of date, else 0."""
    name = f"{page.parent.name}/{page.name}"
    if only_check:
        if page.exists() and page.read_text(encoding="utf-8") == text:
            return 0
        typer.echo(f"{name} is out of date: run `make draw` and commit it.", err=True)
        return 1
    page.parent.mkdir(exist_ok=True)
    page.write_text(text, encoding="utf-8")
    typer.echo(f"written: {name}")
    return 0
