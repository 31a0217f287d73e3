"""The card with its buttons, and what comes in its place once it was read."""

from __future__ import annotations

from msgspec.structs import replace

from flows.base.replies import Reply
from flows.base.urgency import URGENT, level
from flows.check.machine import VERDICT
from flows.checking.card import Card, country_of
from flows.checking.verdicts import WHAT_ELSE, facts_of, untold, verdict_now, whom_matters
from flows.talk.asking import buttons
from flows.talk.flow import Notice
from flows.talk.session import Session
from flows.talk.turn import Turn

MOST_ACTS = 6
"""Buttons beneath a calm card."""


def show_card(turn: Turn) -> Reply:
    """The card of the verdict, with its buttons."""
    episode = turn.session.episode
    assert episode is not None
    verdict = verdict_now(turn)
    card = Card(turn.library, turn.session.person, episode, verdict, turn.now)
    country = country_of(turn.session.person, turn.now)
    named = (
        turn.text("acts.country_known", country=_country_name(turn, country)) if country else turn.text("acts.country")
    )
    if verdict.urgency == "emergency_now":
        return replace(card.reply(str(turn.session.turn)), choices=buttons(turn, _emergency_acts(turn, named), "act"))
    acts: list[tuple[str, str]] = [*turn.ways.offer(turn)]
    acts.append(("handoff", turn.text("acts.handoff")))
    acts.append(("why", turn.text("acts.why")))
    acts.append(("change", turn.text("acts.change")))
    if level(verdict.urgency) >= URGENT or len(acts) < MOST_ACTS:
        acts.append(("country", named))
    return replace(card.reply(str(turn.session.turn)), choices=buttons(turn, acts, "act"))


def _emergency_acts(turn: Turn, country: str) -> list[tuple[str, str]]:
    """Five at most: the call, what else there is to say in it, its number, and the way back from a mistake.

    The text for the doctor and the reasons come with the answer to the first two (`card_acts`).
    """
    return [
        ("called", turn.text("acts.called")),
        ("cannot_call", turn.text("acts.cannot_call")),
        *_what_to_add(turn),
        ("country", country),
        ("change", turn.text("acts.mistake")),
    ]


def _what_to_add(turn: Turn) -> list[tuple[str, str]]:
    """For whom it is where that is not known and matters, for the ambulance goes there; else what else is true."""
    episode = turn.session.episode
    if whom_matters(turn) or (episode is not None and episode.whom == "someone"):
        return [("whom", turn.words("whom.ask"))]
    return [(WHAT_ELSE, turn.text("acts.what_else"))] if untold(turn) else []


def short_card(turn: Turn) -> Reply:
    """The card's headline and buttons, where the card itself has been read and stands further up."""
    card = show_card(turn)
    episode = turn.session.episode
    seen = episode is not None and episode.seen  # "see a doctor" is no headline for who has been there
    return replace(
        card,
        title="" if seen else card.title,
        paragraphs=(turn.text("card_seen" if seen else "card_again"),),
        sections=(),
        closing_line="",
        copies=(),
        picture=None,
        verdict=None,
        kind="message",
    )


def reach_verdict(turn: Turn) -> None:
    """Remember the verdict, now that it is to be shown, and fit to it what was planned.

    Of somebody under 16 it is asked first whose calf that is, and what was planned before waits for the answer: beneath a
    card that sends them off today, before a milder one. An emergency waits for nothing; its card has a button for it.
    """
    verdict = verdict_now(turn)
    turn.change_episode(verdict=facts_of(verdict), verdict_at=turn.now)
    if not whom_matters(turn):
        turn.session.aside = None  # the check is one's own
        turn.ways.settle(turn)
    elif verdict.urgency == "emergency_now":
        turn.ways.settle(turn)
    else:
        if verdict.urgency == "urgent_same_day":
            turn.out.replies.append(replace(show_card(turn), slot=""))
        turn.push("whom", "card")


def _country_name(turn: Turn, code: str) -> str:
    return turn.library.text(turn.language, f"countries.names.{code}")


def _read_before(turn: Turn, before: Session) -> bool:
    """Whether this very advice was there before the turn, and is calm."""
    episode, earlier = turn.session.episode, before.episode
    if episode is None or earlier is None or episode.verdict is None:
        return False
    same = episode.verdict == earlier.verdict and episode.raised == earlier.raised
    return same and level(episode.verdict.urgency) < URGENT


CARD = Notice(VERDICT, lambda session: session.episode, _read_before, short_card)
