"""What somebody wants, by points: every pattern that is found gives its intent some, and the most points win."""

from __future__ import annotations

from flows.understand.lexicon import Lexicon
from flows.understand.patterns import Found

CHECK, SMALL, OTHER = "start_check", "smalltalk", "other"
"""Intents that are treated apart: what symptoms lead to, what yields to all others, and what is none of ours."""
DANGER = 20
"""Points of a red flag: whatever else is asked, the check comes first."""
FAINT = 2
"""Points up to which a pattern is no more than a hint."""
CLEAR = 2
"""Points from which an intent counts."""
SOME_WORDS = 3
"""Words below which a message that says nothing known is more likely an answer than about something else."""
CLOSE = 1
"""Points less than the best with which another intent is still a neighbour."""


def intent_of(lexicon: Lexicon, found: Found, text: str, symptoms: bool, flagged: bool) -> tuple[str, ...]:
    """The likeliest intent and its close neighbours; empty if nothing was recognised at all.

    `text` is the message as it was understood, its words parted by single spaces.
    """
    if text in lexicon.whole:
        return (lexicon.whole[text],)
    points: dict[str, int] = {}
    for intent, wanted in lexicon.intents:
        found_here = [worth for worth, pattern in wanted if found.hits(pattern)]
        if not found_here:
            continue
        # Many faint hints are no clear word.
        points[intent] = sum(found_here) if max(found_here) > FAINT else min(sum(found_here), FAINT + 1)
    if flagged:
        points[CHECK] = points.get(CHECK, 0) + DANGER
    elif symptoms:
        points[CHECK] = max(points.get(CHECK, 0), FAINT + 1)
    if len(points) > 1 and SMALL in points:
        points[SMALL] //= 2
    points = {intent: worth for intent, worth in points.items() if worth > 0}
    if not points:
        # Some words, none of them of running or legs: it is about something else. Else it is not known what is wanted.
        ours = found.spans.get(lexicon.domain.index) or found.spans.get(lexicon.needed["NEG"].index)
        return () if ours or len(text.split()) < SOME_WORDS else (OTHER,)
    order = {intent: number for number, intent in enumerate(lexicon.intents_known)}
    ranked = sorted(points, key=lambda one: (-points[one], order[one]))
    best = points[ranked[0]]
    if best < CLEAR:
        return (OTHER, *ranked[:3])
    return tuple(one for one in ranked if points[one] >= best - CLOSE)[:3]
