"""The real content and what it says, looked up by key."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from flows.talk.library import Library, load_library


@cache
def library() -> Library:
    """The real content, loaded once a test run."""
    return load_library()


def words(key: str, **values: object) -> str:
    """What stands under this key of `content/words`."""
    return library().text("en", key, **values)


def words_of(part: str) -> Callable[..., str]:
    """As `words`, for keys that begin with this part."""

    def of_part(key: str, **values: object) -> str:
        return words(f"{part}.{key}", **values)

    return of_part


said = words_of("talk")
"""What the bot says under this key of `talk`."""


def calmest(question: str) -> str:
    """The answer to a question that leads on with the least ado."""
    asked = library().check.plan.by_id[question]
    calm = {"side": "left", "onset": "over_weeks", "spot": "all_over", "course": "new", "walk": "walk_easy"}
    calm["bleeding"] = "not_thinner"
    return "none" if asked.none else calm.get(question, asked.every[-1])
