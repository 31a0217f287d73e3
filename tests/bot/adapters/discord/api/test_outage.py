"""How long it waits between two tries when Discord cannot be reached, and how often that is told."""

from __future__ import annotations

import pytest

from bot.adapters.discord.api.outage import LONGEST, Outage


def test_each_wait_is_longer_than_the_last_up_to_a_minute_and_it_is_told_once(
    capfd: pytest.CaptureFixture[str],
) -> None:
    spell = Outage(5.0)
    assert [spell.unreachable("no_line_to_discord") for _ in range(6)] == [5.0, 10.0, 20.0, 40.0, LONGEST, LONGEST]
    spell.over()
    assert spell.unreachable("no_line_to_discord") == 5.0
    said = capfd.readouterr().err
    assert said.count("no_line_to_discord") == 2
    assert said.count("discord_is_back") == 1
