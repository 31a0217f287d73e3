"""Steps from one form of a stored session to the next: version → what turns its JSON into that of version + 1.

A deploy that changes the form of `flows.session.Session` raises `VERSION` there and registers the step here, with a
before/after pair in its test.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: dict[int, Migration] = {}
"""Empty while there has been only one form."""
