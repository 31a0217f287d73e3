"""The way back to running as a person goes it: begun, in a stage, through sessions and mornings."""

from __future__ import annotations

from typing import Any

from tests.flows.support import DAY, HOUR, TWINGE, Chat, library

LASTING_CORD = {"side": "left", "onset": "over_weeks", "spot": "heel_cord", "course": "weeks_same", "walk": "walk_easy"}
BONE = {**LASTING_CORD, "spot": "heel_bone"}
AT_THE_END = len(library().ladder.file.walk_run.steps)


def begin_way_back(answers: dict[str, str] = TWINGE, age: str = "30_39", past: str = "no") -> Chat:
    """Somebody in the first stage, with the overview open."""
    chat = Chat().check(answers).keep()
    chat.command("plan")
    if chat.button_ids >= {"yes", "no"}:
        chat.tap(past)
    chat.tap(f"age.{age}")
    return chat


def put_in_stage(chat: Chat, stage: int, days: int = 60, **changes: Any) -> Chat:
    """Somebody in this stage since so many days; ten days have gone by since the check. The overview is open."""
    chat.later(10 * DAY)
    return chat.change_recovery(step=AT_THE_END, **changes).in_stage(stage, days=days).open_plan()


def do_session(chat: Chat, before: int = 0, during: int = 1) -> Chat:
    """Today's session, every set of it; the whole of it takes its time."""
    chat.tap(next(one.id for one in chat.screen.choices if one.id.startswith("routine.")))
    chat.tap(f"pain.{before}")
    for _ in range(400):
        ids = chat.button_ids
        if chat.open != "routine" or "pain.0" in ids:
            break
        if "start" in ids:
            chat.tap("start")
        elif "set_done" in ids:
            chat.tap("set_done")
        elif "go" in ids:
            chat.tap("go")
        else:
            chat.later(HOUR / 2 if chat.timers else HOUR)
            if "resume" in chat.button_ids:
                chat.tap("resume")
    chat.tap(f"pain.{during}")
    return chat


def tell_morning(chat: Chat, pain: int, sign: str) -> Chat:
    """The next day, asked by itself."""
    for _ in range(3):
        chat.later(8 * HOUR)
        if chat.open == "morning":
            break
    assert chat.open == "morning"
    chat.tap(f"pain.{pain}")
    chat.tap(f"new.{sign}")
    return chat


def answer_all_criteria(chat: Chat, **other: str) -> Chat:
    """Ask to move on, and answer as it has to be; `other` gives another answer to a criterion."""
    chat.tap("up")
    seen: list[str] = []
    while chat.session and chat.session.frames and (top := chat.session.frames[-1]).state != "show":
        data = top.data
        if top.state == "sex":
            chat.tap("sex.women")
        elif top.state in ("sore_side", "other_side"):
            chat.tap(other.get(top.state, "n.30"))
        else:
            criterion = library().ladder.criteria[data["names"][data["at"]]]
            good = f"n.{criterion.limit}" if criterion.kind in ("most", "least") else "yes"
            chat.tap(other.get(criterion.id, good))
            assert len(chat.step.replies) <= 2, "one question, one tap"
            seen.append(criterion.id)
    assert len(seen) == len(set(seen))
    return chat


# --- which muscle -----------------------------------------------------------------------------------------------------


SINCE_DAYS = {**TWINGE, "course": "week_better"}
