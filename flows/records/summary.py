"""/summary: all that was told, on one page for a clinician, as text and as a PDF. Names no diagnosis and no person.

Behind no gate: it advises nothing. Signs that were asked about and denied are told as well as those that are there.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flows.base.drawings import Page, Part
from flows.base.remembered import Record
from flows.base.replies import Reply, Section
from flows.check.plan import TOLD
from flows.checking.card import Card
from flows.checking.first import emergency_again
from flows.checking.handoff import STAMP
from flows.checking.prompts import verdict_of
from flows.records.history import PAINS, chart_of, of_kind, over, raises_of, stages_of, worst_a_day
from flows.talk.say import label, labels
from flows.talk.session import Episode
from flows.talk.turn import Talk

MOST_LINES = 14
"""Entries of a kind that are told, the latest."""


def show(talk: Talk, _argument: str = "") -> None:
    """The page, or a friendly word while there is nothing to put on it."""
    page = page_of(talk)
    if page is None:
        talk.tell("summary.nothing")
    else:
        talk.replies.append(
            Reply(
                kind="message",
                title=page.title,
                paragraphs=(page.subtitle,),
                sections=tuple(Section(part.label, part.lines) for part in page.parts),
                closing_line=page.foot,
                page=page,
                repeatable=True,
            )
        )
    emergency_again(talk)


def page_of(talk: Talk) -> Page | None:
    """All that is known of the latest episode, and all that was noted since; None if that is nothing."""
    episode = talk.episode if talk.episode is not None and talk.episode.answers else talk.last
    parts = [*(_check(talk, episode) if episode is not None else ()), *_since(talk)]
    told = tuple(
        Part(talk.words(f"summary.parts.{name}"), tuple(lines[-MOST_LINES:] if name in LISTED else lines))
        for name, lines in parts
        if lines
    )
    if not told:
        return None
    return Page(
        title=talk.words("summary.title"),
        subtitle=talk.words("summary.told_by", date=_stamp(talk.now)),
        parts=told,
        foot=talk.words("summary.foot"),
        chart=chart_of(talk, talk.words("progress.title"), ""),
        alt=talk.words("summary.alt"),
    )


LISTED = ("checkins", "pain", "sessions", "strength")
"""Parts that grow with the days."""

_Parts = list[tuple[str, list[str]]]


def _check(talk: Talk, episode: Episode) -> _Parts:
    """What the check was told, in the order in which it asks; the signs of danger come first."""
    library, language = talk.library, talk.language
    answers, denied, unsure = [], [], []
    for question in library.plan.questions:
        options = episode.answers.get(question.id, ())
        about = library.text(language, f"questions.{question.which_of or question.id}.about")
        if options == ("none",):
            items = ", ".join(
                label(library, language, question.id, option) for option in question.options if option != TOLD
            )
            denied.append(talk.words("summary.answer", about=about, labels=items))
        elif options == ("unsure",):
            unsure.append(about)
        elif options:
            told = labels(library, language, question.id, options)
            answers.append(talk.words("summary.answer", about=about, labels=told))
    retracted = [
        talk.words("summary.entry", day=_stamp(sign.at), what=label(library, language, sign.question, sign.option))
        for sign in episode.retracted
    ]
    course = _course(talk, episode)
    return [
        ("course", course),
        ("answers", answers),
        ("denied", denied),
        ("unsure", unsure),
        ("retracted", retracted),
    ]


def _course(talk: Talk, episode: Episode) -> list[str]:
    lines = [talk.words("summary.asked", at=_stamp(episode.began))]
    if episode.onset is not None:
        lines.insert(0, talk.words("summary.onset", day=_day(episode.onset)))
    if episode.verdict is None or episode.verdict_at is None:
        lines.append(talk.words("summary.unfinished"))
    else:
        card = Card(talk.library, talk.person, episode, verdict_of(talk.library, episode), talk.now)
        lines.append(talk.words("summary.advice", at=_stamp(episode.verdict_at), headline=card.headline()))
        if card.verdict.grade:
            lines.append(talk.words("summary.grade", grade=card.verdict.grade))
    if (raised := episode.raised) is not None:
        why = talk.words(f"checkins.raised.{raised.why}")
        lines.append(talk.words("summary.raised", at=_stamp(raised.at), why=why))
    if episode.seen:
        lines.append(talk.words("summary.seen"))
    return lines


def _since(talk: Talk) -> _Parts:
    """What came after the check: check-ins, pain, sessions, stages, heel raises and runs."""
    checkins = [talk.words("summary.entry", day=_day(r.at), what=_answer(talk, r)) for r in of_kind(talk, "checkin")]
    pain = []
    for what in PAINS:
        if told := worst_a_day(talk, of_kind(talk, "pain", what))[-MOST_LINES:]:
            values = "; ".join(talk.words("summary.value", day=_day(r.at), value=r.value) for r in told)
            pain.append(talk.words("summary.values", name=talk.words(f"progress.pain.{what}"), values=values))
    sessions = [
        talk.words("summary.session", day=_day(r.at), name=_routine(talk, r.what), percent=r.value)
        for r in of_kind(talk, "routine")
    ]
    strength = [talk.words("summary.stage", day=_day(r.at), n=r.value) for r in stages_of(talk)]
    if strength and over(talk):
        strength[-1] = talk.words("summary.stages_done", day=_day(stages_of(talk)[-1].at))
    strength += [
        talk.words("summary.raises", day=_day(left.at), left=left.value, right=right.value)
        for left, right in raises_of(talk)
    ]
    strength += [talk.words("summary.run", day=_day(r.at), minutes=r.value) for r in of_kind(talk, "run")]
    return [("checkins", checkins), ("pain", pain), ("sessions", sessions), ("strength", strength)]


def _answer(talk: Talk, record: Record) -> str:
    """What was answered to a check-in, after what was asked."""
    state, _, name = record.what.partition(".")
    asked, said = f"checkins.{state}.ask", f"checkins.{state}.{name}"
    if not (talk.library.words.has(talk.language, asked) and talk.library.words.has(talk.language, said)):
        return record.what
    return f"{talk.words(asked)} {talk.words(said)}"


def _routine(talk: Talk, name: str) -> str:
    key = f"routines.{name}.name"
    return talk.words(key) if talk.library.words.has(talk.language, key) else name


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime(STAMP)


def _day(at: datetime) -> str:
    """A date that no country reads the wrong way round."""
    return at.astimezone(UTC).date().isoformat()
