"""Twenty kills under load, and three bots that are broken on purpose. `make kill` does it two hundred times."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kill.plan import Kind
from tests.kill.run import run


async def test_twenty_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    report = await run(tmp_path, kills=20, seed=21, chats=200)
    print(report)  # noqa: T201
    assert not report.failed, str(report)
    # It has seen what it is about: turns and timers under load, rows of all kinds, and some that nobody can know about.
    assert report.turns > 800
    assert report.by_timer > 10
    assert report.timers_left > 10
    assert report.ordinary > 200
    assert report.urgent > 10
    assert report.slowed > 20
    assert report.unknown == report.on_wire > 5
    assert report.repeated > 0
    assert report.shown_again > 0
    assert report.cut_off == 0, "an interaction that ended with the process is answered elsewhere"
    assert len(report.ends) > 4


@pytest.mark.parametrize(
    ("broken", "kinds", "finding"),
    [
        ("split", ("before commit",), "rows since the last look"),
        ("early-ack", ("polled",), "was acknowledged, but not committed"),
        ("early-mark", ("time",), "was marked as on the wire, but had no connection of its own"),
    ],
)
async def test_a_bot_that_is_broken_makes_the_report_fail(
    tmp_path: Path, broken: str, kinds: tuple[Kind, ...], finding: str
) -> None:
    report = await run(tmp_path, kills=20, seed=3, chats=60, broken=broken, kinds=kinds, most_wrong=1)
    assert report.failed
    assert any(finding in one for one in report.wrong), str(report)
    assert "FAILED" in str(report)
