"""The text for a clinician: what was asked, answered, denied, unsure and taken back, with times; no diagnosis wording."""

from __future__ import annotations

from datetime import UTC, datetime

from flows.check.plan import TOLD
from flows.checking.question import option_label, option_labels, question_text
from flows.talk.library import Library
from flows.talk.session import Episode

STAMP = "%Y-%m-%d %H:%M"


def handoff(library: Library, language: str, episode: Episode, headline: str, grade: int | None) -> tuple[str, ...]:
    """The hand-off text as paragraphs. Times are UTC, to the minute."""

    def say(key: str, **values: object) -> str:
        return library.text(language, f"talk.handoff.{key}", **values)

    ended = max(episode.answered_at.values(), default=episode.began)
    given: list[str] = []
    denied: list[str] = []
    unsure: list[str] = []
    for question in library.check.plan.questions:
        options = episode.answers.get(question.id)
        if not options:
            continue
        if options == ("none",):
            denied.append(_denied(library, language, question.id))
            continue
        if options == ("unsure",):
            unsure.append(library.text(language, f"questions.{question.which_of or question.id}.about"))
            continue
        stamp = _stamp(episode.answered_at.get(question.id, ended))
        given.append(
            f"- {stamp} {question_text(library, language, question.id)} {option_labels(library, language, question.id, options)}"
        )
    parts = [
        "\n".join([say("head"), *_asked_for(library, language, episode)]),
        "\n".join(
            [
                say("when", began=_stamp(episode.began), ended=_stamp(ended)),
                say("result", headline=headline),
                *([say("grade", grade=grade)] if grade else []),
            ]
        ),
        "\n".join([say("given"), *given]) if given else "",
        say("denied", items="; ".join(denied)) if denied else "",
        say("unsure", items="; ".join(unsure)) if unsure else "",
    ]
    if episode.retracted:
        items = "; ".join(
            f"{option_label(library, language, r.question, r.option)} ({_stamp(r.at)})" for r in episode.retracted
        )
        parts.append(say("retracted", items=items))
    return tuple(part for part in parts if part)


def _asked_for(library: Library, language: str, episode: Episode) -> list[str]:
    """For whom it was asked, where that was said."""
    return [library.text(language, f"whom.asked_for.{episode.whom}")] if episode.whom else []


def _denied(library: Library, language: str, question: str) -> str:
    return ", ".join(
        option_label(library, language, question, option)
        for option in library.check.plan.by_id[question].options
        if option != TOLD
    )


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime(STAMP)
