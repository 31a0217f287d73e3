"""From typed text to words: one spelling, emoji as words, contractions opened, typing mistakes mended."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations

import msgspec
from rapidfuzz.distance import OSA

LONGEST = 4000
"""Characters that are read; what comes after them is not."""
MOST_WORDS = 2000
"""Words that are read."""
SHORTEST_MENDED = 5
"""Letters below which a word is never taken for a mistyped one: too many short words are one letter apart."""
TWICE_MENDED = 8
"""Letters from which a word may have two mistakes."""
LONGEST_MENDED = 16

_PIECE = re.compile(r"[^\W_]+(?:['&][^\W_]+)*|[.!?;:,\n()/\-]+", re.UNICODE)
_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": " ", "”": " ", '"': " ", "–": "-", "—": "-", "…": "."}
)
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_GLUED = re.compile(r"(\d+)([a-z]+)")

HARD, SOFT = 2, 1
"""What stands before a word: the end of a sentence, or a comma and its like (0: nothing)."""

Row = tuple[str, ...]
Joined = Mapping[str, list[tuple[Row, Row]]]
"""The first word of a row of words → such rows and what is read instead."""


class Word(msgspec.Struct, frozen=True):
    """One word as it is understood, and what stands between it and the word before (0, SOFT or HARD)."""

    text: str
    gap: int
    asked: bool = False


class Speller:
    """Mends typing mistakes against the words of a lexicon; deterministic, a few µs a word."""

    def __init__(self, vocabulary: Iterable[str], stems: Iterable[str], ordinary: Iterable[str]) -> None:
        self.known = frozenset(vocabulary)
        self.stems = frozenset(stems)
        self.ordinary = frozenset(ordinary)
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.known):
            if len(word) >= SHORTEST_MENDED and word.isalpha():
                for cut in _cuts(word):
                    self._near[cut].append(word)
        self.mend = lru_cache(maxsize=20_000)(self._mend)

    def _mend(self, word: str) -> str:
        """The known word that this is, or almost is; the word itself if there is none."""
        if word in self.known or word in self.ordinary:
            return word
        if len(word) == SHORTEST_MENDED - 1 and word.isalpha():
            return self._swapped(word)
        if not SHORTEST_MENDED <= len(word) <= LONGEST_MENDED:
            return word
        if (
            not word.isascii()
            or not word.isalpha()
            or any(word[:size] in self.stems for size in range(4, len(word) + 1))
        ):
            return word
        for ending in ("s", "ed", "ing", "ly"):
            if word.endswith(ending) and (word[: -len(ending)] in self.ordinary or word[: -len(ending)] in self.known):
                return word
        best, least = word, 3
        for cut in _cuts(word):
            for near in self._near.get(cut, ()):
                away = OSA.distance(word, near, score_cutoff=2)
                # The first letter is seldom mistyped, and words that begin differently mostly mean something else.
                away += near[0] != word[0]
                allowed = 2 if min(len(near), len(word)) >= TWICE_MENDED else 1
                if away <= allowed and (away, near) < (least, best):
                    best, least = near, away
        return best

    def _swapped(self, word: str) -> str:
        """A word of four letters, two of which changed places ("claf"); no other mistake is mended in one so short."""
        for place in range(len(word) - 1):
            other = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
            if other in self.known:
                return other
        return word


def _cuts(word: str) -> set[str]:
    """The word, and the word with one letter (of long ones: up to two) left out."""
    cuts = {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}
    if len(word) >= TWICE_MENDED:
        cuts |= {word[:i] + word[i + 1 : j] + word[j + 1 :] for i, j in combinations(range(len(word)), 2)}
    return cuts


def words_of(
    text: str,
    speller: Speller,
    emoji: Mapping[str, str],
    rewrites: Mapping[str, tuple[str, ...]],
    joined: Joined,
) -> list[Word]:
    """The words of a text. `rewrites` opens one word into several; `joined` the same for rows of words, by the first."""
    # One character can become eighteen, so that it is cut twice.
    text = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST].lower().translate(_QUOTES)
    if not text.isascii():
        text = "".join(f" {emoji[one]} " if one in emoji else one for one in text)
        text = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    pieces: list[tuple[str, int]] = []
    asked: list[int] = []
    opened: dict[str, tuple[str, ...]] = {}
    gap = HARD
    for match in _PIECE.finditer(text):
        piece = match[0]
        if not (piece[0].isalnum()):
            if "?" in piece:
                asked.append(len(pieces))
            gap = max(gap, _gap(piece, text, match.start(), match.end()))
            continue
        if piece not in opened:
            opened[piece] = tuple(_opened(piece, speller, rewrites))
        for part in opened[piece]:
            pieces.append((part, gap))
            gap = 0
        if len(pieces) >= MOST_WORDS:
            break
    pieces = _joined(pieces, joined)
    return _with_questions(pieces, asked)


def _gap(piece: str, text: str, start: int, end: int) -> int:
    if any(one in piece for one in "!?;\n") or ("." in piece):
        return 0 if piece == "." and text[start - 1 : start].isdigit() and text[end : end + 1].isdigit() else HARD
    if piece in ("/", "-"):
        spaced = text[start - 1 : start].isspace() or text[end : end + 1].isspace()
        return SOFT if spaced else 0
    return SOFT


def _opened(piece: str, speller: Speller, rewrites: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    if piece in rewrites:
        return rewrites[piece]
    piece = _DRAWN_OUT.sub(r"\1\1" if _DRAWN_OUT.sub(r"\1\1", piece) in speller.known else r"\1", piece)
    if piece in rewrites:
        return rewrites[piece]
    if "&" in piece:
        return [word for part in piece.split("&") if part for word in _opened(part, speller, rewrites)]
    if "'" in piece:
        head, _, tail = piece.partition("'")
        if tail == "s":
            piece = head
        elif piece.endswith("n't"):
            return (*_opened(piece[:-3], speller, rewrites), "not")
        else:
            return [speller.mend(part) for part in piece.split("'") if part]
    if glued := _GLUED.fullmatch(piece):
        return [glued[1], *rewrites.get(glued[2], (glued[2],))]
    mended = speller.mend(piece)
    return rewrites.get(mended, (mended,))


def _joined(pieces: list[tuple[str, int]], joined: Joined) -> list[tuple[str, int]]:
    done: list[tuple[str, int]] = []
    place = 0
    while place < len(pieces):
        word, gap = pieces[place]
        for row, instead in joined.get(word, ()):
            end = place + len(row)
            if tuple(one for one, _ in pieces[place:end]) == row and not any(g for _, g in pieces[place + 1 : end]):
                # Words fewer than before would move the places of question marks; empty ones keep them.
                padded = [*instead, *[""] * (len(row) - len(instead))][: len(row)]
                done += [(one, gap if number == 0 else 0) for number, one in enumerate(padded)]
                place = end
                break
        else:
            done.append((word, gap))
            place += 1
    return done


def _with_questions(pieces: list[tuple[str, int]], asked: list[int]) -> list[Word]:
    """Every word knows whether its sentence ends with a question mark."""
    ends = set(asked)
    words: list[Word] = []
    question = len(pieces) in ends
    for place in range(len(pieces) - 1, -1, -1):
        text, gap = pieces[place]
        words.append(Word(text, gap, question))
        if gap == HARD:
            question = place in ends
    words.reverse()
    carried = 0
    kept: list[Word] = []
    for word in words:
        carried = max(carried, word.gap)
        if word.text:
            kept.append(word if word.gap == carried else Word(word.text, carried, word.asked))
            carried = 0
    return kept
