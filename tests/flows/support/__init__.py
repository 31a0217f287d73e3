"""What the tests of `flows/` share: one person's `Chat`, the real content, and what holds for every reply.

A chat sends (`command`, `type`, `tap`, `choose`, `later`; `forge_tap` for a button that is not there), is looked at
(`screen`, `labels`, `ticked`, `open`, `frame`, `state`, `episode`, `recovery`, `checkins`, `records(kind)`: what is asked
for is there, or the test fails), goes longer ways (`check`, `go_on`, `open_plan`, `agree_to_checkins`), and is put where
nobody wants to walk each time (`keep`, `in_stage`, `change`). Beside it: `strained` and `turns`, `draft` for slips in the
content, `small_checks` for checks that are small enough to see through.
"""

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
