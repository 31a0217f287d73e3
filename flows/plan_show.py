"""The overview of the way back: the stage, what is done in it, what comes next, and what it takes to get there."""

from __future__ import annotations

from flows.ladder import name_of
from flows.model import Choice, QuestionFacts, Reply, Section
from flows.plan_entry import STRAIN
from flows.talk import Talk
from flows.tokens import make


def overview(talk: Talk) -> Reply:
    """Where somebody is, what comes next and why."""
    recovery, ladder = talk.recovery, talk.library.ladder
    assert recovery is not None
    last = 7 if recovery.program == STRAIN else 3
    if recovery.stage > last:
        text = [talk.words("recovery.finished")]
        return _reply(talk, talk.words("recovery.title_done"), text, [], [("leave", talk.words("recovery.leave"))])
    name, stage = name_of(recovery), ladder.stage(recovery)
    words = f"recovery.stages.{name}"
    text = [talk.words(f"{words}.what"), talk.words("recovery.usual", usual=talk.words(f"{words}.usual"))]
    sections = []
    if ladder.runs(recovery):
        entry = ladder.file.walk_run.steps[recovery.step - 1]
        text.append(
            talk.words(
                "recovery.step" if entry.walk else "recovery.step_straight",
                step=recovery.step,
                of=len(ladder.file.walk_run.steps),
                sets=entry.sets,
                run=_minutes(entry.run),
                walk=_minutes(entry.walk),
            )
            if entry.walk
            else talk.words(
                "recovery.step_straight",
                step=recovery.step,
                of=len(ladder.file.walk_run.steps),
                run=_minutes(entry.run),
            )
        )
    wait = ladder.next_session(recovery, recovery.ran)
    if wait is not None and wait > talk.now:
        text.append(talk.words("recovery.next_run", when=talk.when(wait)))
    if recovery.breaks:
        text.append(talk.words("recovery.held_back"))
    asked = tuple(talk.words(f"recovery.criteria.{criterion}.missing") for criterion in stage.exit)
    sections.append(Section(talk.words("recovery.to_move_on"), asked))
    above = f"recovery.stages.{name.rpartition('_')[0]}_{recovery.stage + 1}.name"
    if talk.library.words.has(talk.language, above):
        sections.append(Section(talk.words("recovery.then"), (talk.words(above),)))
    ceiling = ladder.ceiling(recovery)
    sections.append(Section(talk.words("recovery.rule_label"), (talk.words("recovery.rule", ceiling=ceiling),)))
    acts: list[tuple[str, str]] = []
    session = session_act(talk)
    if session is not None and (wait is None or wait <= talk.now):
        acts.append((session, talk.words("recovery.session")))
    acts.append(("up", talk.words("recovery.up")))
    if recovery.stage > 1:
        acts.append(("down", talk.words("recovery.down")))
    acts += [("worse", talk.words("recovery.worse")), ("why", talk.words("recovery.why"))]
    acts.append(("leave", talk.words("recovery.leave")))
    title = talk.words("recovery.title", n=recovery.stage, of=last, name=talk.words(f"{words}.name"))
    return _reply(talk, title, text, sections, acts)


def session_act(talk: Talk) -> str | None:
    """The card act of the present stage's session, or None."""
    recovery, ladder = talk.recovery, talk.library.ladder
    if recovery is None or name_of(recovery) not in ladder.stages:
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
