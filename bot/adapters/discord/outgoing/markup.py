"""Plain words to Discord's markdown, in messages that are short enough: nothing dropped, nothing interpreted."""

from __future__ import annotations

import re

from bot.adapters.discord.api.limits import CONTENT, length
from flows.base.replies import Copyable, Reply, Section

_FENCE = "```"
_BROKEN_FENCE = "`\u200b``"
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


def write_paragraphs(reply: Reply) -> list[str]:
    """The reply as markdown paragraphs, in the order of `flows.base.replies.plain_text`.

    What can be copied is a block of its own, which the app can copy with one tap: in the section that says it, else at
    the end.
    """
    blocks = {copy.text for copy in reply.copies}
    parts = [bold(reply.title), *(escape(paragraph) for paragraph in reply.paragraphs)]
    parts += [_section(section, blocks) for section in reply.sections]
    parts.append(escape(reply.closing_line))
    said = {section.items[0] for section in reply.sections if len(section.items) == 1}
    parts += [_block(copy) for copy in reply.copies if copy.text not in said]
    return [part for part in parts if part.strip()]


def _section(section: Section, blocks: set[str]) -> str:
    if len(section.items) == 1 and section.items[0] in blocks:
        return _fenced(bold(section.label + ":") if section.label else "", section.items[0])
    items = [escape(item) for item in section.items]
    if not section.label:
        return "\n".join(items)
    if len(items) == 1:
        return f"{bold(section.label + ':')} {items[0]}"
    return "\n".join([bold(section.label + ":"), *(f"- {item}" for item in items)])


def _block(copy: Copyable) -> str:
    return _fenced(bold(copy.label) if copy.label != copy.text else "", copy.text)


def _fenced(heading: str, text: str) -> str:
    """A block that shows `text` as it is; nothing in it can end the block."""
    block = f"{_FENCE}\n{text.replace(_FENCE, _BROKEN_FENCE)}\n{_FENCE}"
    return f"{heading}\n{block}" if heading else block


def split_messages(parts: list[str], limit: int = CONTENT) -> list[str]:
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
