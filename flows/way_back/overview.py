"""The overview of the way back: the stage, what is done in it, what comes next, and what it takes to get there."""

from __future__ import annotations

from datetime import datetime

from flows.base.remembered import Recovery
from flows.base.replies import Choice, QuestionFacts, Reply, Section
from flows.base.tokens import make
from flows.gate.flow import allowed
from flows.gate.programme import ACHILLES, current
from flows.recovery.ladder import name_of
from flows.talk.turn import Talk
from flows.way_back.raises import may_test

DAYS_A_WEEK = 7


def overview(talk: Talk) -> Reply:
    """Where somebody is, what comes next and why."""
    recovery, ladder = current(talk), talk.library.ladder
    assert recovery is not None
    if ladder.done(recovery):
        text = [talk.words("recovery.finished")]
        return _reply(talk, talk.words("recovery.title_done"), text, [], [("leave", talk.words("recovery.leave"))])
    wait = ladder.next_session(recovery)
    ready = wait is None or wait <= talk.now
    name = name_of(recovery)
    last = len(ladder.stages_of(recovery.program))
    title = talk.words("recovery.title", n=recovery.stage, of=last, name=talk.words(f"recovery.stages.{name}.name"))
    return _reply(
        talk,
        title,
        _text(talk, recovery, None if ready else wait),
        _sections(talk, recovery),
        _acts(talk, recovery, ready=ready),
    )


def _text(talk: Talk, recovery: Recovery, wait: datetime | None) -> list[str]:
    ladder, words = talk.library.ladder, f"recovery.stages.{name_of(recovery)}"
    text = [talk.words(f"{words}.what"), talk.words("recovery.usual", usual=talk.words(f"{words}.usual"))]
    if ladder.runs(recovery):
        text.append(_step(talk, recovery))
    if recovery.program == ACHILLES:
        text += _tendon(talk, recovery)
    if wait is not None:
        text.append(talk.words("recovery.next_run" if ladder.runs(recovery) else "recovery.next", when=talk.when(wait)))
    if recovery.breaks:
        text.append(talk.words("recovery.held_back"))
    elif talk.now < ladder.earliest(recovery):
        text.append(talk.words("recovery.not_before", day=talk.day(ladder.earliest(recovery))))
    return text


def _step(talk: Talk, recovery: Recovery) -> str:
    """The present step of the walk-run plan."""
    steps = talk.library.ladder.file.walk_run.steps
    entry, of = steps[recovery.step - 1], len(steps)
    if not entry.walk:
        return talk.words("recovery.step_straight", step=recovery.step, of=of, run=_minutes(entry.run))
    run, walk = _minutes(entry.run), _minutes(entry.walk)
    return talk.words("recovery.step", step=recovery.step, of=of, sets=entry.sets, run=run, walk=walk)


def _tendon(talk: Talk, recovery: Recovery) -> list[str]:
    """What is told of the programme for a heel cord: the week, whether running is all right, and the one at the heel bone."""
    rule, lines = talk.library.ladder.file, []
    if recovery.began is not None:
        week = (talk.now - recovery.began).days // DAYS_A_WEEK + 1
        lines.append(talk.words("recovery.week", week=week, of=rule.achilles.weeks))
    if "run" not in allowed(talk).forbids:
        lines.append(talk.words("recovery.tendon_runs", ceiling=rule.rule.tendon))
    spot = talk.episode.answers.get("spot", ()) if talk.episode else ()
    if "heel_bone" in spot:
        lines.append(talk.words("recovery.insertion"))
    return lines


def _sections(talk: Talk, recovery: Recovery) -> list[Section]:
    ladder, name = talk.library.ladder, name_of(recovery)
    wanted = [(one, talk.words(f"recovery.criteria.{one}.missing")) for one in ladder.stage(recovery).exit]
    asked = [talk.words("recovery.still", what=text) if one in recovery.missing else text for one, text in wanted]
    sections = [Section(talk.words("recovery.to_move_on"), tuple(asked))]
    above = f"recovery.stages.{name.rpartition('_')[0]}_{recovery.stage + 1}.name"
    if talk.library.words.has(talk.language, above):
        sections.append(Section(talk.words("recovery.then"), (talk.words(above),)))
    rule = talk.words("recovery.rule", ceiling=ladder.ceiling(recovery))
    sections.append(Section(talk.words("recovery.rule_label"), (rule,)))
    return sections


def _acts(talk: Talk, recovery: Recovery, *, ready: bool) -> list[tuple[str, str]]:
    acts: list[tuple[str, str]] = []
    session = session_act(talk)
    if session is not None and ready:
        acts.append((session, talk.words("recovery.session")))
    acts.append(("up", talk.words("recovery.up")))
    if may_test(talk, recovery):
        acts.append(("raises", talk.words("recovery.raises_open")))
    if recovery.stage > 1:
        acts.append(("down", talk.words("recovery.down")))
    return acts + [(act, talk.words(f"recovery.{act}")) for act in ("worse", "why", "leave")]


def session_act(talk: Talk) -> str | None:
    """The card act of the present stage's session, or None."""
    recovery, ladder = current(talk), talk.library.ladder
    if recovery is None or ladder.done(recovery):
        return None
    routine = ladder.stage(recovery).routine
    return f"routine.{routine}" if routine else None


def _minutes(seconds: int) -> str:
    """Minutes, with a half where there is one: 27.5."""
    return f"{seconds / 60:g}"


def _reply(talk: Talk, title: str, text: list[str], sections: list[Section], acts: list[tuple[str, str]]) -> Reply:
    choices = tuple(
        Choice(act, label, make(talk.sid, talk.turn, act), "nav" if act in ("why", "leave") else "option")
        for act, label in acts
    )
    return Reply(
        kind="question",
        title=title,
        paragraphs=tuple(text),
        sections=tuple(section for section in sections if section.items),
        choices=choices,
        slot=str(talk.turn),
        repeatable=True,
        question=QuestionFacts("plan", "one", (1, 1)),
    )
