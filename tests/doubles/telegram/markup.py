"""The HTML that the Bot API understands, read strictly: what a client would refuse to show is refused here."""

from __future__ import annotations

import re
from typing import Any

from tests.doubles.telegram.errors import Breach

TAGS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_TOKEN = re.compile(r"<(?P<tag>[^<>]*)>|&(?P<entity>#?[A-Za-z0-9]+);|(?P<stray>[<>&])|(?P<text>[^<>&]+)")


def utf16(text: str) -> int:
    """Length in UTF-16 code units, which is how Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def parse(html: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its entities; raises `Breach` for markup that is not exactly right."""
    plain = ""
    open_tags: list[tuple[str, int]] = []
    entities: list[dict[str, Any]] = []
    for match in _TOKEN.finditer(html):
        if match["stray"]:
            raise Breach(f"can't parse entities: unescaped {match['stray']!r} at offset {match.start()}")
        if match["text"]:
            plain += match["text"]
        elif match["entity"]:
            plain += _entity(match["entity"])
        elif match["tag"].startswith("/"):
            name = match["tag"][1:]
            if not open_tags or open_tags[-1][0] != name:
                raise Breach(f"can't parse entities: unexpected end tag at offset {match.start()}")
            start = open_tags.pop()[1]
            if utf16(plain) > start:
                entities.append({"type": TAGS[name], "offset": start, "length": utf16(plain) - start})
        else:
            if match["tag"] not in TAGS:
                raise Breach(f'can\'t parse entities: unsupported start tag "{match["tag"]}" at offset {match.start()}')
            open_tags.append((match["tag"], utf16(plain)))
    if open_tags:
        raise Breach(f"can't parse entities: can't find end tag corresponding to start tag \"{open_tags[-1][0]}\"")
    return plain, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _entity(name: str) -> str:
    if name in ENTITIES:
        return ENTITIES[name]
    try:
        return chr(int(name[2:], 16) if name[:2] in ("#x", "#X") else int(name[1:]) if name[:1] == "#" else -1)
    except ValueError:
        raise Breach(f"can't parse entities: unknown entity &{name};") from None
