"""Places in a check at which a command may come, each reached anew."""

from __future__ import annotations

from collections.abc import Callable

from flows.base.replies import Reply, plain_text
from tests.flows.support import CLOT, SORE, Chat


def idle() -> Chat:
    chat = Chat()
    chat.command("help")
    return chat


def first_question() -> Chat:
    chat = Chat()
    chat.command("start")
    return chat


def mid_question() -> Chat:
    return Chat().check(SORE, until="onset")


def ticking() -> Chat:
    chat = Chat().check(SORE, until="look")
    chat.tap("bruise")
    return chat


def which_list() -> Chat:
    chat = Chat().check({}, until="danger")
    chat.tap("unsure")
    return chat


def near() -> Chat:
    chat = Chat().check(SORE, until="look")
    chat.type("brusie")
    return chat


def slip() -> Chat:
    chat = Chat().check(CLOT)
    chat.tap("change")
    chat.tap("change.look")
    chat.choose("none")
    return chat


def country() -> Chat:
    chat = Chat().check(SORE)
    chat.tap("country")
    return chat


def changing() -> Chat:
    chat = Chat().check(SORE)
    chat.tap("change")
    return chat


def forgetting() -> Chat:
    chat = mid_question()
    chat.command("forget")
    return chat


PLACES: list[Callable[[], Chat]] = [
    first_question, mid_question, ticking, which_list, near, slip, country, changing, forgetting
]  # fmt: skip


def in_mid_check(chat: Chat) -> bool:
    """Whether a question of the check is open, perhaps beneath a question of the bot's own; at the verdict none is."""
    return chat.session is not None and all(frame.state != "verdict" for frame in chat.session.frames)


def bare(reply: Reply) -> tuple[object, ...]:
    """A prompt without what tells one showing of it from another."""
    return (reply.kind, plain_text(reply), [(one.id, one.label, one.ticked) for one in reply.choices])


def emergency() -> Chat:
    chat = Chat()
    chat.command("check")
    chat.tap("chest_pain")
    return chat
