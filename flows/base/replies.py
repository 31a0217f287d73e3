"""What comes out of the conversation: finished words and no markup, so that every platform says the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

from flows.base.drawings import Chart, Page
from flows.base.urgency import Urgency


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing a person can tap.

    `id` is the option's or act's name, `token` what comes back on a tap (≤ 64 ASCII bytes). `ticked` is None unless the
    choice belongs to a list whose items are ticked one by one. `group` tells the adapter how to lay it out: `option`
    (the answers), `last` (*None of these*, *Not sure*, *Done*: full width, after the options), `nav` (*Back*, *Why*: one
    shared row at the end) or `act` (buttons beneath a card). `link` is set for a button that leaves the chat:
    `private` asks the adapter for the address of a private chat with the bot.
    """

    id: str
    label: str
    token: str = ""
    group: Literal["option", "last", "nav", "act"] = "option"
    ticked: bool | None = None
    link: Literal["", "private"] = ""


class Section(msgspec.Struct, frozen=True, omit_defaults=True):
    """A labelled part of a card: `label` may be empty; `items` are shown as short lines, in order."""

    label: str
    items: tuple[str, ...]


class Copyable(msgspec.Struct, frozen=True):
    """Text to be copied with one tap where the platform can (≤ 256 characters), under a `label`."""

    label: str
    text: str


class QuestionFacts(msgspec.Struct, frozen=True):
    """The open question as data. `progress` is (this answer's number, the most answers there can still be in all)."""

    id: str
    kind: Literal["one", "many", "number", "text"]
    progress: tuple[int, int]


class VerdictFacts(msgspec.Struct, frozen=True):
    """The verdict as data. `fits` is best first; `grade` is 1–3 for a strain, else None; `sources` are source ids."""

    urgency: Urgency
    fits: tuple[str, ...]
    grade: int | None
    reasons: tuple[str, ...]
    sources: tuple[str, ...]


class Heard(msgspec.Struct, frozen=True):
    """What was understood of a typed text.

    `red_flags` hold now, `unsure` may; `answers` are taken as answers, `findings` is all that the text said of the check and
    `denied` what it denied; `about` whose pain it is of, `pain` a number that was told.
    """

    red_flags: tuple[str, ...] = ()
    intent: str | None = None
    answers: dict[str, tuple[str, ...]] = {}
    unsure: tuple[str, ...] = ()
    findings: dict[str, tuple[str, ...]] = {}
    denied: dict[str, tuple[str, ...]] = {}
    about: str = "self"
    pain: int | None = None


class Picture(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture of `content/media` by the name of its file, moving (GIF) or still (PNG); `alt` says what it shows.

    `told`: the words of the reply say it too, so that `alt` need not stand beside them where a picture has no such field.
    """

    file: str
    alt: str
    told: bool = True


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message to the person, in final words and without markup.

    Shown in this order: `title`, `paragraphs`, `sections`, `closing_line`, then `copies` and `choices`. At most one of
    `picture`, `chart` and `page` goes with it; the words stand by themselves should that not arrive.

    `slot` names the message for later (a question's slot is its turn). `closes` names an earlier slot that is now
    finished: the adapter takes the buttons off that message and leaves `closed_text` in it. `replaces` names a slot
    whose message is to be redrawn in place with this reply (a ticked option); if that message is not known, or cannot
    be edited any more, the reply is sent anew. `repeatable` says that sending it twice does no harm. `until` (aware, UTC) is
    when a countdown ends that this message is about: the adapter shows what is left as well as its platform can.
    `live` says that it belongs to what the person is doing this very minute, even if a timer brought it: it goes where they
    are. `promise` says that something will come by itself later: an adapter that may not reach the person finds out now.
    """

    kind: Literal["question", "verdict", "message"]
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    closing_line: str = ""
    choices: tuple[Choice, ...] = ()
    copies: tuple[Copyable, ...] = ()
    urgent: bool = False
    slot: str = ""
    closes: str = ""
    closed_text: str = ""
    replaces: str = ""
    repeatable: bool = False
    until: datetime | None = None
    picture: Picture | None = None
    chart: Chart | None = None
    page: Page | None = None
    live: bool = False
    promise: bool = False
    question: QuestionFacts | None = None
    verdict: VerdictFacts | None = None
    heard: Heard | None = None


class SetTimer(msgspec.Struct, frozen=True):
    """Ask for `TimerFired(name, data)` at `at` (aware, UTC). A timer of the same name and person is replaced."""

    name: str
    at: datetime
    data: dict[str, Any] = {}


class DropTimer(msgspec.Struct, frozen=True):
    """Take back the person's timer of this name, if there is one."""

    name: str


def plain_text(reply: Reply) -> str:
    """The reply as plain text, the way it reads with no buttons and no markup: parts by blank lines."""
    parts = [reply.title, *reply.paragraphs]
    for section in reply.sections:
        if not section.label:
            parts.append("\n".join(section.items))
        elif len(section.items) == 1:
            parts.append(f"{section.label}: {section.items[0]}")
        else:
            parts.append("\n".join([f"{section.label}:", *(f"- {item}" for item in section.items)]))
    parts.append(reply.closing_line)
    return "\n\n".join(part for part in parts if part)
