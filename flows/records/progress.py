"""/progress: how it went, as a chart and in words that say the same. Behind no gate: it advises nothing."""

from __future__ import annotations

from datetime import datetime

from flows.base.replies import Reply, Section
from flows.checking.first import emergency_again
from flows.records.history import PAINS, chart_of, of_kind, over, raises_of, stages_of, worst_a_day
from flows.talk.turn import Talk


def show(talk: Talk, _argument: str = "") -> None:
    """The chart with its words, or a friendly word while there is nothing."""
    sections = tuple(
        Section(talk.words(f"progress.{part}.label"), tuple(lines))
        for part, lines in (("pain", _pain(talk)), ("stage", _way_back(talk)), ("done", _sessions(talk)))
        if lines
    )
    if not sections:
        talk.tell("progress.nothing")
        emergency_again(talk)
        return
    chart = chart_of(talk, talk.words("progress.title"), _alt(talk, sections))
    paragraphs = [] if chart is not None else [talk.words("progress.one")]
    talk.replies.append(
        Reply(
            kind="message",
            title=talk.words("progress.title"),
            paragraphs=tuple(paragraphs),
            sections=sections,
            closing_line="" if talk.person.keep else talk.words("progress.kept_a_day"),
            chart=chart,
            repeatable=True,
        )
    )
    emergency_again(talk)


def _pain(talk: Talk) -> list[str]:
    lines = []
    for what in PAINS:
        told = worst_a_day(talk, of_kind(talk, "pain", what))
        if not told:
            continue
        name, last = talk.words(f"progress.pain.{what}"), told[-1]
        if len(told) == 1:
            lines.append(talk.words("progress.one_day", name=name, last=last.value, day=_day(talk, last.at)))
            continue
        lines.append(
            talk.words(
                "progress.days",
                name=name,
                first=told[0].value,
                from_day=_day(talk, told[0].at),
                last=last.value,
                to_day=_day(talk, last.at),
                worst=max(record.value for record in told),
            )
        )
    return lines


def _way_back(talk: Talk) -> list[str]:
    lines = []
    if stages := stages_of(talk):
        last = stages[-1]
        day = _day(talk, last.at)
        ended = over(talk)
        lines.append(
            talk.words("progress.stage.done", day=day)
            if ended
            else talk.words("progress.stage.now", n=last.value, day=day)
        )
    if raises := raises_of(talk):
        left, right = raises[-1]
        lines.append(talk.words("progress.raises", day=_day(talk, left.at), left=left.value, right=right.value))
    if runs := of_kind(talk, "run"):
        lines.append(talk.words("progress.run", n=len(runs), day=_day(talk, runs[-1].at), minutes=runs[-1].value))
    return lines


def _sessions(talk: Talk) -> list[str]:
    done = of_kind(talk, "routine")
    if not done:
        return []
    if len(done) == 1:
        return [talk.words("progress.done.one", day=_day(talk, done[0].at))]
    return [talk.words("progress.done.many", n=len(done), day=_day(talk, done[-1].at))]


def _alt(talk: Talk, sections: tuple[Section, ...]) -> str:
    """What the chart shows, for those who do not see it: from when to when, and then what the words say."""
    drawn = [record.at for record in talk.records if record.kind in ("pain", "stage", "routine")]
    if not drawn:
        return ""
    whole = talk.words("progress.alt", from_day=_day(talk, min(drawn)), to_day=_day(talk, max(drawn)))
    return " ".join([whole, *(f"{section.label}: {' '.join(section.items)}" for section in sections)])


def _day(talk: Talk, at: datetime) -> str:
    return talk.day(at)
