"""*Not sure* never leads lower than *None of these*: two people who differ in one such answer walk the check side by side."""

from __future__ import annotations

from collections.abc import Iterator

from flows.proof.state import Path, State, final, highest_possible
from flows.proof.walk import Walk

Pair = tuple[State, State]
"""Where the one who said *None of these* and the one who said *Not sure* stand."""


def doubt_that_lowers(walk: Walk, spared: frozenset[str]) -> Iterator[tuple[str, Path, Path]]:
    """(question, answers with *None of these*, answers with *Not sure*) where doubt ends lower; one for each question.

    `walk` follows nothing but the rules. Both give the same answers wherever both are asked; what only one of them is
    asked may be answered in any way, but not with an option of `spared`.
    """
    for place, question in enumerate(walk.plan.questions):
        if question.none and question.unsure:
            begin = [(state, *_parted(walk, state)) for state in walk.states() if state.at == place]
            pairs = {(none, unsure): state for state, none, unsure in begin if none != unsure}
            found = _lower(walk, pairs, spared)
            if found is not None:
                before, sure, unsure = found
                shared = walk.path(before)
                yield (
                    question.id,
                    (*shared, (question.id, ("none",)), *sure),
                    (*shared, (question.id, ("unsure",)), *unsure),
                )


def _parted(walk: Walk, state: State) -> Pair:
    to = {option: edge.to for edge in walk.edges(state) for option in edge.single}
    return to["none"], to["unsure"]


def _lower(walk: Walk, begin: dict[Pair, State], spared: frozenset[str]) -> tuple[State, Path, Path] | None:
    """The first pair of ends at which doubt is lower: the state before they parted, and the answers of both since."""
    parent: dict[Pair, tuple[Pair | None, tuple[str, ...]]] = dict.fromkeys(begin, (None, ()))
    stack = list(begin)
    while stack:
        pair = stack.pop()
        none, unsure = pair
        if none == unsure or unsure.reached >= highest_possible(none):
            continue
        if none.at == unsure.at == walk.end:
            if final(unsure) < final(none):
                return _told(walk, pair, parent, begin)
            continue
        for options, after in _answers(walk, none, unsure, spared):
            if after not in parent:
                parent[after] = (pair, options)
                stack.append(after)
    return None


def _answers(walk: Walk, none: State, unsure: State, spared: frozenset[str]) -> Iterator[tuple[tuple[str, ...], Pair]]:
    """One answer of whoever is asked first; of both if they are asked the same."""
    if none.at == unsure.at:
        for options, _, (left, right) in walk.answers((none, unsure)):
            yield options, (left, right)
    elif none.at < unsure.at:
        question = walk.plan.questions[none.at].id
        for edge in walk.edges(none):
            if not edge.single or any(f"{question}.{option}" not in spared for option in edge.single):
                yield edge.options, (edge.to, unsure)
    else:
        yield from ((edge.options, (none, edge.to)) for edge in walk.edges(unsure))


def _told(
    walk: Walk, pair: Pair, parent: dict[Pair, tuple[Pair | None, tuple[str, ...]]], begin: dict[Pair, State]
) -> tuple[State, Path, Path]:
    sure: list[tuple[str, tuple[str, ...]]] = []
    doubtful: list[tuple[str, tuple[str, ...]]] = []
    before, options = parent[pair]
    while before is not None:
        at = min(before[0].at, before[1].at)
        for state, answers in zip(before, (sure, doubtful), strict=True):
            if state.at == at:
                answers.insert(0, (walk.plan.questions[at].id, options))
        pair, (before, options) = before, parent[before]
    return begin[pair], tuple(sure), tuple(doubtful)
