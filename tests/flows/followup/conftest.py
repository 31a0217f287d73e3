"""What the tests of what comes by itself are given by name."""

from __future__ import annotations

import pytest

from tests.flows.followup.reminding import furnish


@pytest.fixture
def furnished(monkeypatch: pytest.MonkeyPatch) -> None:
    """A routine and first aid are in the house."""
    furnish(monkeypatch)
