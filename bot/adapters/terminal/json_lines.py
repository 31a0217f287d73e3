"""`chat --json`: a public contract. Each input line yields exactly one output line.

In: `{"command": "start"}`, `{"choose": ["option", …]}`, `{"text": "…"}` or `{"advance": "PT24H"}` (an ISO 8601 duration).
Out: `{"replies": [reply, …]}`, or `{"error": "…"}`, which changed nothing. The answer to a `text` also has
`"heard"`, what was understood of it. docs/json.md describes the replies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from bot.adapters.terminal.conversation import LocalConversation
from bot.adapters.terminal.files import ReplyFile
from bot.delivery.countdown import seconds_left
from bot.ports import StoreUnavailable
from flows.base.events import Answered, Command, Event, Typed
from flows.base.replies import Heard, Reply, plain_text
from flows.checking.begin import ANEW


class BadLine(ValueError):
    """The line is not one of the inputs; the message says what would be."""


class _Input(msgspec.Struct, forbid_unknown_fields=True):
    command: str | None = None
    choose: list[str] | None = None
    text: str | None = None
    advance: timedelta | None = None


_decoder = msgspec.json.Decoder(_Input)


def serve(lines: Iterable[bytes], conversation: LocalConversation) -> Iterator[bytes]:
    """One JSON object for each input line, without the newline. Blank lines are input too: they are no JSON."""
    for raw in lines:
        yield msgspec.json.encode(_answer(raw, conversation))


def _answer(raw: bytes, conversation: LocalConversation) -> dict[str, Any]:
    try:
        asked = _read(raw)
        if isinstance(asked, timedelta):
            return {
                "replies": [
                    as_data(reply, conversation.now(), conversation.file_of(reply))
                    for reply in conversation.advance(asked)
                ]
            }
        replies = conversation.send(asked)
    except ValueError as error:
        return {"error": str(error)}
    except StoreUnavailable as error:
        return {"error": f"The turn could not be saved, nothing of it happened: {error}"}
    answer: dict[str, Any] = {
        "replies": [as_data(reply, conversation.now(), conversation.file_of(reply)) for reply in replies]
    }
    if isinstance(asked, Typed):
        heard = next((reply.heard for reply in replies if reply.heard is not None), Heard())
        answer["heard"] = msgspec.to_builtins(heard)
    return answer


def _read(raw: bytes) -> Event | timedelta:
    try:
        given = _decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadLine(
            f'this is no valid input ({error}); send {{"command": "start"}}, {{"choose": ["…"]}}, {{"text": "…"}} or '
            '{"advance": "PT24H"}'
        ) from None
    named = [name for name in given.__struct_fields__ if getattr(given, name) is not None]
    if len(named) != 1:
        raise BadLine(f"a line has exactly one of command, choose, text, advance; this one has {len(named)}")
    if given.command is not None:
        name, _, argument = given.command.removeprefix("/").partition(" ")
        name, argument = name.lower(), argument.strip()
        return Command(name, ANEW if name in ("start", "check") and not argument else argument)
    if given.choose is not None:
        return Answered(tuple(given.choose))
    if given.text is not None:
        return Typed(given.text)
    assert given.advance is not None
    if given.advance < timedelta():
        raise BadLine("advance goes forward only")
    return given.advance


def as_data(reply: Reply, now: datetime, file: ReplyFile | None = None) -> dict[str, Any]:
    """The reply in the shape that the contract promises; `file` goes with it."""
    data: dict[str, Any] = {"type": reply.kind, "text": plain_text(reply)}
    if reply.question is not None:
        data |= {"id": reply.question.id, "kind": reply.question.kind, "progress": list(reply.question.progress)}
    if reply.verdict is not None:
        data |= msgspec.to_builtins(reply.verdict)
    if reply.choices or reply.question is not None:
        data["options"] = [{"id": choice.id, "label": choice.label} for choice in reply.choices]
    if reply.copies:
        data["copy"] = [{"label": item.label, "text": item.text} for item in reply.copies]
    if reply.until is not None:
        data |= {"until": reply.until.astimezone(UTC), "seconds": seconds_left(reply.until, now)}
    if file is not None:
        data[file.kind] = {"path": file.path, "alt": file.alt}
    return data
