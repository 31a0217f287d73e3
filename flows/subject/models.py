"""The shape of `topics.yaml` and `claims.yaml`, strict like the other structure files."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from flows.content.shape import Id, Reviewed, Sources, Strict

Sure = Literal["strong", "mixed", "weak", "customary", "unsupported"]
SURE: tuple[Sure, ...] = ("strong", "mixed", "weak", "customary", "unsupported")
"""How good the evidence for a topic is, best first."""

Stands = Literal["ok", "partly", "outdated", "wrong_citation", "unsupported"]
STANDS: tuple[Stands, ...] = ("ok", "partly", "outdated", "wrong_citation", "unsupported")
"""How a claim stands, best first."""


class SectionEntry(Strict):
    """One menu; `parent` puts it inside another."""

    id: Id
    parent: Id | None = None


class WayEntry(Strict):
    """The way on from a topic: exactly one of these."""

    check: Literal[True] | None = None
    routine: Id | None = None
    first_aid: Literal[True] | None = None
    recovery: Literal[True] | None = None


class TopicEntry(Strict):
    """One topic, without its words. See the head of `topics.yaml`."""

    id: Id
    section: Id
    sure: Sure
    sources: Sources
    related: Annotated[list[Id], Field(min_length=1)]
    way: WayEntry | None = None
    urgent: bool = False
    gated: bool = False


class TopicsFile(Reviewed):
    """`topics.yaml`."""

    sections: Annotated[list[SectionEntry], Field(min_length=1)]
    topics: Annotated[list[TopicEntry], Field(min_length=1)]


class ClaimEntry(Strict):
    """One common claim, without its words. See the head of `claims.yaml`."""

    id: Id
    verdict: Stands
    sources: Sources
    wrongly_cited: list[str] = Field(default_factory=list)
    topics: Annotated[list[Id], Field(min_length=1)]


class ClaimsFile(Reviewed):
    """`claims.yaml`."""

    claims: Annotated[list[ClaimEntry], Field(min_length=1)]
