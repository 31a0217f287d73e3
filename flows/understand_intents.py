"""What somebody wants, by points: every pattern that is found gives its intent some, and the most points win."""

from __future__ import annotations

from flows.understand_lexicon import Lexicon
from flows.understand_patterns import Found

CLEAR = 2
"""Points from which an intent counts."""
CLOSE = 1
"""Points less than the best with which another intent is still a neighbour."""


def intent_of(lexicon: Lexicon, found: Found, symptoms: bool, flagged: bool) -> tuple[str, ...]:
    """The likeliest intent and its close neighbours; empty if nothing was recognised at all."""
    points: dict[str, int] = {}
    for intent, wanted in lexicon.intents:
        total = sum(worth for worth, pattern in wanted if found.hits(pattern))
        if total > 0:
            points[intent] = total
    if symptoms:
        points["start_check"] = points.get("start_check", 0) + 3
    if flagged:
        points["start_check"] = points.get("start_check", 0) + 1
    if not points:
        return ()
    order = {intent: number for number, intent in enumerate(lexicon.intents_known)}
    ranked = sorted(points, key=lambda one: (-points[one], order[one]))
    best = points[ranked[0]]
    if best < CLEAR:
        return ("other", *ranked[:3])
    return tuple(one for one in ranked if points[one] >= best - CLOSE)[:3]
