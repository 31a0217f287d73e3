"""The way back to running as a conversation: where somebody is, what is next and why, and the questions on which it moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from flows.answers import go
from flows.check import VERDICT
from flows.consent import ask_keep
from flows.flow import Flow
from flows.gate import gated
from flows.ladder import climbing, name_of
from flows.model import Choice, QuestionFacts, Reply
from flows.plan_entry import ACHILLES, AGES, SEXES, STRAIN, may_plan, program_for, slow_reasons
from flows.plan_show import overview, session_act
from flows.prompts import verdict_now
from flows.recheck import recheck
from flows.remembered import Raised, Recovery
from flows.session import Frame
from flows.talk import Talk
from flows.tokens import make

PAIN = tuple(range(11))
NOT_TRIED = {"yes": 0, "most": 99, "least": -1, "raises": 0}
MORNING_AFTER = timedelta(hours=8)
"""From so long after a session it can be told how the morning was."""
MOST_RAISES = 100
PICKED = (5, 10, 15, 20, 25, 30, 35)
"""Numbers of raises offered as buttons; any other can be typed."""


def show(talk: Talk, _argument: str = "") -> None:
    """/plan: behind the gate, and only where a programme of ours is for."""
    if not gated(talk, "plan."):
        return
    reason = may_plan(talk)
    if reason is not None:
        talk.tell(f"recovery.refused.{reason}")
        return
    if talk.frame_of("plan") is not None:
        talk.show = True
        return
    recovery = talk.recovery
    if recovery is None or recovery.program != program_for(talk):
        talk.push("plan", "load" if talk.episode is not None and talk.episode.seen else _first(talk))
    elif recovery.owed is not None and talk.now - recovery.owed >= MORNING_AFTER:
        talk.drop_timer("morning")
        routine = talk.library.ladder.stage(recovery).routine
        talk.push("morning", "pain", routine=routine, done=recovery.owed.isoformat(), then="plan")
    else:
        talk.push("plan", "show")


def _first(talk: Talk) -> str:
    """What is asked first: an earlier strain matters for strains only."""
    return "past" if program_for(talk) == STRAIN else "age"


# --- what is shown ---------------------------------------------------------------------------------------------------


def _prompt(talk: Talk) -> Reply:
    top = talk.top
    assert top is not None
    if top.state == "show":
        return overview(talk)
    data = top.data
    kind = "one"
    if top.state in ("past", "load"):
        text, acts = talk.words(f"recovery.{top.state}"), _yes_no(talk)
    elif top.state == "age":
        text, acts = talk.words("recovery.age"), [(f"age.{age}", talk.words(f"recovery.ages.{age}")) for age in AGES]
    elif top.state == "sex":
        text, acts = talk.words("recovery.sex"), [(f"sex.{sex}", talk.words(f"recovery.sexes.{sex}")) for sex in SEXES]
    elif top.state in ("sore_side", "other_side"):
        text = talk.words(f"recovery.{top.state}", age=talk.words(f"recovery.ages.{talk.person.age}"))
        acts, kind = [(f"n.{n}", str(n)) for n in (0, *PICKED)], "number"
    else:
        criterion = talk.library.ladder.criteria[data["names"][data["at"]]]
        text = talk.words(f"recovery.criteria.{criterion.id}.ask")
        scale = criterion.kind in ("most", "least")
        kind = "number" if scale else "one"
        acts = [(f"n.{n}", str(n)) for n in PAIN] if scale else _yes_no(talk)
        acts.append(("not_tried", talk.words("recovery.not_tried")))
    choices = [
        Choice(act, label, make(talk.sid, talk.turn, act), "last" if act == "not_tried" else "option")
        for act, label in acts
    ]
    choices.append(Choice("leave", talk.words("recovery.leave"), make(talk.sid, talk.turn, "leave"), "nav"))
    return Reply(
        kind="question",
        title=talk.words("recovery.asking", n=data["at"] + 1, of=len(data["names"])) if "at" in data else "",
        paragraphs=(text,),
        choices=tuple(choices),
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("n" if kind == "number" else "plan", kind, (1, 1)),  # type: ignore[arg-type]
    )


def _yes_no(talk: Talk) -> list[tuple[str, str]]:
    return [("yes", talk.text("near_yes")), ("no", talk.text("near_no"))]


# --- what is answered ------------------------------------------------------------------------------------------------


def _act(talk: Talk, act: str) -> None:
    top = talk.top
    assert top is not None
    word, _, argument = act.partition(".")
    state, data = top.state, top.data
    if act == "leave":
        talk.pop()
    elif state == "show":
        _from_overview(talk, act)
    elif state == "load" and act == "yes":
        talk.move(_first(talk))
    elif state == "load" and act == "no":
        talk.pop()
        talk.tell("recovery.refused.their_plan")
    elif state == "past" and act in ("yes", "no"):
        talk.move("age", past=act == "yes")
    elif state == "age" and word == "age" and argument in AGES:
        talk.person = replace(talk.person, age=argument)
        _begin(talk, past=bool(data.get("past")))
    elif state == "sex" and word == "sex" and argument in SEXES:
        talk.person = replace(talk.person, sex=argument)
        talk.move("sore_side", **data)
    elif state in ("sore_side", "other_side") and word == "n" and argument.isdigit():
        _raises(talk, int(argument))
    elif state == "ask" and _value(talk, act) is not None:
        _answered(talk, _value(talk, act) or 0)
    else:
        talk.say("not_understood")


def _typed(talk: Talk, text: str) -> bool:
    """A number of raises that is on no button."""
    top = talk.top
    assert top is not None
    number = text.strip()
    if top.state not in ("sore_side", "other_side") or not number.isdigit() or int(number) > MOST_RAISES:
        return False
    _raises(talk, int(number))
    return True


def _begin(talk: Talk, *, past: bool) -> None:
    verdict = verdict_now(talk)
    program = program_for(talk)
    assert program is not None
    slow = program == STRAIN and slow_reasons(talk, past=past)
    talk.recovery = talk.library.ladder.begin(program, talk.now, grade=verdict.grade or 1, slow=slow)
    talk.record("stage", program, 1)
    talk.tell("recovery.begun_slow" if slow else "recovery.begun")
    talk.move("show")
    if not talk.person.keep:
        ask_keep(talk, "zone", text=talk.words("recovery.keep"))


def _from_overview(talk: Talk, act: str) -> None:
    word, _, argument = act.partition(".")
    recovery = talk.recovery
    assert recovery is not None
    if act not in [choice.id for choice in overview(talk).choices]:
        talk.say("not_understood")
    elif act == session_act(talk):
        talk.house.cards[word](talk, argument)
    elif act == "up":
        _ask(talk, recovery)
    elif act == "down":
        talk.recovery = talk.library.ladder.move_down(recovery, talk.now)
        talk.record("stage", recovery.program, talk.recovery.stage)
        talk.move("show", again=talk.turn)
    elif act == "worse":
        talk.pop()
        recheck(talk, "worse")
    elif act == "why":
        stage = talk.library.ladder.stage(recovery)
        sources = "; ".join(
            talk.text("judgement") if source == "J" else talk.library.sources.sources[source].title
            for source in stage.sources
        )
        talk.message(talk.words("recovery.rests"), talk.words("guided.sources", sources=sources))


def _ask(talk: Talk, recovery: Recovery) -> None:
    """The criteria of the stage, one by one; a mild strain is asked about the short way too."""
    ladder = talk.library.ladder
    earliest = ladder.earliest(recovery)
    if talk.now < earliest:
        talk.tell("recovery.too_early", when=talk.when(earliest))
        return
    if ladder.runs(recovery) and recovery.step < len(ladder.file.walk_run.steps):
        talk.tell("recovery.steps_first", step=recovery.step, of=len(ladder.file.walk_run.steps))
        return
    names = [*ladder.stage(recovery).exit]
    skip = ladder.file.skip
    if recovery.program == STRAIN and recovery.grade == skip.grade and name_of(recovery) == skip.start:
        names.append(skip.criterion)
    talk.move("ask", names=names, at=0, answers={})
    _raises_next(talk)


def _raises_next(talk: Talk) -> None:
    """The heel-raise test has questions of its own; sex is asked once, for its norm."""
    top = talk.top
    assert top is not None
    if talk.library.ladder.criteria[top.data["names"][top.data["at"]]].kind == "raises":
        talk.move("sore_side" if talk.person.sex else "sex", **top.data)


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


def _raises(talk: Talk, number: int) -> None:
    top = talk.top
    assert top is not None
    ladder, person, number = talk.library.ladder, talk.person, min(number, MOST_RAISES)
    if top.state == "sore_side":
        talk.move("other_side", **{**top.data, "sore": number})
        return
    sore = int(top.data["sore"])
    side = talk.episode.answers.get("side", ("left",))[0] if talk.episode else "left"
    sides = ("right", "left") if side == "right" else ("left", "right")
    talk.record("raises", sides[0], sore)
    talk.record("raises", sides[1], number)
    enough = ladder.raises_enough(sore, number, person.age, person.sex)
    norm = ladder.norm(person.age, person.sex)
    lines = [talk.words("recovery.raises_told", sore=sore, other=number)]
    lines.append(talk.words("recovery.raises_enough" if enough else "recovery.raises_short"))
    if norm is not None:
        lines.append(talk.words("recovery.raises_norm", norm=norm, noise=ladder.file.raises.noise))
        if number < norm - ladder.file.raises.noise:
            lines.append(talk.words("recovery.raises_other_poor"))
    talk.message(*lines)
    data = {key: value for key, value in top.data.items() if key != "sore"}
    talk.move("ask", **data)
    _answered(talk, int(enough))


def _answered(talk: Talk, value: int) -> None:
    top = talk.top
    assert top is not None
    data: dict[str, Any] = top.data
    answers = {**data["answers"], data["names"][data["at"]]: value}
    left = data["names"][data["at"] + 1 :]
    if talk.library.ladder.unmet(answers) and left == [talk.library.ladder.file.skip.criterion]:
        left = []  # nobody is asked to hop while something easier is missing
    if left:
        talk.move("ask", **{**data, "at": data["at"] + 1, "answers": answers})
        _raises_next(talk)
        return
    _decide(talk, answers)


def _decide(talk: Talk, answers: dict[str, int]) -> None:
    """All criteria are answered: up, or what is still missing."""
    ladder, recovery = talk.library.ladder, talk.recovery
    assert recovery is not None
    skip = ladder.file.skip.criterion
    missing = [criterion.id for criterion in ladder.unmet(answers)]
    needed = [name for name in missing if name != skip]
    after = ladder.move_up(recovery, talk.now, met=not needed, short=skip in answers and skip not in missing)
    talk.recovery = after
    if after.stage == recovery.stage:
        lines = [talk.words(f"recovery.criteria.{name}.missing") for name in needed]
        talk.message(talk.words("recovery.not_yet"), *lines)
    else:
        talk.record("stage", after.program, after.stage)
        done = after.stage > len(stages_of(talk, after.program))
        talk.tell("recovery.finished" if done else "recovery.moved_up")
    talk.move("show", again=talk.turn)


def stages_of(talk: Talk, program: str) -> Sequence[Any]:
    """The stages of a programme after its first step, in order."""
    file = talk.library.ladder.file
    return file.stages[1:] if program == STRAIN else file.achilles.stages


# --- sessions and their mornings -------------------------------------------------------------------------------------


def session_done(talk: Talk, routine: str, before: int, during: int, *, whole: bool) -> None:
    """A guided session has ended. If it was that of the present stage, its morning counts."""
    recovery = talk.recovery
    if recovery is None or name_of(recovery) not in talk.library.ladder.stages:
        return
    ladder = talk.library.ladder
    if ladder.stage(recovery).routine != routine:
        return
    if ladder.runs(recovery):
        talk.record("run", str(recovery.step), ladder.minutes_run(recovery.step))
        recovery = replace(recovery, ran=talk.now)
    talk.recovery = replace(recovery, owed=talk.now, before=before, during=during, whole=whole)


def morning(talk: Talk, pain: int, new_sign: bool) -> None:
    """The morning after: the 24-hour rule was kept, or the stage is repeated, dropped, or a clinician should look."""
    recovery, ladder = talk.recovery, talk.library.ladder
    if recovery is None or recovery.owed is None:
        talk.tell(
            "recovery.morning_fine" if pain <= ladder.file.rule.during and not new_sign else "recovery.morning_sore"
        )
        return
    kept = ladder.kept(recovery, during=recovery.during, before=recovery.before, morning=pain, new_sign=new_sign)
    if recovery.program == ACHILLES and climbing(talk.records, talk.now):
        kept = False
    step, stage, whole = recovery.step, recovery.stage, recovery.whole
    talk.recovery = recovery = replace(recovery, owed=None, before=-1, during=-1)
    after, outcome = ladder.after(recovery, talk.now, kept=kept)
    if kept and not whole:
        after = replace(after, step=step)  # half a session is no step of the plan
    talk.recovery = after
    if after.stage != stage:
        talk.record("stage", after.program, after.stage)
    if outcome == "see_someone":
        talk.change_episode(raised=Raised("clinician_soon", "three_breaks", talk.now), seen=False)
        talk.frames = [Frame("check", VERDICT)]
        go(talk, VERDICT)
    elif outcome == "kept" and after.step != step:
        talk.tell("recovery.next_step", step=after.step)
    else:
        talk.tell(f"recovery.outcome.{outcome}")


PLAN = Flow(prompt=_prompt, act=_act, typed=_typed)
