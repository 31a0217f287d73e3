"""What is said where others can read along: never anything about a person, only the way to a private chat."""

from __future__ import annotations

from flows.base.replies import Choice, Reply
from flows.talk.library import Library


def group_reply(library: Library, language: str) -> Reply:
    """The one message for a group or a public channel, with a button that leads to a private chat."""
    return Reply(
        kind="message",
        paragraphs=(library.text(language, "talk.group"),),
        choices=(Choice("private", library.text(language, "talk.group_open"), group="act", link="private"),),
        repeatable=True,
    )
