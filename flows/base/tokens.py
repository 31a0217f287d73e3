"""Acts, and button tokens that explain themselves: `k1.<sid>.<turn>.<act>`, at most 64 ASCII bytes, readable after any restart."""

from __future__ import annotations

import re

import msgspec

LIMIT = 64
_SHAPE = re.compile(r"k1\.([a-z2-7]{6})\.(\d{1,6})\.([+-]?[A-Za-z0-9_]+(?:\.[A-Za-z0-9_+-]+)?)", re.ASCII)


class Act(msgspec.Struct, frozen=True):
    """What a button does: `word` says what, `argument` with what (`pain.3`); a tick keeps its sign (`+look`, `-look`)."""

    word: str
    argument: str = ""

    @classmethod
    def of(cls, text: str) -> Act:
        """The act of a button's id, or of a token's last part."""
        word, _, argument = text.partition(".")
        return cls(word, argument)

    @property
    def whole(self) -> str:
        """The act as it stands in a button's id."""
        return f"{self.word}.{self.argument}" if self.argument else self.word

    @property
    def number(self) -> int | None:
        """The argument as a whole number, or None if it is none."""
        return int(self.argument) if self.argument.isascii() and self.argument.isdigit() else None


class Token(msgspec.Struct, frozen=True):
    """What a tapped button says: whose conversation, which turn, and what to do.

    `act` is `question.option` (an answer), `+question.option` / `-question.option` (tick and untick), or a word such as
    `done`, `back`, `why`, `pick`, or `word.argument` such as `country.GB` or `age.30-39`.
    """

    sid: str
    turn: int
    act: str

    @property
    def word(self) -> str:
        """The part before the dot, without a sign: a question's id or the name of an act."""
        return self.act.lstrip("+-").partition(".")[0]

    @property
    def argument(self) -> str:
        """The part after the dot, or an empty string."""
        return self.act.partition(".")[2]


OTHERS = "7"
"""What the sid of a check for somebody else begins with, and no other: its buttons are known when it is long erased."""


def own_sid(fresh: str) -> str:
    """A sid for the person's own conversation, from six random characters."""
    return f"a{fresh[1:]}" if fresh.startswith(OTHERS) else fresh


def others_sid(fresh: str) -> str:
    """A sid for a check for somebody else, from six random characters."""
    return OTHERS + fresh[1:]


def beginning(sid: str, turn: int) -> str:
    """What all tokens of one turn begin with; the act follows."""
    return f"k1.{sid}.{turn}."


def make(sid: str, turn: int, act: str) -> str:
    """The token for one button; raises `ValueError` if it would not fit every platform, or could not be read back."""
    token = beginning(sid, turn) + act
    if len(token) > LIMIT:
        raise ValueError(f"button token longer than {LIMIT} bytes: {token}")
    if not _SHAPE.fullmatch(token):
        raise ValueError(f"button token that cannot be read back: {token}")
    return token


def parse(token: str) -> Token | None:
    """The parts of a token, or None for anything that is not one of ours."""
    match = _SHAPE.fullmatch(token) if len(token) <= LIMIT else None
    return Token(match[1], int(match[2]), match[3]) if match else None
