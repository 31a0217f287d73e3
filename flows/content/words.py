"""All that is said, by language and key: `words/<language>/<file>.yaml` becomes `<file>.<key>.<key>`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from flows.content.problems import Place, Problems
from flows.content.strict_yaml import Document, read_document

FALLBACK = "en"

LONGEST_LABEL = 32
"""The most characters of a label, so that it fits a phone's button."""


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

    def missing(self, language: str, wanted: Iterable[tuple[Place, str]]) -> Iterator[tuple[Place, str]]:
        """Those of the keys wanted that are not there; what stands in a file that could not be read is not missing."""
        unread = {stem for stem, file in self.documents[language].items() if file.problems}
        for place, key in wanted:
            if not self.has(language, key) and key.partition(".")[0] not in unread:
                yield place, key

    def _find(self, language: str, key: str) -> str | tuple[str, ...] | None:
        texts = self._texts.get(language)
        found = texts.get(key) if texts is not None else None
        return found if found is not None else self._texts[FALLBACK].get(key)


def load_words(folder: Path, problems: Problems) -> Words:
    """Read all words of a content folder."""
    texts: dict[str, dict[str, str | tuple[str, ...]]] = {FALLBACK: {}}
    documents: dict[str, dict[str, Document]] = {FALLBACK: {}}
    for path in sorted((folder / "words").glob("*/*.yaml")):
        language, stem = path.parent.name, path.stem
        document = read_document(path, folder.parent)
        problems.extend(document.problems)
        documents.setdefault(language, {})[stem] = document
        if not document.problems:
            found = texts.setdefault(language, {})
            for place in _flatten(document.data, stem, (), found):
                problems.add(document, "words are a text, or a list of texts; put numbers in quotes.", *place)
    return Words(texts, documents)


def read_words_file(words: Words, language: str, stem: str, problems: Problems) -> Document | None:
    """Give one file of words; None if it is missing, which is noted, or could not be read, which was noted before."""
    file = words.documents[language].get(stem)
    if file is None:
        problems.extend([f"content/words/{language}/{stem}.yaml:1: this file is missing."])
    return None if file is None or file.problems else file


def _flatten(data: Any, key: str, place: Place, found: dict[str, str | tuple[str, ...]]) -> list[Place]:
    """Put all words below `place` into `found`; give the places where something else stands."""
    if isinstance(data, dict):
        return [
            wrong for name, value in data.items() for wrong in _flatten(value, f"{key}.{name}", (*place, name), found)
        ]
    if isinstance(data, str) and data.strip():
        found[key] = data.strip("\n")
    elif isinstance(data, list) and data and all(isinstance(item, str) and item.strip() for item in data):
        found[key] = tuple(item.strip() for item in data)
    else:
        return [place]
    return []
