"""Ask about the shoes, in the middle of a check: the question comes, is answered, and the check goes on."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.shoes.registry import add_shoes
from flows.base.events import Answered, Command, Event, Typed
from flows.base.replies import plain_text
from flows.talk.library import CONTENT, Library, load_library
from flows.turn.engine import advance

EVENTS: tuple[Event, ...] = (Command("check"), Command("shoes"), Typed("quite far"), Answered(("km.short",)))


def load_with_words() -> Library:
    """The content with our words as one file more, `content/words/en/shoes.yaml`; it is checked like all the rest."""
    with TemporaryDirectory() as place:
        content = Path(place) / "content"
        shutil.copytree(CONTENT, content)
        shutil.copy(Path(__file__).with_name("words.yaml"), content / "words" / "en" / "shoes.yaml")
        library = load_library(content)
        library.prepare()
    return library


def main() -> None:
    """Send the events, with our registry in the place of the real one."""
    library, session, now = load_with_words(), None, datetime(2026, 3, 1, 9, tzinfo=UTC)
    registry = add_shoes()
    for event in EVENTS:
        step = advance(library, session, event, now, fresh="abcdef", registry=registry)
        session = step.session
        print(f"> {event}")
        for reply in step.replies:
            print(f"{plain_text(reply)}\n{' '.join(f'[{choice.label}]' for choice in reply.choices)}\n")


if __name__ == "__main__":
    main()
