"""The way back to running as a conversation: where somebody is, what is next and why, and the questions on which it moves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flows.base.remembered import Recovery
from flows.checking.recheck import recheck
from flows.gate.flow import gated
from flows.gate.programme import current
from flows.talk.flow import legacy as Flow
from flows.talk.turn import Turn
from flows.way_back import raises as plan_raises
from flows.way_back.ask import PAIN, prompt
from flows.way_back.entry import answered, may_plan, proceed, sore_only
from flows.way_back.overview import overview, session_act

NOT_TRIED = {"yes": 0, "most": 99, "least": -1, "raises": 0}
MORNING_AFTER = timedelta(hours=8)
"""From so long after a session it can be told how the morning was."""


def show(turn: Turn, _argument: str = "") -> None:
    """/plan: behind the gate, and only where a programme of ours is for."""
    if not gated(turn, "plan."):
        return
    if _morning_first(turn):
        return
    if turn.frame_of("plan") is not None:
        turn.show = True
        return
    if sore_only(turn):
        turn.push("plan", "ask", names=list(turn.library.ladder.file.again.criteria), at=0, answers={}, again=True)
        return
    reason = may_plan(turn)
    if reason not in (None, "seen_first"):
        turn.tell(f"recovery.refused.{reason}")
        return
    turn.push("plan", "show")
    proceed(turn)


def _morning_first(turn: Turn) -> bool:
    """Ask about the morning after the latest session if nobody has yet: it decides where somebody is."""
    recovery = current(turn)
    if recovery is None or recovery.owed is None or turn.now - recovery.owed < MORNING_AFTER:
        return False
    if may_plan(turn) not in (None, "seen_first") or turn.frame_of("morning") is not None:
        return False
    turn.drop_timer("morning")
    turn.remove("plan")
    routine = turn.library.ladder.stage(recovery).routine
    turn.push("morning", "pain", routine=routine, done=recovery.owed.isoformat(), then="plan")
    return True


# --- what is answered ------------------------------------------------------------------------------------------------


def _act(turn: Turn, act: str) -> None:
    top = turn.top
    assert top is not None
    if act == "leave":
        _leave(turn)
    elif top.state == "show":
        _from_overview(turn, act)
    elif top.state == "ask":
        value = _value(turn, act)
        if value is None:
            turn.say("not_understood")
        else:
            _answered(turn, value)
    elif top.state in plan_raises.STATES:
        _counted(turn, act)
    elif not answered(turn, act):
        turn.say("not_understood")


def _leave(turn: Turn) -> None:
    """Out of a question back to the overview, if there is one; out of that, away."""
    top = turn.top
    if top is not None and top.state != "show" and not top.data.get("again") and current(turn) is not None:
        turn.move("show")
    else:
        turn.pop()


def _counted(turn: Turn, act: str) -> None:
    """An answer of the heel-raise test; with both legs counted, what it was for goes on."""
    taken, enough = plan_raises.take(turn, act)
    if not taken:
        turn.say("not_understood")
    top = turn.top
    assert top is not None
    if enough is None:
        return
    if "names" not in top.data:
        turn.move("show")
        return
    turn.move("ask", **{name: top.data[name] for name in ("names", "at", "answers")})
    _answered(turn, int(enough))


def _typed(turn: Turn, text: str) -> bool:
    """A number of raises that is on no button."""
    act = plan_raises.typed(turn, text)
    if act is None:
        return False
    _counted(turn, act)
    return True


def _from_overview(turn: Turn, act: str) -> None:
    word, _, argument = act.partition(".")
    recovery, ladder = current(turn), turn.library.ladder
    if recovery is None or act not in [choice.id for choice in overview(turn).choices]:
        turn.say("not_understood")
    elif act == session_act(turn):
        turn.go_on(f"{word}.{argument}")
    elif act in ("up", "raises") and (not gated(turn, "plan.") or _morning_first(turn)):
        return  # the overview may have been open for days
    elif act == "up":
        _ask(turn, recovery)
    elif act == "raises":
        plan_raises.begin_test(turn)
    elif act == "down":
        turn.session.recovery = ladder.move_down(recovery, turn.now)
        turn.record("stage", recovery.program, turn.session.recovery.stage)
        turn.move("show", again=turn.session.turn)
    elif act == "worse":
        turn.pop()
        recheck(turn, "worse")
    elif act == "why":
        _why(turn, recovery)


def _why(turn: Turn, recovery: Recovery) -> None:
    """What the stage and its numbers rest on."""
    stage, known = turn.library.ladder.stage(recovery), turn.library.sources.sources
    named = dict.fromkeys([*stage.sources, *turn.library.ladder.file.rule.sources])
    titles = [turn.text("judgement") if source == "J" else known[source].title for source in named if source != "M"]
    rests = "recovery.rests_tendon" if recovery.program != "strain" else "recovery.rests"
    turn.message(turn.words(rests), turn.words("guided.sources", sources="; ".join(titles)))


def _ask(turn: Turn, recovery: Recovery) -> None:
    """The criteria of the stage, one by one; a mild strain is asked about the short way too."""
    ladder = turn.library.ladder
    held = ladder.holds_back(recovery, turn.now)
    if recovery.owed is not None:
        turn.tell("recovery.morning_first")
    elif held == "too_early":
        turn.tell("recovery.too_early", when=turn.when(ladder.earliest(recovery)))
    elif held == "steps_first":
        turn.tell("recovery.steps_first", step=recovery.step, of=len(ladder.file.walk_run.steps))
    elif held == "held_back":
        turn.tell("recovery.held_back")
    else:
        extra = ladder.skip(recovery)
        names = [*ladder.stage(recovery).exit, *([extra.id] if extra else [])]
        turn.move("ask", names=names, at=0, answers={})
        _raises_next(turn)


def _raises_next(turn: Turn) -> None:
    """The heel-raise test has questions of its own."""
    top = turn.top
    assert top is not None
    if turn.library.ladder.criteria[top.data["names"][top.data["at"]]].kind == "raises":
        plan_raises.begin_test(turn, **top.data)


def _value(turn: Turn, act: str) -> int | None:
    top = turn.top
    assert top is not None
    criterion = turn.library.ladder.criteria[top.data["names"][top.data["at"]]]
    word, _, number = act.partition(".")
    if act == "not_tried":
        return NOT_TRIED[criterion.kind]
    if criterion.kind in ("most", "least"):
        return int(number) if word == "n" and number.isdigit() and int(number) in PAIN else None
    return {"yes": 1, "no": 0}.get(act)


def _answered(turn: Turn, value: int) -> None:
    top = turn.top
    assert top is not None
    data: dict[str, Any] = top.data
    answers = {**data["answers"], data["names"][data["at"]]: value}
    left = data["names"][data["at"] + 1 :]
    ladder = turn.library.ladder
    missing = any(not ladder.meets(ladder.criteria[name], told) for name, told in answers.items())
    if missing and left == [ladder.file.skip.criterion]:
        left = []  # nobody is asked to hop while something easier is missing
    if left:
        turn.move("ask", **{**data, "at": data["at"] + 1, "answers": answers})
        _raises_next(turn)
    elif data.get("again"):
        _run_again(turn, answers)
    else:
        _decide(turn, answers)


def _decide(turn: Turn, answers: dict[str, int]) -> None:
    """All criteria are answered: up, or what is still missing and what to do about it."""
    ladder, recovery = turn.library.ladder, current(turn)
    assert recovery is not None
    after = turn.session.recovery = ladder.move_up(recovery, answers, turn.now)
    if after.stage == recovery.stage:
        turn.message(turn.words("recovery.not_yet"), *_missing(turn, after.missing))
    else:
        turn.record("stage", after.program, after.stage)
        if not ladder.done(after):  # at the end the overview says it
            turn.tell("recovery.moved_up")
    turn.move("show", again=turn.session.turn)


def _missing(turn: Turn, names: tuple[str, ...]) -> list[str]:
    """One line for each criterion that is not met: what it is, and what to do about it."""
    return [
        turn.words(
            "recovery.missing",
            what=turn.words(f"recovery.criteria.{name}.missing"),
            do=turn.words(f"recovery.criteria.{name}.do"),
        )
        for name in names
    ]


def _run_again(turn: Turn, answers: dict[str, int]) -> None:
    """Plain soreness: an easy run is fine, or a day of rest comes first."""
    ladder = turn.library.ladder
    unmet = tuple(name for name, value in answers.items() if not ladder.meets(ladder.criteria[name], value))
    turn.pop()
    if unmet:
        turn.message(turn.words("recovery.again.rest"), *_missing(turn, unmet))
    else:
        turn.tell("recovery.again.run", minutes=ladder.file.again.minutes)


def holds(turn: Turn, frame: Any) -> bool:
    """Whether a stored question still makes sense on today's content."""
    known = turn.library.ladder.criteria
    names = frame.data.get("names", [])
    if frame.state == "show" or frame.state in plan_raises.STATES:
        return current(turn) is not None and all(name in known for name in names)
    return frame.state in _STATES and all(name in known for name in names)


_STATES = ("ask", "seen", "load", "past", "same", "age", "lean")

PLAN = Flow(prompt=prompt, act=_act, typed=_typed, holds=holds)
