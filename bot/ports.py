"""Where adapters and the core meet: what an adapter hands in, what it gets to deliver, and how a delivery can fail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec

from flows.base.events import Event
from flows.base.replies import Reply

Address = dict[str, Any]
"""Where a reply goes, in the adapter's own terms; JSON, a few hundred bytes, kept encrypted."""


class Intake(msgspec.Struct, frozen=True):
    """One thing that reached the bot from one person.

    `key` is unique for ever and tells a repeat (`tg:<update_id>`, `dc:<interaction_id>`, `timer:<id>`). `person` is the
    conversation's owner, with the platform in front (`tg:<user id>`, `dc:<user id>`, `term:<name>`). Replies go to
    `address`; `home` is where messages that come by themselves may go later (empty: nowhere). `at` is aware, UTC.
    """

    key: str
    person: str
    event: Event
    at: datetime
    address: Address
    home: Address = {}
    language: str = "en"


class Delivery(msgspec.Struct, frozen=True):
    """One reply on its way out. `row` is its number in the outbox; rows of one person go out strictly in order."""

    row: int
    person: str
    reply: Reply
    address: Address
    at: datetime


class Showing(msgspec.Struct, frozen=True):
    """A delivery that is out, and the platform's id of the `message` that shows it."""

    delivery: Delivery
    message: str


class Outcome(msgspec.Struct, frozen=True):
    """What a committed turn left to deliver; `duplicate` when the intake had been seen before (nothing was done).

    `broke` says that the conversation stumbled over this event: the session is as it was, and the delivery apologises.
    It is committed all the same, so that the update is acknowledged and not tried for ever.
    """

    deliveries: tuple[Delivery, ...] = ()
    duplicate: bool = False
    broke: bool = False


class Turns(Protocol):
    """The way into the core. Only when `submit` or `take_in` has returned may an update be acknowledged.

    Both raise `StoreUnavailable` when something could not be saved: it did not happen, and the same may be tried again.
    """

    async def submit(self, intake: Intake) -> Outcome:
        """Take the turn and return once it is committed."""

    async def take_in(self, intakes: Sequence[Intake]) -> None:
        """Take several of one person, in order. Returns as soon as none can be lost any more, committed or written down."""


class Notes(Protocol):
    """Where an adapter keeps small things that are about no person; both may raise `StoreUnavailable`."""

    async def recall(self, name: str) -> str:
        """What was noted under `name`; empty if nothing is."""

    async def remember(self, name: str, value: str) -> None:
        """Note something, in place of what stood there."""


class TextSource(Protocol):
    """Where an adapter's own words come from; `flows.talk.library.Library` is one."""

    def text(self, language: str, key: str, /, **values: object) -> str:
        """The words under `key` in `language`."""


class Passage(Protocol):
    """One row on its way out, as the port tells the outbox of it."""

    parts: dict[str, str]
    """The row's messages that are out already, also from before a restart: the port's own name for each → its id."""

    async def leaves(self) -> None:
        """Called right before bytes leave, by `bot.delivery.wire`; raises an error below if they must not."""

    async def returned(self) -> None:
        """What left was turned away as a whole: nothing of it has arrived."""

    def end(self) -> None:
        """Its fate is known; what is still called in its name says nothing of it."""

    async def arrived(self, part: str, message: str) -> None:
        """One of several messages is out; called for all but the last, which `send` returns."""


class Port(Protocol):
    """What the outbox needs of an adapter. Each call either works or raises one of the errors below."""

    platform: str
    """The prefix of `person` that this port serves: `tg`, `dc`, `term`."""

    closes_first: bool
    """Whether the answered question is closed before the next one is sent, else after it, when there is room."""

    async def send(self, delivery: Delivery, passage: Passage) -> str:
        """Send the reply as new messages, without those in `passage.parts`, and return the platform's id of the last.

        What is `urgent` goes by a line of its own and waits for nothing that other messages wait for.
        """

    async def redraw(self, delivery: Delivery, message: str) -> None:
        """Draw `delivery.reply` over the earlier `message` (the one known for `reply.replaces`)."""

    async def close(self, delivery: Delivery, message: str) -> None:
        """Take the buttons off the earlier `message` (known for `reply.closes`) and leave `reply.closed_text` in it."""


# --- errors ----------------------------------------------------------------------------------------------------------
#
# Every error of `bot`; those of the conversation are drawn in `flows.base.errors`, where `CalfwiseError` stands too.
#
# CalfwiseError             a person can put it right; the message is a sentence for them
# ├── SettingsError         a setting has a value that cannot be
# ├── KeyFileError          the key file is missing, damaged or another database's
# ├── StoreError            the database cannot be opened
# └── DiscordError          Discord does not let the bot in
#
# DeliveryError             a reply did not go out
# ├── Throttled             wait, then try the same again
# ├── Unreachable           this person cannot be reached (blocked, left); give up on the row
# │   └── Closed            they take no direct messages on Discord
# ├── Refused               the platform will never take this request; give up on the row
# │   ├── TokenDead         a Discord interaction is too old to be answered
# │   └── AlreadyAnswered   a Discord interaction has had its first answer
# ├── Withdrawn             the row has been forgotten with its person; nothing was sent
# └── Lost                  no answer: it may or may not have arrived; repeat only what is repeatable
#
# StoreUnavailable          the turn was not saved; nothing of it happened, and it may be tried again
#
# Caught where they belong, and never seen by anybody else:
#
# Unreadable                a blob was written with other keys, or is damaged
# StudioError               a chart or a page could not be drawn; the words go without
# Stopped                   the order to stop came before what was waited for
# LineLost                  Discord's gateway has not been heard of for too long; all is begun anew
# BadLine                   a line of `chat --json` is none of its inputs


LONGEST_WAIT = 24 * 3600.0
"""Seconds that a platform may ask to wait; then it is asked again."""


class DeliveryError(Exception):
    """A reply did not go out."""


class Throttled(DeliveryError):
    """The platform asks to wait `seconds` before anything more is sent to this person."""

    def __init__(self, seconds: float) -> None:
        self.seconds = min(max(0.0, seconds), LONGEST_WAIT)  # what is no number becomes 0
        super().__init__(f"asked to wait {seconds:g} s")


class Unreachable(DeliveryError):
    """The person cannot be reached any more."""


class Refused(DeliveryError):
    """The platform refuses this very request."""


class Withdrawn(DeliveryError):
    """The row was forgotten before it left."""


class Lost(DeliveryError):
    """The request may have taken effect, but no answer came."""


class StoreUnavailable(Exception):
    """The turn could not be saved; nothing of it happened."""
