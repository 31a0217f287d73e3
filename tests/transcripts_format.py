"""Transcripts: a conversation as a text file that a clinician can read, and a test that must hold.

    # A woman of 29 with an ache in one calf after a long flight.       the story; lines at the top, before anything else
    # not on: discord                                                   platforms that cannot do what the file does
    said: /start                        a command, or typed words
    shown: Which leg hurts?             must come, in this order, in the answer to the line above; longer ones go on indented
    never: unlikely                     must not come, in whatever case it is written
    choose: Left leg only               a tap; several labels with | between them answer a list with exactly these
    old button: Left leg only           a tap on a button of a question that is no longer open
    advance: PT24H                      time passes, timers fire
    verdict: self_care doms             the card in the answer: the urgency, and all that it may fit, best first

What `python -m bot chat --save FILE` writes is read too. Spaces, line ends and bullets do not matter. After words have
changed, `python -m tests.transcripts_update --update` writes the `shown:` lines anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal

import msgspec

from flows.base.urgency import URGENCIES

Verb = Literal["said", "choose", "old button", "advance"]
PLATFORMS = ("engine", "terminal", "telegram", "discord")
FOLDER = Path(__file__).parent / "transcripts"

_LINE = re.compile(r"(said|choose|old button|advance|shown|never|verdict): ?(.*)")
_BULLET = re.compile(r"^\s*[-•]\s+", re.MULTILINE)


@dataclass
class Act:
    """One thing that the person did, and what must come of it. `line` counts from 1."""

    line: int
    verb: Verb
    words: str
    shown: list[str] = field(default_factory=list)
    shown_lines: list[int] = field(default_factory=list)
    """In which line each of `shown` begins."""
    never: list[str] = field(default_factory=list)
    verdict: tuple[str, ...] = ()
    """The urgency, then the fits; empty if no card is expected."""

    @property
    def labels(self) -> list[str]:
        """The labels of a `choose`."""
        return [label.strip() for label in self.words.split(" | ")]

    @property
    def duration(self) -> timedelta:
        """The time of an `advance`."""
        return msgspec.convert(self.words, timedelta, strict=False)


@dataclass
class Transcript:
    """One file."""

    name: str
    story: str
    not_on: frozenset[str]
    acts: list[Act]

    @property
    def typed(self) -> bool:
        """Whether anything but commands is typed."""
        return any(act.verb == "said" and not act.words.startswith("/") for act in self.acts)


def parse(text: str, name: str) -> Transcript:
    """The transcript in `text`; `ValueError` says in which line of `name` something is wrong."""
    story: list[str] = []
    not_on: set[str] = set()
    acts: list[Act] = []
    block: list[str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#") and not acts:
            words = line.lstrip("# ").rstrip()
            if words.startswith("not on:"):
                not_on |= set(words.removeprefix("not on:").replace(",", " ").split())
            else:
                story.append(words)
        elif line[:1].isspace() and line.strip() and block is not None:
            block[-1] += "\n" + line.strip()
        elif line.strip():
            block = _line(line, number, name, acts)
    if not acts:
        raise ValueError(f"{name}: nothing is said in it")
    if not not_on <= set(PLATFORMS):
        raise ValueError(f"{name}: there is no {', '.join(sorted(not_on - set(PLATFORMS)))}")
    return Transcript(name, " ".join(story), frozenset(not_on), acts)


def _line(line: str, number: int, name: str, acts: list[Act]) -> list[str] | None:
    """Take one line; returns the list whose last text an indented line continues."""
    found = _LINE.fullmatch(line.rstrip())
    if found is None:
        raise ValueError(
            f"{name}:{number}: a line begins with said, choose, old button, advance, shown, never or verdict: {line!r}"
        )
    verb, words = found[1], found[2]
    if verb in ("shown", "never", "verdict"):
        if not acts:
            raise ValueError(f"{name}:{number}: {verb} comes before anything was said")
        if verb != "verdict":
            texts = acts[-1].shown if verb == "shown" else acts[-1].never
            texts.append(words)
            if verb == "shown":
                acts[-1].shown_lines.append(number)
            return texts
        acts[-1].verdict = tuple(words.split())
        if not acts[-1].verdict or acts[-1].verdict[0] not in URGENCIES:
            raise ValueError(f"{name}:{number}: there is no such urgency: {words!r}")
        return None
    if not words:
        raise ValueError(f"{name}:{number}: nothing follows {verb!r}")
    acts.append(Act(number, verb, words))  # type: ignore[arg-type]  # the pattern knows only verbs
    return None


def with_shown(text: str, anew: dict[int, str]) -> str:
    """The text of a transcript with other words in the `shown:` lines that begin at these numbers; all else as it is."""
    lines: list[str] = []
    replaced = False
    for number, line in enumerate(text.splitlines(), 1):
        if replaced and line[:1].isspace() and line.strip():
            continue
        replaced = number in anew
        if replaced:
            first, *more = [part.strip() for part in anew[number].splitlines() if part.strip()]
            lines += [f"shown: {first}", *(f"    {part}" for part in more)]
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def read(path: Path) -> Transcript:
    """The transcript in a file."""
    return parse(path.read_text(encoding="utf-8"), path.name)


def files(on: str = "") -> list[Path]:
    """All transcripts, in order of their names; with `on`, only those that this platform can do."""
    return [path for path in sorted(FOLDER.glob("*.txt")) if not on or on not in read(path).not_on]


def squeezed(text: str) -> str:
    """The text as it is compared: without bullets, every stretch of white space one space."""
    return " ".join(_BULLET.sub("", text).split())
