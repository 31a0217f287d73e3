"""All that is said, by language and key: `words/<language>/<file>.yaml` becomes `<file>.<key>.<key>`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows.content.strict_yaml import Document, read

FALLBACK = "en"


class Words:
    """The words of every language. A key holds one text or a list of short lines."""

    def __init__(
        self, texts: dict[str, dict[str, str | tuple[str, ...]]], documents: dict[str, dict[str, Document]]
    ) -> None:
        self._texts = texts
        self.documents = documents
        self.languages = tuple(sorted(texts))
        below: dict[tuple[str, str], list[str]] = {}
        for language, keys in texts.items():
            for key in keys:
                parent, _, last = key.rpartition(".")
                below.setdefault((language, parent), []).append(last)
        self._below = {place: tuple(names) for place, names in below.items()}

    def text(self, language: str, key: str, /, **values: object) -> str:
        """The text of `key` with `{placeholders}` filled; English where the language has none. Raises `KeyError`."""
        texts = self._texts.get(language)
        found = texts.get(key) if texts is not None else None
        if not isinstance(found, str):
            found = self._find(language, key)
            if not isinstance(found, str):
                raise KeyError(key)
        return found.format_map(values) if values else found

    def lines(self, language: str, key: str) -> tuple[str, ...]:
        """The lines of `key`; a single text counts as one line, and a missing key as none."""
        found = self._find(language, key)
        return () if found is None else (found,) if isinstance(found, str) else found

    def under(self, language: str, key: str) -> tuple[str, ...]:
        """The last parts of the keys right below `key`, in the order of the file; English where the language has none."""
        found = self._below.get((language, key))
        return found if found is not None else self._below.get((FALLBACK, key), ())

    def has(self, language: str, key: str) -> bool:
        """Whether the language itself (or English) has this key."""
        return self._find(language, key) is not None

    def keys(self, language: str) -> tuple[str, ...]:
        """Every key of one language."""
        return tuple(self._texts.get(language, {}))

    def _find(self, language: str, key: str) -> str | tuple[str, ...] | None:
        texts = self._texts.get(language)
        found = texts.get(key) if texts is not None else None
        return found if found is not None else self._texts[FALLBACK].get(key)


def load_words(folder: Path, root: Path) -> tuple[Words, list[str]]:
    """All words under `folder`, and every problem as `file:line: sentence`."""
    problems: list[str] = []
    texts: dict[str, dict[str, str | tuple[str, ...]]] = {FALLBACK: {}}
    documents: dict[str, dict[str, Document]] = {FALLBACK: {}}
    for path in sorted(folder.glob("*/*.yaml")):
        language = path.parent.name
        document = read(path, root)
        problems.extend(document.problems)
        documents.setdefault(language, {})[path.stem] = document
        if not document.problems:
            _flatten(document, document.data, (), path.stem, texts.setdefault(language, {}), problems)
    return Words(texts, documents), problems


def _flatten(
    document: Document,
    data: Any,
    place: tuple[str | int, ...],
    prefix: str,
    out: dict[str, str | tuple[str, ...]],
    problems: list[str],
) -> None:
    if isinstance(data, dict):
        for key, value in data.items():
            _flatten(document, value, (*place, key), f"{prefix}.{key}", out, problems)
    elif isinstance(data, str) and data.strip():
        out[prefix] = data.strip("\n")
    elif isinstance(data, list) and data and all(isinstance(item, str) and item.strip() for item in data):
        out[prefix] = tuple(item.strip() for item in data)
    else:
        problems.append(document.problem("words are a text, or a list of texts; put numbers in quotes.", *place))
