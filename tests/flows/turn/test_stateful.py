"""Any sequence of taps, ticks, texts, commands, files and waiting, over the real content: what must hold after each of them.

`LONG_TESTS=1` tries many more and longer ones.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.flows.turn.anything import LONG
from tests.flows.turn.conversation import Conversation

TestConversation = Conversation.TestCase

TestConversation.settings = settings(
    max_examples=3000 if LONG else 250,
    stateful_step_count=80 if LONG else 40,
    derandomize=not LONG,
    report_multiple_bugs=False,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
