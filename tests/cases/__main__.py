"""Print how the check ends the cases: `python -m tests.cases [--wrong]`; exits with 1 if a promise is broken."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence

from flows.talk.library import load_library
from tests.cases.case import built_with, told_by_others, told_later
from tests.cases.figures import figures
from tests.cases.walk import Ended, walk


def main(arguments: list[str]) -> int:
    """All sets; the one told by others also by whether the trouble is typical of a calf."""
    library = load_library()
    development = [walk(library, case) for case in built_with()]
    others = [walk(library, case) for case in told_by_others()]
    kept = show("Cases that were at hand while the rules were written", development)
    kept &= show("Stories of people who did not see the rules", others)
    show("  of these typical of a calf", [one for one in others if one.case.calf])
    show("  of these not", [one for one in others if not one.case.calf])
    later = [walk(library, case) for case in told_later()]
    show("Stories told when the labels were final", later)
    if "--wrong" in arguments:
        for one in (*development, *others, *later):
            wrong(one)
    return 0 if kept else 1


def show(title: str, ended: Sequence[Ended]) -> bool:
    """Print the figures of one group; says whether every promise is kept."""
    answers = [one.answers for one in ended]
    say(f"{title}: n = {len(ended)}, median {statistics.median(answers):g} answers, most {max(answers)}")
    found = figures(ended)
    for figure in found:
        say(figure.told())
    return all(figure.kept for figure in found)


def wrong(one: Ended) -> None:
    """Print a case that did not end as expected, or whose best fit is another."""
    case, verdict = one.case, one.verdict
    if verdict.urgency == case.expected and verdict.fits[0] in case.fits_ok:
        return
    say(f"{case.id} {'' if one.acceptable else 'NOT ACCEPTABLE '}{case.about}: {verdict.urgency} {[*verdict.fits]}")
    say(f"    wanted {case.expected} of {[*case.acceptable]} {[*case.fits_ok]}; answered {case.answers}")


def say(line: str) -> None:
    """One line on the terminal."""
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
