"""Which picture goes with what: exercises that move, the map of the calf, the muscles, a mark for each calm verdict."""

from __future__ import annotations

from flows.base.replies import Picture
from flows.base.urgency import Urgency
from flows.talk.library import Library

MARKED: tuple[Urgency, ...] = ("clinician_soon", "self_care", "ok_to_run")
"""Cards that carry their mark. On an urgent one nothing may stand before the words."""


OF_TOPIC = {"calf_muscles": "anatomy"}
"""Topics that are shown as well as told."""


def topic_picture(library: Library, language: str, topic: str) -> Picture | None:
    """The picture of a topic, if it has one."""
    return picture(library, language, OF_TOPIC[topic], told=False) if topic in OF_TOPIC else None


def picture(library: Library, language: str, name: str, *, told: bool = True) -> Picture | None:
    """The picture `name`: moving if there is one, else still; one with words in it in this language, else in English.

    None if there is no such picture: the words go without.
    """
    files = (f"{name}.gif", f"{name}_{language}.png", f"{name}_en.png", f"{name}.png")
    file = next((file for file in files if file in library.media), None)
    key = f"pictures.alt.{name}"
    if file is None or not library.words.has(language, key):
        return None
    return Picture(file, library.text(language, key), told)


def mark(library: Library, language: str, urgency: Urgency) -> Picture | None:
    """The mark of a calm verdict; None on one that is urgent."""
    return picture(library, language, f"mark_{urgency}") if urgency in MARKED else None
