"""The questions before the first stage: a table, each with when it is due, its choices, and what an answer does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from flows.base.tokens import Act
from flows.checking.verdicts import verdict_now
from flows.gate.programme import STRAIN, current, program_for
from flows.talk.turn import Turn
from flows.way_back.ask import yes_or_no
from flows.way_back.entry import AGES, may_lean
from flows.way_back.state import EntryState, WayBack

LEANS = ("bent", "straight", "both", "neither", "untold")
"""What hurts more in the test that tells the deep muscle from the one above it."""
SAMES = ("same", "new")
"""Whether it is the same injury after a new check."""
MOST_BREAKS = 3
"""Breaks of the 24-hour rule after which a clinician has to look."""


class EntryQuestion(msgspec.Struct, frozen=True):
    """One question. `take` gives what is known after an answer; None if it is none of its choices."""

    state: EntryState
    due: Callable[[Turn, WayBack], bool]
    choices: Callable[[Turn], Iterable[tuple[str, str]]]
    take: Callable[[Turn, WayBack, Act], WayBack | None]
    refusal: str = ""
    """The key of the words with which a no ends it; empty: a no ends nothing."""


# --- when each is due ------------------------------------------------------------------------------------------------


def _to_be_seen(turn: Turn) -> bool:
    return verdict_now(turn).urgency == "clinician_soon"


def _seen_due(turn: Turn, data: WayBack) -> bool:
    assert turn.session.episode is not None
    return _to_be_seen(turn) and not turn.session.episode.seen


def _load_due(turn: Turn, data: WayBack) -> bool:
    recovery = current(turn)
    return _to_be_seen(turn) and data.load is UNSET and (recovery is None or recovery.breaks >= MOST_BREAKS)


def _same_due(turn: Turn, data: WayBack) -> bool:
    old = turn.session.recovery
    return current(turn) is None and old is not None and old.program == program_for(turn)


def _past_due(turn: Turn, data: WayBack) -> bool:
    return current(turn) is None and program_for(turn) == STRAIN and data.past is UNSET


def _age_due(turn: Turn, data: WayBack) -> bool:
    return current(turn) is None and not turn.session.person.age


def _lean_due(turn: Turn, data: WayBack) -> bool:
    if current(turn) is not None or program_for(turn) != STRAIN:
        return False
    return data.lean is UNSET and may_lean(turn, past=data.strained_before)


# --- what the answers do ---------------------------------------------------------------------------------------------


def _take_seen(turn: Turn, data: WayBack, act: Act) -> WayBack | None:
    if act.whole != "yes":
        return None
    turn.change_episode(seen=True)
    return data


def _take_load(turn: Turn, data: WayBack, act: Act) -> WayBack | None:
    return replace(data, load=True) if act.whole == "yes" else None


def _take_same(turn: Turn, data: WayBack, act: Act) -> WayBack | None:
    recovery, episode = turn.session.recovery, turn.session.episode
    assert recovery is not None
    assert episode is not None
    if act.whole not in SAMES:
        return None
    if act.whole == "same":
        turn.session.recovery = replace(recovery, episode=episode.began)
        return data
    turn.session.recovery = None
    return replace(data, past=True) if recovery.program == STRAIN else data


def _take_past(turn: Turn, data: WayBack, act: Act) -> WayBack | None:
    return replace(data, past=act.whole == "yes") if act.whole in ("yes", "no") else None


def _take_age(turn: Turn, data: WayBack, act: Act) -> WayBack | None:
    if act.word != "age" or act.argument not in AGES:
        return None
    turn.session.person = replace(turn.session.person, age=act.argument)
    return data


def _take_lean(turn: Turn, data: WayBack, act: Act) -> WayBack | None:
    return replace(data, lean=act.argument) if act.word == "lean" and act.argument in LEANS else None


def _sames(turn: Turn) -> list[tuple[str, str]]:
    return [(name, turn.words(f"recovery.sames.{name}")) for name in SAMES]


def _ages(turn: Turn) -> list[tuple[str, str]]:
    return [(f"age.{age}", turn.words(f"recovery.ages.{age}")) for age in AGES]


def _leans(turn: Turn) -> list[tuple[str, str]]:
    return [(f"lean.{lean}", turn.words(f"recovery.leans.{lean}")) for lean in LEANS]


QUESTIONS: Mapping[str, EntryQuestion] = {
    question.state: question
    for question in (
        EntryQuestion("seen", _seen_due, yes_or_no, _take_seen, refusal="seen_first"),
        EntryQuestion("load", _load_due, yes_or_no, _take_load, refusal="their_plan"),
        EntryQuestion("same", _same_due, _sames, _take_same),
        EntryQuestion("past", _past_due, yes_or_no, _take_past),
        EntryQuestion("age", _age_due, _ages, _take_age),
        EntryQuestion("lean", _lean_due, _leans, _take_lean),
    )
}
"""By state, in the order in which they are asked."""
