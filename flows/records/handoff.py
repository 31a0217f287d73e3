"""The text for a clinician: what was asked, answered, denied, unsure and taken back; no diagnosis wording.

The head says when. An answer has a time of its own where the check took so long that it may tell something.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows.check.plan import TOLD
from flows.checking.question import option_label, option_labels
from flows.talk.library import Library
from flows.talk.session import Episode

STAMP = "%Y-%m-%d %H:%M"
ONE_GO = timedelta(hours=1)
"""A check within this time was answered in one go: the time of each answer says nothing."""


def handoff(library: Library, language: str, episode: Episode, headline: str, grade: int | None) -> tuple[str, ...]:
    """The hand-off text as paragraphs. Times are UTC, to the minute."""

    def say(key: str, **values: object) -> str:
        return library.text(language, f"talk.handoff.{key}", **values)

    ended = max(episode.answered_at.values(), default=episode.began)
    one_go = ended - episode.began <= ONE_GO
    given: list[str] = []
    denied: list[str] = []
    unsure: list[str] = []
    for question in library.check.plan.questions:
        options = episode.answers.get(question.id)
        if not options:
            continue
        about = library.text(language, f"questions.{question.which_of or question.id}.about")
        if options == ("none",):
            denied.append(f"- {say('line', about=about, items=_denied(library, language, question.id))}")
            continue
        if options == ("unsure",):
            unsure.append(about)
            continue
        line = say("line", about=about, items=option_labels(library, language, question.id, options))
        given.append(f"- {line}" if one_go else f"- {_stamp(episode.answered_at.get(question.id, ended))} {line}")
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
        "\n".join([say("denied"), *denied]) if denied else "",
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
    joined = library.text(language, "talk.joined")  # labels have commas of their own
    return joined.join(
        option_label(library, language, question, option)
        for option in library.check.plan.by_id[question].options
        if option != TOLD
    )


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime(STAMP)
