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
from flows.checking.question import option_label, option_labels
from flows.checking.verdicts import emergency_again, verdict_of
from flows.records.handoff import STAMP, handoff
from flows.records.history import PAINS, chart_of, of_kind, over, raises_of, stages_of, worst_a_day
from flows.talk.session import Episode
from flows.talk.show import Show
from flows.talk.turn import Turn

MOST_LINES = 14
"""Entries of a kind that are told, the latest."""


def show_summary(turn: Turn, _argument: str) -> Show:
    """The page, or a friendly word while there is nothing to put on it."""
    page = page_of(turn)
    if page is None:
        turn.tell("summary.nothing")
    else:
        turn.out.replies.append(
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
    return emergency_again(turn)


def page_of(turn: Turn) -> Page | None:
    """All that is known of the latest episode, and all that was noted since; None if that is nothing."""
    episode = (
        turn.session.episode if turn.session.episode is not None and turn.session.episode.answers else turn.session.last
    )
    parts = [*(_check(turn, episode) if episode is not None else ()), *_since(turn)]
    told = tuple(
        Part(turn.words(f"summary.parts.{name}"), tuple(lines[-MOST_LINES:] if name in LISTED else lines))
        for name, lines in parts
        if lines
    )
    if not told:
        return None
    return Page(
        title=turn.words("summary.title"),
        subtitle=turn.words("summary.told_by", date=_stamp(turn.now)),
        parts=told,
        foot=turn.words("summary.foot"),
        chart=chart_of(turn, turn.words("progress.title"), ""),
        alt=turn.words("summary.alt"),
    )


LISTED = ("checkins", "pain", "sessions", "strength")
"""Parts that grow with the days."""

_Parts = list[tuple[str, list[str]]]


def _check(turn: Turn, episode: Episode) -> _Parts:
    """What the check was told, in the order in which it asks; the signs of danger come first."""
    library, language = turn.library, turn.language
    answers, denied, unsure = [], [], []
    for question in library.check.plan.questions:
        options = episode.answers.get(question.id, ())
        about = library.text(language, f"questions.{question.which_of or question.id}.about")
        if options == ("none",):
            items = turn.text("joined").join(
                option_label(library, language, question.id, option) for option in question.options if option != TOLD
            )
            denied.append(turn.words("summary.answer", about=about, labels=items))
        elif options == ("unsure",):
            unsure.append(about)
        elif options:
            told = option_labels(library, language, question.id, options)
            answers.append(turn.words("summary.answer", about=about, labels=told))
    retracted = [
        turn.words(
            "summary.entry", day=_stamp(sign.at), what=option_label(library, language, sign.question, sign.option)
        )
        for sign in episode.retracted
    ]
    course = _course(turn, episode)
    return [
        ("course", course),
        ("answers", answers),
        ("denied", denied),
        ("unsure", unsure),
        ("retracted", retracted),
    ]


def _course(turn: Turn, episode: Episode) -> list[str]:
    lines = [turn.words("summary.asked", at=_stamp(episode.began))]
    if episode.onset is not None:
        lines.insert(0, turn.words("summary.onset", day=_day(episode.onset)))
    if episode.verdict is None or episode.verdict_at is None:
        lines.append(turn.words("summary.unfinished"))
    else:
        card = Card(turn.library, turn.session.person, episode, verdict_of(turn.library, episode), turn.now)
        lines.append(turn.words("summary.advice", at=_stamp(episode.verdict_at), headline=card.headline()))
        if card.verdict.grade:
            lines.append(turn.words("summary.grade", grade=card.verdict.grade))
    if (raised := episode.raised) is not None:
        why = turn.words(f"checkins.raised.{raised.why}")
        lines.append(turn.words("summary.raised", at=_stamp(raised.at), why=why))
    if episode.seen:
        lines.append(turn.words("summary.seen"))
    return lines


def _since(turn: Turn) -> _Parts:
    """What came after the check: check-ins, pain, sessions, stages, heel raises and runs."""
    checkins = [turn.words("summary.entry", day=_day(r.at), what=_answer(turn, r)) for r in of_kind(turn, "checkin")]
    pain = []
    for what in PAINS:
        if told := worst_a_day(turn, of_kind(turn, "pain", what))[-MOST_LINES:]:
            values = "; ".join(turn.words("summary.value", day=_day(r.at), value=r.value) for r in told)
            pain.append(turn.words("summary.values", name=turn.words(f"progress.pain.{what}"), values=values))
    sessions = [
        turn.words("summary.session", day=_day(r.at), name=_routine(turn, r.what), percent=r.value)
        for r in of_kind(turn, "routine")
    ]
    strength = [turn.words("summary.stage", day=_day(r.at), n=r.value) for r in stages_of(turn)]
    if strength and over(turn):
        strength[-1] = turn.words("summary.stages_done", day=_day(stages_of(turn)[-1].at))
    strength += [
        turn.words("summary.raises", day=_day(left.at), left=left.value, right=right.value)
        for left, right in raises_of(turn)
    ]
    strength += [turn.words("summary.run", day=_day(r.at), minutes=r.value) for r in of_kind(turn, "run")]
    return [("checkins", checkins), ("pain", pain), ("sessions", sessions), ("strength", strength)]


def _answer(turn: Turn, record: Record) -> str:
    """What was answered to a check-in, after what was asked."""
    state, _, name = record.what.partition(".")
    asked, said = f"checkins.{state}.ask", f"checkins.{state}.{name}"
    if not (turn.library.words.has(turn.language, asked) and turn.library.words.has(turn.language, said)):
        return record.what
    return f"{turn.words(asked)} {turn.words(said)}"


def _routine(turn: Turn, name: str) -> str:
    key = f"routines.{name}.name"
    return turn.words(key) if turn.library.words.has(turn.language, key) else name


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime(STAMP)


def _day(at: datetime) -> str:
    """A date that no country reads the wrong way round."""
    return at.astimezone(UTC).date().isoformat()


def show_handoff(turn: Turn, _argument: str) -> Show:
    """The text for a clinician beneath a card, and with it the page."""
    episode = turn.session.episode
    assert episode is not None
    card = Card(turn.library, turn.session.person, episode, verdict_of(turn.library, episode), turn.now)
    parts = handoff(turn.library, turn.language, episode, card.headline(), card.verdict.grade)
    # On an emergency there is the text, and nothing to wait for.
    page = page_of(turn) if card.verdict.urgency != "emergency_now" else None
    turn.out.replies.append(Reply(kind="message", title=turn.text("handoff_title"), paragraphs=parts, page=page))
    return Show.USUAL
