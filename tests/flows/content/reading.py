"""Reading a text as if it stood in a file of the content."""

from __future__ import annotations

from pathlib import Path

from flows.content.strict_yaml import Document, read_document


def read_text(tmp_path: Path, text: str | bytes) -> Document:
    path = tmp_path / "content" / "some.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_document(path, root=tmp_path)


def only_problem(tmp_path: Path, text: str | bytes) -> str:
    document = read_text(tmp_path, text)
    assert len(document.problems) == 1, document.problems
    return document.problems[0]
