"""All periods for which anything about a person is kept; engine, store and the test of `docs/privacy.md` read them here."""

from __future__ import annotations

from datetime import timedelta

ERASE_TIMER = "expire"
"""The timer that erases what was not asked to be kept; the only one that goes on for people who cannot be reached."""

UNASKED = timedelta(hours=24)
"""How long after their last word what a person told lives, unless they asked to keep it."""

ASKED = timedelta(days=30)
"""The same after *Yes, keep and check on me*."""

COUNTRY_ASKED_AGAIN = timedelta(days=30)
"""How long a country that was told gives the emergency number; people travel."""

UPDATES_SEEN = timedelta(hours=48)
"""How long a platform's update is known as taken: longer than any platform repeats one. As long what was written down to
be taken may wait."""

MESSAGES_DONE = timedelta(hours=24)
"""How long the outbox remembers a message that it is done with."""

URGENT_OWED = timedelta(days=30)
"""How long an urgent message that could not be brought to a person waits for their next word."""

MESSAGE_PLACES = timedelta(days=30)
"""How long it is known which message shows which question; after that an old message keeps its buttons."""

SET_ASIDE = timedelta(days=30)
"""How long a conversation that could not be read is kept aside, if its person is not erased before; as long as `ASKED`."""

DRAWN_FILES = timedelta(days=1)
"""How old a chart or page that the terminal drew may be before the next one takes it away."""

TIDY_EVERY = timedelta(hours=1)
"""How often it is looked for what is due to be erased while the bot runs."""
