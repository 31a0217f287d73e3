"""The way back to running as a conversation: where somebody is, what is next and why, and the questions on which it moves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flows.base.remembered import Recovery
from flows.checking.recheck import recheck
from flows.gate.flow import gated
from flows.gate.programme import current
from flows.talk.flow import Flow
from flows.talk.turn import Talk
from flows.way_back import raises as plan_raises
from flows.way_back.ask import PAIN, prompt
from flows.way_back.entry import answered, may_plan, proceed, sore_only
from flows.way_back.overview import overview, session_act

NOT_TRIED = {"yes": 0, "most": 99, "least": -1, "raises": 0}
MORNING_AFTER = timedelta(hours=8)
"""From so long after a session it can be told how the morning was."""


def show(talk: Talk, _argument: str = "") -> None:
    """/plan: behind the gate, and only where a programme of ours is for."""
    if not gated(talk, "plan."):
        return
    if _morning_first(talk):
        return
    if talk.frame_of("plan") is not None:
        talk.show = True
        return
    if sore_only(talk):
        talk.push("plan", "ask", names=list(talk.library.ladder.file.again.criteria), at=0, answers={}, again=True)
        return
    reason = may_plan(talk)
    if reason not in (None, "seen_first"):
        talk.tell(f"recovery.refused.{reason}")
        return
    talk.push("plan", "show")
    proceed(talk)


def _morning_first(talk: Talk) -> bool:
    """Ask about the morning after the latest session if nobody has yet: it decides where somebody is."""
    recovery = current(talk)
    if recovery is None or recovery.owed is None or talk.now - recovery.owed < MORNING_AFTER:
        return False
    if may_plan(talk) not in (None, "seen_first") or talk.frame_of("morning") is not None:
        return False
    talk.drop_timer("morning")
    talk.frames = [frame for frame in talk.frames if frame.flow != "plan"]
    routine = talk.library.ladder.stage(recovery).routine
    talk.push("morning", "pain", routine=routine, done=recovery.owed.isoformat(), then="plan")
    return True


# --- what is answered ------------------------------------------------------------------------------------------------


def _act(talk: Talk, act: str) -> None:
    top = talk.top
    assert top is not None
    if act == "leave":
        _leave(talk)
    elif top.state == "show":
        _from_overview(talk, act)
    elif top.state == "ask":
        value = _value(talk, act)
        if value is None:
            talk.say("not_understood")
        else:
            _answered(talk, value)
    elif top.state in plan_raises.STATES:
        _counted(talk, act)
    elif not answered(talk, act):
        talk.say("not_understood")


def _leave(talk: Talk) -> None:
    """Out of a question back to the overview, if there is one; out of that, away."""
    top = talk.top
    if top is not None and top.state != "show" and not top.data.get("again") and current(talk) is not None:
        talk.move("show")
    else:
        talk.pop()


def _counted(talk: Talk, act: str) -> None:
    """An answer of the heel-raise test; with both legs counted, what it was for goes on."""
    taken, enough = plan_raises.take(talk, act)
    if not taken:
        talk.say("not_understood")
    top = talk.top
    assert top is not None
    if enough is None:
        return
    if "names" not in top.data:
        talk.move("show")
        return
    talk.move("ask", **{name: top.data[name] for name in ("names", "at", "answers")})
    _answered(talk, int(enough))


def _typed(talk: Talk, text: str) -> bool:
    """A number of raises that is on no button."""
    act = plan_raises.typed(talk, text)
    if act is None:
        return False
    _counted(talk, act)
    return True


def _from_overview(talk: Talk, act: str) -> None:
    word, _, argument = act.partition(".")
    recovery, ladder = current(talk), talk.library.ladder
    if recovery is None or act not in [choice.id for choice in overview(talk).choices]:
        talk.say("not_understood")
    elif act == session_act(talk):
        talk.house.cards[word](talk, argument)
    elif act in ("up", "raises") and (not gated(talk, "plan.") or _morning_first(talk)):
        return  # the overview may have been open for days
    elif act == "up":
        _ask(talk, recovery)
    elif act == "raises":
        plan_raises.begin_test(talk)
    elif act == "down":
        talk.recovery = ladder.move_down(recovery, talk.now)
        talk.record("stage", recovery.program, talk.recovery.stage)
        talk.move("show", again=talk.turn)
    elif act == "worse":
        talk.pop()
        recheck(talk, "worse")
    elif act == "why":
        _why(talk, recovery)


def _why(talk: Talk, recovery: Recovery) -> None:
    """What the stage and its numbers rest on."""
    stage, known = talk.library.ladder.stage(recovery), talk.library.sources.sources
    named = dict.fromkeys([*stage.sources, *talk.library.ladder.file.rule.sources])
    titles = [talk.text("judgement") if source == "J" else known[source].title for source in named if source != "M"]
    rests = "recovery.rests_tendon" if recovery.program != "strain" else "recovery.rests"
    talk.message(talk.words(rests), talk.words("guided.sources", sources="; ".join(titles)))


def _ask(talk: Talk, recovery: Recovery) -> None:
    """The criteria of the stage, one by one; a mild strain is asked about the short way too."""
    ladder = talk.library.ladder
    held = ladder.holds_back(recovery, talk.now)
    if recovery.owed is not None:
        talk.tell("recovery.morning_first")
    elif held == "too_early":
        talk.tell("recovery.too_early", when=talk.when(ladder.earliest(recovery)))
    elif held == "steps_first":
        talk.tell("recovery.steps_first", step=recovery.step, of=len(ladder.file.walk_run.steps))
    elif held == "held_back":
        talk.tell("recovery.held_back")
    else:
        extra = ladder.skip(recovery)
        names = [*ladder.stage(recovery).exit, *([extra.id] if extra else [])]
        talk.move("ask", names=names, at=0, answers={})
        _raises_next(talk)


def _raises_next(talk: Talk) -> None:
    """The heel-raise test has questions of its own."""
    top = talk.top
    assert top is not None
    if talk.library.ladder.criteria[top.data["names"][top.data["at"]]].kind == "raises":
        plan_raises.begin_test(talk, **top.data)


def _value(talk: Talk, act: str) -> int | None:
    top = talk.top
    assert top is not None
    criterion = talk.library.ladder.criteria[top.data["names"][top.data["at"]]]
    word, _, number = act.partition(".")
    if act == "not_tried":
        return NOT_TRIED[criterion.kind]
    if criterion.kind in ("most", "least"):
        return int(number) if word == "n" and number.isdigit() and int(number) in PAIN else None
    return {"yes": 1, "no": 0}.get(act)


def _answered(talk: Talk, value: int) -> None:
    top = talk.top
    assert top is not None
    data: dict[str, Any] = top.data
    answers = {**data["answers"], data["names"][data["at"]]: value}
    left = data["names"][data["at"] + 1 :]
    ladder = talk.library.ladder
    missing = any(not ladder.meets(ladder.criteria[name], told) for name, told in answers.items())
    if missing and left == [ladder.file.skip.criterion]:
        left = []  # nobody is asked to hop while something easier is missing
    if left:
        talk.move("ask", **{**data, "at": data["at"] + 1, "answers": answers})
        _raises_next(talk)
    elif data.get("again"):
        _run_again(talk, answers)
    else:
        _decide(talk, answers)


def _decide(talk: Talk, answers: dict[str, int]) -> None:
    """All criteria are answered: up, or what is still missing and what to do about it."""
    ladder, recovery = talk.library.ladder, current(talk)
    assert recovery is not None
    after = talk.recovery = ladder.move_up(recovery, answers, talk.now)
    if after.stage == recovery.stage:
        talk.message(talk.words("recovery.not_yet"), *_missing(talk, after.missing))
    else:
        talk.record("stage", after.program, after.stage)
        if not ladder.done(after):  # at the end the overview says it
            talk.tell("recovery.moved_up")
    talk.move("show", again=talk.turn)


def _missing(talk: Talk, names: tuple[str, ...]) -> list[str]:
    """One line for each criterion that is not met: what it is, and what to do about it."""
    return [
        talk.words(
            "recovery.missing",
            what=talk.words(f"recovery.criteria.{name}.missing"),
            do=talk.words(f"recovery.criteria.{name}.do"),
        )
        for name in names
    ]


def _run_again(talk: Talk, answers: dict[str, int]) -> None:
    """Plain soreness: an easy run is fine, or a day of rest comes first."""
    ladder = talk.library.ladder
    unmet = tuple(name for name, value in answers.items() if not ladder.meets(ladder.criteria[name], value))
    talk.pop()
    if unmet:
        talk.message(talk.words("recovery.again.rest"), *_missing(talk, unmet))
    else:
        talk.tell("recovery.again.run", minutes=ladder.file.again.minutes)


def holds(talk: Talk, frame: Any) -> bool:
    """Whether a stored question still makes sense on today's content."""
    known = talk.library.ladder.criteria
    names = frame.data.get("names", [])
    if frame.state == "show" or frame.state in plan_raises.STATES:
        return current(talk) is not None and all(name in known for name in names)
    return frame.state in _STATES and all(name in known for name in names)


_STATES = ("ask", "seen", "load", "past", "same", "age", "lean")

PLAN = Flow(prompt=prompt, act=_act, typed=_typed, holds=holds)
