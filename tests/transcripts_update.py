"""Write the `shown:` lines of transcripts anew after words of the bot have changed.

    python -m tests.transcripts_update                        which lines no longer come, and what comes instead
    python -m tests.transcripts_update --update               put it into the files
    python -m tests.transcripts_update --update v01_doms_runs path/to/other.txt

A line that still comes stays as it is, and so does all else: what is said and chosen, `verdict:` and `never:`. A file in
which one of these no longer holds is left alone and told, for then more than words has changed. What comes instead of a
line is the passage most like it between its neighbours; read the difference before you keep it.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from flows.talk.library import Library, load_library
from tests.transcripts_format import FOLDER, Act, files, read, squeezed, with_shown
from tests.transcripts_hands import EngineHand, Recorder, act_out, compare, whole_text

LIKE_ENOUGH = 0.5
"""How much of a line must be found again in what comes instead, from 0 to 1 (`SequenceMatcher.ratio`)."""

_PIECE = re.compile(r"[^\n.?!]*[.?!]+(?=\s|$)|[^\n]*[^\n\s][^\n]*")


def main(arguments: list[str]) -> int:
    """Go through the files named, or all; 1 if a line could not be written anew."""
    named = [
        FOLDER / f"{one}.txt" if "/" not in one and "." not in one else Path(one)
        for one in arguments
        if one[:2] != "--"
    ]
    library = load_library()
    left_over = False
    for path in named or files():
        anew, problems = asyncio.run(changed_lines(path, library))
        for line in [*problems, *(f"{path.name}:{number}: shown: {words}" for number, words in sorted(anew.items()))]:
            sys.stdout.write(line + "\n")
        left_over = left_over or bool(problems)
        if anew and "--update" in arguments:
            path.write_text(with_shown(path.read_text(encoding="utf-8"), anew), encoding="utf-8")
    return int(left_over)


async def changed_lines(path: Path, library: Library) -> tuple[dict[int, str], list[str]]:
    """The `shown:` lines of a file that no longer come, by number, each with what comes instead; and what is in the way."""
    transcript, recorder = read(path), Recorder()
    hand = EngineHand(library, recorder)
    anew: dict[int, str] = {}
    problems: list[str] = []
    try:
        for act in transcript.acts:
            await act_out(act, hand)
            replies = recorder.taken()
            compare(replace(act, shown=[]), replies, [squeezed(text) for text in await hand.seen()], transcript.name)
            found = instead_of_lost(act, whole_text(replies))
            anew |= {number: words for number, words in found.items() if words}
            problems += [f"{path.name}:{number}: nothing like it comes" for number, words in found.items() if not words]
    except (AssertionError, LookupError) as error:
        return {}, [f"{path.name}: left as it is, more than words has changed: {error}"]
    return anew, problems


def instead_of_lost(act: Act, whole: str) -> dict[int, str]:
    """For each `shown:` line of the act that does not come in its order: what comes instead, or `` for nothing like it."""
    flat, at = squeezed(whole), 0
    found: dict[int, str] = {}
    for place, (number, shown) in enumerate(zip(act.shown_lines, act.shown, strict=True)):
        start = flat.find(squeezed(shown), at)
        if start >= 0:
            at = start + len(squeezed(shown))
            continue
        later = [flat.find(squeezed(one), at) for one in act.shown[place + 1 :]]
        end = min((one for one in later if one >= 0), default=len(flat))
        found[number] = most_like(shown, whole, flat[at:end])
        if found[number]:
            at = flat.index(squeezed(found[number]), at) + len(squeezed(found[number]))
    return found


def most_like(shown: str, whole: str, within: str) -> str:
    """The passage of the whole most like what was shown, among those that stand in this stretch; `` if none is."""
    wanted = squeezed(shown)
    best, words = LIKE_ENOUGH, ""
    for passage in passages(whole, 2 * len(shown) + 20):
        flat = squeezed(passage)
        if flat and flat in within:
            like = SequenceMatcher(None, wanted, flat, autojunk=False).ratio()
            if like > best:
                best, words = like, passage
    return words


def passages(whole: str, longest: int) -> Iterator[str]:
    """Every row of sentences and lines that follow one another, up to so many characters."""
    pieces = [found.span() for found in _PIECE.finditer(whole)]
    for first, (start, _) in enumerate(pieces):
        for _, end in pieces[first:]:
            if end - start > longest:
                break
            yield whole[start:end].strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
