"""What the tests of `flows/` are given by name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.talk.library import CONTENT
from tests.flows.support.draft import Draft


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    """A copy of the content, to make slips in."""
    shutil.copytree(CONTENT, tmp_path / "content")
    return Draft(tmp_path / "content")
