"""Reading one content file: plain data that remembers its lines, and problems said in plain sentences.

Content is edited by people who do not program, so whatever YAML 1.1 would quietly take for something else is refused
here: the country code `NO` read as false, a key written twice, a tab, an anchor that makes one place depend on another.
Reading goes on after a problem wherever it can, so that all of them are listed at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pydantic
import yaml

from flows.content.model_problems import Key, sentences

Model = TypeVar("Model")

_Places = dict[Key, tuple[int, Any]]
"""Key or list position → (line, the places inside it)."""

_ROOT = Path(__file__).resolve().parents[2]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NUMBER = re.compile(
    r"(?P<int>[-+]?(?:0|[1-9][0-9]*))|(?P<float>[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:e[-+]?[0-9]+)?)", re.IGNORECASE
)
_LEADING_ZERO = re.compile(r"[-+]?0[0-9_]+")
_OLD_BOOLEANS = frozenset(["y", "n", "yes", "no", "on", "off"])
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}

_PLAIN_SYNTAX = {
    "mapping values are not allowed in this context": "a colon stands where none can; put the text in quotes",
    "could not find expected ':'": "a key without its colon, or a text that should be in quotes",
    "did not find expected key": "a line is indented differently from its neighbours, or a quote is not closed",
    "did not find expected '-' indicator": "a list item is indented differently from its neighbours",
    "found unexpected end of stream": "a quote is not closed",
    "found character that cannot start any token": "a text begins with a sign that needs quotes, such as @ or `",
    "did not find expected ',' or ']'": "a list in [brackets] is not closed, or lacks a comma",
    "did not find expected ',' or '}'": "a mapping in {braces} is not closed, or lacks a comma",
    "did not find expected comment or line break": "more text follows where the line should end; put it in quotes",
}
_LEFT_OPEN = (
    "could not find expected ':'",
    "found unexpected end of stream",
    "did not find expected ',' or ']'",
    "did not find expected ',' or '}'",
)


class Document:
    """One file as read. `data` is None when there was nothing to read; `problems` are `file:line: sentence`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.data: Any = None
        self.problems: list[str] = []
        self._places: _Places = {}

    def line(self, *keys: Key) -> int:
        """Line (from 1) of a nested key or list item, or of the nearest place on the way to it that exists."""
        line, places = 1, self._places
        for key in keys:
            if key not in places:
                break
            line, places = places[key]
        return line

    def problem(self, sentence: str, *keys: Key) -> str:
        """The sentence with this file's name and the line of `keys` in front."""
        return f"{self.name}:{self.line(*keys)}: {sentence}"


def read_document(path: Path, root: Path = _ROOT) -> Document:
    """Read one file. Paths in problems are relative to `root`. Never raises for what the file holds."""
    document = Document(_relative(path, root))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        document.problems.append(f"{document.name}:1: this file cannot be read ({error.strerror}).")
        return document
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        document.problems.append(f"{document.name}:{line}: this is not UTF-8 text; save the file as UTF-8.")
        return document
    if "\t" in text:
        for number, content in enumerate(text.split("\n"), 1):
            if "\t" in content:
                document.problems.append(f"{document.name}:{number}: there is a tab; use spaces.")
        return document
    builder = _Builder(document)
    try:
        builder.build(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        document.data, document._places = None, {}
        document.problems.append(_syntax_problem(document.name, text, error))
    return document


def _relative(path: Path, root: Path) -> str:
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def _syntax_problem(name: str, text: str, error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        what = error.problem or "it cannot be read"
        # What was left open is found where it began; a line that stands wrong is the one that was met.
        began = error.context_mark if what in _LEFT_OPEN else None
        line = (began or error.problem_mark).line + 1
    else:
        position = getattr(error, "position", 0)
        line, what = text.count("\n", 0, position) + 1, getattr(error, "reason", "it cannot be read")
    return f"{name}:{line}: this is not valid YAML: {_PLAIN_SYNTAX.get(what, what)}."


class _Builder:
    """Turns the parser's events into data and places, one pass, no recursion."""

    def __init__(self, document: Document) -> None:
        self._document = document
        # Keys that were refused but had to be read on: (mapping, key). They are taken out again at the end.
        self._refused: list[tuple[dict[str, Any], str]] = []

    def build(self, events: Iterator[Any]) -> None:
        # The open containers: (container, its places). A mapping waits for a value when `key` holds its key.
        stack: list[tuple[Any, _Places, Key | None]] = []
        container: Any = None
        places: _Places = {}
        key: Key | None = None
        documents = 0
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                line = event.start_mark.line + 1
                if event.anchor is not None or event.tag is not None:
                    self._no_magic(event, line)
                if type(container) is dict and key is None:
                    key = self._key(event, line, container, places)
                    continue
                value = event.value if event.style else self._plain(event.value, line)
                inside: _Places = {}
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                line = event.start_mark.line + 1
                if event.anchor is not None or event.tag is not None:
                    self._no_magic(event, line)
                if type(container) is dict and key is None:
                    self._say(line, "a key must be a plain word, not a list or a mapping.")
                    key = self._refuse(container, f"? {line}")
                value, inside = ({} if kind is yaml.MappingStartEvent else []), {}
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                container, places, key = stack.pop()
                continue
            elif kind is yaml.AliasEvent:
                line = event.start_mark.line + 1
                self._say(line, f"an alias (*{event.anchor}) is not allowed; write the value out.")
                if type(container) is dict and key is None:
                    key = self._refuse(container, f"*{event.anchor}")
                    continue
                value, inside = None, {}
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._say(event.start_mark.line + 1, "a second document starts here (---); keep one a file.")
                    return
                continue
            else:
                continue

            if container is None:
                self._document.data, self._document._places = value, inside
            elif type(container) is list:
                places[len(container)] = (line, inside)
                container.append(value)
            else:
                assert key is not None
                # A key's own line was noted when the key was read; only what is inside it is new.
                places[key] = (places[key][0] if key in places else line, inside)
                container[key] = value
                key = None
            if kind is not yaml.ScalarEvent and kind is not yaml.AliasEvent:
                stack.append((container, places, key))
                container, places, key = value, inside, None
        for mapping, refused in self._refused:
            mapping.pop(refused, None)
        if self._document.data is None and not self._document.problems:
            self._say(1, "this file is empty.")

    def _key(self, event: Any, line: int, container: dict[str, Any], places: _Places) -> str:
        key: str = event.value
        if not event.style:
            lower = key.lower()
            if lower in _OLD_BOOLEANS or lower in _CONSTANTS:
                self._say(
                    line, f'the key {key or "(nothing)"} is not taken as a word by YAML; put it in quotes: "{key}".'
                )
            elif key == "<<":
                self._say(line, "merging with << is not allowed; write the keys out.")
                return self._refuse(container, key)
        if key in container:
            self._say(line, f'the key "{key}" is here twice; it was first written on line {places[key][0]}.')
            return self._refuse(container, f"{key} {line}")
        places[key] = (line, {})
        return key

    def _refuse(self, container: dict[str, Any], key: str) -> str:
        self._refused.append((container, key))
        return key

    def _plain(self, text: str, line: int) -> Any:
        """An unquoted value: nothing, true or false, a number, else text."""
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        first = text[0]
        if first.isdigit() or first in "+-":
            if match := _NUMBER.fullmatch(text):
                return int(text) if match["int"] else float(text)
            if _LEADING_ZERO.fullmatch(text):
                self._say(line, f'{text} begins with a zero, which is lost in a number; put it in quotes: "{text}".')
        elif len(text) <= 5:
            lower = text.lower()
            if lower in _OLD_BOOLEANS:
                self._say(
                    line,
                    f'{text} is taken for true or false by YAML; put it in quotes: "{text}", or write true or false.',
                )
            elif lower in _CONSTANTS:
                return _CONSTANTS[lower]
        return text

    def _no_magic(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            self._say(line, f"an anchor (&{event.anchor}) is not allowed; write the value out where it is needed.")
        if event.tag is not None:
            self._say(line, f"a tag ({event.tag}) is not allowed; leave it out.")

    def _say(self, line: int, sentence: str) -> None:
        self._document.problems.append(f"{self._document.name}:{line}: {sentence}")


# --- checking against a model ----------------------------------------------------------------------------------------


def validate(document: Document, model: type[Model] | pydantic.TypeAdapter[Model]) -> tuple[Model | None, list[str]]:
    """The document's data as `model`, or None and the problems, each `file:line: sentence`, in the file's order.

    A file that could not be read at all gives None and no further problems: its own are in `document.problems`.
    """
    if document.data is None:
        return None, []
    adapter = model if isinstance(model, pydantic.TypeAdapter) else pydantic.TypeAdapter(model)
    try:
        return adapter.validate_python(document.data), []
    except pydantic.ValidationError as error:
        found = sentences(document.data, error.errors(include_url=False))
        found.sort(key=lambda entry: document.line(*entry[0]))
        return None, [document.problem(sentence, *place) for place, sentence in found]
