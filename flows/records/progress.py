"""/progress: how it went, as a chart and in words that say the same. Behind no gate: it advises nothing."""

from __future__ import annotations

from datetime import datetime

from flows.base.replies import Reply, Section
from flows.checking.verdicts import emergency_again
from flows.records.history import PAINS, chart_of, of_kind, over, raises_of, stages_of, worst_a_day
from flows.talk.show import Show
from flows.talk.turn import Turn


def show_progress(turn: Turn, _argument: str) -> Show:
    """The chart with its words, or a friendly word while there is nothing."""
    sections = tuple(
        Section(turn.words(f"progress.{part}.label"), tuple(lines))
        for part, lines in (("pain", _pain(turn)), ("stage", _way_back(turn)), ("done", _sessions(turn)))
        if lines
    )
    if not sections:
        turn.tell("progress.nothing")
        return emergency_again(turn)
    chart = chart_of(turn, turn.words("progress.title"), _alt(turn, sections))
    paragraphs = [] if chart is not None else [turn.words("progress.one")]
    turn.out.replies.append(
        Reply(
            kind="message",
            title=turn.words("progress.title"),
            paragraphs=tuple(paragraphs),
            sections=sections,
            closing_line="" if turn.session.person.keep else turn.words("progress.kept_a_day"),
            chart=chart,
            repeatable=True,
        )
    )
    return emergency_again(turn)


def _pain(turn: Turn) -> list[str]:
    lines = []
    for what in PAINS:
        told = worst_a_day(turn, of_kind(turn, "pain", what))
        if not told:
            continue
        name, last = turn.words(f"progress.pain.{what}"), told[-1]
        if len(told) == 1:
            lines.append(turn.words("progress.one_day", name=name, last=last.value, day=_day(turn, last.at)))
            continue
        lines.append(
            turn.words(
                "progress.days",
                name=name,
                first=told[0].value,
                from_day=_day(turn, told[0].at),
                last=last.value,
                to_day=_day(turn, last.at),
                worst=max(record.value for record in told),
            )
        )
    return lines


def _way_back(turn: Turn) -> list[str]:
    lines = []
    if stages := stages_of(turn):
        last = stages[-1]
        day = _day(turn, last.at)
        ended = over(turn)
        lines.append(
            turn.words("progress.stage.done", day=day)
            if ended
            else turn.words("progress.stage.now", n=last.value, day=day)
        )
    if raises := raises_of(turn):
        left, right = raises[-1]
        lines.append(turn.words("progress.raises", day=_day(turn, left.at), left=left.value, right=right.value))
    if runs := of_kind(turn, "run"):
        lines.append(turn.words("progress.run", n=len(runs), day=_day(turn, runs[-1].at), minutes=runs[-1].value))
    return lines


def _sessions(turn: Turn) -> list[str]:
    done = of_kind(turn, "routine")
    if not done:
        return []
    if len(done) == 1:
        return [turn.words("progress.done.one", day=_day(turn, done[0].at))]
    return [turn.words("progress.done.many", n=len(done), day=_day(turn, done[-1].at))]


def _alt(turn: Turn, sections: tuple[Section, ...]) -> str:
    """What the chart shows, for those who do not see it: from when to when, and then what the words say."""
    drawn = [record.at for record in turn.session.records if record.kind in ("pain", "stage", "routine")]
    if not drawn:
        return ""
    whole = turn.words("progress.alt", from_day=_day(turn, min(drawn)), to_day=_day(turn, max(drawn)))
    return " ".join([whole, *(f"{section.label}: {' '.join(section.items)}" for section in sections)])


def _day(turn: Turn, at: datetime) -> str:
    return turn.day(at)
