"""The overview of the way back: the stage, what is done in it, what comes next, and what it takes to get there."""

from __future__ import annotations

from datetime import datetime

from flows.base.remembered import Recovery
from flows.base.replies import Reply, Section
from flows.gate.allowed import allowed
from flows.gate.programme import ACHILLES, current
from flows.recovery.ladder import name_of
from flows.talk.asking import ask, button
from flows.talk.flow import Open
from flows.talk.turn import Turn
from flows.way_back.raises import may_test
from flows.way_back.state import NAME, WayBack

DAYS_A_WEEK = 7


def show_overview(turn: Turn, _frame: Open[WayBack]) -> Reply:
    """Show where somebody is, what comes next and why."""
    recovery, ladder = current(turn), turn.library.ladder
    assert recovery is not None
    choices = [
        button(turn, act, label, "nav" if act in ("why", "leave") else "option")
        for act, label in overview_buttons(turn, recovery)
    ]
    if ladder.done(recovery):
        return ask(turn, NAME, turn.words("recovery.finished"), choices, title=turn.words("recovery.title_done"))
    name, last = name_of(recovery), len(ladder.stages_of(recovery.program))
    title = turn.words("recovery.title", n=recovery.stage, of=last, name=turn.words(f"recovery.stages.{name}.name"))
    return ask(turn, NAME, _text(turn, recovery), choices, title=title, sections=_sections(turn, recovery))


def _text(turn: Turn, recovery: Recovery) -> list[str]:
    wait = _wait(turn, recovery)
    ladder, words = turn.library.ladder, f"recovery.stages.{name_of(recovery)}"
    text = [turn.words(f"{words}.what"), turn.words("recovery.usual", usual=turn.words(f"{words}.usual"))]
    if ladder.runs(recovery):
        text.append(_step(turn, recovery))
    if recovery.program == ACHILLES:
        text += _tendon(turn, recovery)
    if wait is not None:
        text.append(turn.words("recovery.next_run" if ladder.runs(recovery) else "recovery.next", when=turn.when(wait)))
    if recovery.breaks:
        text.append(turn.words("recovery.held_back"))
    elif turn.now < ladder.earliest(recovery):
        text.append(turn.words("recovery.not_before", day=turn.day(ladder.earliest(recovery))))
    return text


def _step(turn: Turn, recovery: Recovery) -> str:
    """The present step of the walk-run plan."""
    steps = turn.library.ladder.file.walk_run.steps
    entry, of = steps[recovery.step - 1], len(steps)
    if not entry.walk:
        return turn.words("recovery.step_straight", step=recovery.step, of=of, run=_minutes(entry.run))
    run, walk = _minutes(entry.run), _minutes(entry.walk)
    return turn.words("recovery.step", step=recovery.step, of=of, sets=entry.sets, run=run, walk=walk)


def _tendon(turn: Turn, recovery: Recovery) -> list[str]:
    """What is told of the programme for a heel cord: the week, whether running is all right, and the one at the heel bone."""
    rule, lines = turn.library.ladder.file, []
    if recovery.began is not None:
        week = (turn.now - recovery.began).days // DAYS_A_WEEK + 1
        lines.append(turn.words("recovery.week", week=week, of=rule.achilles.weeks))
    if "run" not in allowed(turn).forbids:
        lines.append(turn.words("recovery.tendon_runs", ceiling=rule.rule.tendon))
    spot = turn.session.episode.answers.get("spot", ()) if turn.session.episode else ()
    if "heel_bone" in spot:
        lines.append(turn.words("recovery.insertion"))
    return lines


def _sections(turn: Turn, recovery: Recovery) -> list[Section]:
    ladder, name = turn.library.ladder, name_of(recovery)
    wanted = [(one, turn.words(f"recovery.criteria.{one}.missing")) for one in ladder.stage(recovery).exit]
    asked = [turn.words("recovery.still", what=text) if one in recovery.missing else text for one, text in wanted]
    sections = [Section(turn.words("recovery.to_move_on"), tuple(asked))]
    above = f"recovery.stages.{name.rpartition('_')[0]}_{recovery.stage + 1}.name"
    if turn.library.words.has(turn.language, above):
        sections.append(Section(turn.words("recovery.then"), (turn.words(above),)))
    rule = turn.words("recovery.rule", ceiling=ladder.ceiling(recovery))
    sections.append(Section(turn.words("recovery.rule_label"), (rule,)))
    return [section for section in sections if section.items]


def _wait(turn: Turn, recovery: Recovery) -> datetime | None:
    """When the next session may be, if that is still to come."""
    next_one = turn.library.ladder.next_session(recovery)
    return next_one if next_one is not None and next_one > turn.now else None


def overview_buttons(turn: Turn, recovery: Recovery) -> list[tuple[str, str]]:
    """What the overview offers: acts with their labels."""
    if turn.library.ladder.done(recovery):
        return [("leave", turn.words("recovery.leave"))]
    acts: list[tuple[str, str]] = []
    session = session_act(turn)
    if session is not None and _wait(turn, recovery) is None:
        acts.append((session, turn.words("recovery.session")))
    acts.append(("up", turn.words("recovery.up")))
    if may_test(turn, recovery):
        acts.append(("raises", turn.words("recovery.raises_open")))
    if recovery.stage > 1:
        acts.append(("down", turn.words("recovery.down")))
    return acts + [(act, turn.words(f"recovery.{act}")) for act in ("worse", "why", "leave")]


def session_act(turn: Turn) -> str | None:
    """The card act of the present stage's session, or None."""
    recovery, ladder = current(turn), turn.library.ladder
    if recovery is None or ladder.done(recovery):
        return None
    routine = ladder.stage(recovery).routine
    return f"routine.{routine}" if routine else None


def _minutes(seconds: int) -> str:
    """Minutes, with a half where there is one: 27.5."""
    return f"{seconds / 60:g}"
