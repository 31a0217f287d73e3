"""What the tests of `flows/` share: one person's `Chat`, the real content, and what holds for every reply."""

from __future__ import annotations

from tests.flows.support.chat import Chat, texts, told, urgency
from tests.flows.support.content import calmest, library, said, words, words_of
from tests.flows.support.people import (
    CLOT,
    CORD,
    DAY,
    HOUR,
    LONDON,
    MINUTE,
    NOON,
    RUNS,
    SECOND,
    SORE,
    TEAR,
    TIGHT,
    TWINGE,
)
from tests.flows.support.well_formed import bots_own, card_faults, check_reply

__all__ = [
    "CLOT", "CORD", "DAY", "HOUR", "LONDON", "MINUTE", "NOON", "RUNS", "SECOND", "SORE", "TEAR", "TIGHT", "TWINGE",
    "Chat", "bots_own", "calmest", "card_faults", "check_reply", "library", "said", "texts", "told", "urgency", "words",
    "words_of",
]  # fmt: skip
