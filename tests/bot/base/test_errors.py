"""The entry of an error is that of its class, or of the nearest class above it."""

from __future__ import annotations

import pytest

from bot.base.errors import find_meaning

TABLE: dict[type[BaseException], str] = {OSError: "system", ConnectionError: "line", ValueError: "value"}


@pytest.mark.parametrize(
    ("error", "meaning"),
    [(ConnectionResetError(), "line"), (ConnectionError(), "line"), (FileNotFoundError(), "system")],
    ids=lambda value: str(type(value).__name__),
)
def test_the_nearest_class_counts(error: Exception, meaning: str) -> None:
    assert find_meaning(TABLE, error) == meaning


def test_a_class_that_is_not_in_the_table_is_an_error() -> None:
    with pytest.raises(KeyError):
        find_meaning(TABLE, KeyError("x"))
