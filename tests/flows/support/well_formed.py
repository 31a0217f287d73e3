"""What holds for every reply in every conversation: what is never said, and how long and how plain a card is."""

from __future__ import annotations

import re
from functools import cache

from flows.base.replies import Reply, plain_text
from flows.base.tokens import LIMIT, parse
from tests.flows.support.content import library, words

USUAL = 4
"""Reasons of a card in the usual case."""

# No false comfort, no diagnosis, no cheering. What a person chose is quoted as it stands.
NOT_SAID = re.compile(
    r"!|\byou have (?!been|not|any)|(?<!not )\bjust\b(?! like)|\b(?:it|this|that)(?: is|'s) only\b|probably not|don't worry"
    r"|\bunlikely\b|stay strong|be brave|\bdiagnosed\b",
    re.IGNORECASE,
)


@cache
def own_words() -> re.Pattern[str]:
    """Any label or phrase of an option, longest first: they are the person's words, not the bot's."""
    words = library().words
    keys = [
        key
        for key in words.keys("en")
        if key.startswith("questions.") and (".options." in key or ".said." in key or ".say." in key)
    ]
    labels = sorted({words.text("en", key).lower() for key in keys}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, labels))})(?!\w)")


def bots_own(text: str) -> str:
    """The text without what it quotes of a person's answers."""
    return own_words().sub("", text.lower())


def check_reply(reply: Reply) -> None:
    """What holds for every reply in every conversation."""
    text = plain_text(reply)
    assert text.strip(), f"an empty reply: {reply}"
    wrong = NOT_SAID.search(bots_own(text))
    assert wrong is None, f"{wrong[0]!r} is said: {text}"
    assert "{" not in text, f"a placeholder is left: {text}"
    ids = [choice.id for choice in reply.choices]
    assert len(ids) == len(set(ids)), f"a button stands there twice: {ids}"
    labels = [choice.label for choice in reply.choices]
    assert len(labels) == len(set(labels)), f"two buttons read the same: {labels}"
    for choice in reply.choices:
        assert 0 < len(choice.label) <= 80, choice
        assert choice.token.isascii(), choice
        assert len(choice.token) <= LIMIT, choice
        assert not choice.token or parse(choice.token), choice
    for copy in reply.copies:
        assert 0 < len(copy.text) <= 256, copy
    if reply.kind == "verdict":
        check_card(reply)


def card_faults(reply: Reply) -> list[str]:
    """What is wrong with a card, in words: its length, its headline, what must and must not stand on it."""
    assert reply.verdict is not None
    faults = []
    text = plain_text(reply)
    urgency = reply.verdict.urgency
    high = urgency in ("emergency_now", "urgent_same_day")
    say = next((section.items[0] for section in reply.sections if section.label == words("cards.labels.say")), "")
    told = len(reply.verdict.reasons)
    # Nothing that was told is left out: what goes beyond the usual is the sentence to say and what was told in plenty.
    spared = len(say) if urgency == "emergency_now" or told > USUAL else 0
    spared += sum(len(line) + 3 for section in reply.sections[:1] for line in section.items[USUAL:])
    spared += sum(
        len(line) + 3
        for section in reply.sections
        if section.label == words("cards.labels.note")
        for line in section.items[1:]
    )
    most = 350 if urgency == "emergency_now" else 1000
    if len(reply.title) > 40 or reply.title != reply.title.upper():
        faults.append(f"headline of {len(reply.title)}: {reply.title}")
    if len(text) - spared > most:
        faults.append(f"{urgency} of {len(text)} characters, {most} are the most")
    if told > USUAL and urgency in ("self_care", "ok_to_run"):
        faults.append(f"{told} reasons")
    if reply.urgent != high:
        faults.append("urgent does not match the urgency")
    if not high and "Information, not a diagnosis." not in text:
        faults.append("it does not say that it is no diagnosis")
    if high and re.search("[\U0001f000-\U0001faff\u2600-\u27bf]", text):
        faults.append("a picture character on an urgent card")
    return faults


def check_card(reply: Reply) -> None:
    """Raise if anything is wrong with a card."""
    faults = card_faults(reply)
    assert not faults, f"{'; '.join(faults)}:\n{plain_text(reply)}"
