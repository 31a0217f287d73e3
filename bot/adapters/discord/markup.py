"""Plain words to Discord's markdown, in messages that are short enough: nothing dropped, nothing interpreted."""

from __future__ import annotations

import re

from bot.adapters.discord.limits import CONTENT, length
from flows.model import Reply, Section

_FENCE = "```"
_ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>.,:;!?)\"'\]]")
_SPECIAL = re.compile(r"[\\*_~`|<>\[\]]")
_LINE_START = re.compile(r"^(\s*)(#{1,3}|-#|[-+]|\d+(?=[.)]\s))", re.MULTILINE)


def escape(text: str) -> str:
    """`text` so that Discord shows exactly these characters; web addresses stay links, without a preview."""
    pieces: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        pieces += [_escape_words(text[end : match.start()]), f"<{match[0]}>"]
        end = match.end()
    return "".join([*pieces, _escape_words(text[end:])])


def _escape_words(text: str) -> str:
    text = _SPECIAL.sub(r"\\\g<0>", text)
    return _LINE_START.sub(_escape_line_start, text)


def _escape_line_start(match: re.Match[str]) -> str:
    """Put the backslash in front of a heading or bullet, and behind a number: digits cannot be escaped."""
    return f"{match[1]}{match[2]}\\" if match[2].isdigit() else f"{match[1]}\\{match[2]}"


def bold(text: str) -> str:
    """`text` escaped and in bold; nothing for an empty text."""
    return f"**{escape(text)}**" if text.strip() else ""


def paragraphs(reply: Reply) -> list[str]:
    """The reply as markdown paragraphs, in the order of `flows.model.plain_text`, then what can be copied."""
    parts = [bold(reply.title), *(escape(paragraph) for paragraph in reply.paragraphs)]
    parts += [_section(section) for section in reply.sections]
    parts.append(escape(reply.closing_line))
    parts += [f"{bold(copy.label)}\n{_FENCE}\n{_unfenced(copy.text)}\n{_FENCE}" for copy in reply.copies]
    return [part for part in parts if part.strip()]


def _unfenced(text: str) -> str:
    """`text` so that it cannot end the block it stands in."""
    return text.replace(_FENCE, "`\u200b``")


def _section(section: Section) -> str:
    items = [escape(item) for item in section.items]
    if not section.label:
        return "\n".join(items)
    if len(items) == 1:
        return f"{bold(section.label + ':')} {items[0]}"
    return "\n".join([bold(section.label + ":"), *(f"- {item}" for item in items)])


def messages(parts: list[str], limit: int = CONTENT) -> list[str]:
    """`parts` joined by blank lines into messages of at most `limit` units; a paragraph is kept whole if it fits."""
    done: list[str] = []
    current = ""
    for part in parts:
        for piece in _pieces(part, limit):
            joined = f"{current}\n\n{piece}" if current else piece
            if length(joined) <= limit:
                current = joined
            else:
                done.append(current)
                current = piece
    return [*done, current] if current else done


def _pieces(part: str, limit: int) -> list[str]:
    """One paragraph in pieces of at most `limit` units, broken at a line end, else at a space, else anywhere."""
    pieces: list[str] = []
    rest = part
    while length(rest) > limit:
        head = _head(rest, limit)
        cut = max(head.rfind("\n"), 0) or max(head.rfind(" "), 0) or len(head) - _odd_backslash(head)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def _head(text: str, limit: int) -> str:
    """The longest start of `text` that has at most `limit` units."""
    head = text[:limit]
    while length(head) > limit:
        head = head[: len(head) - max(1, (length(head) - limit) // 2)]
    return head


def _odd_backslash(head: str) -> int:
    """1 if `head` ends in a backslash that escapes what comes next, else 0."""
    return (len(head) - len(head.rstrip("\\"))) % 2
