"""Whatever is tapped, the way back can be left and forbids what the advice forbids."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flows.support import HOUR, SORE, TEAR, TWINGE, Chat, library
from tests.flows.way_back.ways import BONE, LASTING_CORD, SINCE_DAYS, put_in_stage

# --- whatever is tapped -----------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    answers=st.sampled_from([TWINGE, TEAR, LASTING_CORD, BONE, SORE, SINCE_DAYS]),
    stage=st.integers(0, 7),
    taps=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40)), max_size=25),
)
def test_whatever_is_tapped_the_way_back_can_be_left_and_forbids_what_the_advice_forbids(
    answers: dict[str, str], stage: int, taps: list[tuple[int, int]]
) -> None:
    """Every reply is well formed (the chat looks at each), every question can be left, and nobody climbs by tapping alone."""
    chat = Chat().check(answers).keep()
    chat.open_plan()
    while chat.open == "plan" and chat.session and chat.session.recovery is None and "n.0" not in chat.button_ids:
        chat.tap("yes" if "yes" in chat.button_ids else sorted(chat.button_ids - {"leave"})[0])
    if stage and chat.session and chat.session.recovery is not None:
        last = len(library().ladder.stages_of(chat.recovery.program))
        put_in_stage(chat, min(stage, last))
    for which, hours in taps:
        chat.later(hours * HOUR)
        if not chat.button_ids or chat.shown is None:
            break
        if chat.open == "plan":
            assert "leave" in chat.button_ids
        before = chat.session.recovery if chat.session else None
        held = before and not library().ladder.done(before) and library().ladder.holds_back(before, chat.now)
        ids = [choice.id for choice in chat.shown.choices if choice.token]
        if not ids or chat.shown.kind == "verdict":
            chat.open_plan()
            continue
        chat.tap(ids[which % len(ids)])
        after = chat.session.recovery if chat.session else None
        if before is not None and after is not None and held:
            assert after.stage <= before.stage
