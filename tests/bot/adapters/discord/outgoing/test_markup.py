"""Words in Discord's markdown: shown exactly as they are, in messages that are short enough, none lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.api.limits import CONTENT, fit, length
from bot.adapters.discord.outgoing.markup import bold, escape, split_messages, write_paragraphs
from flows.base.replies import Copyable, Reply, Section, plain_text
from tests.doubles.discord.driver import plain


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("pain 0 to 2", "pain 0 to 2"),
        ("*not* bold", r"\*not\* bold"),
        ("# no heading", r"\# no heading"),
        ("-# no small print", r"\-# no small print"),
        ("- no bullet", r"\- no bullet"),
        ("1. no list", r"1\. no list"),
        ("call 111", "call 111"),
        ("> no quote", r"\> no quote"),
        ("<@42> <t:1:R> </calf:1>", r"\<@42\> \<t:1:R\> \</calf:1\>"),
        ("see https://example.org/a_b*c.", "see <https://example.org/a_b*c>."),
        ("[label](https://example.org)", r"\[label\](<https://example.org>)"),
    ],
)
def test_escape(said: str, sent: str) -> None:
    assert escape(said) == sent


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=300))
def test_what_is_escaped_is_read_as_it_was(said: str) -> None:
    assert plain(escape(said)) == said


def test_what_can_be_copied_stands_where_it_is_said() -> None:
    say = 'My "left" calf is swollen.'
    reply = Reply(
        "verdict",
        sections=(Section("Say this", (say,)), Section("Wait", ("Sit",))),
        copies=(Copyable("999", "999"), Copyable("Say this", say)),
    )
    card = write_paragraphs(reply)
    assert card == [f"**Say this:**\n```\n{say}\n```", "**Wait:** Sit", "```\n999\n```"]
    assert plain("\n\n".join(card)) == f"Say this:\n{say}\n\nWait: Sit\n\n999"


def test_bold_of_nothing_is_nothing() -> None:
    assert bold("") == ""
    assert bold("GET SEEN *today*") == r"**GET SEEN \*today\***"


def test_the_card_reads_like_plain_text() -> None:
    reply = Reply(
        "verdict",
        title="GET SEEN TODAY",
        paragraphs=("It can fit a clot.",),
        sections=(Section("Why", ("swollen", "warm")), Section("Do now", ("Call 111",)), Section("", ("One", "Two"))),
        closing_line="Information, not a diagnosis.",
        copies=(Copyable("Say this", "``` and `more`"),),
    )
    *card, copy = write_paragraphs(reply)
    assert plain("\n\n".join(card)) == plain_text(reply)
    assert copy == "**Say this**\n```\n`\u200b`` and `more`\n```"


@given(st.lists(st.text("ab \\*\n😀", min_size=1, max_size=400), max_size=12), st.integers(8, 60))
def test_no_word_is_lost_and_no_message_too_long(parts: list[str], limit: int) -> None:
    done = split_messages(parts, limit)
    assert all(0 < length(text) <= limit for text in done)
    assert "".join("".join(done).split()) == "".join("".join(parts).split())


def test_paragraphs_stay_whole_where_they_fit() -> None:
    one, two, three = "a" * 900, "b" * 900, "c" * 900
    assert split_messages([one, two, three]) == [f"{one}\n\n{two}", three]


def test_a_cut_never_parts_a_backslash_from_its_character() -> None:
    for text in split_messages(["\\*" * 3000], CONTENT):
        assert plain(text) == "*" * (len(text) // 2)


def test_lengths_are_counted_as_discord_does_at_its_strictest() -> None:
    assert length("calf") == 4
    assert length("😀") == 2
    assert fit("x" * 90, 80) == "x" * 79 + "…"
    assert length(fit("😀" * 90, 80)) <= 80
